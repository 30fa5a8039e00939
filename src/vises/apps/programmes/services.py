"""Making programmes, inviting enterprises, changing their status."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch, give_role, link_scopes, make_scope, require, scopes
from vises.apps.accounts.models import User
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Cohort, Participation, Programme, StatusMove
from vises.apps.programmes.rules import REASONS, may_move
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def make_programme(
    actor: Actor,
    names: Texts,
    methodology: str,
    starts_on: date,
    *,
    accompaniment_ends_on: date | None = None,
    is_sample: bool = False,
) -> Programme:
    """A new programme on a released version of the method (its code).

    Needs `platform.administer`. Raises Problem for an unknown version or when no name is given.
    """
    if actor.kind != "system":
        require(actor, "platform.administer")
    version = MethodologyVersion.objects.filter(code=methodology).first()
    if version is None:
        raise Problem("programmes.methodology", field="methodology", code=methodology)
    if not any(names.values()):
        raise Problem("programmes.name", field="names")
    with transaction.atomic():
        row = Programme.objects.create(
            scope=make_scope("programme"),
            names=names,
            methodology=version,
            starts_on=starts_on,
            accompaniment_ends_on=accompaniment_ends_on,
            is_sample=is_sample,
        )
        record(actor.who, "programme.made", scope_id=row.scope_id, object_kind="programme", object_id=row.id)
    return row


def add_cohort(
    actor: Actor, programme: Programme, names: Texts, starts_on: date, ends_on: date | None = None
) -> Cohort:
    """A cohort of the programme; dates are shown in months. Needs `programme.edit`."""
    if actor.kind != "system":
        fetch(actor, "programme.edit", Programme.objects.all(), pk=programme.pk)
    return Cohort.objects.create(programme=programme, names=names, starts_on=starts_on, ends_on=ends_on)


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


def appoint(actor: Actor, programme_id: uuid.UUID, user: User, role: Role) -> None:
    """Let somebody into the programme as coordinator, researcher or funder.

    Needs `programme.edit`, or `platform.administer` for the first coordinator.
    """
    if role not in {Role.COORDINATOR, Role.RESEARCHER, Role.FUNDER}:
        raise Problem("programmes.role", field="role")
    if actor.kind == "system" or scopes(actor, "platform.administer").exists():
        programme = Programme.objects.select_related("scope").get(pk=programme_id)
    else:
        programme = fetch(actor, "programme.edit", Programme.objects.select_related("scope"), pk=programme_id)
    give_role(actor, user, programme.scope, role)
