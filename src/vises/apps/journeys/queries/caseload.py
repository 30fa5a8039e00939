"""The accompanist's space: her enterprises, what waits for whom, the next meetings."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time

from django.db.models import Prefetch

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import visible
from vises.apps.journeys.models import Deliverable, Journey, Session
from vises.apps.journeys.queries.mine import StepChoice, steps_of
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now, today
from vises.kernel.locale import Texts

LINKS = ("first-hour", "expect", "propose")
"""Links that wait for somebody to write; one to confirm shows as a deliverable that waits."""


@dataclass(frozen=True)
class Case:
    """A journey that one accompanies. `waits` counts what waits in it, for anybody."""

    id: uuid.UUID
    enterprise: str
    cycle: int
    step: StepChoice
    steps: tuple[StepChoice, ...]
    paused_since: date | None
    pause_reason: str
    confirmed: int
    deliverables: int
    waits: int


@dataclass(frozen=True)
class Meeting:
    """A session to come, or one that is over and was not noted yet."""

    journey_id: uuid.UUID
    enterprise: str
    id: uuid.UUID
    title: str
    on: date
    starts_at: time | None
    place: str


@dataclass(frozen=True)
class Waiting:
    """Something that waits. `kind`: "change" (asked by the referent), "confirm", or the purpose of a link nobody used.

    `room` is the URL name of the deliverable's page; `whom` a name, where one is known; `since` the day it began.
    """

    kind: str
    journey_id: uuid.UUID
    enterprise: str
    code: str
    room: str
    titles: Texts
    whom: str
    since: date | None


@dataclass(frozen=True)
class Caseload:
    """The accompanist's page: what waits for her, what waits for others, meetings, enterprises."""

    cases: tuple[Case, ...]
    ended: tuple[tuple[uuid.UUID, str, date], ...]
    coming: tuple[Meeting, ...]
    to_note: tuple[Meeting, ...]
    for_me: tuple[Waiting, ...]
    for_others: tuple[Waiting, ...]

    @property
    def mine(self) -> int:
        """How many things wait for her."""
        return len(self.for_me) + len(self.to_note)


def accompanied(actor: Actor) -> tuple[tuple[uuid.UUID, str], ...]:
    """The journeys one accompanies, for a form: id and enterprise; those under way first."""
    rows = visible(actor, "journey.accompany", Journey.objects.select_related("enterprise"))
    found = sorted(rows, key=lambda row: (row.ended_on is not None, row.enterprise.name))
    return tuple((row.id, row.enterprise.name) for row in found)


def caseload(actor: Actor) -> Caseload:
    """What an accompanist works with, in a fixed number of queries however many enterprises she has.

    Journeys at rest keep their place in the list; nothing in them is said to wait.
    """
    rows = list(
        visible(actor, "journey.accompany", Journey.objects.all())
        .select_related("enterprise", "methodology")
        .prefetch_related(
            Prefetch("deliverables", Deliverable.objects.all()),
            Prefetch("sessions", Session.objects.filter(held=False).order_by("on", "starts_at"), to_attr="planned"),
        )
        .order_by("enterprise__name", "-cycle")
    )
    going = [row for row in rows if row.ended_on is None]
    awake = [row for row in going if row.paused_since is None]
    waiting = [item for row in awake for item in _of_deliverables(row)] + _of_links(awake)
    waiting.sort(key=lambda item: (item.since or date.max, item.enterprise))
    meetings = sorted(
        (meeting for row in awake for meeting in _meetings(row)),
        key=lambda item: (item.on, item.starts_at or time.max, item.enterprise),
    )
    counts: dict[uuid.UUID, int] = {}
    to_note = [item for item in meetings if item.on < today()]
    for id_ in [*(item.journey_id for item in waiting), *(item.journey_id for item in to_note)]:
        counts[id_] = counts.get(id_, 0) + 1
    return Caseload(
        cases=tuple(_case(row, counts) for row in going),
        ended=tuple((row.id, row.enterprise.name, row.ended_on) for row in rows if row.ended_on is not None),
        coming=tuple(item for item in meetings if item.on >= today()),
        to_note=tuple(to_note),
        for_me=tuple(item for item in waiting if item.kind == "change"),
        for_others=tuple(item for item in waiting if item.kind != "change"),
    )


def _case(row: Journey, counts: Mapping[uuid.UUID, int]) -> Case:
    steps = steps_of(row.methodology.code)
    known = {item.id for item in methodology.version(row.methodology.code).deliverables()}
    states = [item.state for item in row.deliverables.all() if item.code in known]
    return Case(
        id=row.id,
        enterprise=row.enterprise.name,
        cycle=row.cycle,
        step=next((step for step in steps if step.id == row.step), steps[0]),
        steps=steps,
        paused_since=row.paused_since,
        pause_reason=row.pause_reason,
        confirmed=states.count("confirmed"),
        deliverables=len(states),
        waits=counts.get(row.id, 0),
    )


def _meetings(row: Journey) -> list[Meeting]:
    planned: list[Session] = row.planned  # type: ignore[attr-defined]
    return [
        Meeting(row.id, row.enterprise.name, item.id, item.title, item.on, item.starts_at, item.place)
        for item in planned
    ]


def _of_deliverables(row: Journey) -> list[Waiting]:
    code = row.methodology.code
    known = {item.id: item for item in methodology.version(code).deliverables()}
    return [
        Waiting(
            kind="change" if item.change_asked else "confirm",
            journey_id=row.id,
            enterprise=row.enterprise.name,
            code=item.code,
            room=known[item.code].room,
            titles=methodology.texts_of(code, f"{item.code}.short"),
            whom="",
            since=item.changed_at.date() if item.changed_at else None,
        )
        for item in row.deliverables.all()
        if item.waits_for and item.code in known
    ]


def _of_links(rows: Iterable[Journey]) -> list[Waiting]:
    by_scope = {row.scope_id: row for row in rows}
    passes = GuestPass.objects.filter(
        scope__in=list(by_scope), purpose__in=LINKS, used_at=None, revoked_at=None, expires_at__gt=now()
    ).order_by("-created_at")
    found: dict[tuple[uuid.UUID, str, object], Waiting] = {}
    for row in passes:  # a link given again takes the place of the one before
        journey = by_scope[row.scope_id]
        key = (journey.id, row.purpose, row.detail or row.label)
        found.setdefault(
            key,
            Waiting(row.purpose, journey.id, journey.enterprise.name, "", "", {}, row.label, row.created_at.date()),
        )
    return list(found.values())
