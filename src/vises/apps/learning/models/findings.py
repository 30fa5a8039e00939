"""Macro findings: what several notes show together, with what speaks against it."""

from django.db import models

from vises.apps.accounts.models import User
from vises.apps.learning.models.notes import FieldNote
from vises.apps.programmes.models import Body, Programme
from vises.platform.rows import Row, TextsField


class MacroFinding(Row):
    """A statement at the level of the programme, with the conditions under which it holds."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="macro_findings")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="macro_findings")
    statements = TextsField()
    conditions = TextsField()  # where it holds, and where not
    themes = models.JSONField(default=list)
    counter_looked_for = models.TextField(blank=True)  # where and how counter-notes were looked for
    opens_on = models.DateField()  # a draft until then: no closed circuit
    written_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL)

    ACCESS_SCOPE = "programme__scope"

    class Meta:
        ordering = ["-created_at"]


class Ground(Row):
    """A field note that supports a macro finding, or speaks against it."""

    finding = models.ForeignKey(MacroFinding, on_delete=models.CASCADE, related_name="grounds")
    note = models.ForeignKey(FieldNote, on_delete=models.PROTECT, related_name="grounds")
    against = models.BooleanField(default=False)

    ACCESS_SCOPE = "finding__programme__scope"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["finding", "note"], name="a_note_grounds_a_finding_once")]
