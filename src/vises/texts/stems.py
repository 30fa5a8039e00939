"""Words by their stems in French, Dutch and English, without case and accents: what a search in texts compares."""

import functools
import re
import unicodedata
from collections.abc import Iterator

import snowballstemmer

_STEMMERS = {"fr": "french", "nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
"""Words of a question that are looked for."""


def bare(word: str) -> str:
    """A word without case and accents."""
    apart = unicodedata.normalize("NFD", word.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).replace("œ", "oe").replace("æ", "ae")


@functools.lru_cache(maxsize=1 << 17)
def stem(word: str, language: str) -> str:
    """The stem of a word, without case and accents."""
    return bare(_stemmer(language).stemWord(word.casefold()))


@functools.lru_cache(maxsize=8)
def _stemmer(language: str) -> "snowballstemmer.stemmer":
    return snowballstemmer.stemmer(_STEMMERS.get(language, "french"))


def stems_of(body: str, language: str) -> str:
    """Every stem of a text once, between spaces: " door welcom "."""
    found = {stem(word, language) for word in _WORD.findall(body)}
    return f" {' '.join(sorted(found))} "


def asked(question: str, language: str) -> tuple[frozenset[str], ...]:
    """For each word of a question the stems that answer it, in texts of this language; one may leave accents out."""
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(question)))[:MOST_WORDS]
    return tuple(frozenset({stem(word, language), stem(bare(word), language)}) for word in words)


def places(body: str, language: str, wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where words with these stems stand in a text."""
    for word in _WORD.finditer(body):
        if stem(word.group(), language) in wanted:
            yield word.span()
