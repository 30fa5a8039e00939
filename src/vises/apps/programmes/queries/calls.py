"""Calls for enterprises: as the public reads them, and as the coordinator does."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.programmes.models import Application, Call, Programme
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class CallLine:
    """A call in the list of its programme. `state`: "coming", "open" or "closed"."""

    id: uuid.UUID
    titles: Texts
    token: str
    opens_on: date
    closes_on: date
    state: str
    waiting: int
    accepted: int


@dataclass(frozen=True)
class ApplicationView:
    """What an enterprise wrote, in the order in which it came."""

    id: uuid.UUID
    name: str
    federation: str
    motives: str
    language: str
    contact_name: str
    contact_email: str
    on: date
    state: str
    participation_id: uuid.UUID | None


@dataclass(frozen=True)
class CallPage:
    """A call with what was answered; never ranked: as it came."""

    id: uuid.UUID
    programme_id: uuid.UUID
    programme: Texts
    titles: Texts
    texts: Texts
    token: str
    opens_on: date
    closes_on: date
    state: str
    applications: tuple[ApplicationView, ...]


@dataclass(frozen=True)
class PublicCall:
    """A call as anyone may read it with its link."""

    programme: Texts
    titles: Texts
    texts: Texts
    opens_on: date
    closes_on: date
    state: str


def calls(actor: Actor, programme_id: uuid.UUID) -> tuple[Texts, tuple[CallLine, ...]]:
    """The programme's names and its calls, the latest first. Needs `programme.edit`."""
    programme = fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    day = today(programme.zone)
    rows = Call.objects.filter(programme=programme).annotate(
        waiting=Count("applications", filter=Q(applications__state=Application.State.WAITING)),
        accepted=Count("applications", filter=Q(applications__state=Application.State.ACCEPTED)),
    )
    return programme.names, tuple(
        CallLine(
            row.id,
            row.titles,
            row.token,
            row.opens_on,
            row.closes_on,
            _state(row, day),
            row.waiting,
            row.accepted,
        )
        for row in rows
    )


def call(actor: Actor, call_id: uuid.UUID) -> CallPage:
    """One call with its applications as they came. Needs `programme.edit`."""
    row = fetch(actor, "programme.edit", Call.objects.select_related("programme__scope"), pk=call_id)
    return CallPage(
        id=row.id,
        programme_id=row.programme_id,
        programme=row.programme.names,
        titles=row.titles,
        texts=row.texts,
        token=row.token,
        opens_on=row.opens_on,
        closes_on=row.closes_on,
        state=_state(row, today(row.programme.zone)),
        applications=tuple(
            ApplicationView(
                id=one.id,
                name=one.name,
                federation=one.federation,
                motives=one.motives,
                language=one.language,
                contact_name=one.contact_name,
                contact_email=one.contact_email,
                on=one.created_at.date(),
                state=one.state,
                participation_id=one.participation_id,
            )
            for one in Application.objects.filter(call=row)
        ),
    )


def public_call(token: str) -> PublicCall:
    """A call by its link. Raises NotFound."""
    row = Call.objects.select_related("programme").filter(token=token).first()
    if row is None:
        raise NotFound()
    state = _state(row, today(row.programme.zone))
    return PublicCall(row.programme.names, row.titles, row.texts, row.opens_on, row.closes_on, state)


def _state(row: Call, day: date) -> str:
    if day < row.opens_on:
        return "coming"
    return "open" if day <= row.closes_on else "closed"
