from django.db import models

from vises.platform.rows import Row


class OutboxMail(Row):
    """A mail of the demonstration: shown on screen instead of sent."""

    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        ordering = ["-created_at"]
