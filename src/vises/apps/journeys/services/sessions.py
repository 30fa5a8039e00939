"""Sessions: planned, then held. Presence is said here once."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import CancelledSession, Journey, Presence, Session, Stakeholder
from vises.apps.journeys.rules.sessions import fingerprint
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

LONGEST = 24 * 60  # minutes of a session
USUAL = 120  # minutes, where neither the session nor an agenda says how long it lasts


def plan_session(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    title: str,
    deliverables: Iterable[str] = (),
    on: date,
    kind: str = "workshop",
    place: str = "",
    language: str = "",
    starts_at: time | None = None,
    minutes_planned: int | None = None,
) -> Session:
    """A meeting of the journey, with the deliverables it works on. Needs `journey.edit`.

    `starts_at` is by the clock of the programme's time zone; without `minutes_planned` it is as long as its agenda.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    said = _checked(journey, title, deliverables, on, kind, place, language, starts_at, minutes_planned)
    with transaction.atomic():
        row = Session.objects.create(journey=journey, **said)
        record(actor.who, "session.planned", scope_id=journey.scope_id, object_kind="session", object_id=row.id)
    return row


def replan_session(
    actor: Actor,
    session_id: uuid.UUID,
    *,
    title: str,
    deliverables: Iterable[str] = (),
    on: date,
    kind: str = "workshop",
    place: str = "",
    language: str = "",
    starts_at: time | None = None,
    minutes_planned: int | None = None,
) -> Session:
    """Another day, hour, place or subject; what was noted of the session stays. Needs `journey.edit`."""
    row = _session(actor, session_id)
    said = _checked(row.journey, title, deliverables, on, kind, place, language, starts_at, minutes_planned)
    with transaction.atomic():
        Session.objects.filter(pk=row.pk).update(**said, changes=F("changes") + 1, changed_at=now())
        record(actor.who, "session.replanned", scope_id=row.journey.scope_id, object_kind="session", object_id=row.id)
    row.refresh_from_db()
    return row


def cancel_session(actor: Actor, session_id: uuid.UUID) -> None:
    """A session that will not take place. Needs `journey.edit`. Raises Problem when it was held, or counts elsewhere.

    A decision or a restitution may stand on a session: then it stays. Calendars that knew it are told (`calendar`).
    """
    row = _session(actor, session_id)
    with transaction.atomic():
        if not _locked(row).held:
            told = CancelledSession(
                journey=row.journey,
                session_id=row.pk,
                title=row.title,
                on=row.on,
                starts_at=row.starts_at,
                minutes=minutes_of(row, row.journey.methodology.code),
                place=row.place,
                changes=row.changes + 1,
            )
            try:
                row.delete()
            except ProtectedError:
                raise Problem("journeys.session-kept") from None
            told.save(force_insert=True)
            scope_id = row.journey.scope_id
            record(actor.who, "session.cancelled", scope_id=scope_id, object_kind="session", object_id=session_id)
            return
    raise Problem("journeys.session-kept")


def hold_session(
    actor: Actor,
    session_id: uuid.UUID,
    *,
    presences: Sequence[tuple[uuid.UUID, int, str]],
    minutes: int | None = None,
    record_words: str = "",
    on: date | None = None,
    seen: str | None = None,
) -> Session:
    """Who was there (group, people, names that stay inside), how long, what was said. Needs `journey.edit`.

    Saying it again replaces the presences. `seen` is the fingerprint (`rules.sessions`) of what the writer had before
    her eyes: Conflict when somebody else noted something meanwhile. Raises Problem for an unknown group, a count
    that cannot be, or names without a count.
    """
    row = _session(actor, session_id)
    for group, people, names in presences:
        if names.strip() and people <= 0:
            raise Problem("journeys.session-names", field=f"people_{group}")
    counted = [(group, people, names) for group, people, names in presences if people > 0]
    groups = {group for group, _, _ in counted}
    if len(groups) != len(counted):
        raise Problem("journeys.session-count", field="presences")
    if Stakeholder.objects.filter(journey=row.journey, pk__in=groups).count() != len(groups):
        raise Problem("journeys.stakeholder-unknown", field="presences")
    if any(people > 5000 for _, people, _ in counted) or (minutes is not None and not 0 <= minutes <= LONGEST):
        raise Problem("journeys.session-count", field="minutes")
    with transaction.atomic():
        row = _locked(row)
        if seen and seen != seen_of(row):
            raise Conflict("platform.changed-meanwhile")
        Presence.objects.filter(session=row).delete()
        Presence.objects.bulk_create(
            Presence(session=row, stakeholder_id=group, people=people, names=names.strip())
            for group, people, names in counted
        )
        row.held, row.minutes_spent, row.record = True, minutes, record_words.strip()
        if on and on != row.on:
            row.on, row.changes = on, row.changes + 1
        row.changed_at = now()
        row.save(update_fields=["held", "minutes_spent", "record", "on", "changes", "changed_at"])
        record(actor.who, "session.held", scope_id=row.journey.scope_id, object_kind="session", object_id=row.id)
    return row


def seen_of(row: Session) -> str:
    """The fingerprint of what was noted of a session."""
    there = [(item.stakeholder_id, item.people, item.names) for item in row.presences.all()]
    return fingerprint(row.held, row.minutes_spent, row.record, there)


def minutes_of(row: Session, version_code: str) -> int:
    """How long a session is planned to last, in minutes: as it says, else as its agenda does, else two hours."""
    if row.minutes_planned is not None:
        return row.minutes_planned
    items = {item.id: item for item in methodology.version(version_code).deliverables()}
    return sum(sum(items[code].agenda) for code in row.deliverables if code in items) or USUAL


def _checked(
    journey: Journey,
    title: str,
    deliverables: Iterable[str],
    on: date,
    kind: str,
    place: str,
    language: str,
    starts_at: time | None,
    minutes_planned: int | None,
) -> dict[str, Any]:
    chosen = list(dict.fromkeys(deliverables))
    known = {item.id for item in methodology.version(journey.methodology.code).deliverables()}
    if not title.strip():
        raise Problem("journeys.session-title", field="title")
    if kind not in Session.Kind.values or not set(chosen) <= known:
        raise Problem("journeys.session-kind", field="kind")
    if minutes_planned is not None and not 0 < minutes_planned <= LONGEST:
        raise Problem("journeys.session-count", field="minutes_planned")
    language = language or journey.language
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    return {
        "title": title.strip()[:200],
        "deliverables": chosen,
        "on": on,
        "kind": kind,
        "place": place.strip()[:200],
        "language": language,
        "starts_at": starts_at,
        "minutes_planned": minutes_planned,
    }


def _locked(row: Session) -> Session:
    """The session as it stands now, held until the transaction ends (where the database can)."""
    return Session.objects.select_for_update().get(pk=row.pk)


def _session(actor: Actor, session_id: uuid.UUID) -> Session:
    rows = Session.objects.select_related("journey__scope", "journey__methodology")
    if actor.kind == "system":
        return rows.get(pk=session_id)
    return fetch(actor, "journey.edit", rows, pk=session_id)
