"""More time of accompaniment: asked for, given or not; its history stays."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.programmes.models import Extension, Participation
from vises.apps.programmes.rules import EXTENSION_REASONS, accompaniment_end
from vises.apps.programmes.services.may import row_for
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record

PARTICIPATIONS = Participation.objects.select_related("programme__scope", "cohort")


def give_extension(
    actor: Actor, participation_id: uuid.UUID, until: date, reason_category: str, *, reason_words: str = ""
) -> Extension:
    """Accompany an enterprise until a later day, with the kind of reason. Needs `programme.edit`.

    Raises Problem when the day is not later than the present end, or for an unknown kind of reason.
    """
    row = row_for(actor, "programme.edit", PARTICIPATIONS, participation_id)
    with transaction.atomic():
        asked = ask_extension(actor, row, until, reason_category, reason_words=reason_words)
        _settle(actor, asked, Extension.State.GIVEN)
    asked.refresh_from_db()
    return asked


def ask_extension(
    actor: Actor, participation: Participation, until: date, reason_category: str, *, reason_words: str = ""
) -> Extension:
    """Ask for more time. The calling service has checked that `actor` may. One question at a time waits.

    Raises Problem as `give_extension` does, and when one is waiting already.
    """
    end = accompaniment_end(
        participation.accompaniment_ends_on,
        participation.cohort.ends_on if participation.cohort else None,
        participation.programme.accompaniment_ends_on,
    )
    if reason_category not in EXTENSION_REASONS:
        raise Problem("programmes.extension-reason", field="reason_category")
    if until <= (end or today(participation.programme.zone)):
        raise Problem("programmes.extension-until", field="until")
    if participation.extensions.filter(state=Extension.State.ASKED).exists():
        raise Problem("programmes.extension-waits")
    with transaction.atomic():
        row = Extension.objects.create(
            participation=participation,
            was_until=end,
            until=until,
            reason_category=reason_category,
            reason_words=reason_words.strip()[:2000],
            asked_by_name=actor.name[:120],
        )
        record(
            actor.who,
            "extension.asked",
            scope_id=participation.programme.scope_id,
            object_kind="participation",
            object_id=participation.id,
        )
    return row


def settle_extension(actor: Actor, extension_id: uuid.UUID, *, give: bool) -> Extension:
    """Give the time that was asked for, or not. Needs `programme.edit`. Conflict when it was settled meanwhile."""
    rows = Extension.objects.select_related("participation__programme__scope")
    row = row_for(actor, "programme.edit", rows, extension_id)
    with transaction.atomic():
        _settle(actor, row, Extension.State.GIVEN if give else Extension.State.DECLINED)
    row.refresh_from_db()
    return row


def _settle(actor: Actor, row: Extension, state: str) -> None:
    programme = row.participation.programme
    moved = Extension.objects.filter(pk=row.pk, state=Extension.State.ASKED).update(
        state=state, settled_on=today(programme.zone), settled_by_id=actor.id if actor.signed_in else None
    )
    if not moved:
        raise Conflict("platform.changed-meanwhile")
    if state == Extension.State.GIVEN:
        Participation.objects.filter(pk=row.participation_id).update(accompaniment_ends_on=row.until)
    record(
        actor.who,
        f"extension.{state}",
        scope_id=programme.scope_id,
        object_kind="participation",
        object_id=row.participation_id,
        category=row.reason_category,
    )
