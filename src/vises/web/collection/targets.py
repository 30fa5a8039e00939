"""What a column of a file may be taken for: a menu, or where menus would be heavy, a field with proposals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.text import Truncator

from vises.apps.collection.services.looking import Column
from vises.kernel.locale import Texts, pick
from vises.xforms.plain_words import plain

A_PAGE = 100
"""Columns on a page; what is said on one page is kept when going to another."""
IN_MENUS = 3_000
"""Entries of all menus of a page together; beyond, each column has a field to type in."""
PROPOSED = 2_000
"""Proposals for all fields of a page together: questions first; the others may be typed nevertheless."""


@dataclass(frozen=True)
class Field:
    """A column on the page. `shown`: what stands in its field; `error`: why that means nothing."""

    place: int
    column: Column
    shown: str
    error: str = ""


class Targets:
    """What each target ("q", "q=choice") is called; no two alike."""

    def __init__(self, targets: Iterable[tuple[str, Texts, Texts]], language: str) -> None:
        self.words: dict[str, str] = {}
        taken: set[str] = set()
        for target, labels, choice in targets:
            words = Truncator(" ".join(pick(labels, language)[0].split())).chars(70)
            if choice:
                words += ": " + Truncator(" ".join(pick(choice, language)[0].split())).chars(40)
            if plain(words) in taken or not words:
                words = f"{words} ({target})".strip()
            taken.add(plain(words))
            self.words[target] = words

    def in_menus(self, columns: int) -> bool:
        """Whether each column may have a menu of all of them."""
        return columns * len(self.words) <= IN_MENUS

    @property
    def proposed(self) -> list[str]:
        """What fields propose, questions first."""
        first = sorted(self.words.items(), key=lambda one: "=" in one[0])
        return [words for _target, words in first[:PROPOSED]]

    @cached_property
    def _by_words(self) -> Mapping[str, str]:
        return {plain(words): target for target, words in self.words.items()}

    def meant(self, text: str) -> str | None:
        """The target chosen or typed, by itself or by its words; "" for none; None where it means nothing."""
        text = text.strip()
        return text if not text or text in self.words else self._by_words.get(plain(text))

    def shown(self, target: str, *, menus: bool) -> str:
        """What stands in the field of a column that was taken for that."""
        return target if menus else self.words.get(target, target)
