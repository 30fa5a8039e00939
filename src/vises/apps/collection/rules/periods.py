"""Periods of an indicator, and values read from what somebody typed or pasted. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from vises.kernel.problems import Problem

FREQUENCIES = ("month", "quarter", "half-year", "year")
_IN_A_YEAR = {"month": 12, "quarter": 4, "half-year": 2, "year": 1}
_YEAR_FIRST = re.compile(r"(\d{4})(?:\W*([a-z]?)\W*(\d{1,2}))?\Z", re.IGNORECASE)
_YEAR_LAST = re.compile(r"(?:([a-z]?)\W*(\d{1,2})\W+)(\d{4})\Z", re.IGNORECASE)
_LETTERS = {"month": ("", "m"), "quarter": ("q", "t", "k"), "half-year": ("h", "s"), "year": ("",)}
_SPACES = re.compile(r"[\s\u00a0\u202f']")
_NUMBER = re.compile(r"[-\u2212+]?\d+(?:[.,]\d+)?\Z")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MOST_VALUES = 400
LARGEST = 1e12


@dataclass(frozen=True)
class Given:
    """A value of one period, with what one should know of it."""

    period: str
    value: float
    note: str = ""


def read_period(text: str, frequency: str) -> str | None:
    """The period that somebody means: "2024", "2024-03", "03/2024", "2024 Q1", "T1 2024", "S2 2024"; None for none.

    Periods are written "2024", "2024-H1", "2024-Q1" and "2024-03".
    """
    words = text.strip()
    if found := _YEAR_FIRST.match(words):
        year, letter, part = found.group(1), found.group(2) or "", found.group(3)
    elif found := _YEAR_LAST.match(words):
        letter, part, year = found.group(1) or "", found.group(2), found.group(3)
    else:
        return None
    if not FIRST_YEAR <= int(year) <= LAST_YEAR or (part is None) != (frequency == "year"):
        return None
    if part is None:
        return code_of(frequency, int(year) * _IN_A_YEAR[frequency])
    if letter.lower() not in _LETTERS[frequency] or not 1 <= int(part) <= _IN_A_YEAR[frequency]:
        return None
    return code_of(frequency, int(year) * _IN_A_YEAR[frequency] + int(part) - 1)


def place_of(period: str) -> int:
    """The place of a period among those of its frequency: the next has one more."""
    year, _dash, part = period.partition("-")
    if not part:
        return int(year)
    many = {"Q": 4, "H": 2}.get(part[0], 12)
    return int(year) * many + int(part.lstrip("QH")) - 1


def code_of(frequency: str, place: int) -> str:
    """The period at a place, as `read_period` writes it."""
    year, part = divmod(place, _IN_A_YEAR[frequency])
    if frequency == "year":
        return str(year)
    return (
        f"{year}-{part + 1:02d}"
        if frequency == "month"
        else f"{year}-{'Q' if frequency == 'quarter' else 'H'}{part + 1}"
    )


def expected(frequency: str, known: list[str], today: date) -> list[str]:
    """Every period from the first known to the last that is over (or to the last known, where that is later)."""
    if not known:
        return []
    places = [place_of(period) for period in known]
    many = _IN_A_YEAR[frequency]
    over = today.year * many + (today.month - 1) * many // 12 - 1
    return [code_of(frequency, place) for place in range(min(places), max(max(places), over) + 1)]


def read_number(text: str) -> float | None:
    """A number as people write it here: "1 234,5", "1.234,5", "1,234.5", "-3"; None where it is none."""
    plain = _SPACES.sub("", text)
    if "," in plain and "." in plain:
        mark = max(",.", key=plain.rfind)
        plain = plain.replace("." if mark == "," else ",", "")
    if not _NUMBER.match(plain):
        return None
    value = float(plain.replace(",", ".").replace("\u2212", "-"))
    return value if abs(value) <= LARGEST else None


def read_values(text: str, frequency: str, *, of_people: bool) -> list[Given]:
    """One value a line: period, value and perhaps a note, with a tab or semicolon between; a heading is passed over.

    Raises Problem naming the first line that cannot be read, or where the same period stands twice.
    """
    found: dict[str, Given] = {}
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for place, (number, line) in enumerate(lines):
        cells = [cell.strip() for cell in re.split(r"[\t;]", line, maxsplit=2)]
        period = read_period(cells[0], frequency)
        value = read_number(cells[1]) if len(cells) > 1 else None
        if place == 0 and period is None and value is None and len(lines) > 1:
            continue
        if period is None:
            raise Problem("collection.indicator-period", field="values", line=number, said=cells[0][:40])
        if value is None:
            raise Problem("collection.indicator-value", field="values", line=number)
        if of_people and (value < 0 or value != int(value)):
            raise Problem("collection.indicator-people", field="values", line=number)
        if period in found:
            raise Problem("collection.indicator-twice", field="values", line=number, said=cells[0][:40])
        found[period] = Given(period, value, cells[2][:200] if len(cells) > 2 else "")
    if not found:
        raise Problem("collection.indicator-none", field="values")
    if len(found) > MOST_VALUES:
        raise Problem("collection.indicator-many", field="values", limit=MOST_VALUES)
    return list(found.values())
