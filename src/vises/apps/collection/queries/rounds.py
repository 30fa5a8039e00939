"""Rounds of answers of a journey as addresses that were given out: which are open."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.collection.models import Wave
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Round:
    """A round of answers. `closed`: its address takes no answers any more, by hand or by its date."""

    id: uuid.UUID
    titles: Texts
    opened_on: date
    closes_on: date | None
    closed: bool


def rounds(actor: Actor, journey_id: uuid.UUID) -> tuple[Round, ...]:
    """The rounds of a journey, the newest first; one query. Needs `journey.view`."""
    rows = Wave.objects.filter(line__journey_id=journey_id).order_by("-created_at")
    return tuple(
        Round(
            row.id,
            row.titles,
            row.created_at.date(),
            row.closes_on,
            row.closed_at is not None or (row.closes_on is not None and row.closes_on < today()),
        )
        for row in visible(actor, "journey.view", rows)
    )
