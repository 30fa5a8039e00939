"""Notes of an accompanist: written, shared or kept to herself, changed, taken away."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import AccompanistNote
from vises.apps.journeys.services.may import journey_for, own_id
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def write_note(
    actor: Actor, journey_id: uuid.UUID, text: str, *, language: str = "", shared: bool = False
) -> AccompanistNote:
    """A note in a journey, for its author alone or for the journey's people. Needs `journey.accompany`.

    The trail hears of shared ones only: a private one is its author's business.
    """
    journey = journey_for(actor, "journey.accompany", journey_id)
    text, language = _checked(text, language or journey.language)
    with transaction.atomic():
        row = AccompanistNote.objects.create(
            journey=journey,
            author_id=own_id(actor),
            author_name=actor.name,
            text=text,
            language=language,
            shared=shared,
        )
        if shared:
            record(actor.who, "note.shared", scope_id=journey.scope_id, object_kind="note", object_id=row.id)
    return row


def change_note(
    actor: Actor, note_id: uuid.UUID, text: str, *, language: str, shared: bool, number: int | None = None
) -> AccompanistNote:
    """One's own note said again, shared or no longer shared. Needs `journey.accompany`.

    `number` is what the writer had before her eyes: Conflict when she changed it meanwhile (on another device).
    """
    row = _own(actor, note_id)
    journey_for(actor, "journey.accompany", row.journey_id)
    text, language = _checked(text, language)
    seen = row.number if number is None else number
    with transaction.atomic():
        changed = AccompanistNote.objects.filter(pk=row.pk, number=seen).update(
            text=text, language=language, shared=shared, number=seen + 1, changed_at=now()
        )
        if not changed:
            raise Conflict("platform.changed-meanwhile")
        if shared or row.shared:
            event = "note.shared" if shared else "note.kept-back"
            record(actor.who, event, scope_id=row.journey.scope_id, object_kind="note", object_id=row.id)
    row.refresh_from_db()
    return row


def take_away_note(actor: Actor, note_id: uuid.UUID) -> None:
    """One's own note, for good; also after one has left the journey."""
    row = _own(actor, note_id)
    with transaction.atomic():
        if row.shared:
            record(actor.who, "note.taken-away", scope_id=row.journey.scope_id, object_kind="note", object_id=row.id)
        row.delete()


def _own(actor: Actor, note_id: uuid.UUID) -> AccompanistNote:
    rows = AccompanistNote.objects.select_related("journey")
    row = rows.filter(pk=note_id, author_id=own_id(actor)).first()
    if row is None:
        raise NotFound()
    return row


def _checked(text: str, language: str) -> tuple[str, str]:
    if not text.strip():
        raise Problem("journeys.note-empty", field="text")
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    return text.strip(), language
