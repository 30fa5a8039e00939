"""Links without account that were given into a journey: what for, to whom, how they stand. Never the token."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.journeys.models import Deliverable, Stakeholder
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts

MOST = 500
"""Links shown, the newest first."""


@dataclass(frozen=True)
class GivenLink:
    """A link. `about` is the deliverable it confirms, or the group it was given to; `label` the person it names."""

    id: uuid.UUID
    purpose: str
    label: str
    about: Texts
    language: str
    made_by: str
    made_on: date
    ends_on: date
    used_on: date | None
    ended_on: date | None
    open: bool


def given_links(actor: Actor, journey_id: uuid.UUID) -> tuple[GivenLink, ...]:
    """Every link given into a journey, the newest first; a fixed number of queries. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    code = journey.methodology.code
    rows = GuestPass.objects.filter(scope_id=journey.scope_id).select_related("made_by").order_by("-created_at")
    about: dict[uuid.UUID, Texts] = {
        id_: methodology.texts_of(code, f"{deliverable}.title")
        for id_, deliverable in Deliverable.objects.filter(journey=journey).values_list("id", "code")
    }
    about |= dict(Stakeholder.objects.filter(journey=journey).values_list("id", "names"))
    return tuple(
        GivenLink(
            row.id,
            row.purpose,
            row.label,
            about.get(row.detail, {}) if row.detail else {},
            row.language,
            row.made_by.name if row.made_by else "",
            row.created_at.date(),
            row.expires_at.date(),
            row.used_at.date() if row.used_at else None,
            row.revoked_at.date() if row.revoked_at else None,
            row.is_open(),
        )
        for row in rows[:MOST]
    )
