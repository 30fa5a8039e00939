"""The journey itself: where it is, what it has made."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Participation
from vises.platform.rows import Row


class Journey(Row):
    """One enterprise's cycle through one version of the method."""

    scope = models.OneToOneField(Scope, on_delete=models.PROTECT)
    enterprise = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="journeys")
    participation = models.ForeignKey(Participation, null=True, on_delete=models.PROTECT, related_name="journeys")
    methodology = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT)
    language = models.CharField(max_length=2, default="fr")  # what the enterprise writes in by default
    step = models.CharField(max_length=40)  # a step id of the methodology version
    paused_since = models.DateField(null=True)
    pause_reason = models.CharField(max_length=300, blank=True)
    ended_on = models.DateField(null=True)
    cycle = models.PositiveSmallIntegerField(default=1)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    is_sample = models.BooleanField(default=False)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["participation", "cycle", "step", "scope"], name="where_journeys_stand")]


class StepMove(Row):
    """A move to a step; going back is a move with a reason."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=40, blank=True)
    new = models.CharField(max_length=40)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    on = models.DateField()
    methodology = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["created_at"]


class Deliverable(Row):
    """A deliverable of the method, as this journey has it. Higher rooms update its state."""

    class State(models.TextChoices):
        OPEN = "open"
        BEGUN = "begun"
        PROPOSED = "proposed"  # written on the enterprise's behalf, waits for its "that's us"
        CONFIRMED = "confirmed"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="deliverables")
    code = models.CharField(max_length=40)  # a deliverable id of the methodology version
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    waits_for = models.CharField(max_length=20, blank=True)  # a role
    changed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    confirmed_by_name = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    change_asked = models.TextField(blank=True)  # what the referent wants changed, in her words

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "code"], name="a_deliverable_is_one_row")]


class DeliverableMove(Row):
    """A change of a deliverable's state."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10)
    new = models.CharField(max_length=10)
    by_name = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)

    ACCESS_SCOPE = "deliverable__journey__scope"


class Closing(Row):
    """A step's reflective moment: what surprised us, what we adjust, what the method should change."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="closings")
    step = models.CharField(max_length=40)
    surprised = models.TextField(blank=True)
    adjust = models.TextField(blank=True)
    method = models.TextField(blank=True)
    language = models.CharField(max_length=2)

    ACCESS_SCOPE = "journey__scope"


class Pause(Row):
    """A rest of the journey, kept after it ended: uneven pace is normal."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="pauses")
    since = models.DateField()
    until = models.DateField(null=True)  # as wished, where it was said
    reason = models.CharField(max_length=300)
    ended_on = models.DateField(null=True)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["since", "created_at"]
