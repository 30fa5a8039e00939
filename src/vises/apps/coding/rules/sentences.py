"""Sentences of a clean text, and how marked passages lie over them. Pure; offsets count characters (code points)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

LANES = 4
"""How many overlapping passages are drawn apart; further ones share the last place and keep their labels."""

# French sets a space before a closing »: the mark still ends the sentence it closes.
_END = re.compile(r"(?:[.!?…]+(?:[»”\"')\]]|[ \u00a0\u202f][»”])*(?=\s)|\n)\s*")
_SHORTENED = re.compile(r"(?:\b(?:M|Mme|Mr|Dr|St|p|cf|ex|dhr|mevr|bv|nr)|\b[A-ZÀ-Ý])\.$")


@dataclass(frozen=True)
class Unit:
    """A sentence, numbered from 1, and the paragraph it stands in."""

    number: int
    paragraph: int
    start: int
    end: int


@dataclass(frozen=True)
class Mark:
    """A passage as it is drawn: its place, its label, its lane among those that overlap."""

    id: str
    start: int
    end: int
    label: str
    lane: int = 0


@dataclass(frozen=True)
class Segment:
    """A run of words under the same passages. `opens` and `closes` are passages that begin or end here."""

    start: int
    words: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """A numbered sentence, cut where passages begin and end."""

    number: int
    segments: tuple[Segment, ...]


def units(body: str) -> tuple[Unit, ...]:
    """The sentences of a cleaned text, in order. Every word lies in exactly one of them."""
    found: list[Unit] = []
    start, paragraph = 0, 0
    for match in _END.finditer(body):
        end = match.end() - (len(match.group()) - len(match.group().rstrip()))
        words = body[start:end].strip()
        if "\n" not in match.group() and _SHORTENED.search(words):
            continue
        if words:
            found.append(Unit(len(found) + 1, paragraph, start, start + len(body[start:end].rstrip())))
        if "\n" in match.group():
            paragraph += 1
        start = match.end()
    if body[start:].strip():
        found.append(Unit(len(found) + 1, paragraph, start, start + len(body[start:].rstrip())))
    return tuple(found)


def between(body: str, first: int, last: int, words: str = "") -> tuple[int, int] | None:
    """The place from sentence `first` to sentence `last`, or of `words` within them; None where there is none."""
    chosen = [unit for unit in units(body) if first <= unit.number <= last]
    if not chosen:
        return None
    start, end = chosen[0].start, chosen[-1].end
    if not words.strip():
        return start, end
    found = body.find(words.strip(), start, end)
    return None if found < 0 else (found, found + len(words.strip()))


def trimmed(body: str, start: int, end: int) -> tuple[int, int] | None:
    """The same place without spaces at its ends; None when no word is left or it lies outside the text."""
    if not 0 <= start < end <= len(body):
        return None
    words = body[start:end]
    start += len(words) - len(words.lstrip())
    end -= len(words) - len(words.rstrip())
    return (start, end) if start < end else None


def in_lanes(passages: Iterable[tuple[str, int, int, str]]) -> tuple[Mark, ...]:
    """Passages (id, start, end, label) with a lane each, so that overlapping ones are drawn apart."""
    busy_until = [0] * LANES
    marks = []
    for id_, start, end, label in sorted(passages, key=lambda p: (p[1], -p[2], p[3])):
        free = next((lane for lane in range(LANES) if busy_until[lane] <= start), LANES - 1)
        busy_until[free] = max(busy_until[free], end)
        marks.append(Mark(id_, start, end, label, free))
    return tuple(marks)


def drawn(body: str, marks: Sequence[Mark], before: int = 0) -> tuple[tuple[Sentence, ...], ...]:
    """Paragraphs of sentences, each cut into segments, from marks sorted by start; numbered after `before`."""
    paragraphs: dict[int, list[Sentence]] = {}
    for unit in units(body):
        over = [mark for mark in marks if mark.start < unit.end and mark.end > unit.start]
        cuts = {unit.start, unit.end}
        for mark in over:
            cuts |= {place for place in (mark.start, mark.end) if unit.start < place < unit.end}
        ends = sorted(cuts)
        segments = tuple(
            Segment(
                start,
                body[start:end],
                tuple(mark for mark in over if mark.start < end and mark.end > start),
                tuple(mark for mark in over if start <= mark.start < end),
                tuple(mark for mark in over if start < mark.end <= end),
            )
            for start, end in pairwise(ends)
        )
        paragraphs.setdefault(unit.paragraph, []).append(Sentence(before + unit.number, segments))
    return tuple(tuple(sentences) for sentences in paragraphs.values())
