"""Functions of texts, chosen values and places."""

from __future__ import annotations

import base64
import binascii
import hashlib
import math

from vises.xforms.xpath.calls import (
    LONGEST_TEXT,
    MANY,
    Arguments,
    Function,
    list_of,
    number_of,
    of_text,
    text_of,
    whole_number,
)
from vises.xforms.xpath.geometry import geo_area, geo_distance, inside
from vises.xforms.xpath.patterns import matches
from vises.xforms.xpath.tree import Context
from vises.xforms.xpath.values import Value, texts_in

# texts


def _concat(context: Context, arguments: Arguments) -> Value:
    return _bounded("".join(text for run in arguments for text in texts_in(run(context))))


def _join(context: Context, arguments: Arguments) -> Value:
    glue = text_of(context, arguments, 0)
    return _bounded(glue.join(text for run in arguments[1:] for text in texts_in(run(context))))


def _bounded(text: str) -> str:
    return text[:LONGEST_TEXT]


def _substr(context: Context, arguments: Arguments) -> Value:
    """substr(text, from, to): places from 0, the end not included, negative from the end."""
    text = text_of(context, arguments, 0)
    start = whole_number(text_of(context, arguments, 1))
    end = whole_number(text_of(context, arguments, 2)) if len(arguments) > 2 else float(len(text))
    if math.isnan(start) or math.isnan(end):
        return ""
    places = [min(max(0, place + len(text) if place < 0 else place), len(text)) for place in (int(start), int(end))]
    return text[places[0] : places[1]] if places[0] <= places[1] else ""


def _substring(context: Context, arguments: Arguments) -> Value:
    """XPath's substring: places from 1, rounded, then a length."""
    text = text_of(context, arguments, 0)
    start = number_of(context, arguments, 1)
    length = number_of(context, arguments, 2, math.inf)
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
    chosen, place = list_of(text_of(context, arguments, 0)), whole_number(text_of(context, arguments, 1))
    return chosen[int(place)] if not math.isnan(place) and 0 <= place < len(chosen) else ""


def _digest(context: Context, arguments: Arguments) -> Value:
    names = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
    name = names.get(text_of(context, arguments, 1))
    if name is None:
        return ""
    made = hashlib.new(name, text_of(context, arguments, 0).encode(), usedforsecurity=False).digest()
    return made.hex() if text_of(context, arguments, 2, "base64") == "hex" else base64.b64encode(made).decode()


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _uuid(context: Context, arguments: Arguments) -> Value:
    unique = context.environment.unique(context.node)
    if not arguments:
        return unique
    length = number_of(context, arguments, 0)
    if math.isnan(length) or length < 0:
        return ""
    size = int(min(length, 1000))
    return (unique * (size // max(1, len(unique)) + 1))[:size]


def _before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _after(text: str, mark: str) -> str:
    return text if not mark else text.partition(mark)[2]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


TEXTS: dict[str, tuple[int, int, Function]] = {
    # choices
    "selected": (2, 2, of_text(lambda chosen, value: value.strip() in list_of(chosen))),
    "selected-at": (2, 2, _selected_at),
    "count-selected": (1, 1, of_text(lambda chosen: float(len(chosen.split())))),
    # texts
    "string": (0, 1, of_text(lambda text: text)),
    "concat": (0, MANY, _concat),
    "join": (1, MANY, _join),
    "contains": (2, 2, of_text(lambda text, part: part in text)),
    "starts-with": (2, 2, of_text(lambda text, part: text.startswith(part))),
    "ends-with": (2, 2, of_text(lambda text, part: text.endswith(part))),
    "substring-before": (2, 2, of_text(_before)),
    "substring-after": (2, 2, of_text(_after)),
    "substring": (2, 3, _substring),
    "substr": (2, 3, _substr),
    "string-length": (0, 1, of_text(lambda text: float(len(text.encode("utf-16-le")) // 2))),
    "normalize-space": (0, 1, of_text(_squeezed)),
    "translate": (3, 3, of_text(_translate)),
    "regex": (2, 2, of_text(matches)),
    "uuid": (0, 1, _uuid),
    "digest": (2, 3, _digest),
    "base64-decode": (1, 1, of_text(_base64_decode)),
    # places
    "area": (1, 1, lambda c, a: geo_area(text_of(c, a, 0), texts_in(a[0](c)))),
    "distance": (1, MANY, lambda c, a: geo_distance([text for run in a for text in texts_in(run(c))])),
    "geofence": (2, 2, of_text(inside)),
}
