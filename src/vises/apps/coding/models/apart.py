"""Two people read the same words apart: their marks stay in a table of their own until both are done."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.coding.models.codebook import Code
from vises.apps.coding.models.texts import Text
from vises.platform.rows import Row


class ReadingApart(Row):
    """A stretch of a text that two people mark without seeing each other's marks."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="readings_apart")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    first = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    first_done_at = models.DateTimeField(null=True)
    second_done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["text"], condition=models.Q(ended_at=None), name="a_text_is_read_apart_once_at_a_time"
            )
        ]


class MarkApart(Row):
    """What one of the two marked. `settled` once both said what becomes of it."""

    reading = models.ForeignKey(ReadingApart, on_delete=models.CASCADE, related_name="marks")
    first = models.BooleanField()  # by the first reader, or by the second
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="marks_apart")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    settled = models.BooleanField(default=False)

    ACCESS_SCOPE = "reading__text__scope"
    ACCESS_DETAIL = "reading__text__detail"

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "first", "code", "start", "end"], name="a_mark_apart_is_made_once"
            )
        ]
