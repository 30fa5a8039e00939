from django.db import models

from vises.platform.rows import Row


class OutboxMail(Row):
    """A mail that did not leave: of the demonstration, or where no mail server is set up. Shown on screen."""

    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    class Meta:
        ordering = ["-created_at"]
