from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.coding.models.passages import Passage
from vises.platform.rows import Row, TextsField


class CodeChange(Row):
    """Two themes became one, or a new theme was taken out of one: who did it, and what it takes to undo it."""

    class Kind(models.TextChoices):
        MERGED = "merged"
        SPLIT = "split"

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    kind = models.CharField(max_length=6, choices=Kind)
    source = models.UUIDField()  # ids, not keys: a theme that went into another one is no longer there
    source_names = TextsField()
    target = models.UUIDField()
    target_names = TextsField()
    moved = models.ManyToManyField(Passage, related_name="moves")
    places = models.PositiveIntegerField()  # how many passages moved
    before = models.JSONField(default=dict)  # a merged theme as it was, and the themes that lay under it
    cited = models.JSONField(default=list)  # what the rooms above moved from one theme to the other
    who = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-created_at"]
