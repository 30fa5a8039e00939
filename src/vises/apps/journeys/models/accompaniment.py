"""What an accompanist keeps for herself: her time, and the address of her calendar."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.session import Session
from vises.platform.rows import Row


class LogEntry(Row):
    """Time that an accompanist gave to a journey. It is hers: nobody else sees it but pooled with that of others."""

    class Kind(models.TextChoices):
        SESSION = "session"
        PREPARATION = "preparation"
        EXCHANGE = "exchange"  # calls, mails, visits between two sessions
        WRITING = "writing"  # reports, analysis, reading
        OTHER = "other"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="log_entries")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="log_entries")
    session = models.ForeignKey(Session, null=True, on_delete=models.SET_NULL, related_name="log_entries")
    kind = models.CharField(max_length=12, choices=Kind)
    step = models.CharField(max_length=40)  # where the journey was that day
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    travel_minutes = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=300, blank=True)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["-on", "-created_at"]
        indexes = [models.Index(fields=["user", "-on"], name="time_of_an_accompanist")]


class CalendarFeed(Row):
    """A private address to which a person's calendar subscribes. Only its token's hash is kept."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_feed")
    token_hash = models.CharField(max_length=64, unique=True)
    read_on = models.DateField(null=True)  # the last day on which a calendar asked
