"""Coming back after a pause or a silence: what happened last, where it stood, who is waited for."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Closing, DeliverableMove, Pause, Session, StepMove
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.platform.audit.services import days_of

SILENCE = timedelta(days=30)
SHOWN_FOR = timedelta(days=14)  # after somebody began again: the others come back in their own time
LATEST = 5


@dataclass(frozen=True)
class Happened:
    """Something that happened before the silence. `kind`: session, proposed, confirmed, moved or closing."""

    kind: str
    title: str
    titles: Texts
    on: date


@dataclass(frozen=True)
class Restart:
    """What whoever comes back finds. `why`: "paused", "resumed" (a pause ended lately) or "quiet"."""

    why: str
    since: date
    until: date | None
    happened: tuple[Happened, ...]


def silence(days: list[date], now: date) -> date | None:
    """The last day before a silence that lasts still, or was broken lately; `days` the latest first.

    None where something happened at least every thirty days.
    """
    later = now
    for day in days:
        if later - day >= SILENCE:
            return day
        if now - day > SHOWN_FOR:
            return None
        later = day
    return None


def restart(actor: Actor, journey_id: uuid.UUID) -> Restart | None:
    """The digest for whoever comes back; None where the journey goes its way. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    if journey.ended_on is not None:
        return None
    last = Pause.objects.filter(journey=journey).order_by("-since", "-created_at").first()
    if journey.paused_since is not None:
        why, since, until = "paused", journey.paused_since, last.until if last else None
    elif last is not None and last.ended_on is not None and today() - last.ended_on <= SHOWN_FOR:
        why, since, until = "resumed", last.since, None
    else:
        quiet = silence(days_of(journey.scope_id), today())
        if quiet is None:
            return None
        why, since, until = "quiet", quiet, None
    code = journey.methodology.code
    found = [
        Happened("session", row.title, {}, row.on)
        for row in Session.objects.filter(journey=journey, held=True).order_by("-on")[:LATEST]
    ]
    moves = DeliverableMove.objects.filter(deliverable__journey=journey, new__in=["proposed", "confirmed"])
    found += [
        Happened(row.new, "", methodology.texts_of(code, f"{row.deliverable.code}.short"), row.created_at.date())
        for row in moves.select_related("deliverable").order_by("-created_at")[:LATEST]
    ]
    found += [
        Happened("moved", "", methodology.texts_of(row.methodology.code, f"{row.new}.short"), row.on)
        for row in StepMove.objects.filter(journey=journey).select_related("methodology").order_by("-on")[:2]
    ]
    found += [
        Happened("closing", "", methodology.texts_of(code, f"{row.step}.short"), row.created_at.date())
        for row in Closing.objects.filter(journey=journey).order_by("-created_at")[:1]
    ]
    found.sort(key=lambda item: item.on, reverse=True)
    return Restart(why, since, until, tuple(found[:LATEST]))
