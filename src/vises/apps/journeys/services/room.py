"""The room around the table: opened for a session, entered by link or code, led from phase to phase, closed."""

import uuid
from collections.abc import Iterable, Mapping

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass, fetch, give_pass, open_pass, use_pass
from vises.apps.journeys.models import (
    Candidate,
    Decision,
    LiveRoom,
    RoomGuest,
    RoomMove,
    Session,
    Stakeholder,
)
from vises.apps.journeys.rules import room as rules
from vises.apps.journeys.services.attachments import Sheet, attach_sheet
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.question import DELIVERABLE, MOST, group_in, put_on_table
from vises.kernel.clock import now, today
from vises.kernel.ids import new_token, token_hash
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.sealed import seal, unseal

PURPOSE = "room"
DAYS_AFTER = 2  # the link outlives its session by so much, unless the room is closed before
MOST_GUESTS = 400  # phones in one room: a link that went round is not a way to fill it
MOST_AT_ONCE = 40  # questions typed in by one form
TYPED = {Candidate.Channel.SPOKEN, Candidate.Channel.PAPER}  # how words come that somebody else typed in


def open_room(
    actor: Actor, journey_id: uuid.UUID, session_id: uuid.UUID, *, manner: str = "", subject: str = "question"
) -> LiveRoom:
    """Open a room for a session: the question, the portrait or the rings. Needs `journey.edit`.

    Of a question the group decides by `manner`. Raises Problem for an unknown session, subject or manner, and when a
    room is open for this session already.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    session = Session.objects.filter(pk=session_id, journey=journey).first()
    if session is None:
        raise Problem("journeys.decide-session", field="session")
    manner = _checked(subject, manner)
    try:
        with transaction.atomic():
            row = LiveRoom(journey=journey, session=session, subject=subject, manner=manner)
            _give_link(actor, row)
            row.save(force_insert=True)
            record(actor.who, "room.opened", scope_id=journey.scope_id, object_kind="room", object_id=row.id)
    except IntegrityError:
        raise Problem("journeys.room-open", field="session") from None
    return row


def _checked(subject: str, manner: str) -> str:
    """How a room about this decides: nothing is decided of a portrait or of rings."""
    if subject not in LiveRoom.Subject.values:
        raise Problem("journeys.room-subject", field="subject")
    if subject != LiveRoom.Subject.QUESTION:
        return ""
    if manner not in Decision.Manner.values:
        raise Problem("journeys.decide-manner", field="manner")
    return manner


def go_on_with(actor: Actor, room_id: uuid.UUID, subject: str, *, manner: str = "") -> LiveRoom:
    """The next subject of the session, in a room of its own. Needs `journey.edit`.

    The room before is closed; whoever is in it goes on into the new one, by the same link and code. Raises Problem
    for the subject that the room has, or for an unknown one, Conflict when somebody closed it meanwhile.
    """
    row = open_one(actor, room_id)
    manner = _checked(subject, manner)
    if subject == row.subject:
        raise Problem("journeys.room-same-subject", field="subject")
    with transaction.atomic():
        rows = LiveRoom.objects.filter(pk=row.pk, closed_at=None)
        # its code is the new room's from now on
        if not rows.update(closed_at=now(), code_hash=token_hash(new_token()), changes=F("changes") + 1):
            raise Conflict("platform.changed-meanwhile")
        after = LiveRoom(
            journey=row.journey, session=row.session, subject=subject, manner=manner, beside=row.beside, before=row
        )
        if token_of(row):
            after.token_sealed, after.code_hash = row.token_sealed, row.code_hash
            GuestPass.objects.filter(purpose=PURPOSE, detail=row.pk, revoked_at=None).update(detail=after.pk)
        else:
            _give_link(actor, after)
        after.save(force_insert=True)
        RoomGuest.objects.bulk_create(
            RoomGuest(
                room=after, stakeholder_id=guest.stakeholder_id, language=guest.language, first=guest.first or guest.pk
            )
            for guest in RoomGuest.objects.filter(room=row)
        )
        record(actor.who, "room.opened", scope_id=row.journey.scope_id, object_kind="room", object_id=after.id)
    return after


def _give_link(actor: Actor, row: LiveRoom) -> None:
    days = max((row.session.on - today()).days, 0) + DAYS_AFTER
    token = give_pass(actor, row.journey.scope, PURPOSE, detail=row.pk, language=row.journey.language, days=days)
    row.token_sealed = seal(token)
    row.code_hash = token_hash(rules.code_of(token))


def token_of(row: LiveRoom) -> str:
    """The token of an open room's link; "" once it opens nothing."""
    token = unseal(row.token_sealed) or ""
    return token if row.closed_at is None and _pass(row) is not None else ""


def _pass(row: LiveRoom) -> GuestPass | None:
    rows = GuestPass.objects.filter(purpose=PURPOSE, detail=row.pk, revoked_at=None, expires_at__gt=now())
    return rows.order_by("-created_at").first()


def new_link(actor: Actor, room_id: uuid.UUID) -> LiveRoom:
    """Another link and code for the room: the one before opens nothing from now on. Needs `journey.edit`."""
    row = open_one(actor, room_id)
    with transaction.atomic():
        _end_links(actor, row)
        _give_link(actor, row)
        row.save(update_fields=["token_sealed", "code_hash"])
        _said(actor, row, "room.new-link")
    return row


def close_room(actor: Actor, room_id: uuid.UUID) -> None:
    """Close the room: phones see nothing from this moment on. Needs `journey.edit`. Closed twice, it is closed once."""
    row = room_of(actor, room_id)
    with transaction.atomic():
        if LiveRoom.objects.filter(pk=row.pk, closed_at=None).update(closed_at=now(), changes=F("changes") + 1):
            _end_links(actor, row)
            record(actor.who, "room.closed", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)


def _end_links(actor: Actor, row: LiveRoom) -> None:
    for pass_id in GuestPass.objects.filter(purpose=PURPOSE, detail=row.pk, revoked_at=None).values_list(
        "pk", flat=True
    ):
        end_pass(actor, "journey.edit", pass_id)


def go_to(actor: Actor, room_id: uuid.UUID, phase: str, *, seen: str) -> LiveRoom:
    """Lead the room from the phase that was `seen` to the next or the one before. Needs `journey.edit`.

    Raises Conflict when somebody led it elsewhere meanwhile, Problem for any other step.
    """
    row = open_one(actor, room_id)
    if not rules.may_go(seen, phase, row.subject):
        raise Problem("journeys.room-phase")
    with transaction.atomic():
        moved = LiveRoom.objects.filter(pk=row.pk, phase=seen, closed_at=None).update(
            phase=phase, changes=F("changes") + 1
        )
        if not moved:
            raise Conflict("platform.changed-meanwhile")
        RoomMove.objects.create(room=row, old=seen, new=phase, by_name=actor.name[:120])
        record(actor.who, f"room.{phase}", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
    row.refresh_from_db()
    return row


def agree_how(actor: Actor, room_id: uuid.UUID, *, manner: str, quorum: Mapping[uuid.UUID, int]) -> None:
    """How the group will decide, and how many people of which group it takes. Needs `journey.edit`.

    Raises Problem once weighing has begun: nobody changes the rule when positions are known.
    """
    row = open_one(actor, room_id)
    if manner not in Decision.Manner.values:
        raise Problem("journeys.decide-manner", field="manner")
    kept = _counts(row, quorum)
    fixed = [phase for phase in rules.PHASES if rules.is_fixed(phase)]
    with transaction.atomic():
        rows = LiveRoom.objects.filter(pk=row.pk).exclude(phase__in=fixed)
        if not rows.update(manner=manner, quorum=kept, changes=F("changes") + 1):
            raise Problem("journeys.room-fixed")
        _said(actor, row, "room.rule")


def count_beside(actor: Actor, room_id: uuid.UUID, people: Mapping[uuid.UUID, int]) -> None:
    """How many people of each group are at the table without a phone. Needs `journey.edit`."""
    row = open_one(actor, room_id)
    kept = _counts(row, people)
    with transaction.atomic():
        LiveRoom.objects.filter(pk=row.pk).update(beside=kept, changes=F("changes") + 1)
        _said(actor, row, "room.counted")


def _counts(row: LiveRoom, people: Mapping[uuid.UUID, int]) -> dict[str, int]:
    known = set(Stakeholder.objects.filter(journey_id=row.journey_id).values_list("pk", flat=True))
    if not set(people) <= known:
        raise Problem("journeys.stakeholder-unknown")
    if any(not 0 <= count <= 5000 for count in people.values()):
        raise Problem("journeys.room-count")
    return {str(group): count for group, count in people.items() if count}


def type_in(
    actor: Actor,
    room_id: uuid.UUID,
    texts: Iterable[str],
    *,
    stakeholder_id: uuid.UUID | None,
    channel: str,
    language: str,
    sent: uuid.UUID,
    photo: Sheet | None = None,
) -> int:
    """Questions that a group said aloud or wrote on its sheet, several at once. Needs `journey.edit`.

    They are marked "spoken" or "paper"; a photograph of the sheet stays with each of them. `sent` is the id of the
    form: sent twice, it counts once. Works on after the room is closed, since sheets are often typed in later. Returns
    how many questions it holds.
    """
    row = room_of(actor, room_id)
    group = group_in(row.journey, stakeholder_id)
    if channel not in TYPED:
        raise Problem("journeys.candidate-way", field="channel")
    written = [text for text in texts if text.strip()]
    if not written:
        raise Problem("journeys.room-nothing", field="texts")
    if len(written) > MOST_AT_ONCE:
        raise Problem("journeys.room-many", field="texts", limit=MOST_AT_ONCE)
    with transaction.atomic():
        kept = attach_sheet(actor, row.journey, photo, deliverable=DELIVERABLE, id_=uuid.uuid5(row.pk, f"{sent}/photo"))
        for number, text in enumerate(written):
            id_ = uuid.uuid5(row.pk, f"{sent}/{number}")
            try:
                put_on_table(actor, row.journey, text, language, group, channel=channel, id_=id_, photo=kept)
            except Problem as problem:
                raise Problem(problem.code, field="texts", **problem.params) from None
    return len(written)


def behind(token: str) -> tuple[Actor, LiveRoom]:
    """The open room behind a link, and its guest as an actor. Raises NotFound when it opens nothing (any more)."""
    opened, guest = open_pass(token, PURPOSE)
    rows = LiveRoom.objects.select_related("journey__enterprise", "journey__methodology", "journey__scope", "session")
    open_here = rows.filter(closed_at=None, journey__scope_id=opened.scope_id)
    row = open_here.filter(pk=opened.detail).first() if opened.detail else None
    if row is None:
        raise NotFound("access.link-ended")
    return guest, row


def token_behind(code: str) -> str:
    """The token of the open room whose screen shows this code. Raises Problem for any other."""
    row = LiveRoom.objects.filter(code_hash=token_hash(rules.typed_code(code)), closed_at=None).first()
    token = token_of(row) if row else ""
    if not token:
        raise Problem("journeys.room-code", field="code")
    return token


def join(token: str, stakeholder_id: uuid.UUID, language: str, *, guest_id: uuid.UUID | None = None) -> uuid.UUID:
    """Come in as somebody of a group; again with `guest_id`, to correct the group or the language. Returns the id."""
    guest, row = behind(token)
    group = Stakeholder.objects.filter(pk=stakeholder_id, journey_id=row.journey_id).first()
    if group is None:
        raise Problem("journeys.stakeholder-unknown", field="stakeholder")
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    with transaction.atomic():
        use_pass(guest)
        if not LiveRoom.objects.filter(pk=row.pk, closed_at=None).update(changes=F("changes") + 1):
            raise Conflict("platform.changed-meanwhile")
        there = RoomGuest.objects.filter(room=row)
        if guest_id is not None and there.filter(_known(guest_id)).update(stakeholder=group, language=language):
            return guest_id
        if there.count() >= MOST_GUESTS:
            raise Problem("journeys.room-full", limit=MOST_GUESTS)
        return RoomGuest.objects.create(room=row, stakeholder=group, language=language).pk


def propose_in_room(token: str, guest_id: uuid.UUID, text: str, *, sent: uuid.UUID) -> Candidate:
    """A guest's question. `sent` is made by the page: sent again after a bad connection, it is one question.

    Raises NotFound for a closed room or an unknown guest, Problem when nothing is written, when the room has gone on
    to weighing, or when it already holds as many questions as one can read.
    """
    guest, row = behind(token)
    person = guest_of(row, guest_id)
    id_ = uuid.uuid5(person.pk, str(sent))
    there = Candidate.objects.filter(pk=id_).first()
    if there is not None:
        return there
    if row.phase not in rules.TAKES_PROPOSALS or row.subject != LiveRoom.Subject.QUESTION:
        raise Problem("journeys.room-went-on", field="text")
    if Candidate.objects.filter(journey_id=row.journey_id).count() >= MOST:
        raise Problem("journeys.candidates-many", field="text", limit=MOST)
    return put_on_table(
        guest, row.journey, text, person.language, person.stakeholder, channel=Candidate.Channel.SCREEN, id_=id_
    )


def guest_of(row: LiveRoom, guest_id: uuid.UUID) -> RoomGuest:
    """Somebody who came into this room, or into one before it that went on. Raises NotFound."""
    person = RoomGuest.objects.select_related("stakeholder").filter(_known(guest_id), room=row).first()
    if person is None:
        raise NotFound()
    return person


def _known(guest_id: uuid.UUID) -> Q:
    return Q(pk=guest_id) | Q(first=guest_id)


def open_one(actor: Actor, room_id: uuid.UUID) -> LiveRoom:
    """The room for whoever leads it. Raises Problem when it is closed."""
    row = room_of(actor, room_id)
    if row.closed_at is not None:
        raise Problem("journeys.room-closed")
    return row


def room_of(actor: Actor, room_id: uuid.UUID) -> LiveRoom:
    """The room for whoever leads it, open or closed. Needs `journey.edit`."""
    rows = LiveRoom.objects.select_related("journey__scope", "journey__methodology", "session")
    if actor.kind == "system":
        return rows.get(pk=room_id)
    return fetch(actor, "journey.edit", rows, pk=room_id)


def stirred(row: LiveRoom) -> None:
    """Something changed that screens should see."""
    LiveRoom.objects.filter(pk=row.pk).update(changes=F("changes") + 1)


def _said(actor: Actor, row: LiveRoom, event: str) -> None:
    record(actor.who, event, scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
