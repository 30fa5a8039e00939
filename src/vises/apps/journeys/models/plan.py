"""The evaluation plan."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.question import EvaluationQuestion
from vises.apps.journeys.models.stakeholders import Stakeholder
from vises.platform.rows import Row, TextsField


class PlanLine(Row):
    """One line of the plan matrix: what we look at, by which method, from whom, by whom, when."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="plan_lines")
    question = models.ForeignKey(EvaluationQuestion, on_delete=models.PROTECT, related_name="plan_lines")
    looks_at = TextsField()
    method = models.CharField(max_length=40)  # a method card id of the methodology version
    from_whom = models.ManyToManyField(Stakeholder, blank=True, related_name="plan_lines")
    by_whom = models.CharField(max_length=200, blank=True)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    target = models.PositiveIntegerField(null=True)  # people, or occasions for a grid
    reached_said = models.PositiveIntegerField(null=True)  # where nothing counts it for us
    unit = models.CharField(max_length=10, default="people")  # people | occasions | records
    uses_existing = models.BooleanField(default=False)
    respondent_minutes = models.PositiveSmallIntegerField(null=True)
    enterprise_hours = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class PlanReader(Row):
    """Who reads the raw words of a plan line; respondents are told before they answer.

    A reader with an account also holds the role `reader` in the journey's scope, narrowed to this line.
    """

    line = models.ForeignKey(PlanLine, on_delete=models.CASCADE, related_name="readers")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE)
    name = models.CharField(max_length=120)
    as_what = models.CharField(max_length=20)  # accompanist | trusted | researcher

    ACCESS_SCOPE = "line__journey__scope"
