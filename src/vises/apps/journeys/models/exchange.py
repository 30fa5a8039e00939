"""Short exchanges about a deliverable, between the enterprise, its accompanist and those they invited."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Deliverable
from vises.platform.rows import Row


class Message(Row):
    """A short message about a deliverable. Withdrawn, its words are gone; that there was one stays."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    corrected_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "deliverable__journey__scope"

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["deliverable", "created_at"], name="messages_of_a_deliverable")]


class ExchangeGuest(Row):
    """Somebody who may look into the journey was invited into the exchange about one deliverable."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="exchange_guests")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

    ACCESS_SCOPE = "deliverable__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliverable", "user"], name="a_guest_is_invited_once")]


class ReadMark(Row):
    """Up to when somebody has read the exchange about a deliverable; shown to nobody else."""

    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, related_name="read_marks")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    ACCESS_SCOPE = "deliverable__journey__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["deliverable", "user"], name="one_read_mark_a_person")]
