"""Meetings of partners and enterprises: workshops, who came. What they harvest belongs to `learning`."""

from django.db import models

from vises.apps.network.models import Organisation
from vises.apps.programmes.models.programme import Programme
from vises.platform.rows import Row, TextsField


class Meeting(Row):
    """A day on which partners and enterprises meet."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="meetings")
    names = TextsField()
    purposes = TextsField()
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(null=True)  # who came, once it was held

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["on", "created_at"]


class Workshop(Row):
    """One of a meeting's workshops; it may be given several times on the day."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="workshops")
    titles = TextsField()
    times_given = models.PositiveSmallIntegerField(default=1)
    people = models.PositiveSmallIntegerField(null=True)
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "meeting__programme__scope"

    class Meta:
        ordering = ["order", "created_at"]


class Attendance(Row):
    """How many people of an organisation came to a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="attendances")
    people = models.PositiveSmallIntegerField()

    ACCESS_SCOPE = "meeting__programme__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation"], name="an_organisation_attends_once")]
