"""Dates as ODK's engine reads and prints them."""

from __future__ import annotations

import datetime as dt
import re

DAY_SECONDS = 86_400
_LIKE = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})(?:T(\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d+))?)?)?(?P<zone>[-+]\d{2}:\d{2}|Z)?)?"
)
_TIME = re.compile(r"\d{2}:\d{2}(?::[0-5]\d)?(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})?")
_UNPADDED = re.compile(r"(\d{4})-([1-9]|\d{2})-([1-9]|\d{2})(T.*)?")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORMATS = re.compile(r"%[YymnbdeaHhMS3]")


def moment_from_text(text: str, zone: dt.tzinfo | None) -> dt.datetime | None:
    """The moment that `text` (YYYY-MM-DD, perhaps with T and a time) means in `zone`; None if it is no date."""
    match = _LIKE.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    micro = int((match.group(7) or "0")[:6].ljust(6, "0"))
    try:
        own = _offset(match.group("zone"))
        when = dt.datetime(year, month, day, hour, minute, min(second, 59), micro, tzinfo=own or zone or dt.UTC)
        return when.astimezone(zone or dt.UTC) if own else when
    except (ValueError, OverflowError):
        return None


def _offset(text: str | None) -> dt.tzinfo | None:
    if not text:
        return None
    if text == "Z":
        return dt.UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 14 or minutes > 59:
        raise ValueError(text)
    return dt.timezone(dt.timedelta(minutes=(hours * 60 + minutes) * (-1 if text[0] == "-" else 1)))


def padded(text: str) -> str:
    """2024-3-7 as 2024-03-07; other texts as they are."""
    match = _UNPADDED.fullmatch(text)
    if match is None:
        return text
    year, month, day, rest = match.groups()
    return f"{year}-{month.zfill(2)}-{day.zfill(2)}{rest or ''}"


def days_of(when: dt.datetime) -> float:
    """Days since 1970-01-01 UTC, with their fraction."""
    since = when - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    return (since.days * DAY_SECONDS * 1000 + since.seconds * 1000 + since.microseconds // 1000) / (DAY_SECONDS * 1000)


def moment_text(when: dt.datetime) -> str:
    """ISO text: with milliseconds and offset, or the date alone at midnight."""
    if (when.hour, when.minute, when.second, when.microsecond // 1000) == (0, 0, 0, 0):
        return when.date().isoformat()
    return when.isoformat(timespec="milliseconds")


def day_fraction(text: str, zone: dt.tzinfo | None) -> float | None:
    """A time (HH:MM, perhaps seconds and offset) as a part of a day; None if it is no time."""
    if not _TIME.fullmatch(text):
        return None
    when = moment_from_text(f"1970-01-01T{text}", zone)
    if when is None:
        return None
    seconds = when.hour * 3600 + when.minute * 60 + when.second + when.microsecond // 1000 / 1000
    return seconds / DAY_SECONDS


def formatted(when: dt.datetime, pattern: str) -> str:
    """The moment by ODK's format letters (%Y %m %d %H …)."""
    values = {
        "%Y": f"{when.year:04d}",
        "%y": f"{when.year:04d}"[2:],
        "%m": f"{when.month:02d}",
        "%n": str(when.month),
        "%b": _MONTHS[when.month - 1],
        "%d": f"{when.day:02d}",
        "%e": str(when.day),
        "%a": _DAYS[when.weekday()],
        "%H": f"{when.hour:02d}",
        "%h": str(when.hour),
        "%M": f"{when.minute:02d}",
        "%S": f"{when.second:02d}",
        "%3": f"{when.microsecond // 1000:03d}",
    }
    return _FORMATS.sub(lambda match: values[match.group()], pattern)
