"""Until when a journey is accompanied, and whether more time was asked."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.journeys.services.may import journey_for
from vises.apps.programmes.models import Extension, Participation
from vises.apps.programmes.rules import accompaniment_end
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Accompaniment:
    """The end of accompaniment; `asked_until` is the day that was asked for and waits for an answer."""

    programme: Texts
    ends_on: date | None
    asked_until: date | None
    declined: bool


def accompaniment(actor: Actor, journey_id: uuid.UUID) -> Accompaniment | None:
    """The accompaniment of a journey; None for one outside a programme. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    rows = Participation.objects.select_related("programme", "cohort")
    row = rows.filter(journeys=journey).first()
    if row is None:
        return None
    last = Extension.objects.filter(participation=row).last()
    return Accompaniment(
        row.programme.names,
        accompaniment_end(
            row.accompaniment_ends_on,
            row.cohort.ends_on if row.cohort else None,
            row.programme.accompaniment_ends_on,
        ),
        last.until if last and last.state == Extension.State.ASKED else None,
        last is not None and last.state == Extension.State.DECLINED,
    )
