"""Reads of programmes."""

from vises.apps.programmes.queries.programmes import (
    Choices,
    ProgrammeLine,
    Taking,
    all_programmes,
    choices,
    taking,
    takings,
    verbs_of,
)

__all__ = [
    "Choices",
    "ProgrammeLine",
    "Taking",
    "all_programmes",
    "choices",
    "taking",
    "takings",
    "verbs_of",
]
