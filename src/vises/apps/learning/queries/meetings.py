"""What the workshops of a meeting harvested."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.learning.models import FieldNote
from vises.apps.learning.queries.notes import ROWS, NoteLine, lines
from vises.apps.learning.queries.places import Place, places
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services.may import programme_for, sits_in
from vises.apps.programmes.models import Body, Meeting, Workshop
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class WorkshopHarvest:
    """A workshop with what was said there."""

    id: uuid.UUID
    titles: Texts
    people: int | None
    notes: tuple[NoteLine, ...]


@dataclass(frozen=True)
class Harvest:
    """A meeting's harvest. `bodies` are those in which the reader may write a finding from it."""

    id: uuid.UUID
    programme_id: uuid.UUID
    programme: Texts
    names: Texts
    on: date
    workshops: tuple[WorkshopHarvest, ...]
    places: tuple[Place, ...]
    may_write: bool
    bodies: tuple[tuple[uuid.UUID, Texts], ...]


def harvest_page(actor: Actor, meeting_id: uuid.UUID) -> Harvest:
    """A fixed number of queries, whatever the number of workshops. Raises NotFound."""
    row = Meeting.objects.filter(pk=meeting_id).first()
    if row is None:
        raise NotFound()
    programme = programme_for(actor, row.programme_id)
    treats = sits_in(actor, programme.id)
    places_of = dict(FieldNote.objects.filter(workshop__meeting=row, state__in=UP).values_list("pk", "workshop_id"))
    found = lines(actor, programme, ROWS.filter(pk__in=places_of).order_by("created_at"), treats=treats)
    return Harvest(
        row.id,
        programme.id,
        programme.names,
        row.names,
        row.on,
        tuple(
            WorkshopHarvest(
                one.id, one.titles, one.people, tuple(line for line in found if places_of[line.id] == one.id)
            )
            for one in Workshop.objects.filter(meeting=row)
        ),
        places(programme.methodology.code),
        treats,
        tuple(Body.objects.filter(programme=programme).values_list("id", "names")) if treats else (),
    )
