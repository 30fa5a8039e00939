""" "The same question asked before", in whichever language: by the terms that notes share, rare ones first; and, where
the installation has a sentence model, by what they mean. The two rankings are fused by their places."""

import math
import uuid
from dataclasses import dataclass

from django.db.models import Case, Count, FloatField, Sum, Value, When

from vises.apps.access.actor import Actor
from vises.apps.learning.lexicon import terms_of
from vises.apps.learning.models import FieldNote, NoteTerm
from vises.apps.learning.queries.meaning import meaning_alike
from vises.apps.learning.queries.notes import ROWS, NoteLine, in_order, lines
from vises.apps.learning.rules.states import OPEN, UP
from vises.apps.learning.services.may import programme_for
from vises.apps.programmes.models import Programme
from vises.texts.sentences import fused

MOST = 5
BUDGET = 6_000  # entries of the index that one look reads to find candidates
CANDIDATES = 40
COUNTED = 5_000  # notes: how rare a word is among more than these no longer matters
SHARED_TERMS = 2
SHARE = 0.3  # of the weight of what was asked


@dataclass(frozen=True)
class _Weighed:
    note_id: uuid.UUID
    weight: float
    terms: int


def asked_before(actor: Actor, programme_id: uuid.UUID, text: str, language: str) -> tuple[NoteLine, ...]:
    """Notes of the programme that ask the same, the nearest first; at most five, in a fixed number of queries.

    Raises NotFound for anybody who may not read what the programme learns.
    """
    programme = programme_for(actor, programme_id)
    ids = _nearest(programme, text, language)
    return in_order(lines(actor, programme, ROWS.filter(pk__in=ids)), ids) if ids else ()


def near(actor: Actor, programme: Programme, note: FieldNote) -> tuple[NoteLine, ...]:
    """Open notes that ask the same as this one, for the body that may merge them. The caller checked access."""
    ids = [id_ for id_ in _nearest(programme, note.words, note.language, MOST + 1) if id_ != note.pk]
    return in_order(lines(actor, programme, ROWS.filter(pk__in=ids, state__in=OPEN), treats=True), ids) if ids else ()


def _nearest(programme: Programme, text: str, language: str, most: int = MOST) -> list[uuid.UUID]:
    return fused(_by_words(programme, text, language), meaning_alike(programme, text, language))[:most]


def _by_words(programme: Programme, text: str, language: str) -> list[uuid.UUID]:
    asked = terms_of(text[:2_000], language)
    entries = NoteTerm.objects.filter(programme=programme)
    # counted by what the index holds, so that no row is fetched
    held = dict(entries.filter(term__in=asked).values_list("term").annotate(Count("note")))
    if not held:
        return []
    up = FieldNote.objects.filter(programme=programme, state__in=UP).order_by()
    notes = up.values("state")[:COUNTED].count()  # from the index alone
    weights = {term: math.log(1 + notes / count) for term, count in held.items()}
    rare: list[str] = []
    rest: list[str] = []
    read = 0
    for term in sorted(held, key=held.__getitem__):
        read += held[term]
        (rare if not rare or read <= BUDGET else rest).append(term)
    found = {row.note_id: row for row in _weigh(programme, weights, rare, CANDIDATES)}
    if rest and found:
        more = {row.note_id: row for row in _weigh(programme, weights, rest, CANDIDATES, list(found))}
        found = {
            id_: _Weighed(id_, row.weight + more[id_].weight, row.terms + more[id_].terms) if id_ in more else row
            for id_, row in found.items()
        }
    enough = SHARE * sum(weights.values())
    near = [row for row in found.values() if row.terms >= min(SHARED_TERMS, len(asked)) and row.weight >= enough]
    return [row.note_id for row in sorted(near, key=lambda row: -row.weight)]


def _weigh(
    programme: Programme, weights: dict[str, float], terms: list[str], most: int, notes: list[uuid.UUID] | None = None
) -> list[_Weighed]:
    entries = NoteTerm.objects.filter(programme=programme, term__in=terms)
    if notes is not None:
        entries = entries.filter(note__in=notes)
    weight = Case(*(When(term=term, then=Value(weights[term])) for term in terms), output_field=FloatField())
    rows = entries.values_list("note").annotate(sum=Sum(weight), terms=Count("term")).order_by("-sum")[:most]
    return [_Weighed(*row) for row in rows]
