"""Proposals to change the method, as everybody reads them and as those who prepare them do."""

from vises.apps.learning.queries.changes.elements import TextPart, behind, parts_of
from vises.apps.learning.queries.changes.lists import ChangesPage, ClosedLine, ProposalLine, changes_page
from vises.apps.learning.queries.changes.offered import (
    Choices,
    changing,
    choices,
    grounds_offered,
    note_saying,
    readable_references,
)
from vises.apps.learning.queries.changes.proposal import ChangeLine, GroundLine, ProposalPage, proposal_page
from vises.apps.learning.queries.changes.translations import (
    LaggingLine,
    TranslatedElement,
    TranslatedPart,
    TranslationLine,
    TranslationPage,
    TranslationsPage,
    lagging_languages,
    translated_element,
    translation_page,
    translations_page,
)

__all__ = [
    "ChangeLine",
    "ChangesPage",
    "Choices",
    "ClosedLine",
    "GroundLine",
    "LaggingLine",
    "ProposalLine",
    "ProposalPage",
    "TextPart",
    "TranslatedElement",
    "TranslatedPart",
    "TranslationLine",
    "TranslationPage",
    "TranslationsPage",
    "behind",
    "changes_page",
    "changing",
    "choices",
    "grounds_offered",
    "lagging_languages",
    "note_saying",
    "parts_of",
    "proposal_page",
    "readable_references",
    "translated_element",
    "translation_page",
    "translations_page",
]
