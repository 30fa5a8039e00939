"""The engagement note: texts as the enterprise's own words, figures and dates beside, and who may see what."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import set_openings
from vises.apps.journeys.models import Engagement, Journey
from vises.apps.journeys.services.deliverables import touch, writes_on_behalf
from vises.apps.journeys.services.may import journey_for, who_id
from vises.apps.journeys.services.words import keep_words
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import now
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

HEADINGS = ("motives", "fears", "existing", "for-whom", "who-takes-part", "stays-private")
FIRST_HOUR = ("motives", "fears", "existing")
OPENED_TO = (Role.RESEARCHER, Role.FEDERATION, Role.COORDINATOR)


def note_of(journey: Journey) -> str:
    """The id that this version of the method gives to the deliverable with the engagement note."""
    for item in methodology.version(journey.methodology.code).deliverables():
        if item.room == "engagement":
            return item.id
    raise Problem("journeys.no-deliverable")


def write_note(
    actor: Actor, journey_id: uuid.UUID, heading: str, text: str, *, language: str = "", number: int | None = None
) -> int:
    """One text of the note, in the enterprise's own words. Needs `journey.edit`. Returns its number."""
    if heading not in HEADINGS:
        raise Problem("journeys.no-deliverable")
    journey = journey_for(actor, "journey.edit", journey_id)
    return keep_words(actor, journey, note_of(journey), heading, text, language=language, number=number).number


def write_first_hour(guest: Actor, scope_id: uuid.UUID, answers: dict[str, str]) -> Journey:
    """The manager's three answers, by the link she was mailed. Empty answers change nothing."""
    journey = Journey.objects.select_related("enterprise", "methodology", "scope").get(scope_id=scope_id)
    with transaction.atomic():
        for heading in FIRST_HOUR:
            if answers.get(heading, "").strip():
                keep_words(guest, journey, note_of(journey), heading, answers[heading], language=guest.language)
    return journey


def write_frame(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    half_days: int | None,
    ends_on: date | None,
    hours_agreed: int | None = None,
    number: int | None = None,
) -> Engagement:
    """How many half-days, at most how many hours of the enterprise's people, and until when.

    Needs `journey.edit`; Conflict when it changed meanwhile.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    if half_days is not None and not 0 < half_days <= 500:
        raise Problem("journeys.half-days", field="half_days")
    if hours_agreed is not None and not 0 < hours_agreed <= 10_000:
        raise Problem("journeys.hours-agreed", field="hours_agreed")
    with transaction.atomic():
        row, made = Engagement.objects.get_or_create(
            journey=journey, defaults={"language": journey.language, "changed_at": now()}
        )
        seen = row.number if number is None or made else number
        changed = Engagement.objects.filter(pk=row.pk, number=seen).update(
            half_days=half_days,
            hours_agreed=hours_agreed,
            ends_on=ends_on,
            number=seen + 1,
            written_by_id=who_id(actor),
            on_behalf=writes_on_behalf(actor, journey),
            changed_at=now(),
        )
        if not changed:
            raise Conflict("platform.changed-meanwhile")
        touch(actor, journey, note_of(journey))
        record(actor.who, "journey.framed", scope_id=journey.scope_id, object_kind="journey", object_id=journey.id)
    row.refresh_from_db()
    return row


def open_to(actor: Actor, journey_id: uuid.UUID, roles: set[Role]) -> None:
    """Who from the programme may read this journey. Needs `journey.open`: the enterprise alone decides."""
    if not roles <= set(OPENED_TO):
        raise Problem("journeys.open-roles", field="roles")
    journey = journey_for(actor, "journey.open", journey_id)
    with transaction.atomic():
        set_openings(actor, journey.scope, roles)
        touch(actor, journey, note_of(journey))
