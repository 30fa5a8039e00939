"""Cohorts: enterprises that go their way together, with dates spoken of in months."""

import uuid
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.programmes.models import Cohort, Participation
from vises.apps.programmes.rules import in_order
from vises.apps.programmes.services.may import programme_for, row_for
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def add_cohort(
    actor: Actor, programme_id: uuid.UUID, names: Texts, starts_on: date, ends_on: date | None = None
) -> Cohort:
    """A cohort of the programme; dates are shown in months. Needs `programme.edit`.

    Raises Problem without a name, or when it ends before it begins.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    _check(names, starts_on, ends_on)
    with transaction.atomic():
        row = Cohort.objects.create(programme=programme, names=names, starts_on=starts_on, ends_on=ends_on)
        record(actor.who, "cohort.made", scope_id=programme.scope_id, object_kind="cohort", object_id=row.id)
    return row


def change_cohort(
    actor: Actor, cohort_id: uuid.UUID, names: Texts, starts_on: date, ends_on: date | None = None
) -> Cohort:
    """Say a cohort anew. Needs `programme.edit`. Raises Problem as `add_cohort` does."""
    row = row_for(actor, "programme.edit", Cohort.objects.select_related("programme__scope"), cohort_id)
    _check(names, starts_on, ends_on)
    with transaction.atomic():
        Cohort.objects.filter(pk=row.pk).update(names=names, starts_on=starts_on, ends_on=ends_on)
        scope_id = row.programme.scope_id
        record(actor.who, "cohort.changed", scope_id=scope_id, object_kind="cohort", object_id=row.id)
    row.refresh_from_db()
    return row


def place_in_cohort(
    actor: Actor, programme_id: uuid.UUID, cohort_id: uuid.UUID | None, participation_ids: Iterable[uuid.UUID]
) -> int:
    """Move enterprises into a cohort, or out of any (None). Needs `programme.edit`. Returns how many moved.

    Enterprises of other programmes are left alone.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    if cohort_id is not None and not Cohort.objects.filter(pk=cohort_id, programme=programme).exists():
        raise Problem("programmes.cohort", field="cohort")
    rows = Participation.objects.filter(programme=programme, pk__in=list(participation_ids))
    with transaction.atomic():
        moved = rows.exclude(cohort=cohort_id).update(cohort=cohort_id) if cohort_id else rows.update(cohort=None)
        record(
            actor.who,
            "cohort.filled",
            scope_id=programme.scope_id,
            object_kind="cohort",
            object_id=cohort_id or "",
            moved=moved,
        )
    return moved


def _check(names: Texts, starts_on: date, ends_on: date | None) -> None:
    if not any(names.values()):
        raise Problem("programmes.cohort-name", field="names")
    if not in_order(starts_on, ends_on):
        raise Problem("programmes.dates", field="ends_on")
