"""What somebody sees behind a link: the note that concerns her, or the answer that came back to her."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.learning.models import FieldNote
from vises.apps.learning.queries.notes import place_of
from vises.apps.learning.services import joins, sharing
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Asked:
    """A note that concerns an enterprise, for its referent. `actor` is her, signed in or by her link."""

    actor: Actor
    note_id: uuid.UUID
    author_id: uuid.UUID | None
    author: str
    enterprise: str
    kind: str
    text: str
    language: str
    place: Texts
    programme: Texts


@dataclass(frozen=True)
class Told:
    """An answer that came back."""

    words: str
    language: str
    answers: Texts
    body: Texts
    helped: str


def asked_behind(token: str) -> Asked:
    """Behind a mailed link. Raises NotFound once it was answered or has ended."""
    guest, note = sharing.asked(token)
    return _asked(guest, note)


def asked_of(actor: Actor, note_id: uuid.UUID) -> Asked:
    """For a referent who signed in. Raises NotFound or Forbidden."""
    return _asked(actor, sharing.asked_inside(actor, note_id))


def told_behind(token: str) -> Told:
    """Behind the link in the mail that brings an answer back. Raises NotFound when it has ended."""
    _, row = joins.returned(token)
    note = FieldNote.objects.select_related("body").get(pk=row.note_id)
    return Told(note.words, note.language, note.answers, note.body.names if note.body else {}, row.helped)


def _asked(actor: Actor, note: FieldNote) -> Asked:
    return Asked(
        actor,
        note.id,
        note.author_id,
        note.author_name,
        note.journey.enterprise.name if note.journey else "",
        note.kind,
        note.text,
        note.language,
        place_of(note),
        note.programme.names,
    )
