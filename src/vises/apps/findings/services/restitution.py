"""The record of a restitution: what it changed, what stays contested, with which supports."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Restitution
from vises.apps.findings.services.reach import journey_of
from vises.apps.journeys.models import Session
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record


def record_restitution(
    actor: Actor,
    session_id: uuid.UUID,
    *,
    changed: str = "",
    contested: str = "",
    supports: Sequence[str] = (),
    language: str = "",
) -> Restitution:
    """Write down a restitution, or write it again. People present by group are the session's own.

    Needs `journey.edit`. Raises Problem when the session is not a restitution.
    """
    session = Session.objects.filter(pk=session_id).first()
    if session is None:
        raise NotFound()
    journey = journey_of(actor, session.journey_id)
    if session.kind != Session.Kind.RESTITUTION:
        raise Problem("findings.restitution-session", field="session")
    with transaction.atomic():
        row, _ = Restitution.objects.update_or_create(
            session=session,
            defaults={
                "changed": changed.strip(),
                "contested": contested.strip(),
                "supports": [support.strip() for support in supports if support.strip()],
                "language": language or journey.language,
            },
        )
        touch(actor, journey, "restitution")
        record(
            actor.who,
            "restitution.recorded",
            scope_id=journey.scope_id,
            object_kind="restitution",
            object_id=row.id,
        )
    return row
