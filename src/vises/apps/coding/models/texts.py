from django.db import models

from vises.apps.access.models import Scope
from vises.apps.collection.models import Answer, Document
from vises.platform.rows import Row


class Text(Row):
    """A snapshot of words to be read and coded."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    detail = models.UUIDField(null=True)  # what narrows its readers (the plan line)
    title = models.CharField(max_length=200)
    body = models.TextField()
    times = models.JSONField(default=list)  # [line, seconds]: replacing names never moves a line
    language = models.CharField(max_length=2)
    hash = models.CharField(max_length=64)
    passed_over = models.JSONField(default=list)  # words of it that somebody said are nobody's name, in small letters

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


class ErasedText(Row):
    """The id of a text whose person took her words back: a file that still holds it does not bring them in again."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)


class TextStems(Row):
    """The stems of a text's words that belong on one shelf, each once, for search; gone with the text.

    Whose text it is stands here again: a search reads one shelf a word of this table alone, and no text that it does
    not show. All rows of a text carry the instant it was taken in.
    """

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE, db_index=False)  # the index below begins with it
    detail = models.UUIDField(null=True)
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="stems")
    shelf = models.CharField(max_length=5)  # language and number
    words = models.TextField()

    ACCESS_DETAIL = "detail"

    class Meta:
        ordering = ["created_at", "text_id"]
        indexes = [models.Index(fields=["scope", "shelf"], name="stems_of_a_shelf")]
