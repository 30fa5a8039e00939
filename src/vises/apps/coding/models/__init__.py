"""Texts, codebook, passages. A text has no owner key: what it snapshots is linked from beside it."""

from vises.apps.coding.models.apart import MarkApart, ReadingApart
from vises.apps.coding.models.codebook import Code
from vises.apps.coding.models.history import CodeChange
from vises.apps.coding.models.passages import Passage, Refusal
from vises.apps.coding.models.pseudonyms import Pseudonym, PseudonymUse
from vises.apps.coding.models.texts import ErasedText, Text, TextOrigin, TextStems
from vises.apps.coding.models.told import ToldTheme

__all__ = [
    "Code",
    "CodeChange",
    "ErasedText",
    "MarkApart",
    "Passage",
    "Pseudonym",
    "PseudonymUse",
    "ReadingApart",
    "Refusal",
    "Text",
    "TextOrigin",
    "TextStems",
    "ToldTheme",
]
