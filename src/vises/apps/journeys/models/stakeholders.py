"""Stakeholder groups: said once, one row everywhere."""

from django.db import models

from vises.apps.journeys.models.journey import Journey
from vises.platform.rows import Row, TextsField


class Stakeholder(Row):
    """A group (or a partner) concerned by the enterprise."""

    class Kind(models.TextChoices):
        TEAM = "team"
        PUBLIC = "public"  # people accompanied, customers, users
        VOLUNTEERS = "volunteers"
        PARTNER = "partner"
        FUNDER = "funder"
        SUPPLIER = "supplier"
        NETWORK = "network"
        NEIGHBOURS = "neighbours"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="stakeholders")
    names = TextsField()
    kind = models.CharField(max_length=12, choices=Kind)
    size = models.PositiveIntegerField(null=True)  # people, where known
    size_is_about = models.BooleanField(default=False)
    relation = models.TextField(blank=True)
    gains_or_loses = models.TextField(blank=True)
    access_difficulty = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class Involvement(Row):
    """How far a group takes part in a step."""

    class Degree(models.TextChoices):
        INFORMED = "informed"
        CONSULTED = "consulted"
        CONTRIBUTES = "contributes"
        CO_DECIDES = "co-decides"

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="involvements")
    step = models.CharField(max_length=40)
    degree = models.CharField(max_length=12, choices=Degree)

    ACCESS_SCOPE = "stakeholder__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stakeholder", "step"], name="one_degree_per_step")]


class Expectation(Row):
    """What a group expects of the evaluation, said before the question is chosen; never a veto."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="expectations")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.CASCADE, related_name="expectations")
    text = models.TextField()
    language = models.CharField(max_length=2)
    said_by = models.CharField(max_length=120, blank=True)  # stays inside
    channel = models.CharField(max_length=12)  # see Candidate.Channel

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["created_at"]
