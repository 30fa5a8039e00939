"""Moves of a journey to another version of the method: told before, agreed, and taken back as they were done."""

from django.db import models
from django.db.models import Q

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.apps.methodology.models import MethodologyVersion
from vises.platform.rows import Row


class VersionMove(Row):
    """A move from one version to another: asked for, then done with the enterprise's yes.

    `plan` holds what was done, so that it can be undone exactly; a move that undid another one names it there.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"  # by the accompanist; waits for the referent
        DONE = "done"
        DECLINED = "declined"
        TAKEN_BACK = "taken-back"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="version_moves")
    old = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT, related_name="+")
    new = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    plan = models.JSONField(default=dict)
    why = models.TextField(blank=True)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by_name = models.CharField(max_length=120, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(fields=["journey"], condition=Q(state="proposed"), name="one_version_is_proposed")
        ]
