"""Moves of a deliverable: open, begun, proposed, confirmed. Rooms that write call `touch`."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows, fetch, use_pass
from vises.apps.journeys.models import Deliverable, DeliverableMove, Journey
from vises.kernel.clock import now
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def _move(row: Deliverable, actor_name: str, new: str, *, why: str = "", **fields: object) -> None:
    """Compare-and-swap on the state; leaves a row. Raises Conflict when somebody moved it meanwhile."""
    old = row.state
    changed = Deliverable.objects.filter(pk=row.pk, state=old).update(state=new, changed_at=now(), **fields)
    if not changed:
        raise Conflict("platform.changed-meanwhile")
    if old != new:
        DeliverableMove.objects.create(deliverable=row, old=old, new=new, by_name=actor_name, why=why)


def touch(actor: Actor, journey: Journey, code: str) -> None:
    """Somebody wrote in this deliverable: open becomes begun, and what was confirmed asks to be confirmed anew.

    Written by whoever may confirm for the enterprise, it is simply begun (she confirms when she is ready);
    the version of the method may not have this deliverable: then nothing happens.
    """
    row = Deliverable.objects.filter(journey=journey, code=code).first()
    if row is None:
        return
    if row.state in {"open", "confirmed"}:
        _move(row, actor.name, "begun", waits_for="")
    else:
        Deliverable.objects.filter(pk=row.pk).update(changed_at=now())


def propose(actor: Actor, journey_id: uuid.UUID, code: str) -> None:
    """Written on the enterprise's behalf and ready: waits for the referent's "that's us". Needs `journey.edit`."""
    journey = _journey(actor, "journey.edit", journey_id)
    row = _row(journey, code)
    if row.state == "open":
        raise Problem("journeys.nothing-to-confirm")
    with transaction.atomic():
        _move(row, actor.name, "proposed", waits_for="referent", change_asked="")
        _record(actor, "journey.proposed", journey, row)


def confirm(
    actor: Actor, journey_id: uuid.UUID, code: str, *, name: str = "", guest_scope: uuid.UUID | None = None
) -> None:
    """ "That's us." Needs `journey.confirm`; a guest comes with the scope that her pass opened.

    Raises Problem when nothing was written yet.
    """
    journey = _confirming(actor, journey_id, guest_scope)
    row = _row(journey, code)
    if row.state == "open":
        raise Problem("journeys.nothing-to-confirm")
    with transaction.atomic():
        _move(
            row,
            name or actor.name,
            "confirmed",
            waits_for="",
            change_asked="",
            confirmed_by_id=actor.id if actor.signed_in else None,
            confirmed_by_name=name or actor.name,
            confirmed_at=now(),
        )
        use_pass(actor)
        _record(actor, "journey.confirmed", journey, row)


def ask_change(
    actor: Actor, journey_id: uuid.UUID, code: str, words: str, *, name: str = "", guest_scope: uuid.UUID | None = None
) -> None:
    """The referent wants it changed, in her words: it waits for the accompanist again."""
    if not words.strip():
        raise Problem("journeys.change-words", field="words")
    journey = _confirming(actor, journey_id, guest_scope)
    row = _row(journey, code)
    with transaction.atomic():
        _move(row, name or actor.name, "begun", waits_for="accompanist", change_asked=words.strip())
        use_pass(actor)
        _record(actor, "journey.change-asked", journey, row)


def _confirming(actor: Actor, journey_id: uuid.UUID, guest_scope: uuid.UUID | None) -> Journey:
    if guest_scope is not None:
        return Journey.objects.get(pk=journey_id, scope_id=guest_scope)
    return _journey(actor, "journey.confirm", journey_id)


def _journey(actor: Actor, verb: str, journey_id: uuid.UUID) -> Journey:
    if actor.kind == "system":
        return Journey.objects.get(pk=journey_id)
    return fetch(actor, verb, Journey.objects.all(), pk=journey_id)


def _record(actor: Actor, event: str, journey: Journey, row: Deliverable) -> None:
    record(actor.who, event, scope_id=journey.scope_id, object_kind="deliverable", object_id=row.id)


def _row(journey: Journey, code: str) -> Deliverable:
    row = Deliverable.objects.filter(journey=journey, code=code).first()
    if row is None:
        raise Problem("journeys.no-deliverable")
    return row


def writes_on_behalf(actor: Actor, journey: Journey) -> bool:
    """Whether what this actor writes is written for the enterprise: she may edit and may not confirm.

    Members of the enterprise's own team write for themselves.
    """
    roles = actor.roles()
    return not allows(actor, "journey.confirm", journey.scope_id) and "member" not in roles
