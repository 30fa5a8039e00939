"""An accompanist's own time: hers to write, hers to take away."""

import uuid
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Journey, LogEntry, Session, StepMove
from vises.apps.journeys.services.may import journey_for, own_id
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.kernel.problems import NotFound, Problem

LONGEST = 24 * 60  # minutes of one entry


def write_time(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    on: date,
    minutes: int,
    travel_minutes: int = 0,
    kind: str = "session",
    session_id: uuid.UUID | None = None,
    words: str = "",
) -> LogEntry:
    """Note one's own time for a journey, travel apart. Needs `journey.accompany`.

    It is nobody else's to see, so the trail keeps no event of it. Raises Problem for a day to come, a session that
    is not this journey's, or minutes that cannot be.
    """
    journey = journey_for(actor, "journey.accompany", journey_id)
    if kind not in LogEntry.Kind.values:
        raise Problem("journeys.time-kind", field="kind")
    if not 0 <= minutes <= LONGEST or not 0 <= travel_minutes <= LONGEST or not minutes + travel_minutes:
        raise Problem("journeys.time-minutes", field="minutes")
    if on > today():
        raise Problem("journeys.time-day", field="on")
    session = None
    if session_id is not None:
        session = Session.objects.filter(pk=session_id, journey=journey).first()
        if session is None:
            raise Problem("journeys.time-kind", field="kind")
    return LogEntry.objects.create(
        journey=journey,
        user_id=own_id(actor),
        session=session,
        kind=kind,
        step=step_of(journey, session, on),
        on=on,
        minutes=minutes,
        travel_minutes=travel_minutes,
        words=words.strip()[:300],
    )


def take_away_time(actor: Actor, entry_id: uuid.UUID) -> None:
    """Take one's own entry away. Raises NotFound for that of somebody else."""
    if not LogEntry.objects.filter(pk=entry_id, user_id=own_id(actor)).delete()[0]:
        raise NotFound()


def step_of(journey: Journey, session: Session | None, on: date) -> str:
    """The step that a session works on, else the step where the journey was on that day."""
    if session is not None and session.deliverables:
        for step in methodology.version(journey.methodology.code).steps:
            if {item.id for item in step.deliverables} & set(session.deliverables):
                return step.id
    moves = StepMove.objects.filter(journey=journey).order_by("on", "created_at").values_list("on", "new")
    before = [step for day, step in moves if day <= on]
    return before[-1] if before else (moves[0][1] if moves else journey.step)
