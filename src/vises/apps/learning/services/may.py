"""Who may read and treat what the field raises."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, visible
from vises.apps.learning.models import FieldNote
from vises.apps.learning.rules.states import UP
from vises.apps.programmes.models import Body, BodySession, Programme
from vises.kernel.problems import Forbidden, NotFound


def sits_in(actor: Actor, programme_id: uuid.UUID) -> bool:
    """Whether the actor may treat notes in some body of the programme."""
    bodies = Body.objects.filter(programme_id=programme_id)
    return actor.kind == "system" or visible(actor, "learning.treat", bodies).exists()


def reads(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may read what this programme's field raised: by the access table, or by a seat."""
    if actor.kind == "system" or allows(actor, "learning.view", programme.scope_id):
        return True
    return sits_in(actor, programme.id)


def programme_for(actor: Actor, programme_id: uuid.UUID, verb: str = "learning.view") -> Programme:
    """The programme, if the actor may read what it learns (or do `verb` there). Raises NotFound or Forbidden."""
    rows = Programme.objects.select_related("scope", "methodology")
    programme = rows.filter(pk=programme_id).first()
    if programme is None or not reads(actor, programme):
        raise NotFound()
    if actor.kind == "system" or allows(actor, verb, programme.scope_id):
        return programme
    if verb in {"learning.view", "learning.write"}:  # whoever sits in a body also writes
        return programme
    raise Forbidden()


def body_for(actor: Actor, body_id: uuid.UUID) -> Body:
    """The body, for whoever treats notes in it. Raises NotFound, or Forbidden to those who only read."""
    rows = Body.objects.select_related("programme__scope", "programme__methodology")
    if actor.kind == "system":
        return rows.get(pk=body_id)
    found = visible(actor, "learning.treat", rows).filter(pk=body_id).first()
    if found is not None:
        return found
    body = rows.filter(pk=body_id).first()
    if body is not None and reads(actor, body.programme):
        raise Forbidden()
    raise NotFound()


def body_seen(actor: Actor, body_id: uuid.UUID) -> tuple[Body, bool]:
    """The body, for whoever reads what its programme learns; and whether the actor treats notes in it."""
    rows = Body.objects.select_related("programme__scope", "programme__methodology")
    body = rows.filter(pk=body_id).first()
    if body is None or not reads(actor, body.programme):
        raise NotFound()
    return body, actor.kind == "system" or visible(actor, "learning.treat", rows).filter(pk=body_id).exists()


def session_for(actor: Actor, session_id: uuid.UUID) -> BodySession:
    """A body's session, for whoever treats notes in that body."""
    row = BodySession.objects.select_related("body__programme__scope").filter(pk=session_id).first()
    if row is None:
        raise NotFound()
    body_for(actor, row.body_id)
    return row


_NOTES = FieldNote.objects.select_related("programme__scope", "journey__enterprise", "methodology", "body")


def raised_note(actor: Actor, note_id: uuid.UUID) -> FieldNote:
    """A note that went up, for whoever reads what its programme learns. Raises NotFound."""
    note = _NOTES.all().filter(pk=note_id, state__in=UP).first()
    if note is None or not reads(actor, note.programme):
        raise NotFound()
    return note


def note_treated(actor: Actor, note_id: uuid.UUID) -> FieldNote:
    """A note that went up, for whoever treats notes in its body (in any, as long as it has none)."""
    note = raised_note(actor, note_id)
    if note.body_id is not None:
        body_for(actor, note.body_id)
    elif not sits_in(actor, note.programme_id):
        raise Forbidden()
    return note


def own_note(actor: Actor, note_id: uuid.UUID) -> FieldNote:
    """A note for the person who wrote it. Raises NotFound; Forbidden where she may only read it."""
    note = _NOTES.all().filter(pk=note_id).first()
    if note is None:
        raise NotFound()
    if note.author_id == actor.id and (actor.signed_in or actor.kind == "system"):
        return note
    raised_note(actor, note_id)
    raise Forbidden()


def user_id(actor: Actor) -> uuid.UUID | None:
    """The account behind the actor, where there is one."""
    return actor.id if actor.signed_in else None
