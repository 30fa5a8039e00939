"""Findings, the evidence for and against, restitution, decisions to improve."""

from django.db import models

from vises.apps.coding.models import Code, Passage
from vises.apps.collection.models import RecordTable
from vises.apps.datasets.models import Analysis
from vises.apps.journeys.models import EvaluationQuestion, Session, Stakeholder
from vises.platform.rows import Row, TextsField


class Finding(Row):
    """Something the group holds to be so, with its strength as the group judged it."""

    class State(models.TextChoices):
        DRAFT = "draft"
        SHARED = "shared"  # brought back to the people concerned
        CONTESTED = "contested"
        REJECTED = "rejected"

    question = models.ForeignKey(EvaluationQuestion, on_delete=models.PROTECT, related_name="findings")
    label = models.CharField(max_length=10)
    statements = TextsField()
    strength = models.CharField(max_length=20, blank=True)  # a strength id of the methodology version
    judged_at = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    strength_why = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    limits = TextsField()
    unexpected = models.BooleanField(default=False)
    negative = models.BooleanField(default=False)
    effects = models.JSONField(default=list)  # effect tag ids
    practice = models.CharField(max_length=300, blank=True)  # the way of working it speaks of
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "question__decision__journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class Wording(Row):
    """An earlier wording of a finding, and why it changed."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="wordings")
    statements = TextsField()
    why = models.CharField(max_length=300, blank=True)

    ACCESS_SCOPE = "finding__question__decision__journey__scope"


class Evidence(Row):
    """One piece of evidence, for or against: a number, a passage, a theme's passages, or a record table."""

    class Side(models.TextChoices):
        FOR = "for"
        AGAINST = "against"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=8, choices=Side, default=Side.FOR)
    analysis = models.ForeignKey(Analysis, null=True, on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.SET_NULL, related_name="evidence")
    code = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="evidence")
    records = models.ForeignKey(RecordTable, null=True, on_delete=models.PROTECT, related_name="evidence")
    says = TextsField()  # what it says, in the group's words
    lost_ground = models.CharField(max_length=20, blank=True)  # withdrawn | recalculated
    seen_at = models.DateTimeField(null=True)  # somebody looked at it after it lost its ground

    ACCESS_SCOPE = "finding__question__decision__journey__scope"


class Dissent(Row):
    """A disagreement kept with the finding; whose it was stays inside."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="dissents")
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT)
    said_by = models.CharField(max_length=120, blank=True)
    texts = TextsField()

    ACCESS_SCOPE = "finding__question__decision__journey__scope"


class Restitution(Row):
    """Bringing results back to the people concerned: a session with what it changed."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="restitution")
    changed = models.TextField(blank=True)
    contested = models.TextField(blank=True)
    supports = models.JSONField(default=list)  # what was brought back: poster, sheet, audio …
    language = models.CharField(max_length=2)

    ACCESS_SCOPE = "session__journey__scope"


class Improvement(Row):
    """A decision to improve: what, who, when; or "none, because". It comes back at its date."""

    class State(models.TextChoices):
        DECIDED = "decided"
        DONE = "done"
        DROPPED = "dropped"

    question = models.ForeignKey(EvaluationQuestion, on_delete=models.PROTECT, related_name="improvements")
    finding = models.ForeignKey(Finding, null=True, on_delete=models.SET_NULL, related_name="improvements")
    what = TextsField()
    who = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True)
    none_because = models.TextField(blank=True)
    next_cycle = models.BooleanField(default=False)  # becomes a candidate question of the next cycle
    state = models.CharField(max_length=8, choices=State, default=State.DECIDED)
    outcome = models.TextField(blank=True)

    ACCESS_SCOPE = "question__decision__journey__scope"
