"""What every page of a journey shows around its content: whose it is, where it is, what one may do."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, verbs_in
from vises.apps.journeys.models import Deliverable, Journey
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts

VERBS = (
    "journey.edit",
    "journey.place",
    "journey.accompany",
    "journey.confirm",
    "journey.open",
    "journey.publish",
    "words.read",
)


@dataclass(frozen=True)
class Knot:
    """A deliverable on the path. `room` is the URL name of its page."""

    code: str
    room: str
    titles: Texts
    state: str  # open | begun | proposed | confirmed
    waits_for: str
    change_asked: str


@dataclass(frozen=True)
class Station:
    """A step on the path. `hue` is 0 for the preliminary step, then 1 to 3."""

    id: str
    hue: int
    titles: Texts
    shorts: Texts
    here: bool
    passed: bool
    knots: tuple[Knot, ...]


@dataclass(frozen=True)
class JourneyFrame:
    """The frame of a journey's pages."""

    id: uuid.UUID
    scope_id: uuid.UUID
    enterprise: str
    enterprise_id: uuid.UUID
    language: str
    methodology: str
    cycle: int
    step: str
    paused: bool
    ended: bool
    is_sample: bool
    guided: bool  # accompanied within a programme; False for a self-guided journey
    stations: tuple[Station, ...]
    may: frozenset[str]

    @property
    def may_edit(self) -> bool:
        return "journey.edit" in self.may

    @property
    def may_accompany(self) -> bool:
        return "journey.accompany" in self.may

    @property
    def may_confirm(self) -> bool:
        return "journey.confirm" in self.may

    @property
    def may_place(self) -> bool:
        return "journey.place" in self.may

    @property
    def may_open(self) -> bool:
        return "journey.open" in self.may

    @property
    def may_publish(self) -> bool:
        return "journey.publish" in self.may

    def knot(self, code: str) -> Knot | None:
        """The deliverable of that id, if this version has it."""
        return next((knot for station in self.stations for knot in station.knots if knot.code == code), None)

    def station(self) -> Station:
        """Where the journey is."""
        return next(station for station in self.stations if station.here)


def hue_of(step_id: str) -> int:
    """The quiet hue of a step: 0 for what comes before step 1."""
    tail = step_id.rsplit("-", 1)[-1]
    return int(tail) if tail.isdigit() else 0


def frame(actor: Actor, journey_id: uuid.UUID) -> JourneyFrame:
    """The frame, in a fixed number of queries. Needs `journey.view`; raises NotFound."""
    journey = fetch(actor, "journey.view", Journey.objects.select_related("enterprise", "methodology"), pk=journey_id)
    code = journey.methodology.code
    version = methodology.version(code)
    rows = {row.code: row for row in Deliverable.objects.filter(journey=journey)}
    order = [step.id for step in version.steps]
    here = order.index(journey.step) if journey.step in order else 0
    return JourneyFrame(
        id=journey.id,
        scope_id=journey.scope_id,
        enterprise=journey.enterprise.name,
        enterprise_id=journey.enterprise_id,
        language=journey.language,
        methodology=code,
        cycle=journey.cycle,
        step=journey.step,
        paused=journey.paused_since is not None,
        ended=journey.ended_on is not None,
        is_sample=journey.is_sample,
        guided=journey.participation_id is not None,
        stations=tuple(
            Station(
                id=step.id,
                hue=hue_of(step.id),
                titles=methodology.texts_of(code, f"{step.id}.title"),
                shorts=methodology.texts_of(code, f"{step.id}.short"),
                here=number == here,
                passed=number < here,
                knots=tuple(_knot(code, item.id, item.room, rows.get(item.id)) for item in step.deliverables),
            )
            for number, step in enumerate(version.steps)
        ),
        may=verbs_in(actor, journey.scope_id, *VERBS),
    )


def _knot(version: str, code: str, room: str, row: Deliverable | None) -> Knot:
    return Knot(
        code=code,
        room=room,
        titles=methodology.texts_of(version, f"{code}.short"),
        state=row.state if row else "open",
        waits_for=row.waits_for if row else "",
        change_asked=row.change_asked if row else "",
    )
