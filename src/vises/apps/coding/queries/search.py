"""A search in the words of a journey's texts, by stems: among those the actor reads, and no others."""

import uuid
from bisect import bisect_right
from dataclasses import dataclass

from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Text, TextStems
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.queries.reading import parts_of
from vises.apps.coding.rules import units
from vises.kernel.locale import LANGUAGES, Texts
from vises.texts.stems import asked, places

PAGE = 10
"""Texts on one page."""
SHOWN = 3
"""Places shown of one text."""
AROUND = 90
"""Characters shown on either side of a word that was found."""


@dataclass(frozen=True)
class Hit:
    """A word that was found, in its line; `part` and `sentence` say where it is read."""

    before: str
    words: str
    after: str
    part: int
    sentence: int


@dataclass(frozen=True)
class Found:
    """A text that has all the words, in one form or another. `places`: how many words in it were found."""

    id: uuid.UUID
    title: str
    language: str
    kind: str
    group: Texts
    places: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class SearchPage:
    """A page of what was found; `texts` of all that the actor reads."""

    words: str
    texts: int
    total: int
    number: int
    of: int
    found: tuple[Found, ...]


def search(actor: Actor, journey_id: uuid.UUID, words: str, *, number: int = 1) -> SearchPage:
    """Texts with all these words, in any form of theirs, in three languages. Words of texts that the actor does not
    read are neither shown nor counted. The number of queries does not grow.
    """
    rows = TextStems.objects.filter(scope_id=journey_scope(actor, journey_id))
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    condition = _having(words)
    ids = list(rows.filter(condition).values_list("text_id", flat=True)) if condition else []
    of = max(1, -(-len(ids) // PAGE))
    number = min(max(number, 1), of)
    shown = Text.objects.select_related("origin__document__stakeholder").in_bulk(ids[(number - 1) * PAGE :][:PAGE])
    found = tuple(_found(shown[id_], words) for id_ in ids if id_ in shown)
    return SearchPage(words, rows.count(), len(ids), number, of, found)


def _having(words: str) -> Q | None:
    """The condition that a text has a form of each word, in its own language; None where nothing is asked."""
    condition = Q(pk__in=[])
    for language in LANGUAGES:
        wanted = asked(words, language)
        if not wanted:
            return None
        all_of_them = Q(language=language)
        for stems in wanted:
            one = Q()
            for stem in sorted(stems):
                one |= Q(GreaterThan(StrIndex("words", Value(f" {stem} ")), 0))
            all_of_them &= one
        condition |= all_of_them
    return condition


def _found(text: Text, words: str) -> Found:
    wanted = frozenset[str]().union(*asked(words, text.language))
    at = list(places(text.body, text.language, wanted))
    origin = getattr(text, "origin", None)
    document = origin.document if origin else None
    return Found(
        text.id,
        text.title,
        text.language,
        document.kind if document else "answer",
        document.stakeholder.names if document and document.stakeholder else {},
        len(at),
        _hits(text, _apart(at)),
    )


def _apart(at: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The first places, none in what is shown around the one before."""
    chosen: list[tuple[int, int]] = []
    for place in at:
        if not chosen or place[0] > chosen[-1][1] + AROUND:
            chosen.append(place)
        if len(chosen) == SHOWN:
            break
    return chosen


def _hits(text: Text, at: list[tuple[int, int]]) -> tuple[Hit, ...]:
    body, sentences, hits = text.body, dict[int, list[int]](), []
    for start, end in at:
        number, part = next((n, part) for n, part in enumerate(parts_of(text), 1) if part.start <= start < part.end)
        if number not in sentences:
            sentences[number] = [unit.end for unit in units(body[part.start : part.end])]
        first, last = body.rfind("\n", 0, start) + 1, body.find("\n", end)
        last = len(body) if last < 0 else last
        before = ("… " if start - AROUND > first else "") + body[max(first, start - AROUND) : start].lstrip()
        after = body[end : min(last, end + AROUND)].rstrip() + (" …" if end + AROUND < last else "")
        sentence = part.sentences + bisect_right(sentences[number], start - part.start) + 1
        hits.append(Hit(before, body[start:end], after, number, sentence))
    return tuple(hits)
