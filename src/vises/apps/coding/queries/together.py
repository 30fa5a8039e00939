"""Themes that come together, and whose words were heard: counts of people, never of few."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import QuerySet

from vises.analysis.disclosure import INSIDE
from vises.apps.access.actor import Actor
from vises.apps.coding.models import Passage, Text
from vises.apps.coding.queries.codebook import codebook, journey_scope
from vises.apps.coding.rules.gathering import columns
from vises.apps.coding.services.may import texts_read_apart
from vises.apps.journeys.models import Stakeholder
from vises.kernel.locale import Texts

MOST = 40
"""Pairs of themes that are shown, those that come together most often."""


@dataclass(frozen=True)
class Pair:
    """Two themes in the same texts: in how many, of how many people; and how often over the same words, None where
    fewer than INSIDE people said those."""

    one: Texts
    other: Texts
    texts: int
    people: int
    places: int | None


@dataclass(frozen=True)
class Heard:
    """A group of the journey. `people` heard in conversations: None for fewer than INSIDE, 0 where nobody was. Where
    themes by group count it `together` with others, so does this: else one number would tell the other.
    """

    names: Texts
    people: int | None
    marked: bool
    together: tuple[Texts, ...] = ()


@dataclass(frozen=True)
class TogetherPage:
    """`few`: pairs left out, because fewer than INSIDE people stand behind them."""

    pairs: tuple[Pair, ...]
    few: int
    heard: tuple[Heard, ...]


def together_page(actor: Actor, journey_id: uuid.UUID) -> TogetherPage:
    """Pairs of themes in the same texts, and groups that were heard or not; for who sees the journey, in a fixed
    number of queries. Words are not among it, nor marks in a text that the actor reads apart.
    """
    scope_id = journey_scope(actor, journey_id)
    seen = Passage.objects.filter(text__scope_id=scope_id).exclude(text__in=texts_read_apart(actor))
    names = {row.id: row.names for row in codebook(scope_id, counts=False)}
    rows = seen.filter(doubled=False).values_list(
        "text_id", "code_id", "start", "end", "text__origin__answer_id", "text__origin__document__people"
    )
    by_text: dict[uuid.UUID, list[tuple[uuid.UUID, int, int]]] = defaultdict(list)
    behind: dict[uuid.UUID, tuple[uuid.UUID, int]] = {}
    for text, code, start, end, answer, people in rows:
        by_text[text].append((code, start, end))
        behind[text] = (answer or text, people or 1)
    texts: dict[frozenset[uuid.UUID], set[uuid.UUID]] = defaultdict(set)
    places: dict[frozenset[uuid.UUID], list[uuid.UUID]] = defaultdict(list)
    for text, marks in by_text.items():
        for one, other in combinations(sorted({code for code, _, _ in marks}), 2):
            texts[frozenset({one, other})].add(text)
        for pair in _overlapping(marks):
            places[pair].append(text)

    def people_in(some: Iterable[uuid.UUID]) -> int:
        return sum(dict(behind[text] for text in some).values())

    heard = {pair: people_in(some) for pair, some in texts.items()}
    shown = [pair for pair in texts if heard[pair] >= INSIDE]
    shown.sort(key=lambda pair: (-len(texts[pair]), -len(places[pair]), sorted(map(list(names).index, pair))))
    pairs = []
    for pair in shown[:MOST]:
        one, other = sorted(pair, key=list(names).index)
        over = len(places[pair]) if not places[pair] or people_in(places[pair]) >= INSIDE else None
        pairs.append(Pair(names[one], names[other], len(texts[pair]), heard[pair], over))
    return TogetherPage(tuple(pairs), len(texts) - len(shown), _heard(journey_id, scope_id, seen))


def _overlapping(marks: list[tuple[uuid.UUID, int, int]]) -> list[frozenset[uuid.UUID]]:
    """A pair of themes for each two marks that share words."""
    found, open_ = [], list[tuple[uuid.UUID, int, int]]()
    for mark in sorted(marks, key=lambda mark: mark[1]):
        open_ = [one for one in open_ if one[2] > mark[1]]
        found += [frozenset({one[0], mark[0]}) for one in open_ if one[0] != mark[0]]
        open_.append(mark)
    return found


def _heard(journey_id: uuid.UUID, scope_id: uuid.UUID, seen: QuerySet[Passage]) -> tuple[Heard, ...]:
    people: dict[uuid.UUID, int] = defaultdict(int)
    marked: set[uuid.UUID] = set()
    rows = Text.objects.filter(scope_id=scope_id, origin__document__stakeholder__isnull=False).values_list(
        "id", "origin__document__stakeholder_id", "origin__document__people"
    )
    with_marks = set(seen.values_list("text_id", flat=True))
    for text, group, count in rows:
        people[group] += count
        if text in with_marks:
            marked.add(group)
    groups = {row.id: row for row in Stakeholder.objects.filter(journey_id=journey_id)}
    counted = {id_: column for column in columns(people, INSIDE) for id_ in column}
    found = []
    for row in groups.values():
        column = counted.get(row.id, [row.id])
        heard = sum(people.get(id_, 0) for id_ in column)
        others = tuple(groups[id_].names for id_ in column if id_ != row.id and id_ in groups)
        found.append(Heard(row.names, heard if heard >= INSIDE or not heard else None, row.id in marked, others))
    return tuple(found)
