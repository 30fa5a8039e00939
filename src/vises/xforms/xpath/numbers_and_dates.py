"""Functions of numbers and dates."""

from __future__ import annotations

import math
from collections.abc import Callable

from vises.xforms.xpath.calls import (
    MANY,
    Arguments,
    Function,
    number_of,
    of_number,
    text_of,
)
from vises.xforms.xpath.dates import day_fraction, formatted, moment_from_text, padded
from vises.xforms.xpath.tree import Context
from vises.xforms.xpath.values import Moment, Value, number_text, numbers_in, to_number, to_text

# numbers


def _to_number(context: Context, arguments: Arguments) -> Value:
    value: Value = arguments[0](context) if arguments else [context.node]
    zone = context.environment.now.tzinfo
    if isinstance(value, float):
        return value
    text = to_text(value) if isinstance(value, str | list) else ""
    when = moment_from_text(text, zone) if text else None
    if when is not None:
        moment = Moment(when)
        return Moment(when, number_text(float(math.floor(float(moment)))))
    return to_number(value, zone)


def _round(context: Context, arguments: Arguments) -> Value:
    """Half away from zero, to a number of decimals."""
    value, decimals = number_of(context, arguments, 0), number_of(context, arguments, 1, 0.0)
    if math.isnan(value) or math.isnan(decimals) or math.isinf(value):
        return value if math.isinf(value) else math.nan
    try:
        shift = 10.0**decimals
        rounded: float = math.floor(abs(value) * shift + 0.5) / shift
        return -rounded if value < 0 else rounded
    except (OverflowError, ZeroDivisionError):
        return value


def _integer(number: float) -> float:
    return number if math.isinf(number) else float(math.trunc(number))


def _sum(context: Context, arguments: Arguments) -> Value:
    numbers = numbers_in(arguments[0](context), context.environment.now.tzinfo)
    return _plain_sum(numbers) if numbers else math.nan


def _plain_sum(numbers: list[float]) -> float:
    total = 0.0
    for number in numbers:
        total += number
    return total


def _extreme(choose: Callable[[list[float]], float]) -> Function:
    def run(context: Context, arguments: Arguments) -> Value:
        zone = context.environment.now.tzinfo
        numbers = [float(number) for argument in arguments for number in numbers_in(argument(context), zone)]
        return math.nan if not numbers or any(map(math.isnan, numbers)) else choose(numbers)

    return run


def _pow(context: Context, arguments: Arguments) -> Value:
    base, exponent = number_of(context, arguments, 0), number_of(context, arguments, 1)
    if math.isnan(base) or math.isnan(exponent):
        return math.nan
    try:
        return math.pow(base, exponent)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.nan if base else math.inf


# dates


def _when(context: Context, value: Value) -> Moment:
    zone = context.environment.now.tzinfo
    if isinstance(value, Moment):
        return value
    if isinstance(value, float):
        return Moment.of_days(value, zone)
    return Moment(moment_from_text(padded(to_text(value)), zone))


def _date(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context)
    if isinstance(value, bool) or (not isinstance(value, float) and to_text(value) == ""):
        return ""
    if isinstance(value, float):
        return Moment.of_days(float(value), context.environment.now.tzinfo)
    return _when(context, value)


def _format_date(context: Context, arguments: Arguments) -> Value:
    when = moment_from_text(text_of(context, arguments, 0), context.environment.now.tzinfo)
    return "" if when is None else formatted(when, text_of(context, arguments, 1))


def _today(context: Context, arguments: Arguments) -> Value:
    return Moment(context.environment.now.replace(hour=0, minute=0, second=0, microsecond=0))


def _decimal_date_time(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context)
    return math.nan if isinstance(value, bool) else float(_when(context, value))


def _decimal_time(context: Context, arguments: Arguments) -> Value:
    fraction = day_fraction(text_of(context, arguments, 0), context.environment.now.tzinfo)
    return math.nan if fraction is None else fraction


NUMBERS_AND_DATES: dict[str, tuple[int, int, Function]] = {
    # numbers
    "number": (0, 1, _to_number),
    "int": (1, 1, of_number(_integer)),
    "round": (1, 2, _round),
    "floor": (1, 1, of_number(lambda n: n if math.isinf(n) else float(math.floor(n)))),
    "ceiling": (1, 1, of_number(lambda n: n if math.isinf(n) else float(math.ceil(n)))),
    "abs": (1, 1, of_number(abs)),
    "sum": (1, 1, _sum),
    "min": (1, MANY, _extreme(min)),
    "max": (1, MANY, _extreme(max)),
    "pow": (2, 2, _pow),
    "sqrt": (1, 1, of_number(math.sqrt)),
    "exp": (1, 1, of_number(math.exp)),
    "exp10": (1, 1, of_number(lambda n: 10.0**n)),
    "log": (1, 1, of_number(lambda n: math.log(n) if n else -math.inf)),
    "log10": (1, 1, of_number(lambda n: math.log10(n) if n else -math.inf)),
    "sin": (1, 1, of_number(math.sin)),
    "cos": (1, 1, of_number(math.cos)),
    "tan": (1, 1, of_number(math.tan)),
    "asin": (1, 1, of_number(math.asin)),
    "acos": (1, 1, of_number(math.acos)),
    "atan": (1, 1, of_number(math.atan)),
    "atan2": (2, 2, lambda c, a: math.atan2(number_of(c, a, 0), number_of(c, a, 1))),
    "pi": (0, 0, lambda c, a: math.pi),
    "random": (0, 0, lambda c, a: c.environment.chance(c.node)),
    # dates
    "today": (0, 0, _today),
    "now": (0, 0, lambda c, a: Moment(c.environment.now)),
    "date": (1, 1, _date),
    "date-time": (1, 1, _date),
    "format-date": (2, 2, _format_date),
    "format-date-time": (2, 2, _format_date),
    "decimal-date-time": (1, 1, _decimal_date_time),
    "decimal-time": (1, 1, _decimal_time),
}
