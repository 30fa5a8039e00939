"""Sessions: planned, then held. Presence is said here once."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Presence, Session, Stakeholder
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

LONGEST = 24 * 60  # minutes of a session


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
) -> Session:
    """A meeting of the journey, with the deliverables it works on. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    chosen = list(deliverables)
    known = {item.id for item in methodology.version(journey.methodology.code).deliverables()}
    if not title.strip():
        raise Problem("journeys.session-title", field="title")
    if kind not in Session.Kind.values or not set(chosen) <= known:
        raise Problem("journeys.session-kind", field="kind")
    language = language or journey.language
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    with transaction.atomic():
        row = Session.objects.create(
            journey=journey,
            kind=kind,
            title=title.strip()[:200],
            deliverables=chosen,
            on=on,
            place=place.strip(),
            language=language,
        )
        record(actor.who, "session.planned", scope_id=journey.scope_id, object_kind="session", object_id=row.id)
    return row


def hold_session(
    actor: Actor,
    session_id: uuid.UUID,
    *,
    presences: Sequence[tuple[uuid.UUID, int, str]],
    minutes: int | None = None,
    record_words: str = "",
    on: date | None = None,
) -> Session:
    """Who was there (group, people, names that stay inside), how long, what was said. Needs `journey.edit`.

    Saying it again replaces the presences. Raises Problem for an unknown group or a count that cannot be.
    """
    row = _session(actor, session_id)
    counted = [(group, people, names) for group, people, names in presences if people > 0]
    groups = {group for group, _, _ in counted}
    if Stakeholder.objects.filter(journey=row.journey, pk__in=groups).count() != len(groups):
        raise Problem("journeys.stakeholder-unknown", field="presences")
    if any(people > 5000 for _, people, _ in counted) or (minutes is not None and not 0 <= minutes <= LONGEST):
        raise Problem("journeys.session-count", field="minutes")
    with transaction.atomic():
        Presence.objects.filter(session=row).delete()
        Presence.objects.bulk_create(
            Presence(session=row, stakeholder_id=group, people=people, names=names.strip())
            for group, people, names in counted
        )
        row.held, row.minutes_spent, row.record = True, minutes, record_words.strip()
        row.on = on or row.on
        row.save(update_fields=["held", "minutes_spent", "record", "on"])
        record(actor.who, "session.held", scope_id=row.journey.scope_id, object_kind="session", object_id=row.id)
    return row


def _session(actor: Actor, session_id: uuid.UUID) -> Session:
    rows = Session.objects.select_related("journey__scope", "journey__methodology")
    if actor.kind == "system":
        return rows.get(pk=session_id)
    return fetch(actor, "journey.edit", rows, pk=session_id)
