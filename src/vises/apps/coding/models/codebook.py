from django.db import models

from vises.apps.access.models import Scope
from vises.platform.rows import Row, TextsField


class Code(Row):
    """A theme of the codebook."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    names = TextsField()
    definitions = TextsField()
    examples = TextsField()  # words that belong under it: who sees the journey sees them
    memo = models.TextField(blank=True)  # a thought of those who code
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "created_at"]
