"""How often a theme was marked, and how many people stand behind its passages."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vises.analysis.disclosure import OUTSIDE
from vises.apps.coding.outside import Counts, heard_of, leaving, people_in


@dataclass(frozen=True)
class Theme:
    """Passages with this theme, and the people heard in those."""

    passages: int
    people: int


def themes_of(codes: Collection[uuid.UUID], *, apart: Collection[uuid.UUID] = ()) -> dict[uuid.UUID, Theme]:
    """The counts of these themes now; `apart` are texts that whoever looks reads apart."""
    return {code: _theme(heard) for code, heard in heard_of(codes, apart=apart).items()}


def themes_outside(
    codes: Collection[uuid.UUID],
    without: Collection[uuid.UUID] = (),
    held: Mapping[uuid.UUID, frozenset[uuid.UUID]] | None = None,
) -> dict[uuid.UUID, Theme | None]:
    """The counts of these themes that may leave the journey now (`coding.outside`); None where none may.

    `without` are passages that are about to go; `held` says of a theme of earlier which ones hold its passages now.
    """
    found = leaving(codes, without=without, held=held)
    return {code: _theme(heard) if heard and people_in(heard) >= OUTSIDE else None for code, heard in found.items()}


def _theme(heard: Counts) -> Theme:
    return Theme(sum(one.passages for one in heard.values()), people_in(heard))
