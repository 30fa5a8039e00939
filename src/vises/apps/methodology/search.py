"""Plain search over short texts: case and accents do not matter, every word must be found. Pure."""

import unicodedata
from collections.abc import Iterable

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'"})


def fold(text: str) -> str:
    """A text without case and accents, ligatures written out: "Évaluation" and "evaluation" become the same."""
    split = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in split if not unicodedata.combining(sign))
    return " ".join(bare.translate(_LIGATURES).split())


def matches(asked: str, texts: Iterable[str]) -> bool:
    """Whether every word of what was asked occurs somewhere in the texts. Nothing asked matches all."""
    words = fold(asked).split()
    if not words:
        return True
    held = fold(" \n ".join(texts))
    return all(word in held for word in words)
