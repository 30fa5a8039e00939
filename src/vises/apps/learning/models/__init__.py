"""What the field raises, what becomes of it, and how the method changes by it."""

from vises.apps.learning.models.changes import (
    Amendment,
    EarlierPosition,
    Position,
    Proposal,
    ProposalGround,
    ProposalMove,
    Remark,
)
from vises.apps.learning.models.findings import Ground, MacroFinding
from vises.apps.learning.models.lessons import Lesson, LessonCase, LessonWord
from vises.apps.learning.models.notes import FieldNote, NoteJoin, NoteMove, NoteTerm, NoteVector
from vises.apps.learning.models.questions import FieldQuestion
from vises.apps.learning.models.translations import TranslatedText, Translation, TranslationMove
from vises.apps.learning.models.treatment import AgendaItem, Outcome

__all__ = [
    "AgendaItem",
    "Amendment",
    "EarlierPosition",
    "FieldNote",
    "FieldQuestion",
    "Ground",
    "Lesson",
    "LessonCase",
    "LessonWord",
    "MacroFinding",
    "NoteJoin",
    "NoteMove",
    "NoteTerm",
    "NoteVector",
    "Outcome",
    "Position",
    "Proposal",
    "ProposalGround",
    "ProposalMove",
    "Remark",
    "TranslatedText",
    "Translation",
    "TranslationMove",
]
