"""Making programmes and letting people into them."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch, give_role, make_scope, require, scopes
from vises.apps.accounts.models import User
from vises.apps.methodology.models import MethodologyVersion
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
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
    version = MethodologyVersion.objects.filter(code=methodology).exclude(released_on=None).first()
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
