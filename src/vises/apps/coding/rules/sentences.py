"""Sentences of a clean text, and how marked passages lie over them. Pure; offsets count characters (code points)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

LANES = 4
"""How many overlapping passages are drawn apart; further ones share the last place and keep their labels."""
PART = 30_000
"""Characters of a long text that are read on one page: about ten pages of paper."""

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
    """A run of words under the same passages. `opens` and `closes` are passages that begin or end here; `speaker` where
    the words are the name of who speaks."""

    start: int
    words: str
    marks: tuple[Mark, ...] = ()
    opens: tuple[Mark, ...] = ()
    closes: tuple[Mark, ...] = ()
    speaker: bool = False


@dataclass(frozen=True)
class Sentence:
    """A numbered sentence, cut where passages begin and end. `at` is the time at which it was said, if noted."""

    number: int
    segments: tuple[Segment, ...]
    at: str = ""


@dataclass(frozen=True)
class Part:
    """A stretch of whole lines of a long text, with the sentences and lines before it."""

    start: int
    end: int
    sentences: int
    lines: int


def parts(body: str, size: int = PART) -> tuple[Part, ...]:
    """A clean text cut at line ends into stretches of about `size` characters; one stretch where it is short.

    A line longer than that stays whole.
    """
    found: list[Part] = []
    start = sentences = lines = 0
    while start < len(body) or not found:
        end = len(body) if len(body) - start <= size * 3 // 2 else body.find("\n", start + size)
        end = len(body) if end < 0 else end + 1
        found.append(Part(start, min(end, len(body)), sentences, lines))
        sentences += len(units(body[start:end]))
        lines += body.count("\n", start, end)
        start = end
    return tuple(found)


def units(body: str) -> tuple[Unit, ...]:
    """The sentences of a cleaned text, in order. Every word lies in exactly one of them."""
    found: list[Unit] = []
    start, paragraph = len(body) - len(body.lstrip()), 0
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


def drawn(
    body: str,
    marks: Sequence[Mark],
    before: int = 0,
    *,
    at: int = 0,
    labels: Mapping[int, int] | None = None,
    clocks: Mapping[int, str] | None = None,
) -> tuple[tuple[Sentence, ...], ...]:
    """Paragraphs of sentences, each cut into segments, from marks sorted by start; numbered after `before`.

    `body` may be a part that begins at the place `at` of its text: all places are those of the whole text.
    `labels` are names of speakers by where they begin (and end), `clocks` the times of lines by where they begin.
    """
    paragraphs: dict[int, list[Sentence]] = {}
    labels, clocks = labels or {}, clocks or {}
    for unit in units(body):
        first, last = unit.start + at, unit.end + at
        over = [mark for mark in marks if mark.start < last and mark.end > first]
        label = min(labels.get(first, first), last)
        cuts = {first, label, last}
        for mark in over:
            cuts |= {place for place in (mark.start, mark.end) if first < place < last}
        ends = sorted(cuts)
        segments = tuple(
            Segment(
                start,
                body[start - at : end - at],
                tuple(mark for mark in over if mark.start < end and mark.end > start),
                # a mark that came over from the part before opens again here
                tuple(mark for mark in over if start <= mark.start < end or (mark.start < at == start)),
                tuple(mark for mark in over if start < mark.end <= end),
                end <= label,
            )
            for start, end in pairwise(ends)
        )
        sentence = Sentence(before + unit.number, segments, clocks.get(first, ""))
        paragraphs.setdefault(unit.paragraph, []).append(sentence)
    return tuple(tuple(sentences) for sentences in paragraphs.values())
