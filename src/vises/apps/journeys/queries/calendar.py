"""What a person's calendar shows: her sessions and the days by which something ends."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vises.apps.access.actor import Actor, actor_for
from vises.apps.access.services import visible
from vises.apps.journeys.models import CalendarFeed, CancelledSession, Engagement, Journey, PlanLine, Session
from vises.apps.journeys.services.may import own_id
from vises.apps.journeys.services.sessions import minutes_of
from vises.kernel.clock import today
from vises.kernel.ids import token_hash
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

ZONE = "Europe/Brussels"
BACK = timedelta(days=365)  # how far back sessions are told
MOST = 2000  # sessions in one calendar


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. `uid` stays the same however often it changes; `changes` counts how often it did.

    `kind`: "session", or the day of a deadline: "end" (of the journey, as wished), "line-start", "line-end", or
    "accompaniment-end" (of the programme). With `starts` it lasts `minutes`; without, it is of the whole day.
    """

    uid: str
    kind: str
    enterprise: str
    title: str
    texts: Texts
    on: date
    starts: datetime | None
    minutes: int
    place: str
    cancelled: bool
    changes: int
    changed_at: datetime | None
    journey_id: uuid.UUID
    session_id: uuid.UUID | None


@dataclass(frozen=True)
class Calendar:
    """Everything that a calendar is told, and the language and time zone of whoever subscribed."""

    language: str
    zone: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Feed:
    """Whether there is an address, since when, and when a calendar asked last."""

    made_on: date
    read_on: date | None


def feed_of(actor: Actor) -> Feed | None:
    """One's own address, if there is one; never the address itself."""
    row = CalendarFeed.objects.filter(user_id=own_id(actor)).first()
    return Feed(row.created_at.date(), row.read_on) if row else None


def calendar_behind(token: str) -> Calendar:
    """The calendar behind an address, with the access its person has now. Raises NotFound for one that ended."""
    row = CalendarFeed.objects.filter(token_hash=token_hash(token)).select_related("user").first()
    actor = actor_for(row.user) if row else None
    if row is None or actor is None or not actor.signed_in:
        raise NotFound("access.link-ended")
    if row.read_on != today():
        CalendarFeed.objects.filter(pk=row.pk).update(read_on=today())
    return calendar(actor)


def calendar(actor: Actor) -> Calendar:
    """Sessions and deadlines of the journeys in which one takes part, in a fixed number of queries."""
    rows = visible(actor, "journey.edit", Journey.objects.all()).select_related(
        "enterprise", "methodology", "participation__programme"
    )
    journeys = {row.id: row for row in rows if row.ended_on is None or row.ended_on > today() - BACK}
    ids = list(journeys)
    since = today() - BACK
    found: list[Entry] = []
    for session in Session.objects.filter(journey__in=ids, on__gte=since).order_by("-on")[:MOST]:
        found.append(_session(journeys[session.journey_id], session))
    for told in CancelledSession.objects.filter(journey__in=ids, on__gte=today() - timedelta(days=7)):
        found.append(_cancelled(journeys[told.journey_id], told))
    for frame in Engagement.objects.filter(journey__in=ids, ends_on__isnull=False):
        if frame.ends_on is not None:
            found.append(_day(journeys[frame.journey_id], "end", frame.journey_id, frame.ends_on, frame.changed_at))
    for line in PlanLine.objects.filter(journey__in=ids):
        for kind, on in (("line-start", line.starts_on), ("line-end", line.ends_on)):
            if on is not None and on >= since:
                found.append(_day(journeys[line.journey_id], kind, line.id, on, texts=line.looks_at))
    found += _ends_of_programmes(journeys.values())
    zones = [zone_of(row) for row in journeys.values()]
    found.sort(key=lambda entry: (entry.on, entry.uid))
    return Calendar(actor.language, max(zones, key=zones.count) if zones else ZONE, tuple(found))


def zone_of(row: Journey) -> str:
    """The time zone by whose clock the sessions of a journey are planned: that of its programme."""
    return row.participation.programme.zone if row.participation else ZONE


def instant(on: date, at: time | None, zone: str) -> datetime | None:
    """The instant, in UTC, of an hour on a day by the clock of `zone`; an hour that a clock skips lies just after."""
    if at is None:
        return None
    return datetime.combine(on, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def _session(row: Journey, session: Session) -> Entry:
    return Entry(
        uid=f"session-{session.id}",
        kind="session",
        enterprise=row.enterprise.name,
        title=session.title,
        texts={},
        on=session.on,
        starts=instant(session.on, session.starts_at, zone_of(row)),
        minutes=minutes_of(session, row.methodology.code),
        place=session.place,
        cancelled=False,
        changes=session.changes,
        changed_at=session.changed_at,
        journey_id=row.id,
        session_id=session.id,
    )


def _cancelled(row: Journey, told: CancelledSession) -> Entry:
    return Entry(
        uid=f"session-{told.session_id}",
        kind="session",
        enterprise=row.enterprise.name,
        title=told.title,
        texts={},
        on=told.on,
        starts=instant(told.on, told.starts_at, zone_of(row)),
        minutes=told.minutes,
        place=told.place,
        cancelled=True,
        changes=told.changes,
        changed_at=told.created_at,
        journey_id=row.id,
        session_id=None,
    )


def _day(
    row: Journey,
    kind: str,
    thing: uuid.UUID,
    on: date,
    changed_at: datetime | None = None,
    *,
    texts: Texts | None = None,
) -> Entry:
    return Entry(
        uid=f"{kind}-{thing}",
        kind=kind,
        enterprise=row.enterprise.name,
        title="",
        texts=texts or {},
        on=on,
        starts=None,
        minutes=0,
        place="",
        cancelled=False,
        changes=0,
        changed_at=changed_at,
        journey_id=row.id,
        session_id=None,
    )


def _ends_of_programmes(rows: Iterable[Journey]) -> list[Entry]:
    found: dict[uuid.UUID, Entry] = {}
    for row in rows:
        programme = row.participation.programme if row.participation else None
        if programme is not None and programme.accompaniment_ends_on is not None:
            entry = _day(row, "accompaniment-end", programme.id, programme.accompaniment_ends_on, texts=programme.names)
            found.setdefault(programme.id, entry)
    return list(found.values())
