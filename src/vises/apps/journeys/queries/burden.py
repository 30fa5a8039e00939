"""What a journey asks of people: minutes planned and spent per step, beside what was agreed at the start."""

import uuid
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from statistics import median

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Engagement, Journey, LogEntry, PlanLine, Session, StepMove
from vises.apps.journeys.queries.log import Given, given
from vises.apps.journeys.queries.mine import StepChoice, steps_of
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.plan import reached
from vises.apps.journeys.services.sessions import minutes_of
from vises.apps.methodology import queries as methodology

OURS = frozenset({"team", "volunteers"})
"""Kinds of groups whose time is the enterprise's; a federation is left out: accompanists note their own."""
NOT_COUNTED = frozenset({"network"})


@dataclass
class Minutes:
    """Minutes of people, planned and spent."""

    planned: float = 0
    spent: float = 0

    @property
    def planned_hours(self) -> int:
        return round(self.planned / 60)

    @property
    def spent_hours(self) -> int:
        return round(self.spent / 60)


@dataclass(frozen=True)
class StepBurden:
    """A step: the enterprise's people, the people asked or invited, and the reader's own time where she accompanies."""

    step: StepChoice
    ours: Minutes
    asked: Minutes
    own: Given


@dataclass(frozen=True)
class Burden:
    """The whole journey. `agreed` is in hours, from the engagement note.

    What cannot be known is counted: sessions held without their minutes, sessions to come before anybody can tell how
    many will be there, lines of the plan that do not say what they ask.
    """

    steps: tuple[StepBurden, ...]
    ours: Minutes
    asked: Minutes
    own: Given
    agreed: int | None
    sessions_unknown: int
    coming_unknown: int
    lines_unknown: int

    @property
    def beyond(self) -> str:
        """ "spent" or "planned" where that goes beyond what was agreed; a word of warning, never a lock."""
        if self.agreed is None:
            return ""
        if self.ours.spent > self.agreed * 60:
            return "spent"
        return "planned" if self.ours.planned > self.agreed * 60 else ""

    @property
    def most(self) -> int:
        """The longest bar of the chart, in hours; at least one."""
        return max([1, *(max(row.ours.planned_hours, row.ours.spent_hours) for row in self.steps)])


def burden(actor: Actor, journey_id: uuid.UUID) -> Burden:
    """Needs `journey.edit`: the minutes belong to whoever spent them. A fixed number of queries.

    `own` is the reader's own time as an accompanist, and nobody else's.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    code = journey.methodology.code
    steps = steps_of(code)
    ours: dict[str, Minutes] = defaultdict(Minutes)
    asked: dict[str, Minutes] = defaultdict(Minutes)
    unknown = _of_sessions(journey, code, ours, asked)
    lines_unknown = _of_plan(journey, _collecting(code), ours, asked)
    own = list(LogEntry.objects.filter(journey=journey, user=actor.id)) if actor.id else []
    frame = Engagement.objects.filter(journey=journey).first()
    return Burden(
        steps=tuple(
            StepBurden(step, ours[step.id], asked[step.id], given(row for row in own if row.step == step.id))
            for step in steps
        ),
        ours=_sum(ours),
        asked=_sum(asked),
        own=given(own),
        agreed=frame.hours_agreed if frame else None,
        sessions_unknown=unknown[0],
        coming_unknown=unknown[1],
        lines_unknown=lines_unknown,
    )


def _of_sessions(journey: Journey, code: str, ours: dict[str, Minutes], asked: dict[str, Minutes]) -> tuple[int, int]:
    step_of = {item.id: step.id for step in methodology.version(code).steps for item in step.deliverables}
    moves = list(StepMove.objects.filter(journey=journey).order_by("on", "created_at").values_list("on", "new"))
    rows = list(Session.objects.filter(journey=journey).prefetch_related("presences__stakeholder"))
    counts = {row.id: _people(row) for row in rows if row.held}
    usual = [mine for mine, _others in counts.values() if mine]
    untold = coming = 0
    for row in rows:
        codes = [item for item in row.deliverables if item in step_of]
        step = step_of[codes[0]] if codes else _where(moves, row.on, journey.step)
        planned = minutes_of(row, code)
        if row.held:
            mine, others = counts[row.id]
            ours[step].planned += planned * mine
            asked[step].planned += planned * others
            untold += row.minutes_spent is None
            ours[step].spent += (row.minutes_spent or 0) * mine
            asked[step].spent += (row.minutes_spent or 0) * others
        elif usual:
            ours[step].planned += planned * median(usual)
        else:
            coming += 1
    return untold, coming


def _people(row: Session) -> tuple[int, int]:
    found = [(item.stakeholder.kind, item.people) for item in row.presences.all()]
    mine = sum(people for kind, people in found if kind in OURS)
    return mine, sum(people for kind, people in found if kind not in OURS | NOT_COUNTED)


def _where(moves: list[tuple[date, str]], on: date, here: str) -> str:
    before = [step for day, step in moves if day <= on]
    return before[-1] if before else (moves[0][1] if moves else here)


def _of_plan(journey: Journey, step: str, ours: dict[str, Minutes], asked: dict[str, Minutes]) -> int:
    lines = list(PlanLine.objects.filter(journey=journey))
    counted = reached([line.id for line in lines])
    unknown = 0
    for line in lines:
        if line.enterprise_hours is not None:
            ours[step].planned += float(line.enterprise_hours) * 60
        if line.unit == "people":
            minutes = line.respondent_minutes or 0
            asked[step].planned += minutes * (line.target or 0)
            asked[step].spent += minutes * counted.get(line.id, line.reached_said or 0)
        silent = line.unit == "people" and line.respondent_minutes is None
        unknown += line.enterprise_hours is None or silent
    return unknown


def _collecting(code: str) -> str:
    """The step in which the plan is carried out: that of the room where one collects, else of the plan."""
    rooms = {item.room: step.id for step in methodology.version(code).steps for item in step.deliverables}
    return rooms.get("collection") or rooms.get("plan") or methodology.version(code).steps[-1].id


def _sum(rows: dict[str, Minutes]) -> Minutes:
    return Minutes(sum(row.planned for row in rows.values()), sum(row.spent for row in rows.values()))
