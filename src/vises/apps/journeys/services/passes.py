"""Links without account into a journey: first hour, confirming, expectations, proposals."""

import uuid
from collections.abc import Callable

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass, give_pass, open_pass
from vises.apps.journeys.models import Deliverable, Journey, Stakeholder
from vises.apps.journeys.services.may import journey_for
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound, Problem

Reading = Callable[[Journey, str], list[tuple[str, str]]]
"""What a deliverable says, as headings and texts in a language: for the page on which the referent confirms."""
_readings: dict[str, Reading] = {}


def register_reading(room: str, reading: Reading) -> None:
    """The room that holds a deliverable says how to read it (`AppConfig.ready()` calls this)."""
    _readings[room] = reading


def read_deliverable(journey: Journey, room: str, language: str) -> list[tuple[str, str]]:
    """What stands in a deliverable, for somebody who has only this one page."""
    reading = _readings.get(room)
    return reading(journey, language) if reading else []


def first_hour_link(actor: Actor, journey_id: uuid.UUID, *, name: str, language: str) -> str:
    """A link with which a manager answers three questions. Needs `journey.edit`. Returns the token."""
    journey = journey_for(actor, "journey.edit", journey_id)
    return give_pass(actor, journey.scope, "first-hour", label=name, language=_known(language))


def confirm_link(actor: Actor, journey_id: uuid.UUID, code: str, *, name: str, language: str) -> str:
    """A link with which the referent says "that's us". Needs `journey.edit`. Returns the token."""
    journey = journey_for(actor, "journey.edit", journey_id)
    row = Deliverable.objects.filter(journey=journey, code=code).first()
    if row is None:
        raise Problem("journeys.no-deliverable")
    return give_pass(actor, journey.scope, "confirm", detail=row.id, label=name, language=_known(language))


def group_link(actor: Actor, purpose: str, stakeholder_id: uuid.UUID, *, language: str, days: int = 60) -> str:
    """A link for a group: "expect" (what it expects) or "propose" (questions). Needs `journey.edit`."""
    row = Stakeholder.objects.select_related("journey").filter(pk=stakeholder_id).first()
    if row is None or purpose not in {"expect", "propose"}:
        raise NotFound()
    journey = journey_for(actor, "journey.edit", row.journey_id)
    return give_pass(actor, journey.scope, purpose, detail=row.id, language=_known(language), days=days)


def end_link(actor: Actor, journey_id: uuid.UUID, pass_id: uuid.UUID) -> None:
    """End a link that was given into this journey: it opens nothing any more. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    if not GuestPass.objects.filter(pk=pass_id, scope_id=journey.scope_id).exists():
        raise NotFound()
    end_pass(actor, "journey.edit", pass_id)


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    return language


def confirming(token: str) -> tuple[Actor, Journey, Deliverable, uuid.UUID]:
    """Behind a confirming link: the guest, the journey, the deliverable, the scope. Raises NotFound."""
    opened, guest = open_pass(token, "confirm")
    rows = Deliverable.objects.select_related("journey__enterprise", "journey__methodology")
    found = rows.filter(pk=opened.detail).first() if opened.detail else None
    if found is None or found.journey.scope_id != opened.scope_id:
        raise NotFound("access.link-ended")
    return guest, found.journey, found, opened.scope_id


def journey_behind(token: str, purpose: str) -> tuple[Actor, Journey, Stakeholder | None]:
    """Behind any other link: the guest, the journey, and the group it was given to, if any. Raises NotFound."""
    opened, guest = open_pass(token, purpose)
    journey = (
        Journey.objects.select_related("enterprise", "methodology", "scope").filter(scope_id=opened.scope_id).first()
    )
    if journey is None:
        raise NotFound("access.link-ended")
    group = Stakeholder.objects.filter(pk=opened.detail, journey=journey).first() if opened.detail else None
    return guest, journey, group
