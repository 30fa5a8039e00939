from django.db import models

from vises.apps.accounts.models import User
from vises.apps.coding.models.codebook import Code
from vises.apps.coding.models.texts import Text
from vises.platform.rows import Row


class Passage(Row):
    """A marked piece of a text, named with a code. Offsets count characters.

    Where two themes became one, words marked with both keep both marks: the later one is `doubled`, and not counted.
    """

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="passages")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="passages")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    memo = models.TextField(blank=True)
    coder = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    doubled = models.BooleanField(default=False)
    proposed = models.BooleanField(default=False)  # by the machine, and confirmed by the coder

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"

    class Meta:
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "code", "start", "end"],
                condition=models.Q(doubled=False),
                name="a_passage_is_marked_once",
            )
        ]


class Refusal(Row):
    """Words that were proposed for a theme, and of which somebody said that they do not belong there."""

    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="refusals")
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="refusals")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"
