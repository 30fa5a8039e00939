from django.db import models

from vises.platform.rows import Row


class OutboxMail(Row):
    """A mail that did not leave: of the demonstration, or where no mail server is set up. Shown on screen."""

    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    opened_at = models.DateTimeField(null=True)  # the first time somebody opened it to hand it over
    opened_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-created_at"]
