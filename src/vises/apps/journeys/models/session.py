"""Sessions: the unit of work. Presence is said here once."""

from django.db import models

from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.stakeholders import Stakeholder
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
    place = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    minutes_spent = models.PositiveSmallIntegerField(null=True)
    record = models.TextField(blank=True)  # what was said and agreed
    language = models.CharField(max_length=2)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["on", "created_at"]


class Presence(Row):
    """People of one group present at a session. Names stay inside; counts may travel."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="presences")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="presences")
    people = models.PositiveSmallIntegerField()
    names = models.TextField(blank=True)

    ACCESS_SCOPE = "session__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "stakeholder"], name="a_group_is_present_once")]
