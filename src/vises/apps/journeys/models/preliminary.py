"""The preliminary step: engagement note and what the enterprise already has."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.platform.files.models import StoredFile
from vises.platform.rows import Row


class Engagement(Row):
    """Why, for whom, who takes part, how many days, until when, who may see what."""

    journey = models.OneToOneField(Journey, on_delete=models.CASCADE)
    motives = models.TextField(blank=True)
    fears = models.TextField(blank=True)
    existing = models.TextField(blank=True)  # what we already have
    for_whom = models.TextField(blank=True)
    who_takes_part = models.TextField(blank=True)
    half_days = models.PositiveSmallIntegerField(null=True)
    hours_agreed = models.PositiveSmallIntegerField(null=True)  # of the enterprise's people: a ceiling, never a lock
    ends_on = models.DateField(null=True)
    stays_private = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField(default=1)  # compare-and-swap
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)
    on_behalf = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    ACCESS_SCOPE = "journey__scope"


class Attachment(Row):
    """Something the enterprise already has: last year's report, a survey nobody used."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT)
    note = models.CharField(max_length=300, blank=True)
    deliverable = models.CharField(max_length=40, blank=True)
    heading = models.CharField(max_length=60, blank=True)
    added_by_name = models.CharField(max_length=120, blank=True)

    ACCESS_SCOPE = "journey__scope"
