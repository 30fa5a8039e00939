"""The journeys one works in: where each is, what waits for whom, the next session."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.services import scopes, visible
from vises.apps.journeys.models import Deliverable, Journey, Session
from vises.apps.journeys.queries.frame import hue_of
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Waiting:
    """A deliverable that waits for somebody."""

    titles: Texts
    room: str
    waits_for: str


@dataclass(frozen=True)
class NextSession:
    id: uuid.UUID
    title: str
    on: date


@dataclass(frozen=True)
class MyJourney:
    """A journey in a list. `steps` are where it may be placed, with the titles; `()` when one may not."""

    id: uuid.UUID
    enterprise: str
    cycle: int
    step: str
    step_titles: Texts
    hue: int
    paused: bool
    ended: bool
    waiting: tuple[Waiting, ...]
    next_session: NextSession | None
    steps: tuple[tuple[str, Texts], ...]


def my_journeys(actor: Actor) -> tuple[MyJourney, ...]:
    """The journeys in which the actor writes, those under way first; four queries whatever their number."""
    rows = list(
        visible(actor, "journey.edit", Journey.objects.select_related("enterprise", "methodology")).order_by(
            "ended_on", "enterprise__name", "cycle"
        )
    )
    places = set(scopes(actor, "journey.place").filter(journey__in=rows).values_list("id", flat=True))
    waiting: dict[uuid.UUID, list[Deliverable]] = {}
    for row in Deliverable.objects.filter(journey__in=rows).exclude(waits_for=""):
        waiting.setdefault(row.journey_id, []).append(row)
    sessions: dict[uuid.UUID, NextSession] = {}
    coming = Session.objects.filter(journey__in=rows, held=False, on__gte=today()).order_by("on")
    for session in coming:
        sessions.setdefault(session.journey_id, NextSession(session.id, session.title, session.on))
    return tuple(_line(row, waiting.get(row.id, []), sessions.get(row.id), row.scope_id in places) for row in rows)


def _line(row: Journey, waiting: list[Deliverable], session: NextSession | None, may_place: bool) -> MyJourney:
    code = row.methodology.code
    version = methodology.version(code)
    rooms = {item.id: item.room for item in version.deliverables()}
    return MyJourney(
        id=row.id,
        enterprise=row.enterprise.name,
        cycle=row.cycle,
        step=row.step,
        step_titles=methodology.texts_of(code, f"{row.step}.title"),
        hue=hue_of(row.step),
        paused=row.paused_since is not None,
        ended=row.ended_on is not None,
        waiting=tuple(
            Waiting(methodology.texts_of(code, f"{item.code}.short"), rooms[item.code], item.waits_for)
            for item in waiting
            if item.code in rooms
        ),
        next_session=session,
        steps=tuple((step.id, methodology.texts_of(code, f"{step.id}.title")) for step in version.steps)
        if may_place
        else (),
    )
