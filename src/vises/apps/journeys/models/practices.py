"""How the enterprise works, in its own words, portrait after portrait."""

from django.db import models

from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.session import Session
from vises.platform.rows import Row


class PracticesPortrait(Row):
    """Its practices as they were on a day. It can be corrected until a finding cites it; then it stays as written."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="practices_portraits")
    on = models.DateField()
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="+")  # where it was made
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField(default=1)  # compare-and-swap: which correction this is
    by_name = models.CharField(max_length=120, blank=True)
    fixed_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["on"]
        constraints = [models.UniqueConstraint(fields=["journey", "on"], name="one_practices_portrait_a_day")]


class Practice(Row):
    """One aspect of it: how it governs itself, lets people take part, employs, is anchored, sets prices."""

    portrait = models.ForeignKey(PracticesPortrait, on_delete=models.CASCADE, related_name="practices")
    aspect = models.CharField(max_length=20)  # see rules.practices.ASPECTS
    text = models.TextField()

    ACCESS_SCOPE = "portrait__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["portrait", "aspect"], name="one_text_per_aspect")]
