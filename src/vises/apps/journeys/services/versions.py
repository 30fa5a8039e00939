"""A journey moves to another version of the method: never by itself, never unseen, and back as it came.

The referent moves it. The accompanist proposes, and it waits for the referent. Whoever agrees does so to the preview
that was on the screen: when the journey changed meanwhile, nothing moves. Going to the version one came from undoes
the last move exactly; what was written since stays.
"""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.accounts.services import notify
from vises.apps.journeys.models import (
    Attachment,
    Deliverable,
    Journey,
    OwnWords,
    Session,
    StepMove,
    VersionMove,
)
from vises.apps.journeys.queries.versions import came_from, preview_of, standings
from vises.apps.journeys.rules.migration import MOVES, step_after
from vises.apps.journeys.services.may import journey_for, who_id
from vises.apps.journeys.services.standing import stand
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.diff import successors
from vises.apps.methodology.models import MethodologyVersion
from vises.kernel.clock import now, today
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record

Plan = dict[str, Any]


def propose_version(
    actor: Actor, journey_id: uuid.UUID, code: str, *, seen: str, why: str = "", address: str = ""
) -> VersionMove:
    """Propose to move a journey to a version: it waits for the referent. Needs `journey.place`.

    `seen` is the fingerprint of the preview that was on the screen; `address` is where the referent's notice leads.
    Raises Problem while another proposal waits, Conflict when the journey changed meanwhile.
    """
    journey = journey_for(actor, "journey.place", journey_id)
    new = _target(journey, code, seen)
    if VersionMove.objects.filter(journey=journey, state="proposed").exists():
        raise Problem("journeys.version-waits")
    with transaction.atomic():
        row = VersionMove.objects.create(
            journey=journey,
            old=journey.methodology,
            new=new,
            why=why.strip(),
            proposed_by_id=who_id(actor),
            proposed_by_name=actor.name,
        )
        referents = Membership.objects.filter(valid_today(), scope=journey.enterprise.scope_id, role=Role.REFERENT)
        for user_id in set(referents.values_list("user_id", flat=True)):
            notify(user_id, "version-proposed", address)
        _record(actor, "journey.version-proposed", row)
    return row


def move_to_version(actor: Actor, journey_id: uuid.UUID, code: str, *, seen: str, why: str = "") -> VersionMove:
    """Move a journey to a version, whether it was proposed or not. Needs `journey.confirm`.

    To the version it came from, the last move is undone exactly. Raises Problem for a journey that has ended,
    Conflict when it is not as the preview on the screen (`seen`) showed it.
    """
    journey = journey_for(actor, "journey.confirm", journey_id)
    new = _target(journey, code, seen)
    rows = list(VersionMove.objects.filter(journey=journey).select_related("old", "new"))
    last = came_from(rows, journey.methodology.code)
    waiting = next((row for row in rows if row.state == "proposed"), None)
    if waiting is None or waiting.new_id != new.id:
        row = VersionMove(journey=journey, old=journey.methodology, new=new, why=why.strip())
    else:
        row = waiting
    with transaction.atomic():
        if last is not None and last.old_id == new.id:
            plan = _undo(actor, journey, last)
            _settle(last, "taken-back")
        else:
            plan = _carry_over(actor, journey, new)
        if waiting is not None and row is not waiting:  # it was proposed for a journey that is elsewhere now
            _settle(waiting, "declined", decided_by_name=actor.name, decided_at=now())
        said = {"decided_by_name": actor.name, "decided_at": now(), "plan": plan}
        if row is waiting:
            _settle(row, "done", decided_why=why.strip(), **said)
        else:
            for name, value in said.items():
                setattr(row, name, value)
            row.state = VersionMove.State.DONE
            row.save(force_insert=True)
        _record(actor, "journey.version-moved", row)
    return row


def decline_version(actor: Actor, journey_id: uuid.UUID, why: str = "") -> VersionMove:
    """Stay on the version one has: what was proposed is declined. Needs `journey.confirm`."""
    journey = journey_for(actor, "journey.confirm", journey_id)
    row = VersionMove.objects.filter(journey=journey, state="proposed").first()
    if row is None:
        raise Problem("journeys.version-nothing")
    with transaction.atomic():
        _settle(row, "declined", decided_by_name=actor.name, decided_at=now(), decided_why=why.strip())
        _record(actor, "journey.version-declined", row)
    return row


def withdraw_version(actor: Actor, journey_id: uuid.UUID) -> VersionMove:
    """Take back what one proposed, before anybody decided. Needs `journey.place`."""
    journey = journey_for(actor, "journey.place", journey_id)
    row = VersionMove.objects.filter(journey=journey, state="proposed").first()
    if row is None:
        raise Problem("journeys.version-nothing")
    with transaction.atomic():
        _settle(row, "declined", decided_by_name=actor.name, decided_at=now())
        _record(actor, "journey.version-withdrawn", row)
    return row


def _target(journey: Journey, code: str, seen: str) -> MethodologyVersion:
    """The released version of that code, where the journey still is as the preview showed it."""
    if journey.ended_on is not None:
        raise Problem("journeys.version-ended")
    new = MethodologyVersion.objects.filter(code=code).exclude(released_on=None).first()
    if new is None or new.id == journey.methodology_id:
        raise NotFound("methodology.no-version")
    if preview_of(journey, code, standings([journey])[journey.id]).fingerprint != seen:
        raise Conflict("journeys.version-changed")
    return new


def _carry_over(actor: Actor, journey: Journey, new: MethodologyVersion) -> Plan:
    """Bring the journey to a version. Nothing is erased: what the version has no place for rests."""
    old_version, new_version = methodology.version(journey.methodology.code), methodology.version(new.code)
    step = step_after(old_version, new_version, journey.step)
    renamed = {old: now_ for old, now_ in successors(old_version, new_version).items() if old != now_}
    plan = {"step": [journey.step, step], "renamed": renamed}
    _place(actor, journey, new, step)
    _rename(journey, renamed)
    there = set(Deliverable.objects.filter(journey=journey).values_list("code", flat=True))
    made = [item.id for item in new_version.deliverables() if item.id not in there]
    Deliverable.objects.bulk_create(Deliverable(journey=journey, code=code) for code in made)
    return {**plan, "made": made}


def _undo(actor: Actor, journey: Journey, move: VersionMove) -> Plan:
    """Bring the journey back to where it came from; what was begun since stays, and rests where it has no place."""
    was, became = move.plan["step"]
    back = step_after(methodology.version(move.new.code), methodology.version(move.old.code), journey.step)
    step = was if journey.step == became else back
    _place(actor, journey, move.old, step)
    untouched = Deliverable.objects.filter(journey=journey, code__in=move.plan["made"], state="open", moves=None)
    untouched.delete()
    _rename(journey, {became: was for was, became in move.plan["renamed"].items()})
    return {"undid": str(move.id), "step": [journey.step, step]}


def _place(actor: Actor, journey: Journey, version: MethodologyVersion, step: str) -> None:
    """Compare-and-swap on version and step; a move to another step leaves its row."""
    moved = Journey.objects.filter(pk=journey.pk, methodology=journey.methodology_id, step=journey.step).update(
        methodology=version, step=step
    )
    if not moved:
        raise Conflict("platform.changed-meanwhile")
    if step != journey.step:
        StepMove.objects.create(
            journey=journey, old=journey.step, new=step, by_id=who_id(actor), on=today(), methodology=version
        )
        if journey.participation:
            stand(journey.participation)


def _rename(journey: Journey, names: Mapping[str, str]) -> None:
    """Give deliverables their other id, in everything that names them. Names that are taken by what rests change
    places, so that the same call with the names turned round brings everything back."""
    if not names:
        return
    both = {**{new: old for old, new in names.items() if new not in names}, **names}
    for rows, field in (
        (Deliverable.objects.filter(journey=journey), "code"),
        (OwnWords.objects.filter(journey=journey), "deliverable"),
        (Attachment.objects.filter(journey=journey), "deliverable"),
    ):
        found = list(rows.filter(**{f"{field}__in": both}).values_list("pk", field))
        for number, (pk, _name) in enumerate(found):  # aside first: a name is held once
            rows.filter(pk=pk).update(**{field: f"~{number}"})
        for pk, name in found:
            rows.filter(pk=pk).update(**{field: both[name]})
    for session in Session.objects.filter(journey=journey):
        if set(session.deliverables) & set(both):
            renamed = [both.get(code, code) for code in session.deliverables]
            Session.objects.filter(pk=session.pk).update(deliverables=renamed)


def _settle(row: VersionMove, new: str, **fields: object) -> None:
    """Another state, by compare-and-swap. Raises Conflict when somebody settled it meanwhile."""
    if new not in MOVES[row.state]:
        raise Conflict("platform.changed-meanwhile")
    if not VersionMove.objects.filter(pk=row.pk, state=row.state).update(state=new, **fields):
        raise Conflict("platform.changed-meanwhile")


def _record(actor: Actor, event: str, row: VersionMove) -> None:
    record(
        actor.who,
        event,
        scope_id=row.journey.scope_id,
        object_kind="version-move",
        object_id=row.id,
        old=row.old.code,
        new=row.new.code,
    )
