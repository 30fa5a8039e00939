"""Whom to write to: the people of a journey with their addresses, for mails that services and pages send."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import valid_today
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Journey

PEOPLE = (Role.REFERENT, Role.MEMBER, Role.ACCOMPANIST)


@dataclass(frozen=True)
class Contact:
    """Somebody to write to, in her language."""

    id: uuid.UUID
    name: str
    email: str
    language: str


def people_of(journey_id: uuid.UUID, *roles: Role) -> tuple[Contact, ...]:
    """Who is in the journey today in one of these roles (all of them, if none is named), each once.

    It asks no verb: never show it on a page.
    """
    journey = Journey.objects.select_related("enterprise").get(pk=journey_id)
    held = Membership.objects.filter(
        valid_today(), scope__in=[journey.scope_id, journey.enterprise.scope_id], role__in=roles or PEOPLE, detail=None
    ).values("user")
    rows = User.objects.filter(pk__in=held, is_active=True).order_by("name", "id")
    return tuple(Contact(row.id, row.name, row.email, row.language) for row in rows)
