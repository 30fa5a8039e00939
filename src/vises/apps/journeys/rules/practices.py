"""Practices portraits: the five aspects, and what changed from one wording to the next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ASPECTS = ("governance", "participation", "job-quality", "local-anchoring", "prices")
SENTENCE = re.compile(r"[^.!?…\n]+[.!?…]*[\s\n]*|[.!?…]+\s*|\n+")


@dataclass(frozen=True)
class Bit:
    """A part of a wording, and whether the other wording has it too."""

    text: str
    kept: bool


def sentences(text: str) -> list[str]:
    """A text cut into sentences; joined again they are the text."""
    return SENTENCE.findall(text)


def compared(text: str, other: str) -> tuple[Bit, ...]:
    """The text in parts, sentence by sentence: what the other wording says too, and what only this one says."""
    there = {_bare(part) for part in sentences(other)}
    bits: list[Bit] = []
    for part in sentences(text):
        kept = _bare(part) in there or not _bare(part)
        if bits and bits[-1].kept == kept:
            bits[-1] = Bit(bits[-1].text + part, kept)
        else:
            bits.append(Bit(part, kept))
    return tuple(bits)


def how_changed(before: str, after: str) -> str:
    """ "same", "changed", "new" (nothing was said before), "silent" (nothing is said now), or "" (never said)."""
    if not before.strip() and not after.strip():
        return ""
    if not before.strip():
        return "new"
    if not after.strip():
        return "silent"
    return "same" if _words(before) == _words(after) else "changed"


def _words(text: str) -> Sequence[str]:
    return text.split()


def _bare(part: str) -> str:
    return " ".join(part.split()).rstrip(".!?… ").casefold()
