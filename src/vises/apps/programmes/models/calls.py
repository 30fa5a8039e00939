"""Calls for enterprises, and what enterprises answer to them."""

from django.db import models

from vises.apps.programmes.models.programme import Participation, Programme
from vises.platform.rows import Row, TextsField


class Call(Row):
    """A call for enterprises: a page that anyone may read with its link, between two dates."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="calls")
    token = models.CharField(max_length=64, unique=True)  # of its public address
    titles = TextsField()
    texts = TextsField()
    opens_on = models.DateField()
    closes_on = models.DateField()

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["-opens_on"]


class Application(Row):
    """An enterprise's short application, without account. It is taken up or not, and never ranked."""

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        DECLINED = "declined"

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="applications")
    name = models.CharField(max_length=160)
    federation = models.CharField(max_length=160, blank=True)  # as it was written
    motives = models.TextField()
    language = models.CharField(max_length=2)
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    settled_on = models.DateField(null=True)
    participation = models.ForeignKey(Participation, null=True, on_delete=models.SET_NULL, related_name="applications")

    ACCESS_SCOPE = "call__programme__scope"

    class Meta:
        ordering = ["created_at"]
