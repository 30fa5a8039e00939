"""Sessions, their agendas, and the sheets to work on."""

import uuid
from dataclasses import dataclass
from datetime import date, time, timedelta

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import Session
from vises.apps.journeys.queries.frame import hue_of
from vises.apps.journeys.queries.texts import languages_of
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.sessions import minutes_of, seen_of
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.sheets import place_boxes
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class Topic:
    """A deliverable as a session may work on it."""

    code: str
    room: str
    titles: Texts
    step: str


@dataclass(frozen=True)
class Item:
    """A part of the agenda; `starts` and `minutes` are in minutes, `starts` from the beginning."""

    starts: int
    minutes: int
    texts: Texts

    @property
    def at(self) -> str:
        """Hours and minutes since the beginning: 0:30."""
        return f"{self.starts // 60}:{self.starts % 60:02}"


@dataclass(frozen=True)
class Part:
    """What a session does for one deliverable."""

    topic: Topic
    purposes: Texts
    pitfalls: Texts
    done_when: Texts
    items: tuple[Item, ...]

    @property
    def hue(self) -> int:
        return hue_of(self.topic.step)


@dataclass(frozen=True)
class There:
    """People of a group at a session. `names` are empty for whoever may not write in the journey."""

    group_id: uuid.UUID
    group: Texts
    people: int
    names: str


@dataclass(frozen=True)
class SessionView:
    """One session. `minutes` is how long it took, once held; `planned` how long it is planned to last.

    `seen` is given back when noting how it went.
    """

    id: uuid.UUID
    title: str
    kind: str  # workshop | restitution | talk
    on: date
    starts_at: time | None
    place: str
    held: bool
    minutes_planned: int | None
    planned: int
    minutes: int | None
    record: str
    language: str
    topics: tuple[Topic, ...]
    present: tuple[There, ...]
    seen: str

    @property
    def people(self) -> int:
        return sum(row.people for row in self.present)

    @property
    def tomorrow(self) -> bool:
        return not self.held and self.on <= today() + timedelta(days=1)


@dataclass(frozen=True)
class Sessions:
    """The sessions of a journey. `person_minutes` counts people times minutes of what was held."""

    language: str
    languages: tuple[str, ...]
    coming: tuple[SessionView, ...]
    held: tuple[SessionView, ...]
    topics: tuple[Topic, ...]

    @property
    def person_minutes(self) -> int:
        return sum(row.people * (row.minutes or 0) for row in self.held)

    @property
    def person_hours(self) -> int:
        return round(self.person_minutes / 60)


@dataclass(frozen=True)
class Placed:
    """A box of a workshop sheet where it lies on the grid; `column` and `row` begin at 1."""

    id: str
    title: str
    prompt: str
    column: int
    row: int
    columns: int
    rows: int


@dataclass(frozen=True)
class Sheet:
    """A workshop sheet, in one language."""

    enterprise: str
    title: str
    purpose: str
    code: str
    version: str
    boxes: tuple[Placed, ...]


def sessions(actor: Actor, journey_id: uuid.UUID) -> Sessions:
    """Sessions to come (the next first) and held (the latest first). Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    topics = _topics(journey.methodology.code)
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    rows = Session.objects.filter(journey=journey).prefetch_related("presences__stakeholder")
    views = [_view(row, journey.methodology.code, topics, inside) for row in rows]
    return Sessions(
        language=journey.language,
        languages=languages_of(journey),
        coming=tuple(row for row in views if not row.held),
        held=tuple(reversed([row for row in views if row.held])),
        topics=tuple(topics.values()),
    )


def session(actor: Actor, journey_id: uuid.UUID, session_id: uuid.UUID) -> SessionView:
    """One session of the journey. Needs `journey.view`. Raises NotFound."""
    journey = journey_for(actor, "journey.view", journey_id)
    rows = Session.objects.filter(journey=journey).prefetch_related("presences__stakeholder")
    row = rows.filter(pk=session_id).first()
    if row is None:
        raise NotFound()
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    return _view(row, journey.methodology.code, _topics(journey.methodology.code), inside)


def session_choices(actor: Actor, journey_id: uuid.UUID) -> tuple[tuple[uuid.UUID, str, date, bool], ...]:
    """The sessions of a journey for a form: id, title, day, held; the latest first. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    rows = Session.objects.filter(journey=journey).order_by("-on", "-created_at")
    return tuple((row.id, row.title, row.on, row.held) for row in rows)


def agenda(version_code: str, codes: tuple[str, ...]) -> tuple[Part, ...]:
    """The agenda that a version of the method proposes for these deliverables, one after the other."""
    version, topics = methodology.version(version_code), _topics(version_code)
    parts, begun = [], 0
    for code in codes:
        if code not in topics:
            continue
        items = []
        for number, minutes in enumerate(version.deliverable(code).agenda, 1):
            texts = methodology.texts_of(version_code, f"{code}.agenda.{number}")
            items.append(Item(begun, minutes, texts))
            begun += minutes
        words = {
            key: methodology.texts_of(version_code, f"{code}.{key}") for key in ("purpose", "pitfall", "done-when")
        }
        parts.append(Part(topics[code], words["purpose"], words["pitfall"], words["done-when"], tuple(items)))
    return tuple(parts)


def agenda_of(actor: Actor, journey_id: uuid.UUID, session_id: uuid.UUID) -> tuple[Part, ...]:
    """The agenda of a session. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    row = session(actor, journey_id, session_id)
    return agenda(journey.methodology.code, tuple(topic.code for topic in row.topics))


def sheet(actor: Actor, journey_id: uuid.UUID, code: str, language: str) -> Sheet:
    """The workshop sheet of a deliverable, in a language. Needs `journey.view`. Raises NotFound."""
    journey = journey_for(actor, "journey.view", journey_id)
    return blank_sheet(journey.methodology.code, code, language, enterprise=journey.enterprise.name)


def blank_sheet(version_code: str, code: str, language: str, *, enterprise: str = "") -> Sheet:
    """The workshop sheet of a deliverable, in a language; without an enterprise for training. Raises NotFound."""
    try:
        item = methodology.version(version_code).deliverable(code)
    except KeyError:
        raise NotFound() from None
    if not item.sheet:
        raise NotFound()

    def text(key: str) -> str:
        return methodology.text(version_code, f"{code}.{key}", language)

    return Sheet(
        enterprise=enterprise,
        title=text("title"),
        purpose=text("purpose"),
        code=code,
        version=version_code,
        boxes=tuple(
            Placed(
                box.id,
                text(f"sheet.{box.id}.title"),
                text(f"sheet.{box.id}.prompt"),
                x + 1,
                y + 1,
                box.columns,
                box.rows,
            )
            for box, x, y in place_boxes(item.sheet)
        ),
    )


def _topics(code: str) -> dict[str, Topic]:
    return {
        item.id: Topic(item.id, item.room, methodology.texts_of(code, f"{item.id}.short"), step.id)
        for step in methodology.version(code).steps
        for item in step.deliverables
    }


def _view(row: Session, code: str, topics: dict[str, Topic], inside: bool) -> SessionView:
    return SessionView(
        id=row.id,
        title=row.title,
        kind=row.kind,
        on=row.on,
        starts_at=row.starts_at,
        place=row.place,
        held=row.held,
        minutes_planned=row.minutes_planned,
        planned=minutes_of(row, code),
        minutes=row.minutes_spent,
        record=row.record,
        language=row.language,
        topics=tuple(topics[code] for code in row.deliverables if code in topics),
        present=tuple(
            There(item.stakeholder_id, item.stakeholder.names, item.people, item.names if inside else "")
            for item in row.presences.all()
        ),
        seen=seen_of(row),
    )
