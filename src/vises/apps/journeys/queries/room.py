"""What is read of a room around the table: by whoever leads it, on the screen, and by guests on their phones."""

import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import LiveRoom, RoomGuest, RoomMove, Session, Stakeholder
from vises.apps.journeys.queries.contributions import Together, together
from vises.apps.journeys.queries.decision import QuestionView, questions_of
from vises.apps.journeys.queries.positions import Weighing, weighing
from vises.apps.journeys.queries.question import CandidateView, candidates_of
from vises.apps.journeys.rules import room as rules
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.room import behind, guest_of, token_of
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class GroupThere:
    """A group of the journey: how many came in by phone, how many sit there without one, how many it takes."""

    id: uuid.UUID
    names: Texts
    phones: int
    beside: int
    quorum: int

    @property
    def people(self) -> int:
        return self.phones + self.beside

    @property
    def missing(self) -> int:
        return max(self.quorum - self.people, 0)


@dataclass(frozen=True)
class RoomLine:
    """A room in a list."""

    id: uuid.UUID
    session: str
    on: date
    subject: str
    phase: str
    closed_at: datetime | None

    @property
    def saying(self) -> str:
        return rules.saying(self.subject, self.phase)


@dataclass(frozen=True)
class Rooms:
    """The rooms of a journey, and the sessions for which one may be opened, the nearest first."""

    rooms: tuple[RoomLine, ...]
    sessions: tuple[tuple[uuid.UUID, str, date, bool], ...]
    groups: int


@dataclass(frozen=True)
class Move:
    """The room went from one phase to another."""

    old: str
    new: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LiveView:
    """A room as everybody in it sees it. `set_aside` holds what is no longer on the table, each with its reason."""

    id: uuid.UUID
    journey_id: uuid.UUID
    enterprise: str
    language: str
    session: str
    on: date
    subject: str  # question | portrait | rings
    phase: str
    manner: str
    changes: int
    closed: bool
    groups: tuple[GroupThere, ...]
    on_table: tuple[CandidateView, ...]
    set_aside: tuple[CandidateView, ...]
    weighing: Weighing | None  # while one weighs, without what was said; afterwards with it
    decided: QuestionView | None
    together: Together  # what was said of the portrait, or of the stakeholders

    @property
    def saying(self) -> str:
        """Which words of ours stand on screens: of the phase, and of what the room is about."""
        return rules.saying(self.subject, self.phase)

    @property
    def stage(self) -> str:
        """What a phone must show anew when it changes: the subject, the phase, what is weighed, the choice."""
        if self.closed:
            return "closed"
        if self.decided is not None:
            return f"decided-{self.decided.id.hex[:8]}"
        if self.phase != "weigh":
            return self.saying
        return f"weigh-{hash(tuple(row.id for row in self.on_table)) & 0xFFFFFF:x}"

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)

    @property
    def empty(self) -> tuple[GroupThere, ...]:
        return tuple(group for group in self.groups if not group.people)


@dataclass(frozen=True)
class Led:
    """A room as whoever leads it sees it. `token` is "" once its link opens nothing; `after` is the room about another
    subject in which this one went on."""

    room: LiveView
    token: str
    code: str
    moves: tuple[Move, ...]
    after: uuid.UUID | None

    @property
    def fixed(self) -> bool:
        return rules.is_fixed(self.room.phase)


@dataclass(frozen=True)
class Pulse:
    """What changes when something changed: two cheap lookups, asked by every phone every second."""

    id: uuid.UUID
    phase: str
    changes: int


@dataclass(frozen=True)
class Seat:
    """A guest in the room; `said` is what she said of each candidate: (stance, reason)."""

    id: uuid.UUID
    group_id: uuid.UUID
    group: Texts
    language: str
    said: dict[uuid.UUID, tuple[str, str]]


def rooms(actor: Actor, journey_id: uuid.UUID) -> Rooms:
    """The rooms of a journey. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    rows = LiveRoom.objects.filter(journey=journey).select_related("session")
    sessions = Session.objects.filter(journey=journey).order_by("held", "on", "created_at")
    return Rooms(
        tuple(
            RoomLine(row.id, row.session.title, row.session.on, row.subject, row.phase, row.closed_at) for row in rows
        ),
        tuple((row.id, row.title, row.on, row.held) for row in sessions),
        Stakeholder.objects.filter(journey=journey).count(),
    )


def led(actor: Actor, room_id: uuid.UUID) -> Led:
    """A room for whoever leads it, in a fixed number of queries. Needs `journey.edit`."""
    row = _fetched(actor, room_id)
    token = token_of(row)
    moves = RoomMove.objects.filter(room=row).order_by("created_at")
    return Led(
        live_view(row, inside=True),
        token,
        rules.code_of(token) if token else "",
        tuple(
            Move(
                rules.saying(row.subject, move.old), rules.saying(row.subject, move.new), move.by_name, move.created_at
            )
            for move in moves
        ),
        LiveRoom.objects.filter(before=row).values_list("pk", flat=True).first(),
    )


def pulse_led(actor: Actor, room_id: uuid.UUID) -> Pulse:
    """Whether something changed, for whoever leads the room. Needs `journey.edit`."""
    row = _fetched(actor, room_id)
    return Pulse(row.id, "closed" if row.closed_at else row.phase, row.changes)


def pulse(token: str) -> Pulse:
    """Whether something changed, for a guest. Raises NotFound from the moment the room is closed."""
    _guest, row = behind(token)
    return Pulse(row.id, row.phase, row.changes)


def entered(token: str, guest_id: uuid.UUID | None) -> tuple[LiveView, Seat | None]:
    """The room behind a link, and the seat of this guest if she came in. Raises NotFound when it opens nothing."""
    _guest, row = behind(token)
    seat = None
    with suppress(NotFound):
        person = guest_of(row, guest_id or uuid.uuid4())
        said = {item.candidate_id: (item.stance, item.reason) for item in person.positions.all()}
        seat = Seat(person.first or person.pk, person.stakeholder_id, person.stakeholder.names, person.language, said)
    return live_view(row, inside=False), seat


def _fetched(actor: Actor, room_id: uuid.UUID) -> LiveRoom:
    rows = LiveRoom.objects.select_related("journey__enterprise", "journey__methodology", "journey__scope", "session")
    return fetch(actor, "journey.edit", rows, pk=room_id)


def live_view(row: LiveRoom, *, inside: bool) -> LiveView:
    """The room with who is there and what is on the table. `inside`: names of people are told."""
    phones = Counter(RoomGuest.objects.filter(room=row).values_list("stakeholder_id", flat=True))
    candidates = candidates_of(row.journey, inside) if row.subject == LiveRoom.Subject.QUESTION else ()
    on_table = tuple(item for item in candidates if item.state in {"proposed", "chosen"})
    decided = None
    if row.decision_id is not None:
        made = questions_of(row.journey, inside)
        decided = next((item for item in made if item.decision.id == row.decision_id), None)
    return LiveView(
        id=row.id,
        journey_id=row.journey_id,
        enterprise=row.journey.enterprise.name,
        language=row.journey.language,
        session=row.session.title,
        on=row.session.on,
        subject=row.subject,
        phase=row.phase,
        manner=row.manner,
        changes=row.changes,
        closed=row.closed_at is not None,
        groups=tuple(
            GroupThere(
                group.id,
                group.names,
                phones[group.id],
                row.beside.get(str(group.id), 0),
                row.quorum.get(str(group.id), 0),
            )
            for group in Stakeholder.objects.filter(journey_id=row.journey_id)
        ),
        on_table=on_table,
        set_aside=tuple(item for item in candidates if item.state == "set-aside"),
        weighing=weighing(row, on_table) if row.phase in {"weigh", "decide"} else None,
        decided=decided,
        together=together(row),
    )
