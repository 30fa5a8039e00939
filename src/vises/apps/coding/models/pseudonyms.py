"""The key of pseudonyms: kept apart from the texts, sealed, read by its keepers only, in no export."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.coding.models.texts import Text
from vises.platform.rows import Row


class Pseudonym(Row):
    """What stands for a name in all texts of one plan line, and, sealed, the name."""

    scope = models.ForeignKey(Scope, on_delete=models.CASCADE)
    detail = models.UUIDField()  # the plan line: the texts in which it holds, and its keepers
    kind = models.CharField(max_length=10)
    stands = models.CharField(max_length=80)
    sealed = models.TextField()  # the name, readable with the installation's secret only
    mark = models.CharField(max_length=64)  # a keyed hash of the name in small letters: the same name, the same mark

    ACCESS_DETAIL = "detail"

    class Meta:
        ordering = ["kind", "created_at"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "detail", "mark"], name="a_name_has_one_pseudonym"),
        ]


class PseudonymUse(Row):
    """Where a pseudonym stands in one text: so that it can be put back, and goes when its last text goes."""

    pseudonym = models.ForeignKey(Pseudonym, on_delete=models.CASCADE, related_name="uses")
    text = models.ForeignKey(Text, on_delete=models.CASCADE, related_name="pseudonyms")
    starts = models.JSONField(default=list)  # offsets at which it stands
    sealed = models.TextField()  # the words that stood there, in the same order, as a sealed list

    ACCESS_SCOPE = "text__scope"
    ACCESS_DETAIL = "text__detail"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pseudonym", "text"], name="one_row_per_pseudonym_and_text")]
