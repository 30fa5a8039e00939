"""Decisions to improve, or "none, because". They come back at their date; some open the next cycle."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import SYSTEM, Actor
from vises.apps.access.services import visible
from vises.apps.findings.models import Finding, Improvement
from vises.apps.findings.services.coming_back import comes_back
from vises.apps.findings.services.reach import journey_of, question_of, written
from vises.apps.journeys.models import Candidate, Journey
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.question import propose
from vises.apps.programmes.models import Participation, Programme
from vises.kernel.locale import Texts, pick
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def decide_improvement(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    what: Texts | None = None,
    who: str = "",
    on: date | None = None,
    finding_id: uuid.UUID | None = None,
    none_because: str = "",
    next_cycle: bool = False,
) -> Improvement:
    """What will be done, by whom, by when; or why nothing needs to change. Needs `journey.edit`.

    On its day the people of the journey are told.

    `next_cycle`: `what` is a question to ask again; it becomes a candidate of the next cycle.
    """
    journey = journey_of(actor, journey_id)
    question = question_of(journey)
    words = written(what)
    if not words and not none_because.strip():
        raise Problem("findings.improvement", field="what")
    if words and not next_cycle and not (who.strip() and on):
        raise Problem("findings.improvement-who", field="who" if not who.strip() else "on")
    finding = None
    if finding_id:
        finding = Finding.objects.filter(pk=finding_id, question__decision__journey=journey).first()
        if finding is None:
            raise NotFound()
    with transaction.atomic():
        row = Improvement.objects.create(
            question=question,
            finding=finding,
            what=words,
            who=who.strip(),
            on=on,
            none_because="" if words else none_because.strip(),
            next_cycle=next_cycle and bool(words),
        )
        if on and words:
            comes_back(row.id, on)
        touch(actor, journey, "improvements")
        _record(actor, "improvement.decided", journey, row)
    return row


def record_outcome(actor: Actor, improvement_id: uuid.UUID, *, done: bool, outcome: str) -> Improvement:
    """What came of a decision when it came back. Needs `journey.edit`; needs words either way."""
    row = Improvement.objects.select_related("question__decision__journey").filter(pk=improvement_id).first()
    if row is None:
        raise NotFound()
    journey = journey_of(actor, row.question.decision.journey_id)
    if not outcome.strip():
        raise Problem("findings.outcome", field="outcome")
    new = Improvement.State.DONE if done else Improvement.State.DROPPED
    with transaction.atomic():
        changed = Improvement.objects.filter(pk=row.pk, state=row.state).update(state=new, outcome=outcome.strip())
        if not changed:
            raise Conflict("platform.changed-meanwhile")
        _record(actor, "improvement.outcome", journey, row, new=str(new))
    row.state, row.outcome = new, outcome.strip()
    return row


def begin_next_cycle(actor: Actor, journey_id: uuid.UUID) -> Journey:
    """The next cycle of a journey, with the questions kept for it as candidates. Done twice, it is one cycle.

    Needs what `start_journey` needs when the next cycle has not begun, else `journey.edit` in it.
    """
    journey = journey_of(actor, journey_id)
    kept = Improvement.objects.filter(question__decision__journey=journey, next_cycle=True)
    following = Journey.objects.filter(previous=journey).first()
    with transaction.atomic():
        if following is None:
            following = start_journey(
                actor,
                journey.enterprise,
                participation=_participation(actor, journey),
                methodology_code=journey.methodology.code,
                language=journey.language,
                previous=journey,
            )
        else:
            journey_of(actor, following.id)
        there = set(Candidate.objects.filter(journey=following).values_list("text", flat=True))
        for row in kept:
            text, language = pick(row.what, following.language)
            if text not in there:
                # the right to open the cycle is the right to carry over what the group kept for it
                propose(SYSTEM, following.id, text, language=language)
                there.add(text)
    return following


def _participation(actor: Actor, journey: Journey) -> Participation | None:
    """Whoever keeps the programme goes on within it; the enterprise alone goes on by itself."""
    if journey.participation is None:
        return None
    kept = Programme.objects.filter(pk=journey.participation.programme_id)
    if actor.kind == "system" or visible(actor, "programme.edit", kept).exists():
        return journey.participation
    return None


def _record(actor: Actor, event: str, journey: Journey, row: Improvement, **facts: str) -> None:
    record(actor.who, event, scope_id=journey.scope_id, object_kind="improvement", object_id=row.id, **facts)
