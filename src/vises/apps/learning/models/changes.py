"""How the method changes: a proposal, what everybody said of it, and the version it becomes."""

from django.db import models
from django.db.models import Q

from vises.apps.accounts.models import User
from vises.apps.learning.models.findings import MacroFinding
from vises.apps.learning.models.notes import FieldNote
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.programmes.models import Body, Programme
from vises.platform.rows import Row, TextsField


class Proposal(Row):
    """A change of the method on its way: a closed draft until its day, consulted on, answered, then released.

    What it changes stands in its draft, a version of the method that nobody reads before the day it opens.
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"  # to consultation: everybody says what they think of a text that does not move
        ANSWERING = "answering"  # those who prepare it answer objections and take amendments in
        ACCEPTED = "accepted"
        SET_ASIDE = "set-aside"
        RELEASED = "released"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="proposals")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="proposals")
    base = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT, related_name="+")
    draft = models.OneToOneField(MethodologyVersion, on_delete=models.PROTECT, related_name="proposal")
    code = models.CharField(max_length=20)  # the number it is to be released under
    titles = TextsField()
    whys = TextsField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    opens_on = models.DateField()  # a draft until then: no closed circuit
    closes_on = models.DateField(null=True)  # the last day of the consultation
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    written_by_name = models.CharField(max_length=120, blank=True)

    ACCESS_SCOPE = "programme__scope"
    ACCESS_DETAIL = "body_id"

    class Meta:
        ordering = ["-created_at"]


class ProposalMove(Row):
    """A change of state, or (the same state twice) of the day on which a draft opens; each with its why."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=10, blank=True)
    new = models.CharField(max_length=10)
    opens_on = models.DateField(null=True)  # the day it was to open until then
    by_name = models.CharField(max_length=120, blank=True)
    why = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)  # when everybody was told of it

    ACCESS_SCOPE = "proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]


class ProposalGround(Row):
    """A field note or a macro finding on which a proposal rests."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="grounds")
    note = models.ForeignKey(FieldNote, null=True, on_delete=models.PROTECT, related_name="proposal_grounds")
    finding = models.ForeignKey(MacroFinding, null=True, on_delete=models.PROTECT, related_name="proposal_grounds")

    ACCESS_SCOPE = "proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False, finding__isnull=True) | Q(note__isnull=True, finding__isnull=False),
                name="a_proposal_rests_on_one_thing_at_a_time",
            ),
            models.UniqueConstraint(fields=["proposal", "note"], name="a_note_grounds_a_proposal_once"),
            models.UniqueConstraint(fields=["proposal", "finding"], name="a_finding_grounds_a_proposal_once"),
        ]


class Said(Row):
    """What somebody said of a proposal: by whom and as what, in which language. Never how many she speaks for."""

    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=120)
    as_what = models.CharField(max_length=20)  # accompanist | enterprise | partner | federation | researcher | …
    language = models.CharField(max_length=2)

    class Meta:
        abstract = True


class Remark(Said):
    """A comment on the proposal, or on one element of it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="remarks")
    element = models.CharField(max_length=60, blank=True)  # its key; "" for the whole
    text = models.TextField()

    ACCESS_SCOPE = "proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]


class Amendment(Said):
    """Another wording of one text in one language; taken in or left with a reason."""

    class State(models.TextChoices):
        OPEN = "open"
        TAKEN = "taken"
        LEFT = "left"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="amendments")
    key = models.CharField(max_length=120)  # the text it is about
    was = models.TextField(blank=True)  # how it read when the amendment was written
    text = models.TextField()
    why = models.TextField(blank=True)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]


class Position(Said):
    """One person's position: she agrees, has a reserve, or objects, with a reason; she may change it."""

    class Stance(models.TextChoices):
        AGREE = "agree"
        RESERVE = "reserve"
        OBJECT = "object"

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="positions")
    stance = models.CharField(max_length=8, choices=Stance)
    reason = models.TextField(blank=True)
    changed_at = models.DateTimeField()
    answers = TextsField()
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["proposal", "author"], name="a_person_has_one_position")]


class EarlierPosition(Row):
    """What a person's position was before she changed it, with the answer she had got."""

    position = models.ForeignKey(Position, on_delete=models.CASCADE, related_name="earlier")
    stance = models.CharField(max_length=8)
    reason = models.TextField(blank=True)
    answers = TextsField()

    ACCESS_SCOPE = "position__proposal__programme__scope"

    class Meta:
        ordering = ["created_at"]
