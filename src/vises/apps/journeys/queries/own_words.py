"""The enterprise's own words under the headings of a deliverable, with earlier wordings and attachments."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from vises.apps.access.actor import Actor
from vises.apps.access.models import Opening
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Attachment, Engagement, Journey, OwnWords
from vises.apps.journeys.services.engagement import note_of
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts, pick
from vises.platform.files.models import StoredFile


@dataclass(frozen=True)
class Wording:
    """An earlier wording."""

    text: str
    language: str
    by: str
    on_behalf: bool
    until: datetime


@dataclass(frozen=True)
class Words:
    """A text of the enterprise. `number` is the revision, 0 when nothing is written."""

    heading: str
    text: str = ""
    language: str = ""
    source: str = ""
    number: int = 0
    by: str = ""
    on_behalf: bool = False
    changed_at: datetime | None = None
    earlier: tuple[Wording, ...] = ()


@dataclass(frozen=True)
class Kept:
    """Something the enterprise already has."""

    id: uuid.UUID
    name: str
    note: str
    size: int
    by: str
    heading: str


@dataclass(frozen=True)
class Note:
    """The engagement note: texts by heading, half-days and end date, whom it is opened to."""

    code: str
    words: dict[str, Words]
    half_days: int | None
    ends_on: date | None
    number: int
    opened_to: tuple[str, ...]
    attachments: tuple[Kept, ...]


@dataclass(frozen=True)
class Heading:
    """A dimension or lens of the portrait, as the version words it, with what the enterprise wrote."""

    id: str
    titles: Texts
    hints: Texts
    lens: bool
    words: Words
    attachments: tuple[Kept, ...]


def _words(journey: Journey, deliverable: str) -> dict[str, Words]:
    rows = (
        OwnWords.objects.filter(journey=journey, deliverable=deliverable)
        .select_related("written_by")
        .prefetch_related("revisions")
    )
    return {row.heading: _of(row) for row in rows}


def _of(row: OwnWords) -> Words:
    return Words(
        heading=row.heading,
        text=row.text,
        language=row.language,
        source=row.source,
        number=row.number,
        by=row.written_by.name if row.written_by else "",
        on_behalf=row.on_behalf,
        changed_at=row.changed_at,
        earlier=tuple(
            Wording(old.text, old.language, old.written_by_name, old.on_behalf, old.created_at)
            for old in row.revisions.all()
        ),
    )


def words_under(actor: Actor, journey_id: uuid.UUID, deliverable: str, heading: str) -> Words:
    """What stands under one heading. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    return _words(journey, deliverable).get(heading, Words(heading))


def _attachments(journey: Journey) -> tuple[tuple[str, Kept], ...]:
    rows = Attachment.objects.filter(journey=journey).select_related("file").order_by("created_at")
    return tuple(
        (row.deliverable, Kept(row.id, row.file.name, row.note, row.file.size, row.added_by_name, row.heading))
        for row in rows
    )


def attachments(actor: Actor, journey_id: uuid.UUID) -> tuple[Kept, ...]:
    """Everything the enterprise attached. Needs `journey.view`."""
    return tuple(kept for _, kept in _attachments(journey_for(actor, "journey.view", journey_id)))


def attached_file(actor: Actor, attachment_id: uuid.UUID) -> StoredFile:
    """The file behind an attachment. Needs `journey.view`."""
    return fetch(actor, "journey.view", Attachment.objects.select_related("file"), pk=attachment_id).file


def note(actor: Actor, journey_id: uuid.UUID) -> Note:
    """The engagement note. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    code = note_of(journey)
    row = Engagement.objects.filter(journey=journey).first()
    return Note(
        code=code,
        words=_words(journey, code),
        half_days=row.half_days if row else None,
        ends_on=row.ends_on if row else None,
        number=row.number if row else 0,
        opened_to=tuple(Opening.objects.filter(scope=journey.scope).values_list("role", flat=True)),
        attachments=tuple(kept for deliverable, kept in _attachments(journey) if deliverable in {code, ""}),
    )


def portrait(actor: Actor, journey_id: uuid.UUID) -> tuple[Heading, ...]:
    """The portrait: seven dimensions, then two lenses. Needs `journey.view`."""
    return _portrait(journey_for(actor, "journey.view", journey_id))


def _portrait(journey: Journey) -> tuple[Heading, ...]:
    code = journey.methodology.code
    version = methodology.version(code)
    written = _words(journey, "portrait")
    kept = [item for deliverable, item in _attachments(journey) if deliverable == "portrait"]

    def headings(kind: str, ids: Iterable[str]) -> list[Heading]:
        return [
            Heading(
                id=id_,
                titles=methodology.texts_of(code, f"{kind}.{id_}.title"),
                hints=methodology.texts_of(code, f"{kind}.{id_}.hint"),
                lens=kind == "lens",
                words=written.get(id_, Words(id_)),
                attachments=tuple(item for item in kept if item.heading == id_),
            )
            for id_ in ids
        ]

    return tuple(
        headings("dimension", (item.id for item in version.dimensions))
        + headings("lens", (item.id for item in version.lenses))
    )


def read_portrait(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The portrait for the page on which the referent says "that's us"."""
    return [(pick(h.titles, language)[0], h.words.text) for h in _portrait(journey) if h.words.text]


def read_note(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The engagement note for the same page; headings are the note's own sheet titles."""
    code = note_of(journey)
    found = []
    for heading, words in _words(journey, code).items():
        box = {"who-takes-part": "people", "stays-private": "visibility"}.get(heading, heading)
        title = methodology.text(journey.methodology.code, f"{code}.sheet.{box}.title", language)
        found.append((title or heading, words.text))
    return found
