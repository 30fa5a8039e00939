"""A room opened around the table: guests come in on their phones and go through it together, phase by phase."""

import uuid

from django.db import models

from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.preliminary import Attachment
from vises.apps.journeys.models.question import Candidate, Decision
from vises.apps.journeys.models.session import Session
from vises.apps.journeys.models.stakeholders import Stakeholder
from vises.platform.rows import Row


class LiveRoom(Row):
    """A room opened for a session, about one subject. Its link opens nothing from the moment it is closed.

    Where it goes on with another subject, that is a room of its own, which takes over link, code and guests.
    """

    class Subject(models.TextChoices):
        QUESTION = "question"
        PORTRAIT = "portrait"
        RINGS = "rings"  # the stakeholders: how close, what they expect, what makes them hard to reach

    class Phase(models.TextChoices):
        PROPOSE = "propose"
        GATHER = "gather"
        WEIGH = "weigh"
        DECIDE = "decide"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="live_rooms")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="live_rooms")
    subject = models.CharField(max_length=8, choices=Subject, default=Subject.QUESTION)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.PROPOSE)
    manner = models.CharField(max_length=8, choices=Decision.Manner)  # said before, and fixed once weighing begins
    quorum = models.JSONField(default=dict)  # stakeholder id -> people it takes of that group; fixed likewise
    beside = models.JSONField(default=dict)  # stakeholder id -> people at the table without a phone
    token_sealed = models.TextField()  # of its link: shown on the screen as long as the room is open
    code_hash = models.CharField(max_length=64, unique=True)  # of the short code that one types instead
    changes = models.PositiveIntegerField(default=0)  # counts up with all that screens should see
    closed_at = models.DateTimeField(null=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.SET_NULL, related_name="live_rooms")
    before = models.OneToOneField("self", null=True, on_delete=models.SET_NULL, related_name="after")

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["session"], condition=models.Q(closed_at=None), name="a_session_has_one_open_room"
            )
        ]


class RoomMove(Row):
    """The room went from one phase to another."""

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=8)
    new = models.CharField(max_length=8)
    by_name = models.CharField(max_length=120, blank=True)

    ACCESS_SCOPE = "room__journey__scope"


class RoomGuest(Row):
    """Somebody in the room without account: a group and a language, no name and no device."""

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="guests")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    first = models.UUIDField(null=True)  # her id in the room where she came in, if this one goes on from it

    ACCESS_SCOPE = "room__journey__scope"


class Position(Row):
    """What a guest, or people noted by the accompanist, say of a candidate. Who it was is not kept, only the group."""

    class Stance(models.TextChoices):
        AGREE = "agree"  # in a vote: for this one
        RESERVATION = "reservation"
        OBJECTION = "objection"

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="positions")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="positions")
    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="+")
    guest = models.ForeignKey(RoomGuest, null=True, on_delete=models.CASCADE, related_name="positions")
    sent = models.UUIDField(default=uuid.uuid4)  # noted twice by the same form, it counts once
    people = models.PositiveSmallIntegerField(default=1)
    stance = models.CharField(max_length=12, choices=Stance)
    reason = models.TextField(blank=True)
    language = models.CharField(max_length=2)

    ACCESS_SCOPE = "room__journey__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["guest", "candidate"], condition=~models.Q(guest=None), name="a_guest_says_one_thing_of_each"
            ),
            models.UniqueConstraint(fields=["room", "candidate", "sent", "stance"], name="a_position_is_noted_once"),
        ]


class Contribution(Row):
    """Something said in a room of the portrait or of the stakeholders. Kept as it was said, with the group it is from.

    `taken_at` tells when the accompanist brought it into the portrait or the map; the row stays beside it.
    """

    class Kind(models.TextChoices):
        VIEW = "view"  # of a view of the portrait: `heading` is a dimension or lens id
        PLACE = "place"  # how close `about` is: `text` is a degree of involvement
        EXPECTATION = "expectation"  # what `about` expects of the evaluation
        DIFFICULTY = "difficulty"  # what makes `about` hard to reach
        MISSING = "missing"  # a group that is not on the map yet

    room = models.ForeignKey(LiveRoom, on_delete=models.CASCADE, related_name="contributions")
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT, related_name="+")  # who says it
    guest = models.ForeignKey(RoomGuest, null=True, on_delete=models.SET_NULL, related_name="contributions")
    kind = models.CharField(max_length=12, choices=Kind)
    heading = models.CharField(max_length=60, blank=True)
    about = models.ForeignKey(Stakeholder, null=True, on_delete=models.CASCADE, related_name="contributions")
    text = models.TextField()
    language = models.CharField(max_length=2)
    channel = models.CharField(max_length=8, choices=Candidate.Channel)
    photo = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")  # of its sheet
    taken_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "room__journey__scope"

    class Meta:
        ordering = ["created_at"]
