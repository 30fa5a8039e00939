"""The path page: where the journey is and was, what waits for whom, what comes next, who is in it."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import Membership, Opening
from vises.apps.access.services import allows
from vises.apps.journeys.models import Attachment, Closing, Deliverable, Engagement, Journey, Session, StepMove
from vises.apps.journeys.queries.frame import JourneyFrame, Knot, Station
from vises.apps.journeys.services.closings import Offer, offers_for
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Move:
    """A move between steps. `back` when it went back; `by` is empty for whoever may not write here."""

    old: str
    new: str
    olds: Texts
    news: Texts
    on: date
    by: str
    reason: str
    back: bool


@dataclass(frozen=True)
class Person:
    """Somebody in the journey, with the role held today. `mail` only for whoever may let people in."""

    user_id: uuid.UUID
    name: str
    mail: str
    role: str
    language: str
    narrowed: bool


@dataclass(frozen=True)
class ClosingView:
    """What was said at the end of a step. `offer`: what this reader may make of what the method should learn."""

    id: uuid.UUID
    step: str
    titles: Texts
    surprised: str
    adjust: str
    method: str
    language: str
    at: datetime
    offer: Offer | None


@dataclass(frozen=True)
class Path:
    """What the path page shows beside its frame."""

    moves: tuple[Move, ...]
    people: tuple[Person, ...]
    opened_to: tuple[str, ...]
    coming: tuple[tuple[uuid.UUID, str, date], ...]
    sessions_held: int
    files: int
    paused_since: date | None
    pause_reason: str
    ended_on: date | None
    half_days: int | None
    planned_end: date | None
    closings: tuple[ClosingView, ...]
    previous: uuid.UUID | None
    following: uuid.UUID | None

    @property
    def by_person(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each person once, with the roles held."""
        found: dict[uuid.UUID, tuple[str, tuple[str, ...]]] = {}
        for row in self.people:
            found[row.user_id] = (row.name, (*found.get(row.user_id, ("", ()))[1], row.role))
        return tuple(found.values())

    @property
    def backs(self) -> tuple[Move, ...]:
        return tuple(move for move in self.moves if move.back)


@dataclass(frozen=True)
class Next:
    """The one thing to do next: "confirm", "change", "write", "close", "place", "finish", "start-again" or "read".

    `waits`: something of the step was written and nobody said "that's us" yet.
    """

    do: str
    knot: Knot | None = None
    station: Station | None = None
    waits: bool = False


def path(actor: Actor, journey_id: uuid.UUID) -> Path:
    """Needs `journey.view`; a fixed number of queries."""
    journey = journey_for(actor, "journey.view", journey_id)
    order = [step.id for step in methodology.version(journey.methodology.code).steps]
    engagement = Engagement.objects.filter(journey=journey).first()
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    rows = Session.objects.filter(journey=journey)
    return Path(
        moves=_moves(journey, order, inside),
        people=people(actor, journey_id),
        opened_to=tuple(Opening.objects.filter(scope=journey.scope_id).order_by("role").values_list("role", flat=True)),
        coming=tuple((row.id, row.title, row.on) for row in rows.filter(held=False)),
        sessions_held=rows.filter(held=True).count(),
        files=Attachment.objects.filter(journey=journey).count(),
        paused_since=journey.paused_since,
        pause_reason=journey.pause_reason,
        ended_on=journey.ended_on,
        half_days=engagement.half_days if engagement else None,
        planned_end=engagement.ends_on if engagement else None,
        closings=closings(actor, journey_id),
        previous=journey.previous_id,
        following=Journey.objects.filter(previous=journey).values_list("pk", flat=True).first(),
    )


def _moves(journey: Journey, order: list[str], inside: bool) -> tuple[Move, ...]:
    found = []
    for row in StepMove.objects.filter(journey=journey).select_related("by", "methodology"):
        code = row.methodology.code
        back = row.old in order and row.new in order and order.index(row.new) < order.index(row.old)
        found.append(
            Move(
                row.old,
                row.new,
                methodology.texts_of(code, f"{row.old}.short") if row.old else {},
                methodology.texts_of(code, f"{row.new}.short"),
                row.on,
                row.by.name if row.by and inside else "",
                row.reason,
                back,
            )
        )
    return tuple(found)


def people(actor: Actor, journey_id: uuid.UUID) -> tuple[Person, ...]:
    """Who is in the journey today, by role. Needs `journey.view`; empty for those who only look in from outside."""
    journey = journey_for(actor, "journey.view", journey_id)
    if actor.kind != "system" and not allows(actor, "journey.edit", journey.scope_id):
        return ()
    mails = actor.kind == "system" or allows(actor, "journey.open", journey.scope_id)
    order = ("referent", "member", "accompanist", "reader")
    rows = Membership.objects.filter(
        valid_today(), scope__in=[journey.scope_id, journey.enterprise.scope_id], role__in=order
    ).select_related("user")
    found = {
        (row.user_id, row.role): Person(
            row.user_id, row.user.name, row.user.email if mails else "", row.role, row.user.language, bool(row.detail)
        )
        for row in rows
    }
    return tuple(sorted(found.values(), key=lambda row: (order.index(row.role), row.name)))


def closings(actor: Actor, journey_id: uuid.UUID) -> tuple[ClosingView, ...]:
    """The reflective moments, the latest first. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    code = journey.methodology.code
    rows = list(Closing.objects.filter(journey=journey).order_by("-created_at"))
    offers = offers_for(actor, journey.id, [row.id for row in rows if row.method])
    return tuple(
        ClosingView(
            row.id,
            row.step,
            methodology.texts_of(code, f"{row.step}.short"),
            row.surprised,
            row.adjust,
            row.method,
            row.language,
            row.created_at,
            offers.get(row.id),
        )
        for row in rows
    )


def next_of(frame: JourneyFrame, closed: frozenset[str]) -> Next:
    """What this person may do next. `closed` are the steps that had their reflective moment.

    What waits for this person comes first; then the first thing of the step that is not done.
    """
    knots = [knot for station in frame.stations for knot in station.knots]
    here = frame.station()
    if frame.ended:
        return Next("start-again")
    if frame.may_confirm:
        for knot in knots:
            if knot.state == "proposed":
                return Next("confirm", knot)
    if not frame.may_edit:
        return Next("read", station=here)
    for knot in knots:
        if knot.change_asked:
            return Next("change", knot)
    for knot in here.knots:
        if knot.state in {"open", "begun"}:
            return Next("write", knot)
    waits = any(knot.state == "proposed" for knot in here.knots)
    if here.id not in closed:
        return Next("close", station=here, waits=waits)
    after = frame.stations[frame.stations.index(here) + 1 :]
    if not after and all(knot.state == "confirmed" for knot in knots):
        return Next("finish", station=here)
    return Next("place", station=after[0], waits=waits) if after and frame.may_place else Next("read", station=here)


def unclosed(frame: JourneyFrame, closed: frozenset[str]) -> Station | None:
    """The step that was just left without its reflective moment, for those who may still hold it."""
    number = frame.stations.index(frame.station())
    before = frame.stations[number - 1] if number else None
    return before if before and frame.may_edit and not frame.ended and before.id not in closed else None


@dataclass(frozen=True)
class Standing:
    """Where a deliverable stands, and how it came there."""

    code: str
    room: str
    titles: Texts
    done_when: Texts
    state: str
    waits_for: str
    change_asked: str
    confirmed_by: str
    confirmed_at: datetime | None
    moves: tuple[tuple[str, str, datetime], ...]


def standing(actor: Actor, journey_id: uuid.UUID, code: str) -> Standing | None:
    """A deliverable with its moves; None when the journey has none of that id. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    row = Deliverable.objects.filter(journey=journey, code=code).prefetch_related("moves").first()
    version = journey.methodology.code
    known = {item.id: item for item in methodology.version(version).deliverables()}
    if row is None or code not in known:
        return None
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    moves = sorted(row.moves.all(), key=lambda move: move.created_at)
    return Standing(
        code=code,
        room=known[code].room,
        titles=methodology.texts_of(version, f"{code}.title"),
        done_when=methodology.texts_of(version, f"{code}.done-when"),
        state=row.state,
        waits_for=row.waits_for,
        change_asked=row.change_asked,
        confirmed_by=row.confirmed_by_name if inside else "",
        confirmed_at=row.confirmed_at,
        moves=tuple((move.new, move.by_name if inside else "", move.created_at) for move in moves),
    )
