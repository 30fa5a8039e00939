"""Field notes: written where somebody is stuck or proud, raised, treated, returned."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.coding.models import Text
from vises.apps.journeys.models import Closing, Journey
from vises.apps.learning.models.questions import FieldQuestion
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.programmes.models import Body, Programme, Workshop
from vises.kernel.clock import now
from vises.platform.rows import Row, TextsField


class FieldNote(Row):
    """An experience, question, difficulty or idea from the field.

    Without scope until it is raised: nobody but its author reads it. Then it belongs to its programme, and what
    is read there are its `words`; what was first written stays its author's.
    """

    class Kind(models.TextChoices):
        EXPERIENCE = "experience"
        QUESTION = "question"
        DIFFICULTY = "difficulty"
        IDEA = "idea"

    class State(models.TextChoices):
        WRITTEN = "written"
        AGREED = "agreed"  # to be shared by its author; waits for the enterprise it recognisably concerns
        RAISED = "raised"
        IN_TREATMENT = "in-treatment"
        ANSWERED = "answered"
        RETURNED = "returned"
        ACKNOWLEDGED = "acknowledged"

    class Sharing(models.TextChoices):
        """Whether the enterprise it recognisably concerns agrees to it going up."""

        NOT_NEEDED = "not-needed"
        ASKED = "asked"
        YES = "yes"
        CHANGE = "change"  # yes, in these other words
        LEFT_OUT = "left-out"

    scope = models.ForeignKey(Scope, null=True, on_delete=models.PROTECT, related_name="field_notes")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="field_notes")
    journey = models.ForeignKey(Journey, null=True, on_delete=models.PROTECT, related_name="field_notes")
    author = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="field_notes")
    author_name = models.CharField(max_length=120)
    as_what = models.CharField(max_length=20)  # accompanist | enterprise | partner | federation | researcher | …
    kind = models.CharField(max_length=10, choices=Kind)
    methodology = models.ForeignKey(MethodologyVersion, on_delete=models.PROTECT, related_name="field_notes")
    step = models.CharField(max_length=40, blank=True)  # a step id of the methodology version
    deliverable = models.CharField(max_length=40, blank=True)  # a deliverable id of it
    text = models.TextField()
    shared_text = models.TextField(blank=True)  # the words that go up, where they differ from those first written
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=12, choices=State, default=State.WRITTEN)
    moved_at = models.DateTimeField(default=now)  # since when it is in this state
    sharing = models.CharField(max_length=10, choices=Sharing, default=Sharing.NOT_NEEDED)
    may_name = models.BooleanField(default=False)  # the enterprise said that it may be named
    replies_to = models.ForeignKey(FieldQuestion, null=True, on_delete=models.PROTECT, related_name="replies")
    closing = models.ForeignKey(Closing, null=True, on_delete=models.SET_NULL, related_name="field_notes")
    workshop = models.ForeignKey(Workshop, null=True, on_delete=models.PROTECT, related_name="harvest")
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merges")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="notes")  # that treats it
    coded = models.OneToOneField(Text, null=True, on_delete=models.SET_NULL, related_name="note")
    analyses = TextsField()  # what the body makes of it
    answers = TextsField()  # what the field is told
    raised_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(fields=["programme", "merged_into", "state", "-raised_at"], name="notes_listed"),
            models.Index(fields=["programme", "state", "step", "moved_at"], name="notes_counted"),
            models.Index(fields=["programme", "-returned_at"], name="notes_returned"),
        ]

    @property
    def words(self) -> str:
        """The words that go up."""
        return self.shared_text or self.text


class NoteMove(Row):
    """A change of a note's state."""

    note = models.ForeignKey(FieldNote, on_delete=models.CASCADE, related_name="moves")
    old = models.CharField(max_length=12)
    new = models.CharField(max_length=12)
    by_name = models.CharField(max_length=120, blank=True)
    why = models.CharField(max_length=300, blank=True)

    ACCESS_SCOPE = "note__scope"

    class Meta:
        ordering = ["created_at"]


class NoteJoin(Row):
    """Somebody who waits for what becomes of a note: whoever wrote it, and everyone who said "me too"."""

    class Helped(models.TextChoices):
        YES = "yes"
        PARTLY = "partly"
        NOT_HERE = "not-here"

    note = models.ForeignKey(FieldNote, on_delete=models.CASCADE, related_name="joins")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="note_joins")
    journey = models.ForeignKey(Journey, null=True, on_delete=models.SET_NULL, related_name="note_joins")
    deliverable = models.CharField(max_length=40, blank=True)  # where this person was stuck
    own_words = models.TextField(blank=True)  # what she had begun to write: hers alone
    told_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=10, choices=Helped, blank=True)
    said_at = models.DateTimeField(null=True)

    ACCESS_SCOPE = "note__scope"

    class Meta:
        ordering = ["created_at"]
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="a_person_joins_a_note_once")]


class NoteTerm(models.Model):
    """A word of a raised note as search knows it: the same in every language (`rules.words`)."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, db_index=False, related_name="+")
    term = models.CharField(max_length=40)
    note = models.ForeignKey(FieldNote, on_delete=models.CASCADE, related_name="terms")

    ACCESS_SCOPE = "note__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "term", "note"], name="a_note_has_a_term_once")]


class NoteVector(models.Model):
    """What a raised note means, as numbers, where the installation has a sentence model: made from its words, and
    made anew at any time. Its own words, also when it was merged into another note."""

    note = models.OneToOneField(FieldNote, on_delete=models.CASCADE, related_name="vector")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, db_index=False, related_name="+")
    model = models.CharField(max_length=32)  # its mark: vectors of two models cannot be compared
    numbers = models.BinaryField()  # float16, of length 1

    ACCESS_SCOPE = "note__scope"

    class Meta:
        indexes = [models.Index(fields=["programme", "model", "id"], name="vectors_of_a_programme")]
