"""Sessions of a body: their agenda is drawn from what is open; then minutes and decisions."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Max

from vises.apps.access.actor import Actor
from vises.apps.learning.models import AgendaItem, FieldNote
from vises.apps.learning.services.may import session_for
from vises.apps.learning.services.notes import notes_up
from vises.apps.learning.services.treatment import take
from vises.apps.programmes.models import BodySession
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def put_on_agenda(actor: Actor, session_id: uuid.UUID, notes: Iterable[uuid.UUID]) -> None:
    """Notes that are open go on the agenda; those that no body has yet are taken by this one."""
    session = _planned(actor, session_id)
    with transaction.atomic():
        order = _last(session)
        for note in notes_up(session.body.programme_id, notes):
            if note.state == "raised":
                take(actor, session.body_id, note.id)
            order += 1
            AgendaItem.objects.get_or_create(session=session, note=note, defaults={"order": order})
        _record(actor, "body.agenda", session)


def add_point(actor: Actor, session_id: uuid.UUID, titles: Texts) -> AgendaItem:
    """A point of its own on the agenda."""
    session = _planned(actor, session_id)
    words = _written(titles)
    if not words:
        raise Problem("learning.agenda-point", field="titles_fr")
    with transaction.atomic():
        row = AgendaItem.objects.create(session=session, titles=words, order=_last(session) + 1)
        _record(actor, "body.agenda", session)
    return row


def take_off(actor: Actor, session_id: uuid.UUID, item_id: uuid.UUID) -> None:
    """Take a point off the agenda; its note stays with the body."""
    session = _planned(actor, session_id)
    with transaction.atomic():
        AgendaItem.objects.filter(session=session, pk=item_id).delete()
        _record(actor, "body.agenda", session)


def write_minutes(
    actor: Actor,
    session_id: uuid.UUID,
    *,
    people: int | None,
    minutes: Texts,
    decisions: Mapping[uuid.UUID, Texts],
    seen: str,
) -> BodySession:
    """What was said, and what was decided on each point; the session was then held.

    `seen` is the `fingerprint` of what stood there when one began to write: Conflict when somebody wrote meanwhile.
    """
    session = session_for(actor, session_id)
    items = {row.id: row for row in AgendaItem.objects.filter(session=session)}
    if not set(decisions) <= set(items):
        raise NotFound()
    if seen != fingerprint(session, items.values()):
        raise Conflict("platform.changed-meanwhile")
    words = {id_: _written(texts) for id_, texts in decisions.items()}
    if not _written(minutes) and not any(words.values()):
        raise Problem("learning.minutes", field="minutes_fr")
    session.people, session.minutes, session.held = people, _written(minutes), True
    with transaction.atomic():
        session.save(update_fields=["people", "minutes", "held"])
        for id_, texts in words.items():
            items[id_].decisions = texts
        AgendaItem.objects.bulk_update(items.values(), ["decisions"])
        _record(actor, "body.minutes", session)
    return session


def fingerprint(session: BodySession, items: Iterable[AgendaItem]) -> str:
    """What stands in a session's minutes, in 16 hex digits."""
    decided = sorted((str(row.id), sorted(row.decisions.items())) for row in items)
    written = repr((session.people, sorted(session.minutes.items()), decided))
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def agenda(session: BodySession) -> list[AgendaItem]:
    """The points of a session, in their order."""
    return list(AgendaItem.objects.filter(session=session))


def open_notes(session: BodySession) -> list[FieldNote]:
    """What its agenda may be drawn from: what the body treats and has not given back, and what no body has."""
    rows = FieldNote.objects.filter(programme_id=session.body.programme_id, merged_into=None).exclude(
        agenda_items__session=session
    )
    mine = rows.filter(body=session.body_id, state__in=["in-treatment", "answered"])
    return [*mine.order_by("moved_at")[:100], *rows.filter(body=None, state="raised").order_by("moved_at")[:100]]


def _planned(actor: Actor, session_id: uuid.UUID) -> BodySession:
    session = session_for(actor, session_id)
    if session.held:
        raise Problem("learning.held")
    return session


def _last(session: BodySession) -> int:
    return AgendaItem.objects.filter(session=session).aggregate(last=Max("order"))["last"] or 0


def _written(texts: Texts) -> Texts:
    return {language: text.strip() for language, text in texts.items() if text.strip()}


def _record(actor: Actor, event: str, session: BodySession) -> None:
    record(
        actor.who,
        event,
        scope_id=session.body.programme.scope_id,
        object_kind="session",
        object_id=session.id,
    )
