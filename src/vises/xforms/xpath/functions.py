"""The functions of XPath 1.0 and ODK XForms (https://getodk.github.io/xforms-spec/#xpath-functions).

Each takes the context and its arguments still unevaluated. Where the specification leaves room, we do as
@getodk/xforms-engine does; the tests compare.
"""

from __future__ import annotations

import hashlib
import math

from vises.xforms.xpath.calls import (
    MANY,
    Arguments,
    Function,
    number_of,
    of_text,
    text_of,
)
from vises.xforms.xpath.numbers_and_dates import NUMBERS_AND_DATES
from vises.xforms.xpath.shuffle import shuffled
from vises.xforms.xpath.texts import TEXTS
from vises.xforms.xpath.tree import Context, Node
from vises.xforms.xpath.values import Value, numbers_in, texts_in, to_boolean, to_number, to_text

WHOLE = frozenset(
    {"count", "count-non-empty", "sum", "min", "max", "join", "indexed-repeat", "checklist", "weighted-checklist"}
)
"""Functions whose absolute paths mean every instance of a repeat."""


# conditions


def _if(context: Context, arguments: Arguments) -> Value:
    return arguments[1](context) if to_boolean(arguments[0](context)) else arguments[2](context)


def _once(context: Context, arguments: Arguments) -> Value:
    return context.node.text() or text_of(context, arguments, 0)


def _coalesce(context: Context, arguments: Arguments) -> Value:
    return text_of(context, arguments, 0) or text_of(context, arguments, 1)


def _checklist(context: Context, arguments: Arguments) -> Value:
    least, most = number_of(context, arguments, 0), number_of(context, arguments, 1)
    if most == -1:
        most = math.inf
    met = 0
    for run in arguments[2:]:
        value = run(context)
        met += sum(bool(node.text().strip()) for node in value) if isinstance(value, list) else to_boolean(value)
    return least <= met <= most


def _weighted_checklist(context: Context, arguments: Arguments) -> Value:
    least, most = number_of(context, arguments, 0), number_of(context, arguments, 1)
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
    found = context.environment.instances.get(text_of(context, arguments, 0))
    return [] if found is None else [found]


def _pulldata(context: Context, arguments: Arguments) -> Value:
    name, wanted, key, value = (text_of(context, arguments, place) for place in range(4))
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
    return context.environment.itext(text_of(context, arguments, 0))


def _name(context: Context, arguments: Arguments) -> Value:
    value = arguments[0](context) if arguments else [context.node]
    return value[0].name if isinstance(value, list) and value else ""


def _true(context: Context, arguments: Arguments) -> Value:
    return True


NODES_AND_CONDITIONS: dict[str, tuple[int, int, Function]] = {
    # conditions
    "true": (0, 0, _true),
    "false": (0, 0, lambda c, a: False),
    "not": (1, 1, lambda c, a: not to_boolean(a[0](c))),
    "boolean": (1, 1, lambda c, a: to_boolean(a[0](c))),
    "boolean-from-string": (1, 1, of_text(lambda text: text in {"1", "true"})),
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
    "local-name": (0, 1, _name),
    "name": (0, 1, _name),
    "namespace-uri": (0, 1, lambda c, a: ""),
    # ODK Collect's session texts: nothing is known of the device here
    "version": (0, 0, lambda c, a: ""),
}

FUNCTIONS = {**NODES_AND_CONDITIONS, **NUMBERS_AND_DATES, **TEXTS}
