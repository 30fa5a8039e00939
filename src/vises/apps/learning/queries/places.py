"""Steps and deliverables of a version, as places to write from or to show a lesson at."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.journeys.services.may import journey_for
from vises.apps.learning.services.may import programme_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class Place:
    """A step, or a deliverable of it. `room` is the URL name of a deliverable's page."""

    step: str
    deliverable: str
    titles: Texts
    room: str

    @property
    def code(self) -> str:
        return self.deliverable or self.step


def places(version: str) -> tuple[Place, ...]:
    """Every step of a version, each followed by its deliverables."""
    found = []
    for step in methodology.version(version).steps:
        found.append(Place(step.id, "", methodology.texts_of(version, f"{step.id}.short"), ""))
        found += [
            Place(step.id, item.id, methodology.texts_of(version, f"{item.id}.short"), item.room)
            for item in step.deliverables
        ]
    return tuple(found)


def place_in_journey(version: str, code: str) -> Place | None:
    """The place of that id, or None."""
    return next((place for place in places(version) if place.code == code), None) if code else None


def programme_of_journey(actor: Actor, journey_id: uuid.UUID) -> uuid.UUID:
    """The programme a journey belongs to. Raises NotFound for one outside programmes."""
    journey = journey_for(actor, "journey.view", journey_id)
    if journey.participation is None:
        raise NotFound("learning.no-programme")
    return programme_for(actor, journey.participation.programme_id, "learning.write").id


def places_of_programme(actor: Actor, programme_id: uuid.UUID) -> tuple[Place, ...]:
    """The places of the programme's version, for whoever reads what it learns."""
    return places(programme_for(actor, programme_id).methodology.code)
