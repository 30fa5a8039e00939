"""Conditions that are made by clicking, as XLSForm writes them and back.

`read_condition` understands what `write_condition` writes and the usual ways of writing the same by hand. What it does
not understand is None: the page shows it as written by hand, and it stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HOWS = (
    "is",
    "is-not",
    "has",
    "has-not",
    "more",
    "less",
    "at-least",
    "at-most",
    "contains",
    "answered",
    "not-answered",
    "is-not-or-empty",
    "has-not-or-empty",
)
"""How an answer is looked at. "is-not" and "has-not" hold once there is an answer; with "-or-empty" also before."""
_SIGNS = {"is": "=", "more": ">", "less": "<", "at-least": ">=", "at-most": "<=", "is-not-or-empty": "!="}
_HOW_OF = {sign: how for how, sign in _SIGNS.items()}
_NAME = r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}"
_VALUE = r"(?:'([^']*)'|\"([^\"]*)\"|(-?\d+(?:\.\d+)?)|date\(\s*'([^']*)'\s*\))"
_COMPARED = re.compile(rf"{_NAME}\s*(!=|>=|<=|=|>|<)\s*{_VALUE}")
_SELECTED = re.compile(rf"(not\s*\()?\s*selected\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)\s*(\))?")
_CONTAINS = re.compile(rf"contains\(\s*{_NAME}\s*,\s*{_VALUE}\s*\)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WITHOUT_VALUE = frozenset({"answered", "not-answered"})


@dataclass(frozen=True)
class Part:
    """One line of a condition: a question (by its name), how its answer is looked at, and with what."""

    question: str
    how: str
    value: str = ""


@dataclass(frozen=True)
class Condition:
    """Parts of which all, or any one, must hold."""

    parts: tuple[Part, ...]
    every: bool = True


def write_condition(condition: Condition) -> str:
    """The condition as a formula of XLSForm; "" for one without parts."""
    texts = [_write(part) for part in condition.parts]
    if len(texts) == 1:
        return texts[0]
    return (" and " if condition.every else " or ").join(f"({text})" if " and " in text else text for text in texts)


def _write(part: Part) -> str:
    name = f"${{{part.question}}}"
    if part.how == "answered":
        return f"{name} != ''"
    if part.how == "not-answered":
        return f"{name} = ''"
    if part.how == "contains":
        return f"contains({name}, {quoted(part.value)})"
    if part.how in {"has", "has-not", "has-not-or-empty"}:
        selected = f"selected({name}, {quoted(part.value)})"
        if part.how == "has":
            return selected
        return f"not({selected})" if part.how == "has-not-or-empty" else f"{name} != '' and not({selected})"
    value = literal(part.value) if part.how not in {"is", "is-not", "is-not-or-empty"} else quoted(part.value)
    if part.how == "is-not":
        return f"{name} != '' and {name} != {value}"
    return f"{name} {_SIGNS[part.how]} {value}"


def quoted(text: str) -> str:
    """A text as XPath writes it. XPath knows no way to hold both kinds of quotes: then the single ones are curled."""
    text = text.replace("${", "$ {")
    if "'" in text and '"' not in text:
        return f'"{text}"'
    return "'{}'".format(text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"))


def literal(text: str) -> str:
    """A number or a day as XPath compares it."""
    if _NUMBER.fullmatch(text):
        return text
    return f"date('{text}')" if _DAY.fullmatch(text) else quoted(text)


def read_condition(formula: str) -> Condition | None:
    """The condition that a formula says; None where it says something else. An empty formula has no parts."""
    text = _bare(formula.strip())
    if not text:
        return Condition(())
    anyone = split(text, "or")
    if len(anyone) > 1:
        alternatives = [_and(_bare(part)) for part in anyone]
        if any(parts is None or len(parts) != 1 for parts in alternatives):
            return None
        return Condition(tuple(parts[0] for parts in alternatives if parts), every=False)
    parts = _and(text)
    return None if parts is None else Condition(tuple(parts))


def _and(text: str) -> list[Part] | None:
    """Parts joined by "and"; "answered" goes into what follows about the same question, where that says it too."""
    found: list[Part] = []
    for piece in split(text, "and"):
        bare = _bare(piece)
        inner = _and(bare) if bare != text and len(split(bare, "and")) > 1 else None
        parts = inner if inner is not None else _one(bare)
        if parts is None:
            return None
        for part in parts:
            if found and found[-1] == Part(part.question, "answered") and part.how not in WITHOUT_VALUE:
                found.pop()
                part = Part(part.question, part.how.removesuffix("-or-empty"), part.value)
            found.append(part)
    return found


def _one(text: str) -> list[Part] | None:
    if match := _COMPARED.fullmatch(text):
        name, sign, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        if value == "":
            return {"=": [Part(name, "not-answered")], "!=": [Part(name, "answered")]}.get(sign)
        return [Part(name, _HOW_OF[sign], value)]
    if match := _SELECTED.fullmatch(text):
        negated, name, *values, closed = match.groups()
        if bool(negated) != bool(closed):
            return None
        value = next((value for value in values if value is not None), "")
        return [Part(name, "has-not-or-empty" if negated else "has", value)] if value else None
    if match := _CONTAINS.fullmatch(text):
        name, *values = match.groups()
        value = next((value for value in values if value is not None), "")
        return [Part(name, "contains", value)] if value else None
    return None


def split(text: str, word: str) -> list[str]:
    """The pieces between a word ("and", "or") that stands outside brackets and quotes."""
    pieces, start, depth, quote, place = [], 0, 0, "", 0
    while place < len(text):
        sign = text[place]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "({":
            depth += 1
        elif sign in ")}":
            depth -= 1
        elif depth == 0 and sign.isspace() and re.match(rf"\s+{word}[\s(]", text[place:]):
            pieces.append(text[start:place].strip())
            place = start = place + len(text[place:]) - len(text[place:].lstrip()) + len(word)
            continue
        place += 1
    return [*pieces, text[start:].strip()]


def _bare(text: str) -> str:
    """Without the brackets around all of it."""
    text = text.strip()
    while text.startswith("(") and _closes(text) == len(text) - 1:
        text = text[1:-1].strip()
    return text


def _closes(text: str) -> int:
    depth, quote = 0, ""
    for place, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if depth == 0:
                return place
    return -1


def asked_in(formula: str) -> Sequence[str]:
    """The names of the questions that a formula looks at."""
    return tuple(dict.fromkeys(re.findall(_NAME, formula)))
