"""Notes of accompanists as their readers see them, and hand-overs."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import AccompanistNote, HandOver
from vises.apps.journeys.queries.texts import languages_of
from vises.apps.journeys.services.may import journey_for, own_id


@dataclass(frozen=True)
class NoteView:
    """A note. `mine`: the reader wrote it; `passed`: its author passed it on to this reader alone.

    `number` is given back when changing it.
    """

    id: uuid.UUID
    journey_id: uuid.UUID
    enterprise: str
    author: str
    text: str
    language: str
    shared: bool
    mine: bool
    passed: bool
    number: int
    at: datetime


@dataclass(frozen=True)
class Notebook:
    """The notes of a journey that a reader may see, the newest first."""

    language: str
    languages: tuple[str, ...]
    shared: tuple[NoteView, ...]
    private: tuple[NoteView, ...]

    def note(self, id_: str) -> NoteView | None:
        """One's own note of that id, if there is one."""
        return next((row for row in (*self.shared, *self.private) if str(row.id) == id_ and row.mine), None)


@dataclass(frozen=True)
class HandOverView:
    """A hand-over. `state`: asked, done, declined or taken-back; `mine`: the reader is the one who leaves."""

    id: uuid.UUID
    leaving: str
    next: str
    next_email: str
    words: str
    language: str
    state: str
    asked_on: date
    settled_on: date | None
    settled_by: str
    mine: bool


def notebook(actor: Actor, journey_id: uuid.UUID) -> Notebook:
    """Shared notes, and those that are the reader's alone. Needs `journey.edit`: whoever only looks in reads none."""
    journey = journey_for(actor, "journey.edit", journey_id)
    mine = own_id(actor)
    rows = AccompanistNote.objects.filter(
        Q(shared=True) | Q(author_id=mine) | Q(passed_to_id=mine), journey=journey
    ).select_related("journey__enterprise")
    views = [_note(row, mine) for row in rows]
    return Notebook(
        language=journey.language,
        languages=languages_of(journey),
        shared=tuple(row for row in views if row.shared),
        private=tuple(row for row in views if not row.shared),
    )


def own_notes(actor: Actor) -> tuple[NoteView, ...]:
    """Everything that one keeps for oneself, in whichever journey, also in those one has left."""
    mine = own_id(actor)
    rows = AccompanistNote.objects.filter(author_id=mine, shared=False).select_related("journey__enterprise")
    return tuple(_note(row, mine) for row in rows.order_by("journey__enterprise__name", "-created_at"))


def hand_overs(actor: Actor, journey_id: uuid.UUID) -> tuple[HandOverView, ...]:
    """Hand-overs of the journey, the newest first. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    mails = allows(actor, "journey.open", journey.scope_id)
    return tuple(_hand_over(row, actor, mails) for row in HandOver.objects.filter(journey=journey))


def asked_hand_over(actor: Actor, journey_id: uuid.UUID) -> HandOverView | None:
    """The hand-over that waits for the enterprise's yes, for whoever may say it; one query."""
    row = HandOver.objects.filter(journey_id=journey_id, state=HandOver.State.ASKED).first()
    return _hand_over(row, actor, True) if row else None


def chosen(notes: Notebook, ids: Collection[str]) -> tuple[NoteView, ...]:
    """Private notes that their author chose for a hand-over file, and those passed on to the reader."""
    return tuple(row for row in notes.private if row.passed or str(row.id) in ids)


def _note(row: AccompanistNote, mine: uuid.UUID) -> NoteView:
    return NoteView(
        id=row.id,
        journey_id=row.journey_id,
        enterprise=row.journey.enterprise.name,
        author=row.author_name,
        text=row.text,
        language=row.language,
        shared=row.shared,
        mine=row.author_id == mine,
        passed=row.author_id != mine and row.passed_to_id == mine,
        number=row.number,
        at=row.created_at,
    )


def _hand_over(row: HandOver, actor: Actor, mails: bool) -> HandOverView:
    mine = row.leaving_id is not None and row.leaving_id == actor.id
    return HandOverView(
        id=row.id,
        leaving=row.leaving_name,
        next=row.next_name,
        next_email=row.next_email if mails or mine else "",
        words=row.words,
        language=row.language,
        state=row.state,
        asked_on=row.created_at.date(),
        settled_on=row.settled_on,
        settled_by=row.settled_by_name,
        mine=mine,
    )
