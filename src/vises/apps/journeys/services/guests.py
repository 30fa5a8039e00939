"""What somebody without account writes, by the link she was given."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction

from vises.apps.access.services import open_pass, use_pass
from vises.apps.journeys.models import Expectation
from vises.apps.journeys.services.attachments import attach_by_link
from vises.apps.journeys.services.engagement import note_of, write_first_hour
from vises.apps.journeys.services.passes import journey_behind
from vises.apps.journeys.services.stakeholders import state_expectation_by_link
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem

MOST_EXPECTATIONS = 200  # by links, in one journey: a link that went round is not a way to fill it


def answer_first_hour(
    token: str, answers: dict[str, str], *, language: str, file: tuple[str, Iterable[bytes]] | None = None
) -> uuid.UUID:
    """Three answers and a report, by the mailed link. Returns the journey's id. Raises NotFound or Problem."""
    guest, journey, _group = journey_behind(token, "first-hour")
    guest = replace(guest, language=language if language in LANGUAGES else guest.language)
    with transaction.atomic():
        write_first_hour(guest, journey.scope_id, answers)
        use_pass(guest)
        if file is not None:
            attach_by_link(guest, journey, file[0], file[1], note="", deliverable=note_of(journey))
    return journey.id


def expect(token: str, text: str, said_by: str, *, language: str) -> Expectation:
    """What a group expects, by its link. Raises NotFound when the link has ended, Problem when too many came."""
    opened, guest = open_pass(token, "expect")
    guest = replace(guest, language=language if language in LANGUAGES else guest.language)
    if Expectation.objects.filter(journey__scope=opened.scope, channel="link").count() >= MOST_EXPECTATIONS:
        raise Problem("journeys.expectations-many", limit=MOST_EXPECTATIONS)
    with transaction.atomic():
        use_pass(guest)
        return state_expectation_by_link(guest, opened, text, said_by)
