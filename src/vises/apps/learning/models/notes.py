"""Field notes: written where somebody is stuck or proud, raised, treated, returned."""

from django.db import models

from vises.apps.access.models import Scope
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Journey
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.programmes.models import Programme
from vises.platform.rows import Row


class FieldNote(Row):
    """An experience, question, difficulty or idea from the field.

    Its scope says who may read it: its journey (or nobody but its author) until it is raised, then its programme.
    """

    class Kind(models.TextChoices):
        EXPERIENCE = "experience"
        QUESTION = "question"
        DIFFICULTY = "difficulty"
        IDEA = "idea"

    class State(models.TextChoices):
        WRITTEN = "written"
        AGREED = "agreed"  # to be shared: by its author, and by the enterprise where it can be recognised
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

    scope = models.ForeignKey(Scope, on_delete=models.PROTECT, related_name="field_notes")
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
    sharing = models.CharField(max_length=10, choices=Sharing, default=Sharing.NOT_NEEDED)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="merges")
    raised_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["programme", "state", "-created_at"], name="notes_of_a_programme")]


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
