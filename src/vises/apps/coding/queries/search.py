"""A search in the words of a journey's texts, by stems: among those the actor reads, and no others."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Text, TextStems
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.coding.rules.around import around
from vises.kernel.locale import LANGUAGES, Texts
from vises.texts.stems import asked, first_shelves, places, shelf_of

PAGE = 10
"""Texts on one page."""
SHOWN = 3
"""Places shown of one text."""
AROUND = 90
"""Characters shown on either side of a word that was found."""


@dataclass(frozen=True)
class Hit:
    """A word that was found, in its line; `at` is its place in the text, in characters."""

    before: str
    words: str
    after: str
    at: int


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
    having = with_all(rows, words)
    total = len(having)
    of = max(1, -(-total // PAGE))
    number = min(max(number, 1), of)
    ids = having[(number - 1) * PAGE :][:PAGE]
    shown = Text.objects.select_related("origin__document__stakeholder").in_bulk(ids)
    found = tuple(_found(shown[id_], words) for id_ in ids if id_ in shown)
    return SearchPage(words, rows.filter(shelf__in=first_shelves()).count(), total, number, of, found)


def with_all(rows: QuerySet[TextStems], words: str) -> list[uuid.UUID]:
    """The texts that have a form of each word, in their own language, as they were taken in; none where nothing is
    asked. One query a word: joined in one, a planner may go through a common word for each text of another one.
    """
    by_language = [asked(words, language) for language in LANGUAGES]
    found: dict[uuid.UUID, datetime] | None = None
    for forms in zip(*by_language, strict=True):
        spoken = zip(LANGUAGES, forms, strict=True)
        pairs = {(shelf_of(stem, language), stem) for language, stems in spoken for stem in stems}
        has = Q()
        for shelf, stem in sorted(pairs):
            has |= Q(GreaterThan(StrIndex("words", Value(f" {stem} ")), 0), shelf=shelf)
        having = rows.filter(has, shelf__in={shelf for shelf, _ in pairs}).order_by()
        since = dict(having.values_list("text_id", "created_at"))
        found = since if found is None else {id_: when for id_, when in found.items() if id_ in since}
        if not found:
            return []
    return [id_ for _, id_ in sorted((when, id_) for id_, when in (found or {}).items())]


def _found(text: Text, words: str) -> Found:
    wanted = frozenset[str]().union(*asked(words, text.language))
    at = places(text.body, text.language, wanted)
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
    body, hits = text.body, []
    for start, end in at:
        first, last = body.rfind("\n", 0, start) + 1, body.find("\n", end)
        last = len(body) if last < 0 else last
        before, after = around(body, start, end, AROUND, first, last)
        hits.append(Hit(before, body[start:end], after, start))
    return tuple(hits)
