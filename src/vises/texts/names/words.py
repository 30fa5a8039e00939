"""Words of a text, and which of them stand together."""

import re
from dataclasses import dataclass

from vises.texts.names.lists import listed, places
from vises.texts.names.model import Found, Kind

# a word with its inner hyphens; "D'Hondt" and "L'Armoire" are one word where a capital follows
_WORD = re.compile(r"(?:[A-ZÀ-Ý]['’](?=[A-ZÀ-Ý]))?[^\W\d_]+(?:[-‑](?:d['’])?[^\W\d_]+)*|'s-[A-Z][^\W\d_]+")
_SENTENCE_ENDS = re.compile(r"(?:\A|[.!?…:\n(\[])[\s»”)«“\"‘'(\[–—•*-]*\Z")
_ABBREVIATED = re.compile(r"(?:\b(?:M|Mr|Mme|Mlle|Dr|Me|Pr|St|Ste|dhr|mevr|dr|prof)|\b[A-ZÀ-Ý])\.\s*$")
_ABBREVIATIONS = frozenset({"m", "mr", "mm", "mme", "mlle", "dr", "pr", "me", "dhr", "mevr", "prof"})
_ADJECTIVES = listed("adjectives")
_LINKS = listed("links")
_NO_NAMES = listed("no_names")


@dataclass(frozen=True)
class Word:
    """A word where it stands; `small` is its text in small letters."""

    start: int
    end: int
    text: str
    small: str
    begins: bool  # it begins a sentence
    capital: bool

    @property
    def shouted(self) -> bool:
        """Whether it is all in capitals."""
        return len(self.text) > 1 and self.text.isupper()


def words_of(body: str) -> list[Word]:
    """The words of a text, in order."""
    found = []
    for match in _WORD.finditer(body):
        cut = "x" if match.start() > 12 else ""  # then the text does not begin here
        before = cut + body[max(0, match.start() - 12) : match.start()]
        begins = bool(_SENTENCE_ENDS.search(before)) and not _ABBREVIATED.search(before)
        text = match.group()
        small = text.casefold().replace("’", "'")
        found.append(Word(match.start(), match.end(), text, small, begins, text[0].isupper()))
    return found


def joined(body: str, one: Word, next_: Word, *, dot: bool = False) -> bool:
    """Do two words stand side by side, with a space or an apostrophe between them? `dot`: also that of "M." """
    between = body[one.end : next_.start]
    if dot and one.small in _ABBREVIATIONS and between.startswith("."):
        between = between[1:]
    return len(between) <= 2 and not between.strip(" \u00a0\u202f'’")


def beside(body: str, one: Word, next_: Word) -> bool:
    """Is there one space between two words and nothing else?"""
    return body[one.end : next_.start] in {" ", "\u00a0"}


def run(body: str, words: list[Word], number: int, *, first: bool = False) -> int:
    """The end of a run of words with capitals, small linking words between them; 0 where there is none.

    `first`: linking words may also stand before the first capital ("CPAS de Mons", "usine du Val").
    """
    end, last = 0, number - 1
    while number < len(words) and (number == 0 or joined(body, words[number - 1], words[number])):
        word = words[number]
        if word.capital:
            end, last = word.end, number
        elif (end or first) and number - last <= 3 and (word.small in _LINKS or word.small in _ADJECTIVES):
            pass
        else:
            break
        number += 1
    return end


def name(body: str, words: list[Word], number: int, kind: Kind, *, sure: bool) -> Found:
    """An unknown name with the capitals that belong to it."""
    end = words[number].end
    place = number
    while place + 1 < len(words):
        after = words[place + 1]
        if beside(body, words[place], after) and after.capital and after.small not in _NO_NAMES:
            place += 1
        elif (
            place + 2 < len(words)
            and after.small in _LINKS - {"en", "à", "sur", "op", "aan"}
            and joined(body, words[place], after)
            and joined(body, after, words[place + 2])
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
