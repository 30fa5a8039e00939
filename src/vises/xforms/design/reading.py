"""How easily the words of a questionnaire are read, and how many minutes it takes to answer.

Both are estimates that see only lengths: whether people understand, only people can say.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vises.xforms.design.outline import Item, Outline

_FORMULAS = {"en": (206.835, 1.015, 84.6), "fr": (207.0, 1.015, 73.6), "nl": (206.835, 0.93, 77.0)}
_WORD = re.compile(r"[^\W\d_]+(?:['’·.-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…:;]+(?=\s|$)|\n")
_VOWELS = {
    "en": re.compile(r"[aeiouy]+"),
    "fr": re.compile(r"[aàâæeéèêëiîïoôœuùûüyÿ]+"),
    "nl": re.compile(r"[aàáäeéèëiïíoóöuúüy]+"),
}
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)
FEWEST_WORDS = 30
"""Below so many words a formula says nothing."""
READ_A_MINUTE = 150
"""Words that somebody who reads with some effort reads in a minute. Adults read 238 words of English in silence and
183 aloud on average (Brysbaert, 2019, Journal of Memory and Language 109, 104047); whoever answers a questionnaire
looks twice."""
_SECONDS = {"one": 5, "scale": 5, "smileys": 4, "several": 9, "rank": 20, "number": 8, "decimal": 8, "date": 10}
_SECONDS |= {"time": 8, "text": 15, "long": 45, "note": 0}
"""Seconds for thinking and answering, beside reading: our own estimate, to be corrected by trying it."""


@dataclass(frozen=True)
class Reading:
    """How easily a text is read. `ease`: 0 (hard) to 100 (easy), None for too few words; `band`: see `band_of`."""

    ease: float | None
    band: str
    words: int
    longest: tuple[str, ...]  # sentences of more than LONG_SENTENCE words


LONG_SENTENCE = 20


def syllables(word: str, language: str) -> int:
    """Syllables of a word, counted by its groups of vowels; a silent e at the end of a French or English one is none.

    `language`: en, fr or nl. A count by spelling is right for most words and not for all.
    """
    bare = word.lower()
    if language == "fr":
        bare = _ELIDED.sub("", bare)
    count = len(_VOWELS[language].findall(bare))
    if language == "fr" and re.search(r"[^aàâeéèêëiîïoôuùûüyÿ](?:e|es|ent)$", bare) and count > 1:
        count -= 1
    if language == "en" and re.search(r"[^aeiouyl]e$|[aeiouy]le$|[^aeiouytd]ed$", bare) and count > 1:
        count -= 1
    return max(1, count)


def ease(text: str, language: str) -> float | None:
    """Reading ease from 0 to about 100, the higher the easier; None for a language without a formula, or no words.

    English: Flesch, R. (1948), A new readability yardstick, Journal of Applied Psychology 32, 221-233.
    French: Kandel, L. and Moles, A. (1958), Application de l'indice de Flesch à la langue française, Cahiers d'études
    de radio-télévision 19, 253-274. Dutch: Douma, W. (1960), De leesbaarheid van landbouwbladen, Landbouwhogeschool
    Wageningen. All three: a constant less so much for words in a sentence and so much for syllables in a word.
    """
    if language not in _FORMULAS:
        return None
    words = _WORD.findall(text)
    if not words:
        return None
    sentences = max(1, sum(1 for part in _SENTENCE.split(text) if _WORD.search(part)))
    constant, of_words, of_syllables = _FORMULAS[language]
    spoken = sum(syllables(word, language) for word in words)
    return constant - of_words * len(words) / sentences - of_syllables * spoken / len(words)


def band_of(value: float) -> str:
    """Flesch's bands in four: "easy" (70 and more), "ordinary" (60), "demanding" (50), "hard"."""
    return "easy" if value >= 70 else "ordinary" if value >= 60 else "demanding" if value >= 50 else "hard"


def reading(texts: Iterable[str], language: str) -> Reading:
    """How easily some texts are read together; each is a sentence at least."""
    joined = "\n".join(text for text in texts if text.strip())
    count = len(_WORD.findall(joined))
    value = ease(joined, language) if count >= FEWEST_WORDS else None
    parts = [" ".join(part.split()) for part in re.split(r"(?<=[.!?…])\s|\n", joined)]
    long = sorted((part for part in parts if len(_WORD.findall(part)) > LONG_SENTENCE), key=len, reverse=True)
    return Reading(value, band_of(value) if value is not None else "", count, tuple(long[:3]))


def texts_of(shown: Outline, language: str) -> list[str]:
    """Everything that is read in a language, in order."""
    found: list[str] = []
    for item in shown.items:
        found += [item.labels.get(language, ""), item.hints.get(language, "")]
        found += [choice.labels.get(language, "") for choice in item.choices]
    return [text for text in found if text]


def minutes(shown: Outline) -> tuple[int, int]:
    """From how many to how many minutes it takes: with none of the questions that depend on others, and with all.

    A group that is answered several times counts once. At least one minute.
    """
    fewest = most = 0.0
    conditional: set[str] = set()
    for item in shown.items:
        if item.formula or any(group in conditional for group in item.inside):
            conditional.add(item.id)
        seconds = _seconds(item, shown.main)
        most += seconds
        fewest += 0 if item.id in conditional else seconds
    return tuple(max(1, math.ceil(seconds / 60)) for seconds in (fewest, most))  # type: ignore[return-value]


def _seconds(item: Item, language: str) -> float:
    said: list[Mapping[str, str]] = [item.labels, item.hints, *(choice.labels for choice in item.choices)]
    words = sum(len(_WORD.findall(texts.get(language, ""))) for texts in said)
    return words * 60 / READ_A_MINUTE + _SECONDS.get(item.kind, 0)
