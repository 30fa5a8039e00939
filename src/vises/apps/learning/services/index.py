"""The words of raised notes, for "the same question asked before"."""

import uuid
from collections.abc import Iterable

from vises.apps.learning.lexicon import terms_of
from vises.apps.learning.models import FieldNote, NoteTerm

AT_ONCE = 5_000


def index_note(note: FieldNote) -> None:
    """Let this note be found by its words, and by those of no note before it."""
    index_notes([note])


def index_notes(notes: Iterable[FieldNote]) -> None:
    """The same for many: their words are read anew."""
    rows = list(notes)
    NoteTerm.objects.filter(note__in=rows).delete()
    NoteTerm.objects.bulk_create(
        (
            NoteTerm(programme_id=note.programme_id, note=note, term=term)
            for note in rows
            for term in sorted(terms_of(note.words, note.language))
        ),
        batch_size=AT_ONCE,
    )


def hand_over(note_id: uuid.UUID, into_id: uuid.UUID) -> None:
    """A merged note is found no more; the note it went into is found by its words as well."""
    NoteTerm.objects.bulk_create(
        (
            NoteTerm(programme_id=row.programme_id, note_id=into_id, term=row.term)
            for row in NoteTerm.objects.filter(note_id=note_id)
        ),
        ignore_conflicts=True,
    )
    NoteTerm.objects.filter(note_id=note_id).delete()
