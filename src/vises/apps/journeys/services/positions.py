"""Weighing and deciding in a room: what each says of the candidates, also without a phone, and the choice."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Candidate, Decision, EvaluationQuestion, LiveRoom, Position, Presence, RoomGuest
from vises.apps.journeys.services.question import decide, group_in
from vises.apps.journeys.services.room import behind, guest_of, open_one, stirred
from vises.apps.journeys.services.sessions import hold_session
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.rows import insert_once

LONGEST = 2000  # characters of a reason
ON_TABLE = (Candidate.State.PROPOSED, Candidate.State.CHOSEN)


def say(token: str, guest_id: uuid.UUID, answers: Mapping[uuid.UUID, tuple[str, str]]) -> int:
    """What a guest says of each candidate: (stance, reason). Said again, it replaces what she said before.

    In a vote only one candidate gets her voice. Returns of how many she said something. Raises NotFound for a closed
    room or an unknown guest, Problem outside the phase of weighing, and for a reservation or an objection without a
    reason (`reason_<candidate>`).
    """
    _guest, row = behind(token)
    person = guest_of(row, guest_id)
    _weighing(row)
    kept = {id_: (stance, reason.strip()) for id_, (stance, reason) in answers.items() if stance}
    _check(row, kept)
    with transaction.atomic():
        RoomGuest.objects.select_for_update().get(pk=person.pk)
        Position.objects.filter(guest=person).delete()
        Position.objects.bulk_create(
            Position(
                room=row,
                candidate_id=id_,
                stakeholder_id=person.stakeholder_id,
                guest=person,
                stance=stance,
                reason=reason,
                language=person.language,
            )
            for id_, (stance, reason) in kept.items()
        )
        stirred(row)
    return len(kept)


def note_positions(
    actor: Actor,
    room_id: uuid.UUID,
    candidate_id: uuid.UUID,
    *,
    stakeholder_id: uuid.UUID,
    people: Mapping[str, tuple[int, str]],
    language: str,
    sent: uuid.UUID,
) -> int:
    """What people without a phone say of a candidate: stance to (how many, their reason). Needs `journey.edit`.

    `sent` is the id of the form: sent twice, it counts once. Returns for how many people it speaks.
    """
    row = open_one(actor, room_id)
    _weighing(row, also_deciding=True)
    group = group_in(row.journey, stakeholder_id)
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    told = {stance: (count, reason.strip()) for stance, (count, reason) in people.items() if count}
    if any(not 0 <= count <= 5000 for count, _reason in told.values()):
        raise Problem("journeys.room-count")
    if not told:
        raise Problem("journeys.position-nobody", field="agree")
    for stance, (_count, reason) in told.items():
        _check(row, {candidate_id: (stance, reason)}, field=f"{stance}_why")
    with transaction.atomic():
        for stance, (count, reason) in told.items():
            insert_once(
                Position(
                    room=row,
                    candidate_id=candidate_id,
                    stakeholder=group,
                    sent=sent,
                    people=count,
                    stance=stance,
                    reason=reason,
                    language=language,
                )
            )
        stirred(row)
        record(actor.who, "room.noted", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
    return sum(count for count, _reason in told.values())


def take_note_away(actor: Actor, room_id: uuid.UUID, position_id: uuid.UUID) -> None:
    """What was noted for others by mistake goes; what a guest said herself stays. Needs `journey.edit`."""
    row = open_one(actor, room_id)
    _weighing(row, also_deciding=True)
    with transaction.atomic():
        if Position.objects.filter(pk=position_id, room=row, guest=None).delete()[0]:
            stirred(row)
            record(actor.who, "room.note-gone", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)


def decide_in_room(
    actor: Actor,
    room_id: uuid.UUID,
    *,
    candidate_id: uuid.UUID,
    reservations: Iterable[tuple[uuid.UUID | None, str, str]] = (),
    **words: Any,
) -> EvaluationQuestion:
    """The decision of the room: in the manner agreed before, at its session, with the groups that were there.

    Needs `journey.edit`; `words` are those of `question.decide`. Whoever was in the room counts as present at the
    session, beside those who were noted there already.
    """
    row = open_one(actor, room_id)
    if row.phase != LiveRoom.Phase.DECIDE:
        raise Problem("journeys.room-not-deciding")
    with transaction.atomic():
        note_presence(actor, row)
        question = decide(
            actor,
            row.journey_id,
            candidate_id=candidate_id,
            session_id=row.session_id,
            manner=row.manner,
            reservations=reservations,
            **words,
        )
        LiveRoom.objects.filter(pk=row.pk).update(decision=question.decision)
    return question


def note_presence(actor: Actor, row: LiveRoom) -> None:
    """Whoever was in the room counts as present at its session, beside those who were noted there already."""
    there: dict[uuid.UUID, tuple[int, str]] = {
        item.stakeholder_id: (item.people, item.names) for item in Presence.objects.filter(session=row.session)
    }
    for group, people in people_in(row).items():
        before, names = there.get(group, (0, ""))
        there[group] = (max(before, people), names)
    hold_session(
        actor,
        row.session_id,
        presences=[(group, people, names) for group, (people, names) in there.items()],
        minutes=row.session.minutes_spent,
        record_words=row.session.record,
    )


def people_in(row: LiveRoom) -> dict[uuid.UUID, int]:
    """How many people of each group are in the room, with and without a phone."""
    found = {uuid.UUID(group): count for group, count in row.beside.items()}
    for group in RoomGuest.objects.filter(room=row).values_list("stakeholder_id", flat=True):
        found[group] = found.get(group, 0) + 1
    return found


def _weighing(row: LiveRoom, *, also_deciding: bool = False) -> None:
    if row.phase == LiveRoom.Phase.WEIGH or (also_deciding and row.phase == LiveRoom.Phase.DECIDE):
        return
    raise Problem("journeys.room-not-weighing")


def _check(row: LiveRoom, said: Mapping[uuid.UUID, tuple[str, str]], *, field: str = "") -> None:
    known = set(Candidate.objects.filter(journey_id=row.journey_id, state__in=ON_TABLE).values_list("pk", flat=True))
    if not set(said) <= known:
        raise Problem("journeys.position-gone")
    vote = row.manner == Decision.Manner.VOTE
    if vote and len(said) > 1:
        raise Problem("journeys.position-one")
    for id_, (stance, reason) in said.items():
        if stance not in Position.Stance.values or (vote and stance != Position.Stance.AGREE):
            raise Problem("journeys.position-stance")
        if stance != Position.Stance.AGREE and not reason:
            raise Problem("journeys.position-reason", field=field or f"reason_{id_}")
        if len(reason) > LONGEST:
            raise Problem("journeys.position-long", field=field or f"reason_{id_}", limit=LONGEST)
