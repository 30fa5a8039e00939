"""Writing a field note, keeping it to oneself, changing it, taking it back."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.rules import Role
from vises.apps.journeys.models import Closing, Journey
from vises.apps.journeys.services.may import journey_for
from vises.apps.learning.models import FieldNote, FieldQuestion, NoteTerm, NoteVector
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.may import own_note, programme_for, user_id
from vises.apps.learning.services.moves import move
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Programme
from vises.kernel.clock import now, today
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

SHARING_PASS = "note-sharing"


def write_note(
    actor: Actor,
    *,
    kind: str,
    text: str,
    language: str,
    journey_id: uuid.UUID | None = None,
    programme_id: uuid.UUID | None = None,
    step: str = "",
    deliverable: str = "",
    replies_to: uuid.UUID | None = None,
    closing: uuid.UUID | None = None,
) -> FieldNote:
    """A note that nobody but its author reads until she shares it.

    With a journey (`journey.view`) it belongs to that journey's programme; without, to `programme_id`
    (`learning.write`). `step` or `deliverable` say where one is stuck; `closing` is the reflective moment it comes
    from. Raises Problem for what is missing.
    """
    journey, programme = _place(actor, journey_id, programme_id)
    version = journey.methodology if journey else programme.methodology
    step, deliverable = _where(version.code, step, deliverable)
    with transaction.atomic():
        note = FieldNote.objects.create(
            programme=programme,
            journey=journey,
            author_id=user_id(actor),
            author_name=actor.name,
            as_what=as_what(actor, programme, journey),
            kind=_kind(kind),
            methodology=version,
            step=step,
            deliverable=deliverable,
            text=_text(text),
            language=_language(language),
            replies_to=_question(programme, replies_to),
            closing=Closing.objects.filter(pk=closing, journey=journey).first() if closing and journey else None,
        )
        record(actor.who, "note.written", object_kind="note", object_id=note.id)
    return note


def change_note(actor: Actor, note_id: uuid.UUID, *, kind: str, text: str, language: str) -> FieldNote:
    """Other words for a note that is still its author's alone."""
    note = own_note(actor, note_id)
    if note.state != "written":
        raise Problem("learning.no-such-move")
    note.kind, note.text, note.language = _kind(kind), _text(text), _language(language)
    note.save(update_fields=["kind", "text", "language"])
    return note


def forget_note(actor: Actor, note_id: uuid.UUID) -> None:
    """Delete a note that is still its author's alone."""
    note = own_note(actor, note_id)
    if note.state != "written":
        raise Problem("learning.no-such-move")
    with transaction.atomic():
        record(actor.who, "note.forgotten", object_kind="note", object_id=note.id)
        note.delete()


def take_back(actor: Actor, note_id: uuid.UUID) -> FieldNote:
    """The author keeps it to herself after all, as long as nobody took it up or waits with her."""
    note = own_note(actor, note_id)
    with transaction.atomic():
        move(actor.who, "", note, "written", scope=None, sharing="not-needed", raised_at=None)
        NoteTerm.objects.filter(note=note).delete()
        NoteVector.objects.filter(note=note).delete()
        note.joins.all().delete()
        close_links(note)
    return note


def close_links(note: FieldNote) -> None:
    """The links mailed to the enterprise open nothing any more."""
    GuestPass.objects.filter(purpose=SHARING_PASS, detail=note.id, revoked_at=None).update(revoked_at=now())


def as_what(actor: Actor, programme: Programme, journey: Journey | None) -> str:
    """What somebody writes as: nearest first."""
    held = {(role.role, role.scope_id) for role in actor.held}
    roles = {role for role, _ in held}
    if journey is not None:
        if (Role.ACCOMPANIST, journey.scope_id) in held:
            return "accompanist"
        if {(Role.REFERENT, journey.enterprise.scope_id), (Role.MEMBER, journey.enterprise.scope_id)} & held:
            return "enterprise"
    for role, word in _AS_WHAT:
        if role in roles:
            return word
    return "coordination"


_AS_WHAT = (
    (Role.COORDINATOR, "coordination"),
    (Role.RESEARCHER, "researcher"),
    (Role.ACCOMPANIST, "accompanist"),
    (Role.FEDERATION, "federation"),
    (Role.PARTNER, "partner"),
    (Role.REFERENT, "enterprise"),
    (Role.MEMBER, "enterprise"),
    (Role.BODY, "body"),
)


def notes_up(programme_id: uuid.UUID, ids: Iterable[uuid.UUID]) -> list[FieldNote]:
    """Notes of a programme that went up, by id. Raises NotFound when one of them is none."""
    wanted = list(dict.fromkeys(ids))
    found = list(FieldNote.objects.filter(programme_id=programme_id, pk__in=wanted, state__in=UP))
    if len(found) != len(wanted):
        raise NotFound()
    return found


def _place(
    actor: Actor, journey_id: uuid.UUID | None, programme_id: uuid.UUID | None
) -> tuple[Journey | None, Programme]:
    if journey_id is None:
        if programme_id is None:
            raise NotFound()
        return None, programme_for(actor, programme_id, "learning.write")
    journey = journey_for(actor, "journey.view", journey_id)
    if journey.participation is None:
        raise Problem("learning.no-programme")
    return journey, programme_for(actor, journey.participation.programme_id, "learning.write")


def _where(version: str, step: str, deliverable: str) -> tuple[str, str]:
    for item in methodology.version(version).steps:
        if deliverable and deliverable in {one.id for one in item.deliverables}:
            return item.id, deliverable
        if not deliverable and step == item.id:
            return step, ""
    if step or deliverable:
        raise Problem("learning.step", field="step")
    return "", ""


def _question(programme: Programme, question_id: uuid.UUID | None) -> FieldQuestion | None:
    if question_id is None:
        return None
    row = FieldQuestion.objects.filter(pk=question_id, body__programme=programme).first()
    if row is None:
        raise NotFound()
    if row.ends_on < today(programme.zone):
        raise Problem("learning.closed", day=_day(row.ends_on))
    return row


def _day(value: date) -> str:
    return value.strftime("%d/%m/%Y")


def _kind(kind: str) -> str:
    if kind not in FieldNote.Kind.values:
        raise Problem("learning.kind", field="kind")
    return kind


def _text(text: str) -> str:
    if not text.strip():
        raise Problem("learning.empty", field="text")
    return text.strip()


def _language(language: str) -> str:
    if language not in LANGUAGES:
        raise Problem("learning.language", field="language")
    return language
