"""The joint display, findings with the evidence for and against, what groups make of them, decisions to improve."""

from django.db import models

from vises.apps.coding.models import Code, Passage
from vises.apps.collection.models import RecordTable
from vises.apps.datasets.models import Analysis
from vises.apps.journeys.models import EvaluationQuestion, Journey, Practice, Session, Stakeholder
from vises.platform.rows import Row, TextsField


class JointRow(Row):
    """Something the group looks at: what words and what numbers say of it, and how the group sees them together.

    One row of each journey is for negative and unexpected effects. It is written when somebody first fills it in,
    shown before that, and never removed.
    """

    class Judgement(models.TextChoices):
        CONVERGES = "converges"
        COMPLEMENTS = "complements"
        CONTRADICTS = "contradicts"
        SILENT = "silent"  # on one side nothing was said

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="joint_rows")
    names = TextsField()
    negative = models.BooleanField(default=False)  # the row for negative and unexpected effects
    numbers = models.ManyToManyField(Analysis, related_name="joint_rows")
    records = models.ManyToManyField(RecordTable, related_name="joint_rows")
    judgement = models.CharField(max_length=12, choices=Judgement, blank=True)
    why = TextsField()
    judged_at = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    none_because = TextsField()  # looked for and not found: why one can say so
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["journey"], condition=models.Q(negative=True), name="one_row_for_negative_effects"
            )
        ]


class JointTheme(Row):
    """A theme of a row. Where two themes became one, a row that had both keeps both links: undoing finds them."""

    row = models.ForeignKey(JointRow, on_delete=models.CASCADE, related_name="themes")
    code = models.ForeignKey(Code, on_delete=models.PROTECT, related_name="joint_rows")

    ACCESS_SCOPE = "row__journey__scope"

    class Meta:
        ordering = ["created_at"]


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
    row = models.ForeignKey(JointRow, null=True, on_delete=models.SET_NULL, related_name="findings")
    validated_at = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    validated_said_at = models.DateTimeField(null=True)  # a later wording was not before that session
    not_validated_because = TextsField()

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
    """One piece of evidence, for or against: a number, a passage, a theme's passages, a record table, a practice."""

    class Side(models.TextChoices):
        FOR = "for"
        AGAINST = "against"

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    side = models.CharField(max_length=8, choices=Side, default=Side.FOR)
    analysis = models.ForeignKey(Analysis, null=True, on_delete=models.PROTECT, related_name="evidence")
    passage = models.ForeignKey(Passage, null=True, on_delete=models.SET_NULL, related_name="evidence")
    code = models.ForeignKey(Code, null=True, on_delete=models.PROTECT, related_name="evidence")
    records = models.ForeignKey(RecordTable, null=True, on_delete=models.PROTECT, related_name="evidence")
    practice = models.ForeignKey(Practice, null=True, on_delete=models.PROTECT, related_name="evidence")
    says = TextsField()  # what it says, in the group's words
    lost_ground = models.CharField(max_length=20, blank=True)  # withdrawn | recalculated
    seen_at = models.DateTimeField(null=True)  # somebody looked at it after it lost its ground

    ACCESS_SCOPE = "finding__question__decision__journey__scope"


class Understanding(Row):
    """What one group made of a finding at a session, in its words."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="understandings")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="understandings")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="understandings")
    texts = TextsField()

    ACCESS_SCOPE = "finding__question__decision__journey__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "session", "stakeholder"], name="a_group_says_once_what_it_understands"
            )
        ]


class Dissent(Row):
    """A disagreement kept with the finding; whose it was stays inside.

    With a session, a group said it there as a group, knowing that it goes with the finding.
    """

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="dissents")
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT)
    session = models.ForeignKey(Session, null=True, on_delete=models.PROTECT, related_name="+")
    said_by = models.CharField(max_length=120, blank=True)
    texts = TextsField()

    ACCESS_SCOPE = "finding__question__decision__journey__scope"


class Return(Row):
    """What a group gets back of what was found, and in which shapes."""

    class Shape(models.TextChoices):
        POSTER = "poster"
        PLACEMAT = "placemat"
        TALK = "talk"
        PAGE = "page"

    stakeholder = models.OneToOneField(Stakeholder, on_delete=models.CASCADE, related_name="gets_back")
    shapes = models.JSONField(default=list)
    findings = models.ManyToManyField(Finding, related_name="+")
    note = models.CharField(max_length=300, blank=True)  # where, when, who brings it

    ACCESS_SCOPE = "stakeholder__journey__scope"


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
