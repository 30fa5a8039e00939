"""Own words as pages show them: the wording of today, who wrote it, and every earlier wording."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from vises.apps.journeys.models import Attachment, Journey, OwnWords
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES


@dataclass(frozen=True)
class Earlier:
    """A wording that was replaced."""

    number: int
    text: str
    language: str
    by: str
    on_behalf: bool
    at: datetime


@dataclass(frozen=True)
class Written:
    """A text under a heading. `number` says which revision it is: give it back when writing."""

    text: str
    language: str
    source: str
    number: int
    by: str
    on_behalf: bool
    at: datetime
    earlier: tuple[Earlier, ...]


@dataclass(frozen=True)
class File:
    """Something the enterprise already had. `size` is in bytes."""

    id: uuid.UUID
    name: str
    note: str
    size: int
    by: str
    at: datetime
    deliverable: str
    heading: str


def code_of(version_code: str, room: str) -> str:
    """The id that a version of the method gives to the deliverable of a room; "" when it has none."""
    for item in methodology.version(version_code).deliverables():
        if item.room == room:
            return item.id
    return ""


def written(journey: Journey, deliverable: str) -> dict[str, Written]:
    """The texts of a deliverable by heading, with their earlier wordings; two queries."""
    rows = OwnWords.objects.filter(journey=journey, deliverable=deliverable).select_related("written_by")
    return {row.heading: _written(row) for row in rows.prefetch_related("revisions")}


def _written(row: OwnWords) -> Written:
    return Written(
        text=row.text,
        language=row.language,
        source=row.source,
        number=row.number,
        by=row.written_by.name if row.written_by else "",
        on_behalf=row.on_behalf,
        at=row.changed_at,
        earlier=tuple(
            Earlier(old.number, old.text, old.language, old.written_by_name, old.on_behalf, old.created_at)
            for old in row.revisions.all()
        ),
    )


def files_of(journey: Journey) -> tuple[File, ...]:
    """What the enterprise already has, the latest first."""
    rows = Attachment.objects.filter(journey=journey).select_related("file").order_by("-created_at")
    return tuple(
        File(
            row.id,
            row.file.name,
            row.note,
            row.file.size,
            row.added_by_name,
            row.created_at,
            row.deliverable,
            row.heading,
        )
        for row in rows
    )


def languages_of(journey: Journey) -> tuple[str, ...]:
    """The languages in which this enterprise writes, its first one first."""
    wanted = [journey.language, *journey.enterprise.languages]
    return tuple(dict.fromkeys(code for code in wanted if code in LANGUAGES))
