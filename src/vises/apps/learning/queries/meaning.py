"""Notes that mean the same, in whichever words and language: where the installation has a sentence model.

Each web process holds the vectors of the programmes that were asked last, and looks each time whether the table has
others by now. What is found this way is looked up again as it is now, before anybody sees it.
"""

import threading
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field, replace

import numpy as np
from django.db.models import Count, Max, QuerySet

from vises.apps.learning.models import FieldNote, NoteVector
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.vectors import unpacked
from vises.apps.methodology.nearness import nearness
from vises.apps.programmes.models import Programme
from vises.platform import sentences
from vises.texts.sentences import Model, Vectors, nearest

LOOKED_AT = 40
"""The nearest vectors whose notes are looked up."""
KEPT = 250_000
"""Vectors that a process holds, of all programmes: with 256 numbers each, a quarter of a gigabyte."""


@dataclass
class _Shelf:
    """The vectors of a programme as this process last saw them, with their notes and their rows in the table."""

    rows: list[int] = field(default_factory=list)
    notes: list[uuid.UUID] = field(default_factory=list)
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    last: int = 0


_shelves: OrderedDict[tuple[uuid.UUID, str], _Shelf] = OrderedDict()
_turn = threading.Lock()


def meaning_alike(programme: Programme, text: str, language: str) -> list[uuid.UUID]:
    """Raised notes of a programme that mean the same, the nearest first; a merged one is told as the one it went into.

    Nothing without a model. Three queries, one more when vectors came or went since. The caller checked access.
    """
    model = sentences.model()
    if model is None:
        return []
    asked = model.vectors([text])[0]
    shelf = _shelf(programme.id, model)
    found = {shelf.notes[number]: cosine for number, cosine in nearest(asked, shelf.vectors, LOOKED_AT)}
    up = FieldNote.objects.filter(pk__in=found, programme=programme, state__in=UP).order_by()
    now = {pk: (said, into) for pk, said, into in up.values_list("pk", "language", "merged_into")}
    near = nearness()
    ids = (now[pk][1] or pk for pk, cosine in found.items() if pk in now and cosine >= near.of(language, now[pk][0]))
    return list(dict.fromkeys(ids))


def forget() -> None:
    """Let go of what this process holds."""
    with _turn:
        _shelves.clear()


def _shelf(programme_id: uuid.UUID, model: Model) -> _Shelf:
    """The vectors of a programme, brought up to date. One thread at a time: the others find it done."""
    table = NoteVector.objects.filter(programme_id=programme_id, model=model.mark)
    with _turn:
        shelf = _shelves.get((programme_id, model.mark), _Shelf())
        there = table.aggregate(n=Count("id"), last=Max("id"))
        count, last = there["n"], there["last"] or 0
        if (count, last) != (len(shelf.rows), shelf.last):
            shelf = _brought_up(shelf, table.filter(id__lte=last), count, last)
        _shelves[programme_id, model.mark] = shelf
        _shelves.move_to_end((programme_id, model.mark))
        while len(_shelves) > 1 and sum(len(one.rows) for one in _shelves.values()) > KEPT:
            _shelves.popitem(last=False)
        return shelf


def _brought_up(shelf: _Shelf, table: QuerySet[NoteVector], count: int, last: int) -> _Shelf:
    new = list(table.filter(id__gt=shelf.last).values_list("id", "note_id", "numbers"))
    if len(shelf.rows) + len(new) != count:  # some went, or came late: what is there decides
        there = set(table.values_list("id", flat=True))
        late = there - set(shelf.rows) - {row for row, _, _ in new}
        new += table.filter(id__in=late).values_list("id", "note_id", "numbers") if late else []
        kept = [number for number, row in enumerate(shelf.rows) if row in there]
        shelf = _Shelf([shelf.rows[n] for n in kept], [shelf.notes[n] for n in kept], shelf.vectors[kept])
    if not new:
        return replace(shelf, last=last)
    added = unpacked([bytes(numbers) for _, _, numbers in new])
    return _Shelf(
        [*shelf.rows, *(row for row, _, _ in new)],
        [*shelf.notes, *(note for _, note, _ in new)],
        np.concatenate([shelf.vectors, added]) if shelf.rows else added,
        last,
    )
