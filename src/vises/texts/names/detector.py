"""What could give somebody away in a text in French or Dutch: proposals by rules and lists, for a person to confirm."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator

from vises.texts.names.figures import told_by_shape
from vises.texts.names.lists import first_names, listed
from vises.texts.names.model import Found, Kind
from vises.texts.names.people import alone, in_small_letters, initials, is_first_name, person, surname, titled
from vises.texts.names.placed import organisation, place, street
from vises.texts.names.words import Word, beside, joined, name, words_of
from vises.texts.talk import turns

_AT = frozenset({"chez", "bij"})
_ACRONYMS = listed("acronyms")
_COMMON = listed("common")
_EMPLOYED = listed("employed")
_NO_NAMES = listed("no_names")
_ORIGINS = listed("origins")
_PARTICLES = listed("particles")
_ROLES = listed("roles")
_SMALL_WORDS = listed("small_words")
_TITLES = listed("titles")
_NAMED = frozenset({Kind.FIRST, Kind.LAST, Kind.EMPLOYER, Kind.PLACE})


def find(body: str) -> tuple[Found, ...]:
    """What could give somebody away, in order and without overlaps.

    Rules and lists know first names, places and shapes of numbers; any other word with a capital inside a sentence
    is proposed too, by what stands before it. What is sure in one place is found again everywhere in the text.
    """
    words = words_of(body)
    taken = _Taken()
    for found in told_by_shape(body):
        taken.add(found)
    for found in _speakers(body, words):
        taken.add(found)
    names = list(_names(body, words))
    for found in (*(one for one in names if one.sure), *_again(body, words, [*taken.found, *names]), *names):
        taken.add(found)
    for found in initials(body, tuple(taken.found)):
        taken.add(found)
    return tuple(sorted(taken.found, key=lambda found: found.start))


class _Taken:
    """What was found so far: what comes first stays, what overlaps it is left out."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, new: Found) -> None:
        at = bisect_right(self._starts, new.start)
        if (at and self._ends[at - 1] > new.start) or (at < len(self._starts) and self._starts[at] < new.end):
            return
        self._starts.insert(at, new.start)
        self._ends.insert(at, new.end)
        self.found.append(new)


def _speakers(body: str, words: list[Word]) -> Iterator[Found]:
    """Names before a colon, where people speak in turns; roles are not names."""
    at = {word.start: number for number, word in enumerate(words)}
    for turn in turns(body):
        number = at.get(turn.start)
        if number is None or not turn.speaker:
            continue
        end = turn.start + len(turn.speaker)
        label = []
        while number < len(words) and words[number].end <= end:
            label.append(words[number])
            number += 1
        if label and label[0].small in _TITLES:
            label = label[1:]
        for nth, word in enumerate(label):
            if nth == 0 and word.small in _SMALL_WORDS:
                break
            if word.small in _ROLES or not word.capital:
                continue
            first = word.small in first_names() or (nth == 0 and len(label) == 1)
            yield Found(word.start, word.end, Kind.FIRST if first else Kind.LAST)


def _names(body: str, words: list[Word]) -> Iterator[Found]:
    number = 0
    while number < len(words):
        taken = _name_at(body, words, number)
        if taken:
            yield from taken
            end = taken[-1].end
            while number < len(words) and words[number].start < end:
                number += 1
        else:
            number += 1


def _name_at(body: str, words: list[Word], number: int) -> list[Found]:
    """What begins at this word, if anything."""
    word = words[number]
    before = words[number - 1] if number and joined(body, words[number - 1], word) else None
    if word.small in _TITLES and number + 1 < len(words) and joined(body, word, words[number + 1], dot=True):
        return titled(body, words, number + 1)
    if found := organisation(body, words, number) or place(body, words, number) or street(body, words, number):
        return [found]
    if word.small in _ORIGINS and not word.begins:
        return [Found(word.start, word.end, Kind.PLACE, False)]
    if not word.capital:
        return in_small_letters(body, words, number)
    if word.small in _NO_NAMES or word.small in _ACRONYMS or len(word.text) < 2:
        return []
    known = is_first_name(word.small)
    after = words[number + 1] if number + 1 < len(words) else None
    if word.small in _SMALL_WORDS:
        end = 0 if word.begins or word.small not in _PARTICLES else surname(body, words, number)
        if end <= word.end:
            return []
        unknown = name(body, words, number, _guess(word, before, words, number), sure=False)
        return [Found(word.start, max(end, unknown.end), unknown.kind, sure=False)]
    if word.begins:
        if known and (word.small not in _COMMON or (after and beside(body, word, after) and after.capital)):
            return person(body, words, number)
        return (
            [Found(word.start, word.end, Kind.EMPLOYER, False)]
            if word.shouted and len(word.text) > 2
            else alone(body, words, number)
        )
    if before is not None and before.small in _AT and _employed(words, number):
        return [name(body, words, number, Kind.EMPLOYER, sure=True)]
    if known:
        return person(body, words, number)
    return [name(body, words, number, _guess(word, before, words, number), sure=False)]


def _employed(words: list[Word], number: int) -> bool:
    return any(word.small in _EMPLOYED for word in words[max(0, number - 8) : number])


def _guess(word: Word, before: Word | None, words: list[Word], number: int) -> Kind:
    """What an unknown word with a capital is likeliest to be, by what stands before it."""
    if word.shouted or _employed(words, number):
        return Kind.EMPLOYER
    if before is None:
        return Kind.LAST
    if before.small in {"à", "en", "te", "naar", "uit", "jusqu", "vers"}:
        return Kind.PLACE
    if before.small in {"in", "au", "aux"}:
        return Kind.PLACE if before.small == "in" else Kind.EMPLOYER
    if before.small in {"la", "le", "les", "l", "de", "het", "du", "chez", "bij"}:
        return Kind.EMPLOYER
    return Kind.LAST


def _again(body: str, words: list[Word], found: Iterable[Found]) -> list[Found]:
    """Names found in one place, wherever else they stand: at the beginning of a sentence, in capitals, first names in
    small letters too. Left out is what this text also writes as a usual word.
    """
    known: dict[str, Kind] = {}
    usual = Counter(word.text for word in words if not word.capital)
    found = list(found)
    for one in found:
        said = body[one.start : one.end]
        if one.kind not in _NAMED or " " in said or len(said) < 3 or usual[said.casefold()] > 1:
            continue
        if one.sure or one.kind is Kind.LAST:
            known.setdefault(said.casefold(), one.kind)
    more = list(_whole_again(body, found))
    for word in words:
        small = word.text.casefold()
        stem = small if small in known else small[:-1] if small[-1:] == "s" and small[:-1] in known else ""
        if stem and (word.capital or (known[stem] is Kind.FIRST and len(stem) > 3 and stem not in _COMMON)):
            end = word.end if stem == small else word.end - 1
            more.append(Found(word.start, end, known[stem], word.capital and stem not in _COMMON))
    return more


def _whole_again(body: str, found: Iterable[Found]) -> Iterator[Found]:
    """Names of several words, wherever else they stand: "Van Dammes collega", "madame van den broeck"."""
    several = {body[one.start : one.end].casefold(): one for one in found if one.kind is Kind.LAST and one.sure}
    for said, one in several.items():
        if " " in said and "\n" not in said:
            wanted = re.compile(rf"(?<![\w-]){re.escape(body[one.start : one.end])}(?=s?(?![\w-]))", re.IGNORECASE)
            yield from (Found(*match.span(), one.kind, one.sure) for match in wanted.finditer(body))
