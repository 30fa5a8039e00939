"""An enterprise of a programme begins its journey, and asks for more time of accompaniment."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Deliverable, Journey, OwnWords, Session, Stakeholder
from vises.apps.journeys.services.attachments import attach_at_start
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.moves import put
from vises.apps.methodology import queries as methodology
from vises.apps.programmes.models import Extension, Participation
from vises.apps.programmes.services import ask_extension, change_status
from vises.apps.programmes.services.may import row_for
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


def place_at_start(
    actor: Actor,
    participation_id: uuid.UUID,
    step: str,
    documents: Iterable[tuple[str, Iterable[bytes]]] = (),
    *,
    note: str = "",
) -> Journey:
    """Begin the journey of an enterprise at the step where it stands already, with documents that exist.

    Needs `programme.edit`, and that nobody of the journey has written in it: from then on its own people
    place it. `documents` are names with their bytes. Raises Problem for a file that cannot be kept, an
    unknown step, or a journey that is begun.
    """
    rows = Participation.objects.select_related("programme__methodology", "enterprise")
    row = row_for(actor, "programme.edit", rows, participation_id)
    if step not in {item.id for item in methodology.version(row.programme.methodology.code).steps}:
        raise Problem("journeys.step", field="step")
    with transaction.atomic():
        order = ("planned", "recruited", "active")
        if row.status in order:
            for following in order[order.index(row.status) + 1 :]:
                change_status(actor, row.id, following)
        journey = Journey.objects.filter(participation=row).select_related("methodology", "scope").last()
        if journey is None:
            journey = start_journey(actor, row.enterprise, participation=row)
        elif not untouched(journey):
            raise Problem("programmes.not-untouched", field="step")
        if step != journey.step:
            put(actor, journey, step)
        for name, chunks in documents:
            attach_at_start(actor, journey, name, chunks, note=note)
    journey.refresh_from_db()
    return journey


def untouched(journey: Journey) -> bool:
    """Whether nobody has written in a journey, met in it, or confirmed anything."""
    return not (
        OwnWords.objects.filter(journey=journey).exists()
        or Session.objects.filter(journey=journey).exists()
        or Stakeholder.objects.filter(journey=journey).exists()
        or Deliverable.objects.filter(journey=journey).exclude(state=Deliverable.State.OPEN).exists()
    )


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
