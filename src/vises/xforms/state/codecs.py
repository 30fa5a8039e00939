"""Stored forms of values, per type, as ODK's engine normalises them."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from vises.xforms.xml import clean_text
from vises.xforms.xpath.values import text_number

INT_MIN, INT_MAX = -2_147_483_648, 2_147_483_647
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T\d{2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?)?)?")
_CLOCK = r"(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|[-+](?:0\d|1[0-4]):[0-5]\d)?"
_TIME = re.compile(_CLOCK)
_MOMENT = re.compile(rf"(\d{{4}}-\d{{2}}-\d{{2}})T{_CLOCK}")
_SHORT_TIME = re.compile(r"\d{2}:\d{2}")
_WHOLE = re.compile(r"[+-]?\d+(?:[.,]0*)?")


def decode(kind: str, text: str) -> str:
    """`text` as a node of type `kind` keeps it; empty where it cannot be that."""
    codec = _CODECS.get(kind)
    return text if codec is None or text == "" else codec(text)


def typed(kind: str, text: str) -> str | None:
    """What somebody typed, as it is kept; None where it is not of that type (then nothing is guessed).

    Forgiving where nothing can be misread: spaces around, a decimal comma, times without seconds.
    """
    stripped = clean_text(text).strip() if kind != "string" else clean_text(text).replace("\r\n", "\n")
    if stripped == "" or kind not in _CODECS:
        return stripped
    if kind == "int":
        if not _WHOLE.fullmatch(stripped):
            return None
        stripped = stripped.rstrip("0").rstrip(".,") if "." in stripped or "," in stripped else stripped
    if kind == "decimal":
        stripped = stripped.replace(",", ".") if "." not in stripped else stripped
    if kind == "geopoint":
        stripped = re.sub(r"\s*[,;]\s*", " ", stripped)
    if kind in {"time", "dateTime"} and _SHORT_TIME.fullmatch(stripped[-5:]) and stripped.count(":") == 1:
        stripped += ":00"
    return decode(kind, stripped) or None


def _int(text: str) -> str:
    number = text_number(text)
    if math.isnan(number) or math.isinf(number) or not INT_MIN <= math.trunc(number) <= INT_MAX or _is_date(text):
        return ""
    return str(math.trunc(number))


def _is_date(text: str) -> bool:
    return text.count("-") > 1


def _decimal(text: str) -> str:
    number = text_number(text)
    if math.isnan(number) or math.isinf(number) or _is_date(text):
        return ""
    try:
        shown = format(round(Decimal(repr(number)), 20).normalize(), "f")
    except InvalidOperation:
        shown = format(Decimal(repr(number)), "f")
    return shown if "." in shown else f"{shown}.0"


def _date(text: str) -> str:
    if not _DATE.fullmatch(text):
        return ""
    try:
        return dt.date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""


def _clock_holds(hour: str, minute: str, second: str) -> bool:
    return int(hour) < 24 and int(minute) < 60 and int(second) < 60


def _time(text: str) -> str:
    match = _TIME.fullmatch(text)
    return text if match and _clock_holds(*match.groups()[:3]) else ""


def _moment(text: str) -> str:
    match = _MOMENT.fullmatch(text)
    return text if match and _date(match.group(1)) and _clock_holds(*match.groups()[1:4]) else ""


def _point(text: str) -> str:
    """Latitude, longitude, perhaps altitude and accuracy, as decimals; 0 0 is no place."""
    parts = text.split()
    numbers = [text_number(part) for part in parts[:4]]
    if len(parts) < 2 or any(not math.isfinite(number) for number in numbers):
        return ""
    if abs(numbers[0]) > 90 or abs(numbers[1]) > 180 or numbers[:2] == [0, 0]:
        return ""
    return " ".join(_decimal(part) for part in parts[:4])


def _points(text: str) -> list[str]:
    parts = text.split(";")
    return [_point(part) for part in (parts[:-1] if not parts[-1].strip() else parts)]


def _closed(points: list[str]) -> bool:
    return points[0].split()[:2] == points[-1].split()[:2]


def _line(text: str) -> str:
    points = _points(text)
    return ";".join(points) if len(points) > 1 and all(points) and not _closed(points) else ""


def _shape(text: str) -> str:
    points = _points(text)
    return ";".join(points) if len(points) > 2 and all(points) and _closed(points) else ""


_CODECS: dict[str, Callable[[str], str]] = {
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "time": _time,
    "dateTime": _moment,
    "geopoint": _point,
    "geotrace": _line,
    "geoshape": _shape,
}
