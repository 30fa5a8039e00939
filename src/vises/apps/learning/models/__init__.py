"""What the field raises, what becomes of it, and how the method changes by it."""

from vises.apps.learning.models.findings import Ground, MacroFinding
from vises.apps.learning.models.notes import FieldNote, NoteMove

__all__ = ["FieldNote", "Ground", "MacroFinding", "NoteMove"]
