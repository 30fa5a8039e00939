"""Questionnaires and guides, versioned."""

from django.db import models

from vises.apps.journeys.models import PlanLine
from vises.platform.rows import Row, TextsField


class Instrument(Row):
    """What a plan line collects with."""

    class Kind(models.TextChoices):
        QUESTIONNAIRE = "questionnaire"
        GUIDE = "guide"  # for interviews, focus groups, life stories
        GRID = "grid"  # counting grid or records

    line = models.ForeignKey(PlanLine, on_delete=models.PROTECT, related_name="instruments")
    kind = models.CharField(max_length=14, choices=Kind)
    titles = TextsField()
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "line__journey__scope"


class InstrumentVersion(Row):
    """One wording of an instrument; frozen from its first answer on."""

    class Source(models.TextChoices):
        PLAIN_LIST = "plain-list"
        XLSFORM = "xlsform"
        TEXT = "text"

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    source = models.CharField(max_length=12, choices=Source)
    text = models.TextField(blank=True)  # the plain list, or the guide's words
    xform = models.TextField(blank=True)  # what is evaluated, for questionnaires
    hash = models.CharField(max_length=64)
    languages = models.JSONField(default=list)
    sensitive = models.JSONField(default=list)  # names of questions held to the threshold of 11
    grouping = models.JSONField(default=list)  # names of questions by which results may be split
    why = models.CharField(max_length=300, blank=True)  # what changed since the version before
    frozen_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "instrument__line__journey__scope"

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["instrument", "number"], name="one_row_per_version")]
