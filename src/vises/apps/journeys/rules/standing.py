"""Where an enterprise stood, month by month, from its moves. Pure."""

from collections.abc import Iterable
from datetime import date, datetime

Move = tuple[date, datetime, str]
"""The day of a move, when it was noted, and to which status or step."""


def column_of(status: str, step: str) -> str:
    """Where a participation stands; `step` is empty as long as there is no journey."""
    if status in {"completed", "withdrawn"}:
        return status
    return "planned" if not step or status in {"planned", "recruited"} else step


def standings(statuses: Iterable[Move], steps: Iterable[Move]) -> list[tuple[date, str, str]]:
    """The months at whose end an enterprise stands elsewhere than at the end of the one before.

    Each with its first day, the column before ("" where it did not take part yet) and the column from then on. A move
    of status on a day comes before a move of step on the same day.
    """
    moves = sorted([(on, 0, at, new) for on, at, new in statuses] + [(on, 1, at, new) for on, at, new in steps])
    found: list[tuple[date, str, str]] = []
    status = step = stood = ""
    for number, (on, kind, _, new) in enumerate(moves):
        status, step = (status, new) if kind else (new, step)
        first = on.replace(day=1)
        if number + 1 < len(moves) and moves[number + 1][0].replace(day=1) == first:
            continue
        stands = column_of(status, step) if status else ""
        if stands != stood:
            found.append((first, stood, stands))
            stood = stands
    return found
