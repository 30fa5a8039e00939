"""Sentences and passages, names and what stands for them. Pure."""

from vises.apps.coding.rules.sentences import (
    LANES,
    Mark,
    Part,
    Segment,
    Sentence,
    Unit,
    between,
    drawn,
    in_lanes,
    parts,
    trimmed,
    units,
)
from vises.texts.talk import clean

__all__ = [
    "LANES",
    "Mark",
    "Part",
    "Segment",
    "Sentence",
    "Unit",
    "between",
    "clean",
    "drawn",
    "in_lanes",
    "parts",
    "trimmed",
    "units",
]
