"""Notes that mean the same, in whichever words and language: where the installation has a sentence model.

Each web process holds the vectors of the programmes that were asked last. It looks each time whether the table has new
ones, and once a minute whether some went. What is found this way is looked up as it is now before anybody sees it.
"""

import threading
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass, field, replace

import numpy as np
from django.db.models import Max, QuerySet

from vises.apps.learning.models import FieldNote, NoteVector
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.vectors import unpacked
from vises.apps.methodology.nearness import nearness
from vises.apps.programmes.models import Programme
from vises.platform import sentences
from vises.texts.sentences import Model, Vectors, nearest

LOOKED_AT = 40
"""The nearest vectors whose notes are looked up."""
RECOUNTED = 60.0
"""Seconds after which the rows of the table are counted again: that takes longer than all the rest."""
KEPT = 250_000
"""Vectors that a process holds, of all programmes: with 256 numbers each, a quarter of a gigabyte."""


@dataclass
class _Shelf:
    """The vectors of a programme as this process last saw them, with their notes and their rows in the table."""

    rows: list[int] = field(default_factory=list)
    notes: list[uuid.UUID] = field(default_factory=list)
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    last: int = 0
    counted_at: float = 0.0  # by the clock of the process


_shelves: OrderedDict[tuple[uuid.UUID, str], _Shelf] = OrderedDict()
_turn = threading.Lock()


def meaning_alike(programme: Programme, text: str, language: str) -> list[uuid.UUID]:
    """Raised notes of a programme that mean the same, the nearest first; a merged one is told as the one it went into.

    Nothing without a model. Two queries; one more when vectors came, two or three once a minute. The caller checked
    access.
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
        last = table.aggregate(last=Max("id"))["last"] or 0
        moment = time.monotonic()
        if moment - shelf.counted_at >= RECOUNTED:
            shelf = replace(_counted(shelf, table.filter(id__lte=last)), last=last, counted_at=moment)
        elif last > shelf.last:
            shelf = replace(_with(shelf, _read(table.filter(id__gt=shelf.last, id__lte=last))), last=last)
        _shelves[programme_id, model.mark] = shelf
        _shelves.move_to_end((programme_id, model.mark))
        while len(_shelves) > 1 and sum(len(one.rows) for one in _shelves.values()) > KEPT:
            _shelves.popitem(last=False)
        return shelf


def _counted(shelf: _Shelf, table: QuerySet[NoteVector]) -> _Shelf:
    """What is in the table, no more and no less; what is held already is not read again."""
    new = _read(table.filter(id__gt=shelf.last))
    if len(shelf.rows) + len(new) == table.count():
        return _with(shelf, new)
    there = set(table.values_list("id", flat=True))  # some went, or came late
    kept = [number for number, row in enumerate(shelf.rows) if row in there]
    late = there.difference(shelf.rows, (row for row, _, _ in new))
    shelf = replace(
        shelf,
        rows=[shelf.rows[n] for n in kept],
        notes=[shelf.notes[n] for n in kept],
        vectors=shelf.vectors[kept],
    )
    return _with(shelf, [*new, *(_read(table.filter(id__in=late)) if late else [])])


def _read(table: QuerySet[NoteVector]) -> list[tuple[int, uuid.UUID, bytes]]:
    return [(row, note, bytes(numbers)) for row, note, numbers in table.values_list("id", "note_id", "numbers")]


def _with(shelf: _Shelf, new: list[tuple[int, uuid.UUID, bytes]]) -> _Shelf:
    if not new:
        return shelf
    added = unpacked([numbers for _, _, numbers in new])
    return replace(
        shelf,
        rows=[*shelf.rows, *(row for row, _, _ in new)],
        notes=[*shelf.notes, *(note for _, note, _ in new)],
        vectors=np.concatenate([shelf.vectors, added]) if shelf.rows else added,
    )
