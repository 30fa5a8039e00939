"""Places, streets and employers."""

import re

from vises.texts.names.lists import first_names, listed, places
from vises.texts.names.model import Found, Kind
from vises.texts.names.words import Word, beside, run

_STREET_NL = re.compile(r"(?:straat|laan|plein|steenweg|weg|kaai|dreef|lei|markt|kade|singel|vest|wijk|gracht|park)$")
_ADJECTIVES = listed("adjectives")
_BEFORE_PLACE = listed("before_place")
_COMMON = listed("common")
_ORGANISATIONS = listed("organisations")
_STREETS = listed("streets")


def place(body: str, words: list[Word], number: int) -> Found | None:
    """A place of the list, the longest one that begins here."""
    word = words[number]
    if not word.capital and word.text[:1] != "'":
        return None
    for count in (4, 3, 2, 1):
        last = number + count - 1
        if last >= len(words):
            continue
        said = body[word.start : words[last].end]
        if "\n" in said or said.casefold().replace("’", "'").replace("‑", "-") not in places():
            continue
        if count > 1 or not (word.small in first_names() or word.small in _COMMON):
            return None if word.begins and word.small in _COMMON else Found(word.start, words[last].end, Kind.PLACE)
        before = words[number - 1] if number else None
        if not word.begins and before is not None and before.small in _BEFORE_PLACE:
            return Found(word.start, word.end, Kind.PLACE, False)
    return None


def organisation(body: str, words: list[Word], number: int) -> Found | None:
    """ "école Saint-Joseph", "CPAS de Mons", "vzw De Kringwinkel", "Les Petits Pas asbl"."""
    word = words[number]
    if word.small not in _ORGANISATIONS and not word.small.startswith(("sint-", "saint-", "sainte-")):
        return None
    end = run(body, words, number + 1, first=True)
    after = words[number + 1] if number + 1 < len(words) else None
    if not end and word.capital and not word.begins and after and after.small in _ADJECTIVES:
        end = after.end
    if end and (word.small in _ORGANISATIONS):
        return Found(word.start, end, Kind.EMPLOYER)
    if word.capital and not word.begins and word.small not in {"sint"}:
        return Found(word.start, end or word.end, Kind.EMPLOYER, bool(end))
    if not word.capital and "-" in word.small and number and words[number - 1].small in _ORGANISATIONS:
        return Found(word.start, word.end, Kind.EMPLOYER, False)  # "l'école saint-joseph"
    return None


def street(body: str, words: list[Word], number: int) -> Found | None:
    """ "rue du Val", "Kerkstraat", "Grote Markt"."""
    word = words[number]
    if word.small in _STREETS and (end := run(body, words, number + 1, first=True)):
        return Found(word.start, end, Kind.PLACE)
    if _STREET_NL.search(word.small) and word.capital and not word.begins and len(word.text) > 6:
        return Found(word.start, word.end, Kind.PLACE)
    if word.capital and not word.begins and number + 1 < len(words):
        after = words[number + 1]
        if beside(body, word, after) and after.capital is False and _STREET_NL.fullmatch(after.small):
            return Found(word.start, after.end, Kind.PLACE)
        if beside(body, word, after) and after.capital and _STREET_NL.search(after.small) and len(after.text) > 6:
            return Found(word.start, after.end, Kind.PLACE)
    return None
