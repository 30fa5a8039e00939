"""The engagement note and what the enterprise already has, as pages show them."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.models import Opening
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Attachment, Engagement
from vises.apps.journeys.queries.texts import File, Written, files_of, languages_of, written
from vises.apps.journeys.services.engagement import HEADINGS, note_of
from vises.apps.journeys.services.may import journey_for
from vises.platform.files import services as files


@dataclass(frozen=True)
class Note:
    """The engagement note. `half_days` are counted for the whole evaluation; `number` belongs to the frame."""

    code: str
    language: str
    languages: tuple[str, ...]
    texts: tuple[tuple[str, Written | None], ...]
    half_days: int | None
    hours_agreed: int | None
    ends_on: date | None
    number: int
    opened_to: frozenset[str]
    files: tuple[File, ...]

    @property
    def begun(self) -> bool:
        return any(text is not None for _heading, text in self.texts)


@dataclass(frozen=True)
class Download:
    """The bytes of an attachment, with the name and type under which they are given out."""

    name: str
    content_type: str
    content: bytes


def note(actor: Actor, journey_id: uuid.UUID) -> Note:
    """The engagement note. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    code = note_of(journey)
    texts = written(journey, code)
    frame = Engagement.objects.filter(journey=journey).first()
    return Note(
        code=code,
        language=journey.language,
        languages=languages_of(journey),
        texts=tuple((heading, texts.get(heading)) for heading in HEADINGS),
        half_days=frame.half_days if frame else None,
        hours_agreed=frame.hours_agreed if frame else None,
        ends_on=frame.ends_on if frame else None,
        number=frame.number if frame else 0,
        opened_to=frozenset(Opening.objects.filter(scope=journey.scope_id).values_list("role", flat=True)),
        files=files_of(journey),
    )


def existing(actor: Actor, journey_id: uuid.UUID) -> tuple[File, ...]:
    """What the enterprise already has. Needs `journey.view`."""
    return files_of(journey_for(actor, "journey.view", journey_id))


def download(actor: Actor, journey_id: uuid.UUID, attachment_id: uuid.UUID) -> Download:
    """A file of this journey. Needs `journey.view`. Raises NotFound."""
    rows = Attachment.objects.select_related("file", "journey__scope").filter(journey=journey_id)
    row = fetch(actor, "journey.view", rows, pk=attachment_id)
    return Download(row.file.name, row.file.content_type, files.read(row.file))
