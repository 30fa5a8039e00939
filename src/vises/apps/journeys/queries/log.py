"""An accompanist's time across her journeys, and what sessions took; nobody else's."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.journeys.models import Journey, LogEntry, Session
from vises.apps.journeys.services.may import own_id
from vises.kernel.clock import today


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours, to the half hour: finer would claim more than anybody notes."""
    halves = round(minutes / 30)
    return Decimal(halves // 2) if halves % 2 == 0 else Decimal(halves) / 2


@dataclass(frozen=True)
class Entry:
    """Time noted. Minutes of work and of travel are apart."""

    id: uuid.UUID
    journey_id: uuid.UUID
    enterprise: str
    on: date
    kind: str
    session: str
    minutes: int
    travel_minutes: int
    words: str


@dataclass(frozen=True)
class HeldSession:
    """A session held, for which the accompanist noted no time of her own yet."""

    id: uuid.UUID
    journey_id: uuid.UUID
    enterprise: str
    title: str
    on: date
    minutes: int | None


@dataclass(frozen=True)
class Given:
    """What was given in all: days are days with an entry, whatever its length."""

    days: int
    minutes: int
    travel_minutes: int

    @property
    def hours(self) -> Decimal:
        return hours_of(self.minutes)

    @property
    def travel_hours(self) -> Decimal:
        return hours_of(self.travel_minutes)


@dataclass(frozen=True)
class Log:
    """A year of one's own time."""

    year: int
    years: tuple[int, ...]
    entries: tuple[Entry, ...]
    to_note: tuple[HeldSession, ...]
    by_journey: tuple[tuple[uuid.UUID, str, Given], ...]
    total: Given


def log(actor: Actor, year: int | None = None) -> Log:
    """One's own time in a calendar year (this one, if none is named), in a fixed number of queries."""
    year = year or today().year
    own = LogEntry.objects.filter(user_id=own_id(actor))
    rows = list(own.filter(on__year=year).select_related("journey__enterprise", "session"))
    years = {day.year for day in own.dates("on", "year")} | {today().year, year}
    noted = own.exclude(session=None).values("session")
    journeys = visible(actor, "journey.accompany", Journey.objects.all())
    held = (
        Session.objects.filter(held=True, journey__in=journeys, on__year=year)
        .exclude(pk__in=noted)
        .select_related("journey__enterprise")
        .order_by("-on")
    )
    mine = set(journeys.values_list("id", flat=True))  # of a journey that one left, one's own words stay, and no title
    names = {row.journey_id: row.journey.enterprise.name for row in rows}
    by_journey = [
        (id_, name, given(row for row in rows if row.journey_id == id_))
        for id_, name in sorted(names.items(), key=lambda item: item[1])
    ]
    return Log(
        year=year,
        years=tuple(sorted(years, reverse=True)),
        entries=tuple(
            Entry(
                row.id,
                row.journey_id,
                row.journey.enterprise.name,
                row.on,
                row.kind,
                row.session.title if row.session and row.journey_id in mine else "",
                row.minutes,
                row.travel_minutes,
                row.words,
            )
            for row in rows
        ),
        to_note=tuple(
            HeldSession(row.id, row.journey_id, row.journey.enterprise.name, row.title, row.on, row.minutes_spent)
            for row in held[:20]
        ),
        by_journey=tuple(by_journey),
        total=given(rows),
    )


def this_month(actor: Actor) -> Given:
    """One's own time since the first of the month."""
    first = today().replace(day=1)
    return given(LogEntry.objects.filter(user_id=own_id(actor), on__gte=first))


def given(rows: Iterable[LogEntry]) -> Given:
    """Days and minutes of some entries."""
    found = list(rows)
    return Given(
        len({row.on for row in found}), sum(row.minutes for row in found), sum(row.travel_minutes for row in found)
    )
