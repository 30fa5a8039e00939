""" "Me too", and whether what came back helped."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import open_pass
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.may import journey_for
from vises.apps.learning.models import FieldNote, NoteJoin
from vises.apps.learning.services.may import programme_for, raised_note
from vises.apps.learning.services.moves import move
from vises.kernel.clock import now
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

RETURN_PASS = "note-return"
_TOLD = ("returned", "acknowledged")


def join(
    actor: Actor,
    note_id: uuid.UUID,
    *,
    journey_id: uuid.UUID | None = None,
    deliverable: str = "",
    own_words: str = "",
) -> NoteJoin:
    """ "Me too": wait for what becomes of this note, where one is stuck oneself. Needs `learning.write`.

    A merged note is joined where it went. What came back already is told at once. `own_words`, what one had begun
    to write, stay one's own.
    """
    note = raised_note(actor, note_id)
    if note.merged_into_id is not None:
        note = raised_note(actor, note.merged_into_id)
    programme_for(actor, note.programme_id, "learning.write")
    if not actor.signed_in or actor.id is None:
        raise NotFound()
    journey = _journey(actor, note, journey_id)
    with transaction.atomic():
        row, made = NoteJoin.objects.get_or_create(
            note=note,
            user_id=actor.id,
            defaults={
                "journey": journey,
                "deliverable": deliverable[:40],
                "own_words": own_words.strip(),
                "told_at": now() if note.state in _TOLD else None,
            },
        )
        if made:
            record(actor.who, "note.joined", scope_id=note.programme.scope_id, object_kind="note", object_id=note.id)
    return row


def leave(actor: Actor, note_id: uuid.UUID) -> None:
    """Wait no longer for a note that somebody else wrote."""
    note = raised_note(actor, note_id)
    if actor.id is not None and note.author_id != actor.id:
        NoteJoin.objects.filter(note=note, user_id=actor.id, told_at=None).delete()


def say_helped(actor: Actor, note_id: uuid.UUID, helped: str) -> NoteJoin:
    """Whether what came back helped whoever waited for it: "yes", "partly" or "not-here"."""
    row = NoteJoin.objects.filter(note_id=note_id, user_id=actor.id).first() if actor.id is not None else None
    if row is None:
        raise NotFound()
    return _say(actor.who, row, helped)


def returned(token: str) -> tuple[Actor, NoteJoin]:
    """Behind the link in the mail that brings an answer back. Raises NotFound when it has ended."""
    opened, guest = open_pass(token, RETURN_PASS)
    rows = NoteJoin.objects.select_related("note__programme")
    row = rows.filter(pk=opened.detail).first() if opened.detail else None
    if row is None or row.note.programme.scope_id != opened.scope_id or row.told_at is None:
        raise NotFound("access.link-ended")
    return guest, row


def say_helped_by_link(token: str, helped: str) -> NoteJoin:
    """The same by the mailed link."""
    guest, row = returned(token)
    return _say(guest.who, row, helped)


def _say(who: str, row: NoteJoin, helped: str) -> NoteJoin:
    if helped not in NoteJoin.Helped.values:
        raise Problem("learning.helped", field="helped")
    if row.told_at is None:
        raise Problem("learning.not-told")
    note = FieldNote.objects.select_related("programme").get(pk=row.note_id)
    with transaction.atomic():
        row.helped, row.said_at = helped, now()
        row.save(update_fields=["helped", "said_at"])
        if note.state == FieldNote.State.RETURNED:
            move(who, "", note, "acknowledged")
        record(
            who,
            "note.helped",
            scope_id=note.programme.scope_id,
            object_kind="note",
            object_id=note.id,
            helped=helped,
        )
    return row


def _journey(actor: Actor, note: FieldNote, journey_id: uuid.UUID | None) -> Journey | None:
    if journey_id is None:
        return None
    journey = journey_for(actor, "journey.view", journey_id)
    if journey.participation is None or journey.participation.programme_id != note.programme_id:
        raise NotFound()
    return journey
