"""Cutting an XPath expression into tokens (XPath 1.0, section 3.7)."""

import re
from typing import NamedTuple

LONGEST = 20_000
"""Characters that an expression may have."""

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    |(?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>"[^"]*"|'[^']*')
    |(?P<symbol>::|//|\.\.|<=|>=|!=|[()\[\].,@/|+\-=<>*])
    |(?P<name>{_NAME}(?::(?:{_NAME}|\*)(?!:))?)
    """,
    re.VERBOSE,
)
_BEFORE_OPERAND = {"@", "::", "(", "[", ",", "/", "//", "|", "+", "-", "=", "!=", "<", "<=", ">", ">="}
_WORDS = {"and", "or", "mod", "div"}


class ExpressionError(Exception):
    """An expression that is not XPath, or uses what we do not know. `place`: character from 0."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


class Token(NamedTuple):
    """`kind`: number, string, name, symbol, operator (also `*`, `and`, `or`, `mod`, `div`) or end."""

    kind: str
    text: str
    place: int


def tokens_of(source: str) -> list[Token]:
    """The tokens of `source`, ending with one of kind "end"."""
    if len(source) > LONGEST:
        raise ExpressionError("too long")
    found: list[Token] = []
    place = 0
    while place < len(source):
        match = _TOKEN.match(source, place)
        if match is None:
            raise ExpressionError(f"unexpected {source[place]!r}", place)
        kind, text = str(match.lastgroup), match.group()
        if kind != "space":
            found.append(_sorted_out(kind, text, place, found))
        place = match.end()
    found.append(Token("end", "", place))
    return found


def _sorted_out(kind: str, text: str, place: int, before: list[Token]) -> Token:
    """`*` and the words and, or, mod, div are operators where an operand stands before them."""
    after_operand = bool(before) and before[-1].kind != "operator" and before[-1].text not in _BEFORE_OPERAND
    if after_operand and (text == "*" or (kind == "name" and text in _WORDS)):
        return Token("operator", text, place)
    return Token(kind, text, place)
