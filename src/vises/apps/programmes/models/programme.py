"""A programme, its cohorts, and the enterprises taking part."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.network.models import Organisation
from vises.platform.rows import Row, TextsField


class Programme(Row):
    """Enterprises accompanied together on one version of the method."""

    scope = models.OneToOneField(Scope, on_delete=models.PROTECT)
    names = TextsField()
    methodology = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT)
    zone = models.CharField(max_length=40, default="Europe/Brussels")
    starts_on = models.DateField()
    accompaniment_ends_on = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)


class Cohort(Row):
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="cohorts")
    names = TextsField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["starts_on"]


class Participation(Row):
    """An enterprise takes part in a programme."""

    class Status(models.TextChoices):
        PLANNED = "planned"
        RECRUITED = "recruited"
        ACTIVE = "active"
        PAUSED = "paused"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="participations")
    cohort = models.ForeignKey(Cohort, null=True, on_delete=models.SET_NULL)
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="participations")
    federation = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="accompanied_participations"
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.PLANNED)
    reason_category = models.CharField(max_length=30, blank=True)
    accompaniment_ends_on = models.DateField(null=True)  # its own end; else its cohort's, else the programme's

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "enterprise"], name="an_enterprise_takes_part_once")
        ]
        indexes = [
            models.Index(
                fields=["programme", "enterprise", "status", "reason_category", "federation", "id"],
                name="where_participations_stand",
            )
        ]


class StatusMove(Row):
    """A change of status: the category of its reason travels upward, its words stay here."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=12, blank=True)
    new = models.CharField(max_length=12)
    on = models.DateField()
    reason_category = models.CharField(max_length=30, blank=True)
    reason_words = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    ACCESS_SCOPE = "participation__programme__scope"


class Standing(Row):
    """From a month on an enterprise stands elsewhere: before the path, at a step of it, or after it.

    Worked out anew from its moves with each of them (`journeys.services.standing`), so that a programme is counted
    month by month without reading all that ever moved.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+", db_index=False)
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="standings")
    first = models.DateField()  # of the month
    old = models.CharField(max_length=40, blank=True)  # "" before it took part
    new = models.CharField(max_length=40)

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        indexes = [
            models.Index(
                fields=["programme", "first", "old", "new", "participation"], name="where_standings_are_counted"
            )
        ]


class Counted(Row):
    """What an enterprise taking part is counted by, as it stands now: one row a participation, in one index.

    Worked out anew with whatever changes it (`journeys.services.standing`), so that thousands are counted in the order
    in which they lie. Whether the journey at `scope` is open to somebody is asked where openings are kept.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+", db_index=False)
    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="counted")
    group = models.CharField(max_length=20, blank=True)
    territory = models.CharField(max_length=50, blank=True)  # its code
    federation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    language = models.CharField(max_length=2, blank=True)  # the first that it works in
    column = models.CharField(max_length=40)
    reason = models.CharField(max_length=30, blank=True)
    scope = models.ForeignKey(Scope, null=True, on_delete=models.SET_NULL, related_name="+")  # of its latest journey

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        indexes = [
            models.Index(
                fields=["programme", "group", "territory", "federation", "language", "column", "reason", "scope"],
                name="where_enterprises_are_counted",
            )
        ]


class Extension(Row):
    """More time of accompaniment: asked, then given or not. The words of the reason stay private."""

    class State(models.TextChoices):
        ASKED = "asked"
        GIVEN = "given"
        DECLINED = "declined"

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="extensions")
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    was_until = models.DateField(null=True)  # the end as it was when this was asked
    until = models.DateField()
    reason_category = models.CharField(max_length=30)
    reason_words = models.TextField(blank=True)
    asked_by_name = models.CharField(max_length=120, blank=True)
    settled_on = models.DateField(null=True)
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    ACCESS_SCOPE = "participation__programme__scope"

    class Meta:
        ordering = ["created_at"]


class Partnership(Row):
    """An organisation carries a programme as operator, or is associated with it, between two dates."""

    class Kind(models.TextChoices):
        OPERATOR = "operator"
        ASSOCIATED = "associated"

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="partnerships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["starts_on", "created_at"]
