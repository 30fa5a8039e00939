"""Who is in the journey: let in by the enterprise, which alone decides."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import Membership, Scope
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role, give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.may import journey_for
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

TEAM = (Role.REFERENT, Role.MEMBER)  # held in the enterprise, so in its next journeys as well
INVITED = (*TEAM, Role.ACCOMPANIST, Role.READER)


def invite(actor: Actor, journey_id: uuid.UUID, person: Person, role: Role) -> tuple[User, bool]:
    """Let somebody in; returns the account, and whether it was made now (then a mail is owed). Needs `journey.open`.

    A reader reads nothing yet: a line of the plan has to name her. Raises Problem for the role or the address.
    """
    journey = journey_for(actor, "journey.open", journey_id)
    if role not in INVITED:
        raise Problem("journeys.invite-role", field="role")
    with transaction.atomic():
        user, made = person_account(person)
        give_role(actor, user, _scope(journey, role), role, detail=journey.id if role is Role.READER else None)
        record(actor.who, "journey.invited", scope_id=journey.scope_id, object_kind="user", object_id=user.id)
    return user, made


def let_go(actor: Actor, journey_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
    """End somebody's part at once; a reader's lines too. Needs `journey.open`.

    Raises Problem when nobody would speak for the enterprise any more.
    """
    journey = journey_for(actor, "journey.open", journey_id)
    if role not in INVITED:
        raise NotFound()
    scope = _scope(journey, role)
    held = Membership.objects.filter(scope=scope, role=role)
    if role is Role.REFERENT and not held.exclude(user_id=user_id).exists():
        raise Problem("journeys.last-referent")
    with transaction.atomic():
        for row in held.filter(user_id=user_id).select_related("user"):
            end_role(actor, row.user, scope, role, detail=row.detail)


def _scope(journey: Journey, role: Role) -> Scope:
    return journey.enterprise.scope if role in TEAM else journey.scope
