"""The six-monthly report: presence, days and deliverables, per enterprise and pooled.

An enterprise stands in it by name as far as it opened its space to whoever reports; the others are pooled,
where they are three and more.
"""

import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, F, QuerySet, Sum

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within, fetch
from vises.apps.journeys.models import Deliverable, Journey, LogEntry, Presence, Session
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Attendance, Participation, Programme
from vises.apps.programmes.rules import FEWEST
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem

DAY = 7 * 60  # minutes of a day of accompaniment
FEWEST_PEOPLE = 5  # accompanists whose own notes of time may be pooled


@dataclass(frozen=True)
class Figures:
    """What happened in the period. `present` adds up the people at each session; `minutes` are those of sessions.

    `person_minutes` count people times minutes; `at_meetings` are people at meetings of the programme.
    """

    sessions: int = 0
    present: int = 0
    minutes: int = 0
    person_minutes: int = 0
    confirmed: int = 0
    at_meetings: int = 0

    @property
    def days(self) -> float:
        """Days of sessions, of seven hours each, to a tenth."""
        return round(self.minutes / DAY, 1)

    @property
    def person_hours(self) -> int:
        return round(self.person_minutes / 60)

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Line:
    """An enterprise by name. `deliverables` are the titles of those confirmed in the period."""

    participation_id: uuid.UUID
    enterprise: str
    federation: str
    status: str
    figures: Figures
    deliverables: tuple[Texts, ...]


@dataclass(frozen=True)
class Report:
    """`pooled` counts every enterprise, or only those named where the others are one or two (`left_out`).

    `log_minutes`: time that accompanists noted for themselves, pooled; None where they are fewer than five.
    """

    programme: Texts
    since: date
    until: date
    lines: tuple[Line, ...]
    unnamed: int
    left_out: int
    pooled: Figures
    meetings: int
    log_minutes: int | None


@dataclass
class _Tally:
    figures: dict[uuid.UUID, Counter[str]] = field(default_factory=dict)

    def add(self, rows: Iterable[tuple[uuid.UUID, int | None]], name: str) -> None:
        for key, value in rows:
            self.figures.setdefault(key, Counter())[name] += value or 0

    def of(self, key: uuid.UUID) -> Figures:
        return Figures(**self.figures.get(key, Counter()))


def report(actor: Actor, programme_id: uuid.UUID, since: date, until: date) -> Report:
    """The report of a period, both days included; a fixed number of queries. Needs `programme.edit`.

    Raises Problem when the period ends before it begins.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("methodology"), pk=programme_id)
    if until < since:
        raise Problem("programmes.dates", field="until")
    tally = _tally(programme, since, until)
    opened = set(
        Journey.objects.filter(
            allowed_within(actor, "journey.view", "scope", programme.scope_id), participation__programme=programme
        ).values_list("participation_id", flat=True)
    )
    codes = _confirmed(programme, since, until)
    rows = (
        Participation.objects.filter(programme=programme)
        .select_related("enterprise", "federation")
        .order_by("enterprise__name", "id")
    )
    lines, unnamed, hidden = [], 0, Figures()
    for row in rows:
        figures = tally.of(row.id)
        if row.id in opened:
            titles = tuple(_title(programme.methodology.code, code) for code in codes.get(row.id, ()))
            federation = row.federation.name if row.federation else ""
            lines.append(Line(row.id, row.enterprise.name, federation, row.status, figures, titles))
        elif row.id in tally.figures:
            unnamed += 1
            hidden += figures
    pooled = sum((line.figures for line in lines), Figures())
    tells = 0 < unnamed < FEWEST
    return Report(
        programme=programme.names,
        since=since,
        until=until,
        lines=tuple(lines),
        unnamed=unnamed,
        left_out=unnamed if tells else 0,
        pooled=pooled if tells else pooled + hidden,
        meetings=programme.meetings.filter(on__range=(since, until)).count(),
        log_minutes=_log(programme, since, until),
    )


def _tally(programme: Programme, since: date, until: date) -> _Tally:
    tally = _Tally()
    held = Session.objects.filter(journey__participation__programme=programme, held=True, on__range=(since, until))
    key = "journey__participation"
    tally.add(_by(held, key, n=Count("pk")), "sessions")
    tally.add(_by(held, key, n=Sum("minutes_spent")), "minutes")
    there = Presence.objects.filter(session__in=held)
    tally.add(_by(there, f"session__{key}", n=Sum("people")), "present")
    tally.add(_by(there, f"session__{key}", n=Sum(F("people") * F("session__minutes_spent"))), "person_minutes")
    tally.add(_by(_deliverables(programme, since, until), key, n=Count("pk")), "confirmed")
    came = Attendance.objects.filter(
        meeting__programme=programme,
        meeting__on__range=(since, until),
        organisation__participations__programme=programme,
    )
    tally.add(_by(came, "organisation__participations", n=Sum("people")), "at_meetings")
    return tally


def _by(
    rows: "QuerySet[Session] | QuerySet[Presence] | QuerySet[Deliverable] | QuerySet[Attendance]",
    key: str,
    **what: Count | Sum,
) -> list[tuple[uuid.UUID, int | None]]:
    return list(rows.order_by().values_list(key).annotate(**what))


def _deliverables(programme: Programme, since: date, until: date) -> QuerySet[Deliverable]:
    zone = ZoneInfo(programme.zone)
    return Deliverable.objects.filter(
        journey__participation__programme=programme,
        state=Deliverable.State.CONFIRMED,
        confirmed_at__range=(datetime.combine(since, time.min, zone), datetime.combine(until, time.max, zone)),
    )


def _confirmed(programme: Programme, since: date, until: date) -> dict[uuid.UUID, list[str]]:
    found: dict[uuid.UUID, list[str]] = {}
    rows = _deliverables(programme, since, until).order_by("confirmed_at")
    for id_, code in rows.values_list("journey__participation_id", "code"):
        if id_ is not None:
            found.setdefault(id_, []).append(code)
    return found


def _title(version: str, code: str) -> Texts:
    return methodology.texts_of(version, f"{code}.short") or {"fr": code}


def _log(programme: Programme, since: date, until: date) -> int | None:
    rows = LogEntry.objects.filter(journey__participation__programme=programme, on__range=(since, until))
    found = rows.aggregate(people=Count("user", distinct=True), minutes=Sum(F("minutes") + F("travel_minutes")))
    return found["minutes"] if found["people"] >= FEWEST_PEOPLE else None
