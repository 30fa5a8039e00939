"""An enterprise of a programme begins its journey, and asks for more time of accompaniment."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.may import journey_for
from vises.apps.programmes.models import Extension, Participation
from vises.apps.programmes.services import ask_extension, change_status
from vises.kernel.problems import Problem


def move_participation(
    actor: Actor, participation_id: uuid.UUID, new: str, *, reason_category: str = "", reason_words: str = ""
) -> Participation:
    """Move a participation to another status; whoever becomes active and has no journey begins one.

    Needs `programme.edit`. Raises as `change_status` does.
    """
    with transaction.atomic():
        row = change_status(actor, participation_id, new, reason_category=reason_category, reason_words=reason_words)
        if new == Participation.Status.ACTIVE and not Journey.objects.filter(participation=row).exists():
            start_journey(actor, row.enterprise, participation=row)
    return row


def ask_more_time(
    actor: Actor, journey_id: uuid.UUID, until: date, reason_category: str, *, reason_words: str = ""
) -> Extension:
    """Ask the programme for accompaniment until a later day. Needs `journey.place`.

    Raises Problem for a journey outside a programme, and as `ask_extension` does.
    """
    journey = journey_for(actor, "journey.place", journey_id)
    rows = Participation.objects.select_related("programme__scope", "cohort")
    row = rows.filter(journeys=journey).first()
    if row is None:
        raise Problem("journeys.no-programme")
    return ask_extension(actor, row, until, reason_category, reason_words=reason_words)
