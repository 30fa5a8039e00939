"""Texts, codebook, passages. A text has no owner key: what it snapshots is linked from beside it."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.collection.models import Answer, Document
from vises.platform.rows import Row, TextsField


class Text(Row):
    """A snapshot of words to be read and coded."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    detail = models.UUIDField(null=True)  # what narrows its readers (the plan line)
    title = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=2)
    hash = models.CharField(max_length=64)

    ACCESS_DETAIL = "detail"


class TextOrigin(Row):
    """Where a text was snapshot from: a document, or what one person answered at one place of a questionnaire."""

    text = models.OneToOneField(Text, on_delete=models.CASCADE, related_name="origin")
    document = models.OneToOneField(Document, null=True, on_delete=models.CASCADE, related_name="coded_text")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="coded_texts")
    question = models.CharField(max_length=300, blank=True)

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "question"], name="an_answer_is_taken_in_once_per_question")
        ]


class Code(Row):
    """A theme of the codebook."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    names = TextsField()
    definitions = TextsField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "created_at"]


class Passage(Row):
    """A marked piece of a text, named with a code. Offsets count characters."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="passages")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    memo = models.TextField(blank=True)
    coder = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["text", "code", "start", "end"], name="a_passage_is_marked_once")
        ]
