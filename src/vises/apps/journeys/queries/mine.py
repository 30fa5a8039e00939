"""The journeys of the person who signed in: where each is, what waits for whom, which session comes next."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import visible
from vises.apps.journeys.models import Deliverable, Journey, Session
from vises.apps.journeys.queries.frame import hue_of
from vises.apps.methodology import queries as methodology
from vises.apps.network.models import Organisation
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Waiting:
    """A deliverable that waits for somebody: a role."""

    code: str
    titles: Texts
    room: str
    waits_for: str


@dataclass(frozen=True)
class StepChoice:
    id: str
    titles: Texts
    shorts: Texts
    hue: int


@dataclass(frozen=True)
class JourneyLine:
    """A journey in a list."""

    id: uuid.UUID
    enterprise: str
    cycle: int
    step: StepChoice
    steps: tuple[StepChoice, ...]
    confirmed: int
    deliverables: int
    paused_since: date | None
    pause_reason: str
    ended_on: date | None
    waiting: tuple[Waiting, ...]
    next_session: tuple[uuid.UUID, str, date] | None
    may_place: bool


@dataclass(frozen=True)
class Mine:
    """What one works with. `may_start` are enterprises for which one may begin a journey of one's own."""

    going: tuple[JourneyLine, ...]
    ended: tuple[JourneyLine, ...]
    may_start: tuple[tuple[uuid.UUID, str], ...]
    accompanies: bool


def mine(actor: Actor) -> Mine:
    """Every journey the actor may see, in a fixed number of queries."""
    placing = set(visible(actor, "journey.place", Journey.objects.all()).values_list("pk", flat=True))
    rows = (
        visible(actor, "journey.view", Journey.objects.all())
        .select_related("enterprise", "methodology")
        .prefetch_related(
            Prefetch("deliverables", Deliverable.objects.all()),
            Prefetch("sessions", Session.objects.filter(held=False, on__gte=today()).order_by("on"), to_attr="coming"),
        )
        .order_by("enterprise__name", "-cycle")
    )
    lines = tuple(_line(row, row.pk in placing) for row in rows)
    under_way = Journey.objects.filter(ended_on=None).values("enterprise")
    owned = visible(actor, "organisation.edit", Organisation.objects.filter(kind="enterprise")).exclude(
        pk__in=under_way
    )
    return Mine(
        going=tuple(row for row in lines if row.ended_on is None),
        ended=tuple(row for row in lines if row.ended_on is not None),
        may_start=tuple((row.id, row.name) for row in owned.order_by("name")),
        accompanies=Role.ACCOMPANIST in actor.roles(),
    )


def steps_of(code: str) -> tuple[StepChoice, ...]:
    """The steps of a version of the method."""
    return tuple(
        StepChoice(
            item.id,
            methodology.texts_of(code, f"{item.id}.title"),
            methodology.texts_of(code, f"{item.id}.short"),
            hue_of(item.id),
        )
        for item in methodology.version(code).steps
    )


def _line(row: Journey, may_place: bool) -> JourneyLine:
    code = row.methodology.code
    steps = steps_of(code)
    known = {item.id: item for item in methodology.version(code).deliverables()}
    deliverables = [item for item in row.deliverables.all() if item.code in known]
    coming: list[Session] = row.coming  # type: ignore[attr-defined]
    return JourneyLine(
        id=row.id,
        enterprise=row.enterprise.name,
        cycle=row.cycle,
        step=next((step for step in steps if step.id == row.step), steps[0]),
        steps=steps,
        confirmed=sum(item.state == "confirmed" for item in deliverables),
        deliverables=len(deliverables),
        paused_since=row.paused_since,
        pause_reason=row.pause_reason,
        ended_on=row.ended_on,
        waiting=tuple(
            Waiting(item.code, methodology.texts_of(code, f"{item.code}.short"), known[item.code].room, item.waits_for)
            for item in deliverables
            if item.waits_for
        ),
        next_session=(coming[0].id, coming[0].title, coming[0].on) if coming else None,
        may_place=may_place,
    )
