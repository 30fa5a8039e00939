"""How functions get at their arguments."""

from __future__ import annotations

import math
from collections.abc import Callable

from vises.xforms.xpath.paths import Run
from vises.xforms.xpath.tree import Context
from vises.xforms.xpath.values import Value, to_number, to_text

Arguments = tuple[Run, ...]
Function = Callable[[Context, Arguments], Value]
MANY = 10_000
LONGEST_TEXT = 1_000_000


def text_of(context: Context, arguments: Arguments, place: int, default: str | None = None) -> str:
    """The argument at `place` as text; where it is missing, `default` or the node itself."""
    if place < len(arguments):
        return to_text(arguments[place](context))
    return context.node.text() if default is None else default


def number_of(context: Context, arguments: Arguments, place: int, default: float = math.nan) -> float:
    """The argument at `place` as a number; where it is missing, `default`."""
    if place < len(arguments):
        return float(to_number(arguments[place](context), context.environment.now.tzinfo))
    return default


def whole_number(text: str) -> float:
    """JavaScript's parseInt(text, 10)."""
    digits = ""
    for character in text.strip():
        if character.isascii() and (character.isdigit() or (not digits and character in "+-")):
            digits += character
        else:
            break
    return float(int(digits)) if digits.strip("+-") else math.nan


def list_of(text: str) -> list[str]:
    """Chosen values; a blank text is a list of one blank value, as the engine has it."""
    return text.split() or [""]


def of_text(function: Callable[..., Value]) -> Function:
    """A function of texts only; a missing first one is the node itself."""
    return lambda c, a: function(*([to_text(run(c)) for run in a] or [c.node.text()]))


def of_number(function: Callable[[float], float]) -> Function:
    """A function of one number; what it cannot compute is NaN."""

    def run(context: Context, arguments: Arguments) -> Value:
        number = number_of(context, arguments, 0)
        try:
            return number if math.isnan(number) else float(function(number))
        except (ValueError, OverflowError):
            return math.nan

    return run
