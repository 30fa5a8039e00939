"""Enterprises in a programme: invited, their status changed."""

import uuid
from collections.abc import Callable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, link_scopes
from vises.apps.network.models import Organisation
from vises.apps.network.services import join_federation
from vises.apps.programmes.models import Cohort, Participation, Programme, StatusMove
from vises.apps.programmes.rules import REASONS, in_order, may_move
from vises.apps.programmes.services.may import row_for
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def add_participation(
    actor: Actor,
    programme: Programme,
    enterprise: Organisation,
    *,
    federation: Organisation | None = None,
    cohort: Cohort | None = None,
    on: date | None = None,
) -> Participation:
    """An enterprise is planned in the programme, accompanied by a federation. Needs `programme.edit`.

    Raises Problem when it is already there.
    """
    if actor.kind != "system":
        fetch(actor, "programme.edit", Programme.objects.all(), pk=programme.pk)
    if Participation.objects.filter(programme=programme, enterprise=enterprise).exists():
        raise Problem("programmes.already", field="enterprise", name=enterprise.name)
    with transaction.atomic():
        row = Participation.objects.create(
            programme=programme, enterprise=enterprise, federation=federation, cohort=cohort
        )
        StatusMove.objects.create(participation=row, new=row.status, on=on or today(programme.zone))
        _tell_moved(row)
        if federation is not None:
            # whoever speaks for the federation sees the programme's pages, within the access table
            link_scopes(federation.scope, programme.scope)
        record(
            actor.who,
            "participation.planned",
            scope_id=programme.scope_id,
            object_kind="participation",
            object_id=row.id,
        )
    return row


_on_moved: list[Callable[[Participation], None]] = []


def register_on_moved(hear: Callable[[Participation], None]) -> None:
    """A higher room hears of each change of status, in its transaction (`AppConfig.ready()` calls this)."""
    _on_moved.append(hear)


def _tell_moved(row: Participation) -> None:
    for hear in _on_moved:
        hear(row)


def change_status(
    actor: Actor,
    participation_id: uuid.UUID,
    new: str,
    *,
    on: date | None = None,
    reason_category: str = "",
    reason_words: str = "",
) -> Participation:
    """Move a participation to another status; the words of the reason stay private to the row.

    Needs `programme.edit`. Raises Problem when the move does not exist or lacks its reason,
    Conflict when somebody else moved it meanwhile.
    """
    rows = Participation.objects.select_related("programme")
    row = (
        rows.get(pk=participation_id)
        if actor.kind == "system"
        else fetch(actor, "programme.edit", rows, pk=participation_id)
    )
    if why_not := may_move(row.status, new, reason_category):
        raise Problem(why_not, field="status")
    if reason_category and reason_category not in REASONS:
        raise Problem("programmes.reason", field="reason_category")
    with transaction.atomic():
        moved = Participation.objects.filter(pk=row.pk, status=row.status).update(
            status=new, reason_category=reason_category
        )
        if not moved:
            raise Conflict("platform.changed-meanwhile")
        StatusMove.objects.create(
            participation=row,
            old=row.status,
            new=new,
            on=on or today(row.programme.zone),
            reason_category=reason_category,
            reason_words=reason_words,
            by_id=actor.id if actor.signed_in else None,
        )
        _tell_moved(row)
        record(
            actor.who,
            "participation.moved",
            scope_id=row.programme.scope_id,
            object_kind="participation",
            object_id=row.pk,
            old=row.status,
            new=new,
        )
    row.status, row.reason_category = new, reason_category
    return row


def belongs_to(
    actor: Actor,
    participation_id: uuid.UUID,
    federation_id: uuid.UUID,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Participation:
    """The enterprise also belongs to this federation between two dates. Needs `programme.edit`.

    Belonging opens nothing of it: a federation reaches the journeys that it accompanies. Raises Problem for
    an unknown federation or dates out of order.
    """
    rows = Participation.objects.select_related("programme__scope", "enterprise")
    row = row_for(actor, "programme.edit", rows, participation_id)
    federation = Organisation.objects.filter(pk=federation_id, kind=Organisation.Kind.FEDERATION).first()
    if federation is None:
        raise Problem("network.kind", field="federation")
    if not in_order(starts_on, ends_on):
        raise Problem("programmes.dates", field="ends_on")
    join_federation(actor, federation, row.enterprise, starts_on=starts_on, ends_on=ends_on)
    return row
