"""The bodies of a programme: who sits in them, when they meet, what they write down."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.network.models import Organisation
from vises.apps.programmes.models.programme import Programme
from vises.platform.rows import Row, TextsField


class Body(Row):
    """A body treats what the field raises; it works in the open, or says when it will open."""

    class Kind(models.TextChoices):
        STEERING = "steering"
        SCIENTIFIC = "scientific"
        WORKING_GROUP = "working-group"
        ALL_PARTNERS = "all-partners"
        ACCOMPANYING = "accompanying"
        OWN = "own"  # a programme's own

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="bodies")
    kind = models.CharField(max_length=16, choices=Kind)
    names = TextsField()
    purposes = TextsField()
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    ACCESS_SCOPE = "programme__scope"
    ACCESS_DETAIL = "id"

    class Meta:
        ordering = ["created_at"]


class Seat(Row):
    """A person sits in a body between two dates; she then holds the role `body`, narrowed to it."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="seats")
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="seats")
    chairs = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)

    ACCESS_SCOPE = "body__programme__scope"
    ACCESS_DETAIL = "body_id"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "user"], name="a_person_has_one_seat_in_a_body")]


class BodySession(Row):
    """A meeting of a body: planned with an agenda, then held, with minutes in its languages."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="sessions")
    on = models.DateField()
    place = models.CharField(max_length=200, blank=True)
    held = models.BooleanField(default=False)
    people = models.PositiveSmallIntegerField(null=True)
    minutes = TextsField()  # what was said and decided

    ACCESS_SCOPE = "body__programme__scope"
    ACCESS_DETAIL = "body_id"

    class Meta:
        ordering = ["on", "created_at"]
