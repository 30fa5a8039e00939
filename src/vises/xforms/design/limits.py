"""Limits of an answer that are set by clicking: at least, at most, how many characters; as XLSForm writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from vises.xforms.design.conditions import literal, split

_OF = {"number": ".", "characters": "string-length(.)", "chosen": "count-selected(.)", "date": "."}
_PART = re.compile(
    r"(\.|string-length\(\s*\.\s*\)|count-selected\(\s*\.\s*\))\s*(>=|<=)\s*(-?\d+(?:\.\d+)?|date\(\s*'(\d{4}-\d{2}-\d{2})'\s*\))"
)
MEASURES = tuple(_OF)


@dataclass(frozen=True)
class Limits:
    """Bounds of an answer, both included; "" where there is none. `measure`: what is bounded (see MEASURES)."""

    measure: str
    least: str = ""
    most: str = ""

    @property
    def any(self) -> bool:
        """Whether something is bounded."""
        return bool(self.least or self.most)


def write_limits(limits: Limits) -> str:
    """The limits as a formula of XLSForm; "" for none."""
    what = _OF[limits.measure]
    bounds = [f"{what} >= {literal(limits.least)}"] if limits.least else []
    bounds += [f"{what} <= {literal(limits.most)}"] if limits.most else []
    return " and ".join(bounds)


def read_limits(formula: str, measure: str) -> Limits | None:
    """The limits that a formula sets on `measure`; None where it says something else."""
    found = {">=": "", "<=": ""}
    if not formula.strip():
        return Limits(measure)
    for piece in split(formula.strip(), "and"):
        match = _PART.fullmatch(piece.strip("() ") if piece.startswith("(") else piece)
        if match is None:
            return None
        what, sign, value, day = match.groups()
        same = re.sub(r"\s", "", what) == _OF[measure] and bool(day) == (measure == "date")
        if not same or found[sign]:
            return None
        found[sign] = day or value
    return Limits(measure, found[">="], found["<="])
