"""The table of stakeholders as rings: closer to the middle takes more part; a sector per kind; a size per number."""

import math
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from vises.apps.journeys.queries.stakeholders import DEGREES, Group

CENTRE = 260.0  # of a square drawing of 520 by 520
RINGS = {"co-decides": 55.0, "contributes": 110.0, "consulted": 162.0, "informed": 210.0, "": 246.0}
TOP = 0.5  # radians left free above the middle, for the names of the rings
SMALLEST, LARGEST = 13.0, 26.0  # radius of a mark


class Placed(Protocol):
    """What the drawing needs to know of a group."""

    @property
    def id(self) -> uuid.UUID: ...
    @property
    def kind(self) -> str: ...
    @property
    def size(self) -> int | None: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True)
class Mark(Generic[P]):
    """One group on the drawing, with the number under which the table names it. Lengths are as SVG writes them.

    `apart`: it stands on several rings, since it is seen differently.
    """

    number: int
    group: P
    apart: bool
    x: str
    y: str
    r: str


@dataclass(frozen=True)
class Sector:
    """A kind of group: the line where its sector begins."""

    kind: str
    x: str
    y: str


@dataclass(frozen=True)
class Ring:
    """A degree of involvement: its radius, and where its name stands, just inside its upper edge."""

    degree: str
    r: str
    label: str


@dataclass(frozen=True)
class Drawing(Generic[P]):
    """What is drawn; `rings` from the outer one, so that the inner ones lie above."""

    marks: tuple[Mark[P], ...]
    sectors: tuple[Sector, ...]
    rings: tuple[Ring, ...]


def radius(size: int | None) -> float:
    """Of a mark, in units of the drawing: grows with the logarithm of the number of people; unknown is small."""
    if not size:
        return SMALLEST
    return min(LARGEST, SMALLEST + 3.4 * math.log10(size))


def draw(groups: Sequence[Group], step: str) -> Drawing[Group]:
    """Lay out the groups as they take part in a step. Groups of one kind lie side by side in its sector."""
    return lay_out(groups, {group.id: [group.degrees.get(step, "")] for group in groups})


def lay_out(groups: Sequence[P], degrees: Mapping[uuid.UUID, Sequence[str]]) -> Drawing[P]:
    """The groups on the rings where they are placed: one, several, or none (then at the edge)."""
    kinds = list(dict.fromkeys(group.kind for group in groups))
    numbers = {group.id: number for number, group in enumerate(groups, 1)}
    shares = [len([group for group in groups if group.kind == kind]) + 0.6 for kind in kinds]
    whole, angle = sum(shares) or 1.0, TOP / 2 - math.pi / 2
    marks, sectors = [], []
    for kind, share in zip(kinds, shares, strict=True):
        wide = (2 * math.pi - TOP) * share / whole
        if len(kinds) > 1:
            sectors.append(Sector(kind, *_at(RINGS[""] + 12, angle)))
        inside = [group for group in groups if group.kind == kind]
        for place, group in enumerate(inside):
            turn = angle + wide * (place + 0.5) / len(inside)
            placed = degrees.get(group.id) or [""]
            for degree in placed:
                x, y = _at(RINGS.get(degree, RINGS[""]), turn)
                marks.append(Mark(numbers[group.id], group, len(placed) > 1, x, y, _number(radius(group.size))))
        angle += wide
    marks.sort(key=lambda mark: -(mark.group.size or 0))
    rings = tuple(Ring(degree, _number(RINGS[degree] + 27), _number(CENTRE - RINGS[degree] - 12)) for degree in DEGREES)
    return Drawing(tuple(marks), tuple(sectors), rings)


def _at(distance: float, turn: float) -> tuple[str, str]:
    return _number(CENTRE + distance * math.cos(turn)), _number(CENTRE + distance * math.sin(turn))


def _number(value: float) -> str:
    """With a point, whatever the language of the page."""
    return f"{round(value, 1):g}"
