"""Texts with marked passages: `[[theme:words]]`, or `[[theme#name:words]]` for a passage that is cited elsewhere."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_TOKEN = re.compile(r"\[\[([a-z-]+)(?:#([a-z0-9-]+))?:|\]\]")


@dataclass(frozen=True)
class Marked:
    """A passage by its theme; `start` and `end` count characters of the text without its marks."""

    theme: str
    name: str
    start: int
    end: int


def unmark(marked: str) -> tuple[str, tuple[Marked, ...]]:
    """The text without its marks, and the passages, which may lie in one another.

    Raises ValueError for a mark that is not closed, or closed and never opened.
    """
    parts: list[str] = []
    found: list[Marked] = []
    waiting: list[tuple[str, str, int]] = []
    length = place = 0
    for token in _TOKEN.finditer(marked):
        before = marked[place : token.start()]
        parts.append(before)
        length += len(before)
        place = token.end()
        if token.group() != "]]":
            waiting.append((token.group(1), token.group(2) or "", length))
        elif waiting:
            theme, name, start = waiting.pop()
            found.append(Marked(theme, name, start, length))
        else:
            raise ValueError(f"a mark is closed that was never opened, after: {before[-60:]!r}")
    if waiting:
        raise ValueError(f"a mark is not closed: {waiting[-1][0]!r}")
    parts.append(marked[place:])
    return "".join(parts), tuple(sorted(found, key=lambda passage: (passage.start, -passage.end)))


def themes(texts: Iterable[str]) -> Counter[str]:
    """How many passages each theme has in marked texts."""
    return Counter(passage.theme for text in texts for passage in unmark(text)[1])
