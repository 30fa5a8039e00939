"""What bodies do with notes: agendas with their decisions, and what comes of a treatment."""

from django.db import models

from vises.apps.journeys.models import Journey
from vises.apps.learning.models.findings import MacroFinding
from vises.apps.learning.models.notes import FieldNote
from vises.apps.programmes.models import BodySession
from vises.platform.rows import Row, TextsField


class AgendaItem(Row):
    """A point of a session's agenda: a note, or a point of its own; and what was decided on it."""

    session = models.ForeignKey(BodySession, on_delete=models.CASCADE, related_name="agenda")
    note = models.ForeignKey(FieldNote, null=True, on_delete=models.CASCADE, related_name="agenda_items")
    titles = TextsField()  # of a point of its own
    decisions = TextsField()
    order = models.PositiveSmallIntegerField(default=0)

    ACCESS_SCOPE = "session__body__programme__scope"
    ACCESS_DETAIL = "session__body_id"

    class Meta:
        ordering = ["order", "created_at"]
        constraints = [models.UniqueConstraint(fields=["session", "note"], name="a_note_is_on_an_agenda_once")]


class Outcome(Row):
    """What came of treating a note, beside its answer."""

    class Kind(models.TextChoices):
        ADJUSTMENT = "adjustment"  # of the journey it came from; it comes back at its date
        FINDING = "finding"
        PROPOSAL = "proposal"  # to change the method

    note = models.ForeignKey(FieldNote, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(max_length=10, choices=Kind)
    whats = TextsField()
    journey = models.ForeignKey(Journey, null=True, on_delete=models.CASCADE, related_name="adjustments")
    owner = models.CharField(max_length=20, blank=True)  # a role: enterprise | accompanist | coordination
    due_on = models.DateField(null=True)
    done_on = models.DateField(null=True)
    how_it_went = models.TextField(blank=True)
    finding = models.ForeignKey(MacroFinding, null=True, on_delete=models.CASCADE, related_name="outcomes")
    by_name = models.CharField(max_length=120)

    ACCESS_SCOPE = "note__scope"

    class Meta:
        ordering = ["created_at"]
