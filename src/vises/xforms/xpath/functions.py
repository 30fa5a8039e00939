"""The functions of XPath 1.0 and ODK XForms (https://getodk.github.io/xforms-spec/#xpath-functions).

Each takes the context and its arguments still unevaluated. Where the specification leaves room, we do as
@getodk/xforms-engine does; the tests compare.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import math
from collections.abc import Callable

from vises.xforms.xpath.dates import day_fraction, formatted, moment_from_text, padded
from vises.xforms.xpath.geometry import geo_area, geo_distance, inside
from vises.xforms.xpath.paths import Run
from vises.xforms.xpath.patterns import matches
from vises.xforms.xpath.shuffle import shuffled
from vises.xforms.xpath.tree import Context, Node
from vises.xforms.xpath.values import (
    Moment,
    Value,
    number_text,
    numbers_in,
    texts_in,
    to_boolean,
    to_number,
    to_text,
)

Arguments = tuple[Run, ...]
Function = Callable[[Context, Arguments], Value]
MANY = 10_000
LONGEST_TEXT = 1_000_000

WHOLE = frozenset(
    {"count", "count-non-empty", "sum", "min", "max", "join", "indexed-repeat", "checklist", "weighted-checklist"}
)
"""Functions whose absolute paths mean every instance of a repeat."""


def _text(context: Context, arguments: Arguments, place: int, default: str | None = None) -> str:
    if place < len(arguments):
        return to_text(arguments[place](context))
    return context.node.text() if default is None else default


def _number(context: Context, arguments: Arguments, place: int, default: float = math.nan) -> float:
    if place < len(arguments):
        return float(to_number(arguments[place](context), context.environment.now.tzinfo))
    return default


def _whole(text: str) -> float:
    """JavaScript's parseInt(text, 10)."""
    digits = ""
    for character in text.strip():
        if character.isascii() and (character.isdigit() or (not digits and character in "+-")):
            digits += character
        else:
            break
    return float(int(digits)) if digits.strip("+-") else math.nan


def _list(text: str) -> list[str]:
    return text.split() or [""]


def _of_text(function: Callable[..., Value]) -> Function:
    """A function of texts only; a missing first one is the node itself."""
    return lambda c, a: function(*([to_text(run(c)) for run in a] or [c.node.text()]))


def _of_number(function: Callable[[float], float]) -> Function:
    def run(context: Context, arguments: Arguments) -> Value:
        number = _number(context, arguments, 0)
        try:
            return number if math.isnan(number) else float(function(number))
        except (ValueError, OverflowError):
            return math.nan

    return run


# conditions


def _if(context: Context, arguments: Arguments) -> Value:
    return arguments[1](context) if to_boolean(arguments[0](context)) else arguments[2](context)


def _once(context: Context, arguments: Arguments) -> Value:
    return context.node.text() or _text(context, arguments, 0)


def _coalesce(context: Context, arguments: Arguments) -> Value:
    return _text(context, arguments, 0) or _text(context, arguments, 1)


def _checklist(context: Context, arguments: Arguments) -> Value:
    least, most = _number(context, arguments, 0), _number(context, arguments, 1)
    if most == -1:
        most = math.inf
    met = 0
    for run in arguments[2:]:
        value = run(context)
        met += sum(bool(node.text().strip()) for node in value) if isinstance(value, list) else to_boolean(value)
    return least <= met <= most


def _weighted_checklist(context: Context, arguments: Arguments) -> Value:
    least, most = _number(context, arguments, 0), _number(context, arguments, 1)
    if most == -1:
        most = math.inf
    weight = 0.0
    zone = context.environment.now.tzinfo
    for condition, worth in zip(arguments[2::2], arguments[3::2], strict=False):
        value = condition(context)
        met = [bool(n.text().strip()) for n in value] if isinstance(value, list) else [to_boolean(value)]
        weight += sum(w for yes, w in zip(met, numbers_in(worth(context), zone), strict=False) if yes)
    return least <= weight <= most


# lists of nodes


def _count(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context)
    return float(len(value)) if isinstance(value, list) else math.nan


def _count_non_empty(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context)
    return float(sum(bool(text) for text in texts_in(value))) if isinstance(value, list) else math.nan


def _position(context: Context, arguments: Arguments) -> Value:
    if not arguments:
        return float(context.position)
    nodes = arguments[0](context)
    if not isinstance(nodes, list) or not nodes:
        return math.nan
    node = nodes[0]
    kids = list(node.parent.kids()) if node.parent else [node]
    if node not in kids:  # the place of a repeat stands before its first instance
        return float(context.position)
    place = 0
    for kid in reversed(kids[: kids.index(node) + 1]):
        if kid.name != node.name:
            break
        place += 1
    return float(place)


def _indexed_repeat(context: Context, arguments: Arguments) -> Value:
    """indexed-repeat(what, repeat, place, inner repeat, place, …): what is found in those instances."""
    pairs: list[tuple[list[Node], int]] = []
    for repeat, place in zip(arguments[1::2], arguments[2::2], strict=False):
        found, wanted = repeat(context), to_number(place(context), context.environment.now.tzinfo)
        if not isinstance(found, list) or not found or not float(wanted).is_integer():
            return []
        pairs.append((found, int(wanted)))
    pairs.sort(key=lambda pair: len(pair[0][0].scope()))
    chosen: Node | None = None
    for nodes, number in pairs:
        inside_chosen = [node for node in nodes if chosen is None or chosen in node.scope()]
        if not 1 <= number <= len(inside_chosen):
            return []
        chosen = inside_chosen[number - 1]
    targets = arguments[0](context)
    return [node for node in targets if chosen in node.scope()] if isinstance(targets, list) else []


def _instance(context: Context, arguments: Arguments) -> Value:
    found = context.environment.instances.get(_text(context, arguments, 0))
    return [] if found is None else [found]


def _pulldata(context: Context, arguments: Arguments) -> Value:
    name, wanted, key, value = (_text(context, arguments, place) for place in range(4))
    instance = context.environment.instances.get(name)
    for root in instance.kids() if instance else ():
        for item in root.kids():
            fields = {field.name: field.text() for field in item.kids()}
            if fields.get(key) == value:
                return fields.get(wanted, "")
    return ""


def _randomize(context: Context, arguments: Arguments) -> Value:
    nodes = arguments[0](context)
    if not isinstance(nodes, list):
        return []
    if len(arguments) < 2:
        seed = float(int(context.environment.chance(context.node) * 2_147_483_646))
        return shuffled(nodes, seed)
    value = arguments[1](context)
    number = to_number(value, context.environment.now.tzinfo)
    if not math.isnan(number):
        return shuffled(nodes, number)
    text = to_text(value)
    return shuffled(
        nodes, int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True) if text else 0
    )


def _itext(context: Context, arguments: Arguments) -> Value:
    return context.environment.itext(_text(context, arguments, 0))


def _choice_name(context: Context, arguments: Arguments) -> Value:
    from vises.xforms.xpath.compiler import compile_expression  # the compiler needs this module first

    value, path = _text(context, arguments, 0), _text(context, arguments, 1)
    nodes = compile_expression(path).nodes(context.node, context.environment)
    return context.environment.choice_name(nodes[0], value) if nodes else ""


def _name(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context) if arguments else [context.node]
    return value[0].name if isinstance(value, list) and value else ""


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
    value, decimals = _number(context, arguments, 0), _number(context, arguments, 1, 0.0)
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
    base, exponent = _number(context, arguments, 0), _number(context, arguments, 1)
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
    when = moment_from_text(_text(context, arguments, 0), context.environment.now.tzinfo)
    return "" if when is None else formatted(when, _text(context, arguments, 1))


def _today(context: Context, arguments: Arguments) -> Value:
    return Moment(context.environment.now.replace(hour=0, minute=0, second=0, microsecond=0))


def _decimal_date_time(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context)
    return math.nan if isinstance(value, bool) else float(_when(context, value))


def _decimal_time(context: Context, arguments: Arguments) -> Value:
    fraction = day_fraction(_text(context, arguments, 0), context.environment.now.tzinfo)
    return math.nan if fraction is None else fraction


# texts


def _concat(context: Context, arguments: Arguments) -> Value:
    return _bounded("".join(text for run in arguments for text in texts_in(run(context))))


def _join(context: Context, arguments: Arguments) -> Value:
    glue = _text(context, arguments, 0)
    return _bounded(glue.join(text for run in arguments[1:] for text in texts_in(run(context))))


def _bounded(text: str) -> str:
    return text[:LONGEST_TEXT]


def _substr(context: Context, arguments: Arguments) -> Value:
    """substr(text, from, to): places from 0, the end not included, negative from the end."""
    text = _text(context, arguments, 0)
    start = _whole(_text(context, arguments, 1))
    end = _whole(_text(context, arguments, 2)) if len(arguments) > 2 else float(len(text))
    if math.isnan(start) or math.isnan(end):
        return ""
    places = [min(max(0, place + len(text) if place < 0 else place), len(text)) for place in (int(start), int(end))]
    return text[places[0] : places[1]] if places[0] <= places[1] else ""


def _substring(context: Context, arguments: Arguments) -> Value:
    """XPath's substring: places from 1, rounded, then a length."""
    text = _text(context, arguments, 0)
    start = _number(context, arguments, 1)
    length = _number(context, arguments, 2, math.inf)
    if math.isnan(start) or math.isnan(length):
        return ""
    first = start if math.isinf(start) else math.floor(start + 0.5)
    beyond = first + (length if math.isinf(length) else math.floor(length + 0.5))
    return "".join(character for place, character in enumerate(text, 1) if place >= first and place < beyond)


def _translate(text: str, those: str, by: str) -> str:
    table: dict[int, str] = {}
    for place, character in enumerate(those):
        table.setdefault(ord(character), by[place] if place < len(by) else "")
    return text.translate(table)


def _selected_at(context: Context, arguments: Arguments) -> Value:
    chosen, place = _list(_text(context, arguments, 0)), _whole(_text(context, arguments, 1))
    return chosen[int(place)] if not math.isnan(place) and 0 <= place < len(chosen) else ""


def _digest(context: Context, arguments: Arguments) -> Value:
    names = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
    name = names.get(_text(context, arguments, 1))
    if name is None:
        return ""
    made = hashlib.new(name, _text(context, arguments, 0).encode(), usedforsecurity=False).digest()
    return made.hex() if _text(context, arguments, 2, "base64") == "hex" else base64.b64encode(made).decode()


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _uuid(context: Context, arguments: Arguments) -> Value:
    unique = context.environment.unique(context.node)
    if not arguments:
        return unique
    length = _number(context, arguments, 0)
    if math.isnan(length) or length < 0:
        return ""
    size = int(min(length, 1000))
    return (unique * (size // max(1, len(unique)) + 1))[:size]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text if not mark else text.partition(mark)[2]


def _true(context: Context, arguments: Arguments) -> Value:
    return True


def _squeezed(text: str) -> str:
    return " ".join(text.split())


FUNCTIONS: dict[str, tuple[int, int, Function]] = {
    # conditions
    "true": (0, 0, _true),
    "false": (0, 0, lambda c, a: False),
    "not": (1, 1, lambda c, a: not to_boolean(a[0](c))),
    "boolean": (1, 1, lambda c, a: to_boolean(a[0](c))),
    "boolean-from-string": (1, 1, _of_text(lambda text: text in {"1", "true"})),
    "if": (3, 3, _if),
    "once": (1, 1, _once),
    "coalesce": (2, 2, _coalesce),
    "checklist": (2, MANY, _checklist),
    "weighted-checklist": (2, MANY, _weighted_checklist),
    # nodes
    "count": (1, 1, _count),
    "count-non-empty": (1, 1, _count_non_empty),
    "position": (0, 1, _position),
    "index": (0, 1, _position),
    "last": (0, 0, lambda c, a: float(c.size)),
    "current": (0, 0, lambda c, a: [c.origin]),
    "indexed-repeat": (3, MANY, _indexed_repeat),
    "instance": (1, 1, _instance),
    "pulldata": (4, 4, _pulldata),
    "randomize": (1, 2, _randomize),
    "jr:itext": (1, 1, _itext),
    "itext": (1, 1, _itext),
    "jr:choice-name": (2, 2, _choice_name),
    "local-name": (0, 1, _name),
    "name": (0, 1, _name),
    "namespace-uri": (0, 1, lambda c, a: ""),
    # numbers
    "number": (0, 1, _to_number),
    "int": (1, 1, _of_number(_integer)),
    "round": (1, 2, _round),
    "floor": (1, 1, _of_number(lambda n: n if math.isinf(n) else float(math.floor(n)))),
    "ceiling": (1, 1, _of_number(lambda n: n if math.isinf(n) else float(math.ceil(n)))),
    "abs": (1, 1, _of_number(abs)),
    "sum": (1, 1, _sum),
    "min": (1, MANY, _extreme(min)),
    "max": (1, MANY, _extreme(max)),
    "pow": (2, 2, _pow),
    "sqrt": (1, 1, _of_number(math.sqrt)),
    "exp": (1, 1, _of_number(math.exp)),
    "exp10": (1, 1, _of_number(lambda n: 10.0**n)),
    "log": (1, 1, _of_number(lambda n: math.log(n) if n else -math.inf)),
    "log10": (1, 1, _of_number(lambda n: math.log10(n) if n else -math.inf)),
    "sin": (1, 1, _of_number(math.sin)),
    "cos": (1, 1, _of_number(math.cos)),
    "tan": (1, 1, _of_number(math.tan)),
    "asin": (1, 1, _of_number(math.asin)),
    "acos": (1, 1, _of_number(math.acos)),
    "atan": (1, 1, _of_number(math.atan)),
    "atan2": (2, 2, lambda c, a: math.atan2(_number(c, a, 0), _number(c, a, 1))),
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
    # choices
    "selected": (2, 2, _of_text(lambda chosen, value: value.strip() in _list(chosen))),
    "selected-at": (2, 2, _selected_at),
    "count-selected": (1, 1, _of_text(lambda chosen: float(len(chosen.split())))),
    # texts
    "string": (0, 1, _of_text(lambda text: text)),
    "concat": (0, MANY, _concat),
    "join": (1, MANY, _join),
    "contains": (2, 2, _of_text(lambda text, part: part in text)),
    "starts-with": (2, 2, _of_text(lambda text, part: text.startswith(part))),
    "ends-with": (2, 2, _of_text(lambda text, part: text.endswith(part))),
    "substring-before": (2, 2, _of_text(_before)),
    "substring-after": (2, 2, _of_text(_after)),
    "substring": (2, 3, _substring),
    "substr": (2, 3, _substr),
    "string-length": (0, 1, _of_text(lambda text: float(len(text.encode("utf-16-le")) // 2))),
    "normalize-space": (0, 1, _of_text(_squeezed)),
    "translate": (3, 3, _of_text(_translate)),
    "regex": (2, 2, _of_text(matches)),
    "uuid": (0, 1, _uuid),
    "digest": (2, 3, _digest),
    "base64-decode": (1, 1, _of_text(_base64_decode)),
    # places
    "area": (1, 1, lambda c, a: geo_area(_text(c, a, 0), texts_in(a[0](c)))),
    "distance": (1, MANY, lambda c, a: geo_distance([text for run in a for text in texts_in(run(c))])),
    "geofence": (2, 2, _of_text(inside)),
    # ODK Collect's session texts: nothing is known of the device here
    "version": (0, 0, lambda c, a: ""),
}
