"""What pages behind a link show: only what that link was given for."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Attachment, OwnWords
from vises.apps.journeys.services import passes
from vises.apps.journeys.services.engagement import FIRST_HOUR, note_of
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class FirstHour:
    """The page of the first hour. `answers` are those that stand there now; `files` counts what was kept."""

    enterprise: str
    name: str
    answers: dict[str, str]
    files: int


@dataclass(frozen=True)
class Confirming:
    """A deliverable to confirm: what it says, and where it stands."""

    guest: Actor
    journey_id: uuid.UUID
    scope_id: uuid.UUID
    enterprise: str
    code: str
    titles: Texts
    purposes: Texts
    reading: tuple[tuple[str, str], ...]
    state: str
    change_asked: str
    confirmed_by: str
    confirmed_at: datetime | None


def first_hour_behind(token: str) -> FirstHour:
    """Behind the link of the first hour. Raises NotFound for a link that opens nothing (any more)."""
    guest, journey, _group = passes.journey_behind(token, "first-hour")
    code = note_of(journey)
    rows = OwnWords.objects.filter(journey=journey, deliverable=code, heading__in=FIRST_HOUR)
    return FirstHour(
        journey.enterprise.name,
        guest.name,
        dict(rows.values_list("heading", "text")),
        Attachment.objects.filter(journey=journey, deliverable=code).count(),
    )


def confirming(token: str, language: str) -> Confirming:
    """Behind a confirming link. Raises NotFound for a link that opens nothing (any more)."""
    guest, journey, row, scope_id = passes.confirming(token)
    version = journey.methodology.code
    room = next((item.room for item in methodology.version(version).deliverables() if item.id == row.code), "")
    return Confirming(
        guest=guest,
        journey_id=journey.id,
        scope_id=scope_id,
        enterprise=journey.enterprise.name,
        code=row.code,
        titles=methodology.texts_of(version, f"{row.code}.title"),
        purposes=methodology.texts_of(version, f"{row.code}.purpose"),
        reading=tuple(passes.read_deliverable(journey, room, language)),
        state=row.state,
        change_asked=row.change_asked,
        confirmed_by=row.confirmed_by_name,
        confirmed_at=row.confirmed_at,
    )
