"""Filling in the portrait and the rings together: what groups say, and bringing it in by one act."""

import hashlib
import json
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import (
    Attachment,
    Contribution,
    Expectation,
    Involvement,
    Journey,
    LiveRoom,
    OwnWords,
    RoomGuest,
    Stakeholder,
)
from vises.apps.journeys.queries.texts import code_of
from vises.apps.journeys.services.attachments import Sheet, attach_sheet
from vises.apps.journeys.services.positions import note_presence
from vises.apps.journeys.services.question import group_in
from vises.apps.journeys.services.room import TYPED, behind, guest_of, room_of, stirred
from vises.apps.journeys.services.stakeholders import set_involvement, state_expectation
from vises.apps.journeys.services.words import write_words
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record
from vises.platform.rows import insert_once

LONGEST = 2000  # characters of one contribution
MOST = 600  # contributions in one room
Kind = Contribution.Kind
OF = {
    LiveRoom.Subject.PORTRAIT: {Kind.VIEW},
    LiveRoom.Subject.RINGS: {Kind.PLACE, Kind.EXPECTATION, Kind.DIFFICULTY, Kind.MISSING},
}


@dataclass(frozen=True)
class Piece:
    """One thing said: of a view of the portrait (`heading`), or of a group on the map (`about_id`)."""

    kind: str
    text: str
    heading: str = ""
    about_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Placed:
    """A group as it goes onto the map: how close in the step of the journey, and what makes it hard to reach."""

    degree: str
    difficulty: str
    seen: str  # the fingerprint of what stood there when it was read
    expectations: Sequence[uuid.UUID] = field(default_factory=tuple)  # contributions in which it says its own


def contribute(token: str, guest_id: uuid.UUID, pieces: Iterable[Piece], *, sent: uuid.UUID) -> int:
    """What a guest says, with the name of her group. `sent` is made by the page: sent again, it counts once.

    Where she places a group again, her new place replaces hers. Returns how many pieces it holds. Raises NotFound
    for a closed room or an unknown guest, Problem when nothing is written, for what the room is not about, and when
    it already holds as much as one can read.
    """
    guest, row = behind(token)
    person = guest_of(row, guest_id)
    kept = _checked(row, pieces)
    with transaction.atomic():
        RoomGuest.objects.select_for_update().get(pk=person.pk)
        _keep(row, kept, person.stakeholder, person.language, "screen", uuid.uuid5(person.pk, str(sent)), person)
        record(guest.who, "room.said", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
    return len(kept)


def note_contributions(
    actor: Actor,
    room_id: uuid.UUID,
    pieces: Iterable[Piece],
    *,
    stakeholder_id: uuid.UUID | None,
    channel: str,
    language: str,
    sent: uuid.UUID,
    photo: Sheet | None = None,
) -> int:
    """What a group said aloud or wrote on its sheet, typed in at once. Needs `journey.edit`; also once it is closed.

    Marked "spoken" or "paper"; no group where several wrote on one sheet; a photograph of the sheet stays with each
    piece. `sent` is the id of the form: sent twice, it counts once. Returns how many pieces it holds.
    """
    row = room_of(actor, room_id)
    group = group_in(row.journey, stakeholder_id)
    if channel not in TYPED:
        raise Problem("journeys.candidate-way", field="channel")
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    kept = _checked(row, pieces)
    form = uuid.uuid5(row.pk, str(sent))
    with transaction.atomic():
        sheet = attach_sheet(actor, row.journey, photo, deliverable="", id_=uuid.uuid5(form, "photo"))
        _keep(row, kept, group, language, channel, form, None, sheet)
        record(actor.who, "room.noted", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
    return len(kept)


def take_away(actor: Actor, room_id: uuid.UUID, contribution_id: uuid.UUID) -> None:
    """Something said by mistake, or naming a person, goes for good. Needs `journey.edit`."""
    row = room_of(actor, room_id)
    with transaction.atomic():
        if Contribution.objects.filter(pk=contribution_id, room=row).delete()[0]:
            stirred(row)
            record(actor.who, "room.said-gone", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)


def _checked(row: LiveRoom, pieces: Iterable[Piece]) -> list[Piece]:
    kept = [piece for piece in pieces if piece.text.strip()]
    if not kept:
        raise Problem("journeys.contribution-empty", field="text")
    groups = set(Stakeholder.objects.filter(journey_id=row.journey_id).values_list("pk", flat=True))
    headings = headings_of(row.journey)
    for piece in kept:
        if piece.kind not in OF.get(LiveRoom.Subject(row.subject), set()):
            raise Problem("journeys.contribution-heading", field="heading")
        if piece.kind == Kind.VIEW and piece.heading not in headings:
            raise Problem("journeys.contribution-heading", field="heading")
        if piece.kind not in {Kind.VIEW, Kind.MISSING} and piece.about_id not in groups:
            raise Problem("journeys.stakeholder-unknown", field="about")
        if piece.kind == Kind.PLACE and piece.text not in Involvement.Degree.values:
            raise Problem("journeys.contribution-degree", field="degree")
        if len(piece.text) > LONGEST:
            raise Problem("journeys.contribution-long", field="text", limit=LONGEST)
    if Contribution.objects.filter(room=row).count() + len(kept) > MOST:
        raise Problem("journeys.contributions-many")
    return kept


def headings_of(journey: Journey) -> tuple[str, ...]:
    """The views of the portrait in this journey's version of the method: dimensions, then lenses."""
    version = methodology.version(journey.methodology.code)
    return tuple(item.id for item in (*version.dimensions, *version.lenses))


def _keep(
    row: LiveRoom,
    pieces: list[Piece],
    group: Stakeholder | None,
    language: str,
    channel: str,
    form: uuid.UUID,
    person: RoomGuest | None,
    photo: Attachment | None = None,
) -> None:
    for number, piece in enumerate(pieces):
        made = Contribution(
            pk=uuid.uuid5(form, f"{piece.kind}/{number}"),
            room=row,
            stakeholder=group,
            guest=person,
            kind=piece.kind,
            heading=piece.heading,
            about_id=piece.about_id,
            text=piece.text.strip(),
            language=language,
            channel=channel,
            photo=photo,
        )
        if insert_once(made) and person is not None and piece.kind == Kind.PLACE:
            before = Contribution.objects.filter(guest=person, kind=Kind.PLACE, about_id=piece.about_id)
            before.filter(taken_at=None).exclude(pk=made.pk).delete()
    stirred(row)


def take_portrait(
    actor: Actor,
    room_id: uuid.UUID,
    views: Mapping[str, tuple[str, int]],
    *,
    language: str,
    shown: Collection[uuid.UUID],
) -> int:
    """Bring what was said into the portrait: heading to (text, the revision that was read; 0 for none).

    Needs `journey.edit`. All or nothing: raises Conflict when somebody wrote in one of these views meanwhile, Problem
    when nothing changes. Where it comes from is noted with each text; `shown` are the contributions that were before
    the eyes of whoever brings them in. Returns how many views changed.
    """
    row = room_of(actor, room_id)
    if not set(views) <= set(headings_of(row.journey)):
        raise Problem("journeys.contribution-heading")
    code = code_of(row.journey.methodology.code, "portrait")
    there = {item.heading: item for item in OwnWords.objects.filter(journey=row.journey, deliverable=code)}
    changed = {
        heading: (text.strip(), number)
        for heading, (text, number) in views.items()
        if text.strip() != (there[heading].text if heading in there else "")
    }
    if not changed and not _fresh(row, shown):
        raise Problem("journeys.take-nothing")
    with transaction.atomic():
        for heading, (text, number) in changed.items():
            before = there.get(heading)
            if (before.number if before else 0) != number:
                raise Conflict("platform.changed-meanwhile")
            source = _source(row, before.source if before else "")
            words_language = before.language if before else language
            write_words(
                actor,
                row.journey_id,
                code,
                heading,
                text,
                language=words_language,
                source=source,
                number=number or None,
            )
        _taken(actor, row, shown)
    return len(changed)


def _source(row: LiveRoom, before: str) -> str:
    here = f"{row.session.title} ({row.session.on:%d/%m/%Y})"
    if here in before:
        return before
    return (f"{before}; {here}" if before else here)[:300]


def seen_on_map(difficulty: str, degree: str) -> str:
    """The fingerprint of what stands on the map of a group, in 16 hex digits."""
    return hashlib.sha256(json.dumps([difficulty, degree]).encode()).hexdigest()[:16]


def take_rings(
    actor: Actor, room_id: uuid.UUID, groups: Mapping[uuid.UUID, Placed], *, shown: Collection[uuid.UUID]
) -> int:
    """Bring what was said onto the stakeholder map, for the step where the journey is. Needs `journey.edit`.

    An expectation becomes one of a group only where the group itself said it. All or nothing: raises Conflict when
    somebody changed one of these groups meanwhile, Problem when nothing changes. Returns how many groups changed.
    """
    row = room_of(actor, room_id)
    step = row.journey.step
    known = {
        item.pk: item for item in Stakeholder.objects.filter(journey_id=row.journey_id).prefetch_related("involvements")
    }
    if not set(groups) <= set(known):
        raise Problem("journeys.stakeholder-unknown")
    own = _own_expectations(row, groups)
    count = 0
    with transaction.atomic():
        for id_, placed in groups.items():
            degree = next((item.degree for item in known[id_].involvements.all() if item.step == step), "")
            if placed.seen != seen_on_map(known[id_].access_difficulty, degree):
                raise Conflict("platform.changed-meanwhile")
            count += _place(actor, known[id_], step, degree, placed, own)
        if not count and not _fresh(row, shown):
            raise Problem("journeys.take-nothing")
        _taken(actor, row, shown)
    return count


def _own_expectations(row: LiveRoom, groups: Mapping[uuid.UUID, Placed]) -> dict[uuid.UUID, Contribution]:
    wanted = [id_ for placed in groups.values() for id_ in placed.expectations]
    rows = Contribution.objects.filter(room=row, kind=Kind.EXPECTATION, taken_at=None, pk__in=wanted)
    return {item.pk: item for item in rows if item.stakeholder_id == item.about_id}


def _place(
    actor: Actor,
    group: Stakeholder,
    step: str,
    degree: str,
    placed: Placed,
    own: Mapping[uuid.UUID, Contribution],
) -> int:
    changed = 0
    if placed.difficulty.strip() != group.access_difficulty:
        Stakeholder.objects.filter(pk=group.pk).update(access_difficulty=placed.difficulty.strip())
        changed = 1
    if changed or placed.degree != degree:
        set_involvement(actor, group.pk, step, placed.degree)
        changed = 1
    for id_ in placed.expectations:
        said = own.get(id_)
        if said is None or said.about_id != group.pk:
            continue
        already = Expectation.objects.filter(stakeholder=group, text=said.text)
        if not already.exists():
            state_expectation(
                actor, group.journey_id, group.pk, said.text, language=said.language, channel=said.channel
            )
        changed = 1
    return changed


def _fresh(row: LiveRoom, shown: Collection[uuid.UUID]) -> bool:
    """Whether something was said that was not brought in before, though it may stand there already."""
    return Contribution.objects.filter(room=row, pk__in=shown, taken_at=None).exists()


def _taken(actor: Actor, row: LiveRoom, shown: Collection[uuid.UUID]) -> None:
    Contribution.objects.filter(room=row, pk__in=shown, taken_at=None).update(taken_at=now())
    note_presence(actor, row)
    stirred(row)
    record(actor.who, "room.taken", scope_id=row.journey.scope_id, object_kind="room", object_id=row.id)
