"""The journey moves along its steps, rests, and ends; going back is a move with a reason."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Journey, Pause, StepMove
from vises.apps.journeys.services.may import journey_for, who_id
from vises.apps.journeys.services.restart import remind, tell_resumed
from vises.apps.journeys.services.standing import stand
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def place(
    actor: Actor, journey_id: uuid.UUID, step: str, *, reason: str = "", on: date | None = None, was: str = ""
) -> None:
    """Say at which step the journey is. Needs `journey.place`; going back asks for a reason, and is normal.

    `was` is the step that the actor had before her eyes: Conflict when somebody moved the journey meanwhile.
    """
    journey = journey_for(actor, "journey.place", journey_id)
    order = [item.id for item in methodology.version(journey.methodology.code).steps]
    if step not in order:
        raise Problem("journeys.step", field="step")
    if was and was != journey.step:
        raise Conflict("platform.changed-meanwhile")
    if step == journey.step:
        return
    if order.index(step) < order.index(journey.step) and not reason.strip():
        raise Problem("journeys.back-reason", field="reason")
    put(actor, journey, step, reason=reason, on=on)


def put(actor: Actor, journey: Journey, step: str, *, reason: str = "", on: date | None = None) -> None:
    """Place a journey at a step of its version. The calling service has checked that `actor` may.

    Raises Conflict when somebody moved it meanwhile.
    """
    with transaction.atomic():
        moved = Journey.objects.filter(pk=journey.pk, step=journey.step).update(step=step)
        if not moved:
            raise Conflict("platform.changed-meanwhile")
        StepMove.objects.create(
            journey=journey,
            old=journey.step,
            new=step,
            reason=reason.strip(),
            by_id=who_id(actor),
            on=on or today(),
            methodology=journey.methodology,
        )
        if journey.participation:
            stand(journey.participation)
        scope_id = journey.scope_id
        record(actor.who, "journey.placed", scope_id=scope_id, object_kind="journey", object_id=journey.id, step=step)


def pause(
    actor: Actor, journey_id: uuid.UUID, reason: str, *, on: date | None = None, until: date | None = None
) -> None:
    """The journey rests. Needs `journey.place`. On the day wished (`until`) its people are asked, nothing more."""
    journey = journey_for(actor, "journey.place", journey_id)
    if not reason.strip():
        raise Problem("journeys.pause-reason", field="reason")
    since, words = on or today(), reason.strip()[:300]
    if until is not None and until <= today():
        raise Problem("journeys.pause-until", field="until")
    with transaction.atomic():
        Journey.objects.filter(pk=journey.pk).update(paused_since=since, pause_reason=words)
        Pause.objects.filter(journey=journey, ended_on=None).update(ended_on=since)
        row = Pause.objects.create(journey=journey, since=since, until=until, reason=words)
        if until is not None:
            remind(journey, row, until)
        record(actor.who, "journey.paused", scope_id=journey.scope_id, object_kind="journey", object_id=journey.id)


def resume(actor: Actor, journey_id: uuid.UUID) -> None:
    """The journey goes on where it was; its people are told by mail where that is. Needs `journey.place`."""
    journey = journey_for(actor, "journey.place", journey_id)
    with transaction.atomic():
        going = Journey.objects.filter(pk=journey.pk, paused_since__isnull=False)
        if not going.update(paused_since=None, pause_reason=""):
            return
        row = Pause.objects.filter(journey=journey, ended_on=None).last()
        if row is None:  # it began to rest before pauses were kept
            since = journey.paused_since or today()
            row = Pause.objects.create(journey=journey, since=since, reason=journey.pause_reason)
        Pause.objects.filter(pk=row.pk).update(ended_on=today())
        tell_resumed(journey, row, who_id(actor))
        record(actor.who, "journey.resumed", scope_id=journey.scope_id, object_kind="journey", object_id=journey.id)


def end_journey(actor: Actor, journey_id: uuid.UUID, *, on: date | None = None) -> None:
    """This cycle is over; the next one starts from its last improvements. Needs `journey.place`."""
    journey = journey_for(actor, "journey.place", journey_id)
    Journey.objects.filter(pk=journey.pk, ended_on=None).update(ended_on=on or today())
    record(actor.who, "journey.ended", scope_id=journey.scope_id, object_kind="journey", object_id=journey.id)
