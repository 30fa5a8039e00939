"""The question room: candidates, decision, reservations, the question."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.journeys.models.journey import Journey
from vises.apps.journeys.models.preliminary import Attachment
from vises.apps.journeys.models.session import Session
from vises.apps.journeys.models.stakeholders import Stakeholder
from vises.platform.rows import Row, TextsField


class Candidate(Row):
    """A proposed evaluative question, with who proposed it and by which way."""

    class Channel(models.TextChoices):
        SCREEN = "screen"
        PAPER = "paper"
        LINK = "link"
        SPOKEN = "spoken"  # spoken through the accompanist, and marked so

    class State(models.TextChoices):
        PROPOSED = "proposed"
        MERGED = "merged"
        SET_ASIDE = "set-aside"
        CHOSEN = "chosen"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="candidates")
    text = models.TextField()
    language = models.CharField(max_length=2)
    type = models.CharField(max_length=40, blank=True)  # a question type id of the methodology version
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT, related_name="candidates")
    said_by = models.CharField(max_length=120, blank=True)  # stays inside
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.SCREEN)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merges")
    by_merge = models.BooleanField(default=False)  # its words were written to join others
    reason = models.TextField(blank=True)  # why set aside or merged
    settled_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)  # when it was set aside or merged
    photo = models.ForeignKey(Attachment, null=True, on_delete=models.SET_NULL, related_name="+")  # of its sheet
    test = models.JSONField(default=dict)  # good-question test point id -> yes | no | unsure
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "journey__scope"

    class Meta:
        ordering = ["order", "created_at"]


class Decision(Row):
    """Which question, why, how it was decided, at which session; who was not heard."""

    class Manner(models.TextChoices):
        CONSENT = "consent"
        VOTE = "vote"

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="decisions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="decisions")
    manner = models.CharField(max_length=8, choices=Manner)
    reasons = models.TextField()
    language = models.CharField(max_length=2)
    not_heard = models.ManyToManyField(Stakeholder, blank=True, related_name="not_heard_in")
    not_heard_words = models.TextField(blank=True)  # why, and what will be done about it
    decided_on = models.DateField()
    replaced_at = models.DateTimeField(null=True)  # a question may be chosen again: the older decision stays

    ACCESS_SCOPE = "journey__scope"


class Reservation(Row):
    """A reservation to a decision, kept. Whose it was stays inside."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="reservations")
    stakeholder = models.ForeignKey(Stakeholder, null=True, on_delete=models.PROTECT)
    said_by = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    language = models.CharField(max_length=2)

    ACCESS_SCOPE = "decision__journey__scope"


class EvaluationQuestion(Row):
    """The one question of the journey, in the words that were agreed."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="question")
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="+")
    texts = TextsField()

    ACCESS_SCOPE = "decision__journey__scope"
