"""Values of XPath and how one kind becomes another, as ODK's engine does it (numbers print as in JavaScript)."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal

from vises.xforms.xpath.dates import DAY_SECONDS, days_of, moment_from_text, moment_text
from vises.xforms.xpath.tree import Node

Value = str | float | bool | list[Node]

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|Infinity)|0[xX][0-9a-fA-F]+")
_DIGITS = 21


class Moment(float):
    """A date or date-time: a number (days since 1970-01-01) that prints as what it is."""

    shown: str

    def __new__(cls, when: dt.datetime | None, shown: str | None = None) -> Moment:
        self = super().__new__(cls, math.nan if when is None else days_of(when))
        self.shown = shown if shown is not None else ("Invalid Date" if when is None else moment_text(when))
        return self

    @classmethod
    def of_days(cls, days: float, zone: dt.tzinfo | None) -> Moment:
        """The moment that many days after 1970-01-01 (UTC), shown in `zone`."""
        if math.isnan(days) or abs(days) > 2_000_000:
            return cls(None)
        try:
            when = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=round(days * DAY_SECONDS, 3))
            return cls(when.astimezone(zone))
        except (OverflowError, ValueError):
            return cls(None)


def number_text(number: float) -> str:
    """A number as JavaScript prints it; NaN is empty, as ODK has it."""
    if isinstance(number, Moment):
        return number.shown
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number) and abs(number) < 10**_DIGITS:
        return str(int(number))
    plain = Decimal(repr(float(number)))
    if 1e-6 <= abs(number) < 10**_DIGITS:
        return format(plain, "f")
    mantissa, exponent = f"{plain:e}".split("e")
    digits = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{digits}e{'+' if int(exponent) >= 0 else '-'}{abs(int(exponent))}"


def text_number(text: str, zone: dt.tzinfo | None = None) -> float:
    """A text as a number: JavaScript's Number(), and dates as days; empty and anything else is NaN."""
    if not text:
        return math.nan
    stripped = text.strip()
    if not stripped:
        return 0.0
    if _NUMBER.fullmatch(stripped):
        if stripped[:2] in {"0x", "0X"}:
            return float(int(stripped, 16))
        return float(stripped.replace("Infinity", "inf"))
    when = moment_from_text(text, zone)
    return math.nan if when is None else days_of(when)


def to_text(value: Value) -> str:
    """XPath's string()."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    return value[0].text() if value else ""


def node_number(node: Node, zone: dt.tzinfo | None) -> float:
    """The number in a node; blank is NaN."""
    text = node.text()
    return text_number(text, zone) if text.strip(" \t\r\n") else math.nan


def to_number(value: Value, zone: dt.tzinfo | None = None) -> float:
    """XPath's number(), in which dates are numbers too."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    if isinstance(value, str):
        return text_number(value, zone)
    return node_number(value[0], zone) if value else math.nan


def to_boolean(value: Value) -> bool:
    """XPath's boolean(): any node is true, also an empty one."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0 and not math.isnan(value)
    return bool(value)


def equal(left: Value, right: Value, zone: dt.tzinfo | None, unequal: bool = False) -> bool:
    """`=` and `!=`: lists of nodes compare by any of their nodes (XPath 1.0, section 3.4)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return (to_boolean(left) == to_boolean(right)) != unequal
    if isinstance(left, list) and isinstance(right, list):
        texts = [node.text() for node in right]
        return any((node.text() == text) != unequal for node in left for text in texts)
    if isinstance(right, list):
        left, right = right, left
    if isinstance(left, list):
        if isinstance(right, float):
            return any((node_number(node, zone) == right) != unequal for node in left)
        return any((node.text() == right) != unequal for node in left)
    if isinstance(left, float) or isinstance(right, float):
        return (to_number(left, zone) == to_number(right, zone)) != unequal
    return (left == right) != unequal


def numbers_in(value: Value, zone: dt.tzinfo | None) -> list[float]:
    """Each number of a list of nodes, or the one number of anything else."""
    if isinstance(value, list):
        return [node_number(node, zone) for node in value]
    return [to_number(value, zone)]


def texts_in(value: Value) -> list[str]:
    """Each text of a list of nodes, or the one text of anything else."""
    return [node.text() for node in value] if isinstance(value, list) else [to_text(value)]
