"""What a room said of each candidate: in the order of the table, never ranked; per group only where it is safe."""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Decision, LiveRoom, Position, Stakeholder
from vises.apps.journeys.queries.question import CandidateView, candidates_of
from vises.apps.journeys.rules.room import short_of, told_apart
from vises.apps.journeys.services.positions import people_in
from vises.kernel.locale import Texts

STANCES = ("agree", "reservation", "objection")
MOST_DOTS = 60  # people drawn one by one


@dataclass(frozen=True)
class Words:
    """A reason, kept as it was said. `noted` by somebody else, for so many people."""

    id: uuid.UUID
    group_id: uuid.UUID
    group: Texts
    stance: str
    text: str
    language: str
    people: int
    noted: bool


@dataclass(frozen=True)
class Counted:
    """How many people agree, have a reservation, object."""

    agree: int
    reservation: int
    objection: int

    @property
    def people(self) -> int:
        return self.agree + self.reservation + self.objection

    @property
    def dots(self) -> tuple[str, ...]:
        """One stance for each person; nothing where they are too many to draw."""
        if self.people > MOST_DOTS:
            return ()
        return ("agree",) * self.agree + ("reservation",) * self.reservation + ("objection",) * self.objection


@dataclass(frozen=True)
class Weighed:
    """What was said of one candidate. `by_group` holds only the groups that may be told apart."""

    candidate: CandidateView
    all: Counted
    by_group: tuple[tuple[Texts, Counted], ...]
    words: tuple[Words, ...]


@dataclass(frozen=True)
class Weighing:
    """What a room said. `said` of `people` in the room said something; `short` are groups below the quorum."""

    manner: str
    people: int
    said: int
    rows: tuple[Weighed, ...]
    noted: tuple[tuple[Words, CandidateView], ...]  # by the accompanist, each with the question it is about
    short: tuple[tuple[Texts, int], ...]
    quorum: tuple[tuple[Texts, int, int], ...]  # group, people it takes, people who were there

    def of(self, candidate_id: uuid.UUID) -> Weighed | None:
        return next((row for row in self.rows if row.candidate.id == candidate_id), None)


def weighing(row: LiveRoom, candidates: Iterable[CandidateView]) -> Weighing:
    """What this room said of these candidates, in four queries. The caller has checked who reads it."""
    shown = list(candidates)
    names = dict(Stakeholder.objects.filter(journey_id=row.journey_id).values_list("pk", "names"))
    positions = list(Position.objects.filter(room=row, candidate_id__in=[item.id for item in shown]))
    there = {str(group): people for group, people in people_in(row).items()}
    said = len({item.guest_id for item in positions if item.guest_id}) + _noted_people(positions)
    noted = [item for item in positions if item.guest_id is None]
    about = {item.id: item for item in shown}
    return Weighing(
        manner=row.manner,
        people=max(sum(there.values()), said),
        said=said,
        rows=tuple(_weighed(item, [p for p in positions if p.candidate_id == item.id], names) for item in shown),
        noted=tuple((_words(item, names), about[item.candidate_id]) for item in noted),
        short=tuple(
            (names[uuid.UUID(group)], missing)
            for group, missing in short_of(row.quorum, there).items()
            if uuid.UUID(group) in names
        ),
        quorum=tuple(
            (names[uuid.UUID(group)], need, there.get(group, 0))
            for group, need in row.quorum.items()
            if uuid.UUID(group) in names
        ),
    )


@dataclass(frozen=True)
class Drawn:
    """What a decision draws from its room: the session, the manner agreed before, who was there, what was said."""

    id: uuid.UUID
    journey_id: uuid.UUID
    session_id: uuid.UUID
    manner: str
    present: frozenset[uuid.UUID]
    weighing: Weighing

    def reservations(self, candidate_id: uuid.UUID | None) -> tuple[Words, ...]:
        """What is kept beside the choice: reservations and objections to it; in a vote, reasons for the others."""
        if self.manner == "vote":
            others = [row for row in self.weighing.rows if row.candidate.id != candidate_id]
            return tuple(item for row in others for item in row.words)
        row = self.weighing.of(candidate_id) if candidate_id else None
        return tuple(item for item in row.words if item.stance != "agree") if row else ()


def drawn_from(actor: Actor, room_id: uuid.UUID) -> Drawn:
    """A room as its decision draws from it. Needs `journey.edit`."""
    row = fetch(actor, "journey.edit", LiveRoom.objects.select_related("journey__methodology"), pk=room_id)
    on_table = [item for item in candidates_of(row.journey, True) if item.state in {"proposed", "chosen"}]
    present = frozenset(group for group, people in people_in(row).items() if people)
    return Drawn(row.id, row.journey_id, row.session_id, row.manner, present, weighing(row, on_table))


def behind_decision(actor: Actor, decision_id: uuid.UUID) -> Weighing | None:
    """What the room said in which this decision was taken; None where it was taken otherwise. Needs `journey.view`."""
    decision = fetch(actor, "journey.view", Decision.objects.all(), pk=decision_id)
    row = LiveRoom.objects.filter(decision=decision).select_related("journey__methodology").first()
    if row is None:
        return None
    spoken = set(Position.objects.filter(room=row).values_list("candidate_id", flat=True))
    return weighing(row, [item for item in _flat(candidates_of(row.journey, False)) if item.id in spoken])


def _flat(rows: Iterable[CandidateView]) -> list[CandidateView]:
    return list({row.id: row for row in rows}.values())


def _noted_people(positions: Iterable[Position]) -> int:
    """People spoken for by the accompanist: of each group the most that were noted for one candidate."""
    counts: Counter[tuple[uuid.UUID, uuid.UUID]] = Counter()
    for item in positions:
        if item.guest_id is None:
            counts[item.stakeholder_id, item.candidate_id] += item.people
    most: Counter[uuid.UUID] = Counter()
    for (group, _candidate), people in counts.items():
        most[group] = max(most[group], people)
    return sum(most.values())


def _weighed(candidate: CandidateView, positions: list[Position], names: dict[uuid.UUID, Texts]) -> Weighed:
    by_group: dict[uuid.UUID, list[Position]] = {}
    for item in positions:
        by_group.setdefault(item.stakeholder_id, []).append(item)
    people = {str(group): sum(item.people for item in found) for group, found in by_group.items()}
    apart = told_apart(people)
    return Weighed(
        candidate,
        _counted(positions),
        tuple((names[group], _counted(by_group[group])) for group in names if str(group) in apart),
        tuple(_words(item, names) for item in positions if item.reason),
    )


def _counted(positions: Iterable[Position]) -> Counted:
    counts: Counter[str] = Counter()
    for item in positions:
        counts[item.stance] += item.people
    return Counted(*(counts[stance] for stance in STANCES))


def _words(item: Position, names: dict[uuid.UUID, Texts]) -> Words:
    return Words(
        item.id,
        item.stakeholder_id,
        names.get(item.stakeholder_id, {}),
        item.stance,
        item.reason,
        item.language,
        item.people,
        item.guest_id is None,
    )
