"""What could give somebody away in a text in French or Dutch: proposals by rules and lists, for a person to confirm."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vises.texts.names.figures import told_by_shape
from vises.texts.names.lists import first_names, listed, places
from vises.texts.names.model import Found, Kind
from vises.texts.talk import turns

# a word with its inner hyphens; "D'Hondt" and "L'Armoire" are one word where a capital follows
_WORD = re.compile(r"(?:[A-ZÀ-Ý]['’](?=[A-ZÀ-Ý]))?[^\W\d_]+(?:[-‑](?:d['’])?[^\W\d_]+)*|'s-[A-Z][^\W\d_]+")
_SENTENCE_ENDS = re.compile(r"(?:\A|[.!?…:\n(\[])[\s»”)«“\"‘'(\[–—•*-]*\Z")
_ABBREVIATED = re.compile(r"(?:\b(?:M|Mr|Mme|Mlle|Dr|Me|Pr|St|Ste|dhr|mevr|dr|prof)|\b[A-ZÀ-Ý])\.\s*$")
_STREET_NL = re.compile(r"(?:straat|laan|plein|steenweg|weg|kaai|dreef|lei|markt|kade|singel|vest|wijk|gracht|park)$")
_AT = frozenset({"chez", "bij"})
_ABBREVIATIONS = frozenset({"m", "mr", "mm", "mme", "mlle", "dr", "pr", "me", "dhr", "mevr", "prof"})
_ACRONYMS = listed("acronyms")
_ADJECTIVES = listed("adjectives")
_BEFORE_PLACE = listed("before_place")
_COMMON = listed("common")
_EMPLOYED = listed("employed")
_INITIALS = re.compile(r"(?<![\w.'’-])((?:[A-ZÀ-Ý]\.[ \u00a0-]?)+)\Z")
_LAST_NAMES = listed("last_names")
_LINKS = listed("links")
_NO_NAMES = listed("no_names")
_ORGANISATIONS = listed("organisations")
_ORIGINS = listed("origins")
_PARTICLES = listed("particles")
_ROLES = listed("roles")
_SMALL_WORDS = listed("small_words")
_STREETS = listed("streets")
_TITLES = listed("titles")
_USUAL_PLACES = listed("usual_places")
_NAMED = frozenset({Kind.FIRST, Kind.LAST, Kind.EMPLOYER, Kind.PLACE})


@dataclass(frozen=True)
class _Word:
    start: int
    end: int
    text: str
    small: str
    begins: bool  # it begins a sentence
    capital: bool

    @property
    def shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def find(body: str) -> tuple[Found, ...]:
    """What could give somebody away, in order and without overlaps.

    Rules and lists know first names, places and shapes of numbers; any other word with a capital inside a sentence
    is proposed too, by what stands before it. What is sure in one place is found again everywhere in the text.
    """
    words = _words(body)
    taken = _Taken()
    for found in told_by_shape(body):
        taken.add(found)
    for found in _speakers(body, words):
        taken.add(found)
    names = list(_names(body, words))
    for found in (*(one for one in names if one.sure), *_again(body, words, [*taken.found, *names]), *names):
        taken.add(found)
    for found in _initials(body, tuple(taken.found)):
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


def _words(body: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(body):
        cut = "x" if match.start() > 12 else ""  # then the text does not begin here
        before = cut + body[max(0, match.start() - 12) : match.start()]
        begins = bool(_SENTENCE_ENDS.search(before)) and not _ABBREVIATED.search(before)
        text = match.group()
        small = text.casefold().replace("’", "'")
        found.append(_Word(match.start(), match.end(), text, small, begins, text[0].isupper()))
    return found


def _speakers(body: str, words: list[_Word]) -> Iterator[Found]:
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
        for place, word in enumerate(label):
            if place == 0 and word.small in _SMALL_WORDS:
                break
            if word.small in _ROLES or not word.capital:
                continue
            first = word.small in first_names() or (place == 0 and len(label) == 1)
            yield Found(word.start, word.end, Kind.FIRST if first else Kind.LAST)


def _names(body: str, words: list[_Word]) -> Iterator[Found]:
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


def _name_at(body: str, words: list[_Word], number: int) -> list[Found]:
    """What begins at this word, if anything."""
    word = words[number]
    before = words[number - 1] if number and _joined(body, words[number - 1], word) else None
    if word.small in _TITLES and number + 1 < len(words) and _joined(body, word, words[number + 1], dot=True):
        return _titled(body, words, number + 1)
    if found := _organisation(body, words, number) or _place(body, words, number) or _street(body, words, number):
        return [found]
    if word.small in _ORIGINS and not word.begins:
        return [Found(word.start, word.end, Kind.PLACE, False)]
    if not word.capital:
        return _in_small_letters(body, words, number)
    if word.small in _NO_NAMES or word.small in _ACRONYMS or len(word.text) < 2:
        return []
    known = _is_first_name(word.small)
    after = words[number + 1] if number + 1 < len(words) else None
    if word.small in _SMALL_WORDS:
        end = 0 if word.begins or word.small not in _PARTICLES else _surname(body, words, number)
        if end <= word.end:
            return []
        whole = _whole(body, words, number, _guess(word, before, words, number), sure=False)
        return [Found(word.start, max(end, whole.end), whole.kind, sure=False)]
    if word.begins:
        if known and (word.small not in _COMMON or (after and _beside(body, word, after) and after.capital)):
            return _person(body, words, number)
        return (
            [Found(word.start, word.end, Kind.EMPLOYER, False)]
            if word.shouted and len(word.text) > 2
            else _alone(body, words, number)
        )
    if before is not None and before.small in _AT and _employed(words, number):
        return [_whole(body, words, number, Kind.EMPLOYER, sure=True)]
    if known:
        return _person(body, words, number)
    return [_whole(body, words, number, _guess(word, before, words, number), sure=False)]


def _in_small_letters(body: str, words: list[_Word], number: int) -> list[Found]:
    """Who writes without capitals: "madame dubois", "juf katrien", "à jumet"; never sure."""
    word = words[number]
    before = words[number - 1] if number and _joined(body, words[number - 1], word, dot=True) else None
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


def _initials(body: str, names: Iterable[Found]) -> Iterator[Found]:
    """ "J.-P." before "Delvaux"; not the "M." of a sir."""
    for name in names:
        if name.kind is not Kind.LAST and name.kind is not Kind.EMPLOYER:
            continue
        before = _INITIALS.search(body, max(0, name.start - 12), name.start)
        if before and before[1].strip() != "M.":
            yield Found(before.start(1), before.start(1) + len(before[1].rstrip(" \u00a0-")), Kind.FIRST, False)


def _is_first_name(word: str) -> bool:
    """A name of the list, or two of them joined: "Jan-Pieter"."""
    return word in first_names() or ("-" in word and all(p in first_names() for p in word.split("-")))


def _joined(body: str, one: _Word, next_: _Word, *, dot: bool = False) -> bool:
    """Do two words stand side by side, with a space or an apostrophe between them? `dot`: also that of "M." """
    between = body[one.end : next_.start]
    if dot and one.small in _ABBREVIATIONS and between.startswith("."):
        between = between[1:]
    return len(between) <= 2 and not between.strip(" \u00a0\u202f'’")


def _alone(body: str, words: list[_Word], number: int) -> list[Found]:
    """An unknown word with a capital at the beginning: a name set apart by commas, "Vandenbroucke, le directeur, …"."""
    word = words[number]
    if word.small in _COMMON or word.shouted or len(word.text) < 4 or body[word.end : word.end + 1] != ",":
        return []
    rest = body[word.end + 1 : word.end + 40]
    aside = re.match(r" (?:le|la|l['’]|mon|ma|notre|de|het|mijn|onze|een|un|une) ?\w+(?: \w+)?,", rest)
    return [Found(word.start, word.end, Kind.LAST, False)] if aside else []


def _titled(body: str, words: list[_Word], number: int) -> list[Found]:
    word = words[number]
    if word.small in _TITLES or (word.begins and words[number - 1].small in {"m", "me"} and len(word.text) < 3):
        return []  # "mevrouw dokter Claes" begins at the second title
    if word.capital and word.small in first_names() and not word.shouted:
        return _person(body, words, number)
    end = _surname(body, words, number)
    return [Found(word.start, end, Kind.LAST)] if end else []


def _person(body: str, words: list[_Word], number: int) -> list[Found]:
    """A first name, and the last name after it."""
    word = words[number]
    sure = word.small not in _COMMON
    found = [Found(word.start, word.end, Kind.FIRST, sure)]
    after = number + 1
    if after < len(words) and _beside(body, word, words[after]):
        if words[after].capital and words[after].small in first_names() and not _surname(body, words, after + 1):
            return [*found, Found(words[after].start, words[after].end, Kind.LAST, sure)]
        if end := _surname(body, words, after):
            found.append(Found(words[after].start, end, Kind.LAST))
    return found


def _beside(body: str, one: _Word, next_: _Word) -> bool:
    return body[one.end : next_.start] in {" ", "\u00a0"}


def _surname(body: str, words: list[_Word], number: int) -> int:
    """The end of a last name that begins here: small words, then a capital; 0 where there is none."""
    start = number
    while (
        number < len(words)
        and number - start < 4
        and words[number].small in _PARTICLES
        and number + 1 < len(words)
        and _joined(body, words[number], words[number + 1])
    ):
        number += 1
    if number >= len(words) or not words[number].capital:
        return 0
    if number > start and not words[start].capital and words[start].small in {"à", "la", "le", "les", "het", "te"}:
        return 0
    end = words[number].end
    while number + 1 < len(words) and words[number + 1].capital and _beside(body, words[number], words[number + 1]):
        number += 1
        end = words[number].end
    return end


def _place(body: str, words: list[_Word], number: int) -> Found | None:
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


def _organisation(body: str, words: list[_Word], number: int) -> Found | None:
    """ "école Saint-Joseph", "CPAS de Mons", "vzw De Kringwinkel", "Les Petits Pas asbl"."""
    word = words[number]
    if word.small not in _ORGANISATIONS and not word.small.startswith(("sint-", "saint-", "sainte-")):
        return None
    end = _run(body, words, number + 1, first=True)
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


def _street(body: str, words: list[_Word], number: int) -> Found | None:
    word = words[number]
    if word.small in _STREETS and (end := _run(body, words, number + 1, first=True)):
        return Found(word.start, end, Kind.PLACE)
    if _STREET_NL.search(word.small) and word.capital and not word.begins and len(word.text) > 6:
        return Found(word.start, word.end, Kind.PLACE)
    if word.capital and not word.begins and number + 1 < len(words):
        after = words[number + 1]
        if _beside(body, word, after) and after.capital is False and _STREET_NL.fullmatch(after.small):
            return Found(word.start, after.end, Kind.PLACE)
        if _beside(body, word, after) and after.capital and _STREET_NL.search(after.small) and len(after.text) > 6:
            return Found(word.start, after.end, Kind.PLACE)
    return None


def _run(body: str, words: list[_Word], number: int, *, first: bool = False) -> int:
    """The end of a run of words with capitals, small linking words between them; 0 where there is none.

    `first`: linking words may also stand before the first capital ("CPAS de Mons", "usine du Val").
    """
    end, last = 0, number - 1
    while number < len(words) and (number == 0 or _joined(body, words[number - 1], words[number])):
        word = words[number]
        if word.capital:
            end, last = word.end, number
        elif (end or first) and number - last <= 3 and (word.small in _LINKS or word.small in _ADJECTIVES):
            pass
        else:
            break
        number += 1
    return end


def _whole(body: str, words: list[_Word], number: int, kind: Kind, *, sure: bool) -> Found:
    """An unknown name with the capitals that belong to it."""
    end = words[number].end
    place = number
    while place + 1 < len(words):
        after = words[place + 1]
        if _beside(body, words[place], after) and after.capital and after.small not in _NO_NAMES:
            place += 1
        elif (
            place + 2 < len(words)
            and after.small in _LINKS - {"en", "à", "sur", "op", "aan"}
            and _joined(body, words[place], after)
            and _joined(body, after, words[place + 2])
            and words[place + 2].capital
            and words[place + 2].small not in places()
        ):
            place += 2
        else:
            break
        end = words[place].end
    if words[number].small in {"les", "des", "de"} and kind is Kind.LAST:
        kind = Kind.EMPLOYER
    return Found(words[number].start, end, kind, sure)


def _employed(words: list[_Word], number: int) -> bool:
    return any(word.small in _EMPLOYED for word in words[max(0, number - 8) : number])


def _guess(word: _Word, before: _Word | None, words: list[_Word], number: int) -> Kind:
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


def _again(body: str, words: list[_Word], found: Iterable[Found]) -> list[Found]:
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
