"""Names of people: first names, last names, titles, initials."""

import re
from collections.abc import Iterable, Iterator

from vises.texts.names.lists import first_names, listed, places
from vises.texts.names.model import Found, Kind
from vises.texts.names.words import Word, beside, joined

_BEFORE_PLACE = listed("before_place")
_COMMON = listed("common")
_INITIALS = re.compile(r"(?<![\w.'’-])((?:[A-ZÀ-Ý]\.[ \u00a0-]?)+)\Z")
_LAST_NAMES = listed("last_names")
_PARTICLES = listed("particles")
_SMALL_WORDS = listed("small_words")
_TITLES = listed("titles")
_USUAL_PLACES = listed("usual_places")


def is_first_name(word: str) -> bool:
    """A name of the list, or two of them joined: "Jan-Pieter"."""
    return word in first_names() or ("-" in word and all(p in first_names() for p in word.split("-")))


def person(body: str, words: list[Word], number: int) -> list[Found]:
    """A first name, and the last name after it."""
    word = words[number]
    sure = word.small not in _COMMON
    found = [Found(word.start, word.end, Kind.FIRST, sure)]
    after = number + 1
    if after < len(words) and beside(body, word, words[after]):
        if words[after].capital and words[after].small in first_names() and not surname(body, words, after + 1):
            return [*found, Found(words[after].start, words[after].end, Kind.LAST, sure)]
        if end := surname(body, words, after):
            found.append(Found(words[after].start, end, Kind.LAST))
    return found


def surname(body: str, words: list[Word], number: int) -> int:
    """The end of a last name that begins here: small words, then a capital; 0 where there is none."""
    start = number
    while (
        number < len(words)
        and number - start < 4
        and words[number].small in _PARTICLES
        and number + 1 < len(words)
        and joined(body, words[number], words[number + 1])
    ):
        number += 1
    if number >= len(words) or not words[number].capital:
        return 0
    if number > start and not words[start].capital and words[start].small in {"à", "la", "le", "les", "het", "te"}:
        return 0
    end = words[number].end
    while number + 1 < len(words) and words[number + 1].capital and beside(body, words[number], words[number + 1]):
        number += 1
        end = words[number].end
    return end


def titled(body: str, words: list[Word], number: int) -> list[Found]:
    """Who stands after a title: "madame Dubois"."""
    word = words[number]
    if word.small in _TITLES or (word.begins and words[number - 1].small in {"m", "me"} and len(word.text) < 3):
        return []  # "mevrouw dokter Claes" begins at the second title
    if word.capital and word.small in first_names() and not word.shouted:
        return person(body, words, number)
    end = surname(body, words, number)
    return [Found(word.start, end, Kind.LAST)] if end else []


def alone(body: str, words: list[Word], number: int) -> list[Found]:
    """An unknown word with a capital at the beginning: a name set apart by commas, "Vandenbroucke, le directeur, …"."""
    word = words[number]
    if word.small in _COMMON or word.shouted or len(word.text) < 4 or body[word.end : word.end + 1] != ",":
        return []
    rest = body[word.end + 1 : word.end + 40]
    aside = re.match(r" (?:le|la|l['’]|mon|ma|notre|de|het|mijn|onze|een|un|une) ?\w+(?: \w+)?,", rest)
    return [Found(word.start, word.end, Kind.LAST, False)] if aside else []


def in_small_letters(body: str, words: list[Word], number: int) -> list[Found]:
    """Who writes without capitals: "madame dubois", "juf katrien", "à jumet"; never sure."""
    word = words[number]
    before = words[number - 1] if number and joined(body, words[number - 1], word, dot=True) else None
    if word.small in _COMMON or word.small in _SMALL_WORDS:
        return []
    if before is not None and before.small in _TITLES and word.small in first_names() and len(word.text) > 3:
        return [Found(word.start, word.end, Kind.FIRST, False)]
    if word.small in _LAST_NAMES:
        return [Found(word.start, word.end, Kind.LAST, False)]
    known = len(word.text) > 4 and word.small in places() and word.small not in _USUAL_PLACES
    if known and before is not None and before.small in _BEFORE_PLACE:
        return [Found(word.start, word.end, Kind.PLACE, False)]
    return []


def initials(body: str, names: Iterable[Found]) -> Iterator[Found]:
    """ "J.-P." before "Delvaux"; not the "M." of a sir."""
    for name in names:
        if name.kind is not Kind.LAST and name.kind is not Kind.EMPLOYER:
            continue
        before = _INITIALS.search(body, max(0, name.start - 12), name.start)
        if before and before[1].strip() != "M.":
            yield Found(before.start(1), before.start(1) + len(before[1].rstrip(" \u00a0-")), Kind.FIRST, False)
