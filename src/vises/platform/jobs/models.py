from django.db import models

from vises.kernel.clock import now
from vises.platform.rows import Row


class Job(Row):
    """Work to do once, outside a request. Its key makes asking twice ask once."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=200, unique=True)
    params = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=now)
    lease_until = models.DateTimeField(null=True)
    progress = models.CharField(max_length=200, blank=True)
    error = models.TextField(blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"])]
