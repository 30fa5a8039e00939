"""The bodies of a programme as its people see them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.services import allows, fetch, visible
from vises.apps.programmes.models import Body, BodySession, Programme, Seat
from vises.apps.programmes.queries.organisations import organisations_of
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class BodyLine:
    """A body in the list of its programme. `people` sit in it today; `next_on` is when it meets next."""

    id: uuid.UUID
    kind: str
    names: Texts
    purposes: Texts
    people: int
    next_on: date | None
    ended: bool


@dataclass(frozen=True)
class Bodies:
    programme: Texts
    rows: tuple[BodyLine, ...]
    may_decide: bool


@dataclass(frozen=True)
class SeatView:
    """Who sits in a body, and for whom. `email` only for whoever may decide about seats."""

    id: uuid.UUID
    name: str
    email: str
    organisation: str
    chairs: bool
    starts_on: date | None
    ends_on: date | None
    now: bool


@dataclass(frozen=True)
class Sitting:
    """A day on which a body meets, or met."""

    id: uuid.UUID
    on: date
    place: str
    held: bool
    people: int | None
    has_minutes: bool


@dataclass(frozen=True)
class BodyPage:
    """One body. `seats`: those who sit in it now come first."""

    id: uuid.UUID
    programme_id: uuid.UUID
    programme: Texts
    kind: str
    names: Texts
    purposes: Texts
    starts_on: date | None
    ends_on: date | None
    seats: tuple[SeatView, ...]
    sittings: tuple[Sitting, ...]
    may_decide: bool
    may_treat: bool


def bodies(actor: Actor, programme_id: uuid.UUID) -> Bodies:
    """The bodies of a programme. Needs `learning.view`."""
    programme = fetch(actor, "learning.view", Programme.objects.all(), pk=programme_id)
    day = today(programme.zone)
    # counted apart: two joins to many rows would multiply each other
    seated = dict(
        Seat.objects.filter(valid_today(), body__programme=programme)
        .values_list("body")
        .annotate(n=Count("id"))
        .order_by()
    )
    rows = Body.objects.filter(programme=programme).annotate(
        next_on=Min("sessions__on", filter=Q(sessions__held=False, sessions__on__gte=day))
    )
    return Bodies(
        programme.names,
        tuple(
            BodyLine(
                row.id,
                row.kind,
                row.names,
                row.purposes,
                seated.get(row.id, 0),
                row.next_on,
                row.ends_on is not None and row.ends_on < day,
            )
            for row in rows
        ),
        allows(actor, "learning.decide", programme.scope_id),
    )


def body(actor: Actor, body_id: uuid.UUID) -> BodyPage:
    """One body with its seats and sessions. Needs `learning.view`, or a seat in it. Raises NotFound."""
    rows = Body.objects.select_related("programme__scope")
    may_treat = visible(actor, "learning.treat", rows.filter(pk=body_id)).first()
    row = may_treat or fetch(actor, "learning.view", rows, pk=body_id)
    may_decide = allows(actor, "learning.decide", row.programme.scope_id)
    day = today(row.programme.zone)
    seats = [
        SeatView(
            id=seat.id,
            name=seat.user.name,
            email=seat.user.email if may_decide else "",
            organisation=seat.organisation.name if seat.organisation else "",
            chairs=seat.chairs,
            starts_on=seat.starts_on,
            ends_on=seat.ends_on,
            now=(seat.starts_on is None or seat.starts_on <= day) and (seat.ends_on is None or seat.ends_on >= day),
        )
        for seat in Seat.objects.filter(body=row).select_related("user", "organisation").order_by("user__name")
    ]
    return BodyPage(
        id=row.id,
        programme_id=row.programme_id,
        programme=row.programme.names,
        kind=row.kind,
        names=row.names,
        purposes=row.purposes,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        seats=tuple(sorted(seats, key=lambda seat: (not seat.now, not seat.chairs, seat.name))),
        sittings=tuple(
            Sitting(one.id, one.on, one.place, one.held, one.people, any(one.minutes.values()))
            for one in BodySession.objects.filter(body=row)
        ),
        may_decide=may_decide,
        may_treat=may_treat is not None,
    )


def organisation_choices(actor: Actor, programme_id: uuid.UUID) -> tuple[tuple[uuid.UUID, str], ...]:
    """The organisations of a programme, for a form: id and name. Needs `learning.decide`."""
    fetch(actor, "learning.decide", Programme.objects.all(), pk=programme_id)
    return tuple(organisations_of(programme_id).order_by("name").values_list("id", "name"))
