"""Sessions: the unit of work. Presence is said here once."""

from django.db import models

from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.stakeholders import Stakeholder
from vises.kernel.clock import now
from vises.platform.rows import Row


class Session(Row):
    """A meeting of the journey: planned, then held."""

    class Kind(models.TextChoices):
        WORKSHOP = "workshop"
        RESTITUTION = "restitution"
        TALK = "talk"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="sessions")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.WORKSHOP)
    title = models.CharField(max_length=200)
    deliverables = models.JSONField(default=list)  # deliverable ids of the methodology version
    on = models.DateField()
    starts_at = models.TimeField(null=True)  # by the clock of the programme's time zone
    minutes_planned = models.PositiveSmallIntegerField(null=True)  # else as long as its agenda
    place = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    minutes_spent = models.PositiveSmallIntegerField(null=True)
    record = models.TextField(blank=True)  # what was said and agreed
    language = models.CharField(max_length=2)
    changes = models.PositiveIntegerField(default=0)  # how often it was planned anew: calendars ask for it
    changed_at = models.DateTimeField(default=now)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["on", "created_at"]


class CancelledSession(Row):
    """A session that will not take place: calendars that knew it are told so until its day has passed."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="cancelled_sessions")
    session_id = models.UUIDField(unique=True)
    title = models.CharField(max_length=200)
    on = models.DateField()
    starts_at = models.TimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    changes = models.PositiveIntegerField()

    ACCESS_SCOPE = "journey__scope"


class Presence(Row):
    """People of one group present at a session. Names stay inside; counts may travel."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="presences")
    people = models.PositiveSmallIntegerField()
    names = models.TextField(blank=True)

    ACCESS_SCOPE = "session__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "stakeholder"], name="a_group_is_present_once")]
