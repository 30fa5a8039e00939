"""What raised notes mean, as numbers: written by the worker after they went up, and anew with another model.

Derived data: nothing is lost with it, and it goes with its note.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Q

from vises.apps.learning.models import FieldNote, NoteVector
from vises.apps.learning.rules.states import UP
from vises.kernel.clock import now
from vises.platform import sentences
from vises.platform.jobs.services import Beat, enqueue, job
from vises.texts.sentences import Model, Vectors

AT_ONCE = 500
JOB = "learning.vectors"


@dataclass(frozen=True)
class Held:
    """Raised notes, and how many of them have a vector of the model that is given."""

    written: int
    notes: int


def write_soon(note: FieldNote) -> None:
    """Let the worker write the vector of a note that went up. Without a model, nothing. Call in a transaction."""
    if sentences.given():
        enqueue(JOB, key=f"{JOB}:{note.id}:{note.raised_at:%Y%m%d%H%M%S%f}")


def complete_soon() -> bool:
    """Let the worker write what is not there, if anything: at start, when there may be another model."""
    model = sentences.model()
    if model is None or not _wanting(model)[:1]:
        return False
    enqueue(JOB, key=f"{JOB}:{model.mark}:{now():%Y%m%d%H%M%S%f}")
    return True


def held() -> Held:
    """How far it is. Raises sentences.Unusable."""
    model = sentences.model()
    written = NoteVector.objects.filter(model=model.mark).count() if model else 0
    return Held(written, FieldNote.objects.filter(state__in=UP).count())


def forget_all() -> int:
    """Take all vectors away. Returns how many there were."""
    return NoteVector.objects.all().delete()[0]


def complete(tell: Callable[[int, int], None]) -> int:
    """Write the vectors that raised notes lack, and take away those of another model; returns how many were written.

    `tell` hears after each lot how many are done, of how many. What is written stays if it ends in the middle.
    """
    model = sentences.model()
    if model is None:
        return 0
    NoteVector.objects.exclude(model=model.mark).delete()
    wanting = _wanting(model)
    for first in range(0, len(wanting), AT_ONCE):
        _write(model, wanting[first : first + AT_ONCE])
        tell(min(first + AT_ONCE, len(wanting)), len(wanting))
    return len(wanting)


def _wanting(model: Model) -> list[uuid.UUID]:
    rows = FieldNote.objects.filter(state__in=UP).exclude(vector__model=model.mark)
    return list(rows.order_by().values_list("id", flat=True))


def _write(model: Model, ids: list[uuid.UUID]) -> None:
    notes = list(FieldNote.objects.filter(pk__in=ids, state__in=UP))
    rows = model.vectors([note.words for note in notes])
    seen: dict[uuid.UUID, datetime | None] = {note.pk: note.raised_at for note in notes}
    with transaction.atomic():
        # who took her note back while the model read it keeps its meaning to herself, too
        still = FieldNote.objects.select_for_update().filter(pk__in=seen, state__in=UP).order_by("pk")
        raised = {pk for pk, raised_at in still.values_list("pk", "raised_at") if raised_at == seen[pk]}
        NoteVector.objects.filter(Q(note__in=raised) & ~Q(model=model.mark)).delete()
        NoteVector.objects.bulk_create(
            (
                NoteVector(note=note, programme_id=note.programme_id, model=model.mark, numbers=packed(row))
                for note, row in zip(notes, rows, strict=True)
                if note.pk in raised
            ),
            ignore_conflicts=True,
        )


def packed(row: Vectors) -> bytes:
    """A vector as it is kept: half precision, which changes a cosine by less than a thousandth."""
    return row.astype(np.float16).tobytes()


def unpacked(rows: list[bytes]) -> Vectors:
    """Vectors as they are compared."""
    return np.frombuffer(b"".join(rows), dtype=np.float16).reshape(len(rows), -1).astype(np.float32)


def _before(beat: Beat) -> int:
    return complete(lambda done, of: beat(f"{done} / {of}"))


@job(JOB, before=_before)
def _written(made: int) -> None:
    """All of it was done before: what is written does no harm if the job is never finished."""
