"""Words by their stems in French, Dutch and English, without case and accents: what a search in texts compares."""

import functools
import re
import unicodedata
import zlib

import snowballstemmer

_STEMMERS = {"fr": "french", "nl": "dutch", "en": "english"}
_WORD = re.compile(r"[^\W_]+")
MOST_WORDS = 8
"""Words of a question that are looked for."""
SHELVES = 64
"""Shelves on which the stems of a text are kept apart, so that a search reads a sixty-fourth of each."""


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
    return snowballstemmer.stemmer(_STEMMERS[spoken(language)])


def spoken(language: str) -> str:
    """The language whose stems stand for one that we know no stems of."""
    return language if language in _STEMMERS else "fr"


def words_of(body: str) -> list[str]:
    """The words of a text as they stand in it, in order."""
    return _WORD.findall(body)


def shelf_of(stem: str, language: str) -> str:
    """The shelf on which a stem of texts in this language is kept: "fr-07"."""
    return f"{spoken(language)}-{zlib.crc32(stem.encode(errors='surrogatepass')) % SHELVES:02d}"


def first_shelves() -> tuple[str, ...]:
    """One shelf a language, which every text of it has: counting those counts texts."""
    return tuple(f"{language}-00" for language in _STEMMERS)


def shelved(body: str, language: str) -> dict[str, str]:
    """Every stem of a text once, by shelf, between spaces: {"nl-07": " door welcom ", …}. The first is always there."""
    shelves: dict[str, list[str]] = {f"{spoken(language)}-00": []}
    for found in sorted({stem(word, language) for word in set(_WORD.findall(body))}):
        shelves.setdefault(shelf_of(found, language), []).append(found)
    return {shelf: f" {' '.join(stems)} " for shelf, stems in shelves.items()}


def asked(question: str, language: str) -> tuple[frozenset[str], ...]:
    """For each word of a question the stems that answer it, in texts of this language; one may leave accents out."""
    words = list(dict.fromkeys(word.casefold() for word in _WORD.findall(question)))[:MOST_WORDS]
    return tuple(frozenset({stem(word, language), stem(bare(word), language)}) for word in words)


def places(body: str, language: str, wanted: frozenset[str]) -> list[tuple[int, int]]:
    """Where words with these stems stand in a text, in order."""
    # a stem begins as its word does, but for a Dutch "ge-" that falls away: most words need no look at their stem
    begins = {stem[:1] for stem in wanted} | ({"g"} if spoken(language) == "nl" else set())
    words = (word for word in set(_WORD.findall(body)) if bare(word[0])[:1] in begins)
    found: list[tuple[int, int]] = []
    for word in (word for word in words if stem(word, language) in wanted):
        start = body.find(word)
        while start >= 0:
            end = start + len(word)
            if not _WORD.match(body[start - 1 : start]) and not _WORD.match(body[end : end + 1]):
                found.append((start, end))
            start = body.find(word, end)
    return sorted(found)
