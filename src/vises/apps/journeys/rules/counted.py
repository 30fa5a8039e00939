"""Counting a programme's enterprises so that none of those that keep their step to themselves can be worked out."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from vises.apps.programmes.rules import FEWEST

BY = ("group", "territory", "federation", "language")  # what the programme is told by, and may be narrowed by


@dataclass(frozen=True)
class Row:
    """Counts along the columns; None where too few to tell."""

    label: str
    counts: tuple[int | None, ...]
    total: int | None


class Cell(NamedTuple):
    """So many enterprises alike: at this column, known to the viewer or not."""

    column: str
    group: str
    territory: str
    federation: str
    language: str
    reason: str
    known: bool
    number: int  # how many


def safe_table(rows: Iterable[Row]) -> tuple[Row, ...]:
    """A table in which no one or two enterprises can be told apart, also not by subtracting.

    One cell too small takes the whole inside of the table away (row totals stay); so does, in a table of
    several rows, a row that stands whole in one cell: it would tell of each of its enterprises. One total too
    small takes the totals too: whatever is hidden alone could be worked out from what is shown beside it.
    """
    rows = list(rows)
    small = any(0 < (count or 0) < FEWEST for row in rows for count in row.counts)
    whole = len(rows) > 1 and any(row.total and row.total in row.counts for row in rows)
    if not small and not whole:
        return tuple(rows)
    totals = all((row.total or 0) >= FEWEST for row in rows)
    return tuple(Row(row.label, (None,) * len(row.counts), row.total if totals else None) for row in rows)


def placed_safely(everything: Iterable[Cell], codes: tuple[str, ...]) -> dict[str, int]:
    """How many of those who keep their step to themselves stand where, if that tells of none of them; else nothing."""
    hidden: Counter[str] = Counter()
    for cell in everything:
        if not cell.known:
            hidden[cell.column] += cell.number
    row = Row("", tuple(hidden[code] for code in codes), hidden.total())
    if not hidden or safe_table([row])[0].counts != row.counts:
        return {}
    return dict(hidden)


def table(
    told: Iterable[Cell], by: str, codes: tuple[str, ...], *, counts_only: bool, may_place: bool, exact: bool
) -> tuple[Row, ...]:
    """Counts along the columns by one of BY. Known enterprises exactly, the others placed where that is safe.

    One count more says how many were not placed, unless the viewer sees counts only. Where that would be one or two
    in some row, it is said in no row (one could subtract), nor are rows that hold nobody known; unless `exact`.
    """
    known: defaultdict[str, Counter[str]] = defaultdict(Counter)
    hidden: defaultdict[str, Counter[str]] = defaultdict(Counter)
    label_of = attrgetter(by) if by in BY else lambda _cell: ""
    for cell in told:
        (known if cell.known else hidden)[label_of(cell)][cell.column] += cell.number

    def rows(of: dict[str, Counter[str]], order: Iterable[str]) -> list[Row]:
        return [Row(label, tuple(of[label][code] for code in codes), of[label].total()) for label in order]

    order = sorted({*known, *hidden})
    if counts_only:
        return safe_table(rows(hidden, order))
    others = rows(hidden, order)
    safe = may_place and safe_table([row for row in others if row.total]) == tuple(row for row in others if row.total)
    few = not safe and not exact and any(0 < (row.total or 0) < FEWEST for row in others)
    result = []
    for label, row in zip(order, others, strict=True):
        placed = row.counts if safe else (0,) * len(codes)
        counts: tuple[int | None, ...] = tuple(
            known[label][code] + (n or 0) for code, n in zip(codes, placed, strict=True)
        )
        if not few:
            result.append(Row(label, (*counts, 0 if safe else row.total), known[label].total() + (row.total or 0)))
        elif known[label]:
            result.append(Row(label, (*counts, None), None))
    return tuple(result)


def narrower(rows: tuple[Row, ...], width: int) -> tuple[Row, ...]:
    """The same rows with their first `width` counts."""
    return tuple(Row(row.label, row.counts[:width], row.total) for row in rows)


def accompanied(told: Iterable[Cell], *, exact: bool) -> int | None:
    """How many are or were accompanied; None where that would say of one or two hidden ones whether they are."""
    counted: Counter[tuple[bool, bool]] = Counter()
    for cell in told:
        counted[cell.column not in {"planned", "withdrawn"}, cell.known] += cell.number
    if not exact and any(0 < counted[whether, False] < FEWEST for whether in (True, False)):
        return None
    return counted[True, True] + counted[True, False]


def reasons(told: Iterable[Cell], *, exact: bool) -> tuple[tuple[str, int | None], ...]:
    """Why some withdrew; of those that keep it to themselves only where three and more did."""
    counted: Counter[str] = Counter()
    withdrawn = [cell for cell in told if cell.reason and cell.column == "withdrawn"]
    together = exact or sum(cell.number for cell in withdrawn if not cell.known) >= FEWEST
    for cell in withdrawn:
        if cell.known or together:
            counted[cell.reason] += cell.number
    return tuple((reason, n if exact or n >= FEWEST else None) for reason, n in counted.most_common())
