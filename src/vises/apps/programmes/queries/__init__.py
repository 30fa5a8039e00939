"""Reads of programmes."""

from vises.apps.programmes.queries.programmes import (
    Choices,
    ProgrammeLine,
    all_programmes,
    choices,
    methodology_of,
    names_of,
    verbs_of,
)
from vises.apps.programmes.queries.takings import Taking, TakingPage, Takings, taking, takings

__all__ = [
    "Choices",
    "ProgrammeLine",
    "Taking",
    "TakingPage",
    "Takings",
    "all_programmes",
    "choices",
    "methodology_of",
    "names_of",
    "taking",
    "takings",
    "verbs_of",
]
