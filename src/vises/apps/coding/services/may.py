"""Who may code: whoever writes in the journey, and whoever reads words of it; and what she does not see meanwhile."""

import uuid

from django.db.models import Q

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, fetch
from vises.apps.coding.models import ReadingApart, Text
from vises.apps.journeys.models import Journey
from vises.kernel.problems import Problem


def may_code(actor: Actor, scope_id: uuid.UUID) -> bool:
    """Whether the actor may change the codebook of this scope."""
    if actor.kind == "system" or allows(actor, "journey.edit", scope_id):
        return True
    return any(held.scope_id == scope_id and held.role is Role.READER for held in actor.held)


def scope_of_journey(actor: Actor, journey_id: uuid.UUID) -> uuid.UUID:
    """The scope of a journey in which the actor may code. Raises NotFound or Forbidden."""
    scope_id = Journey.objects.filter(pk=journey_id).values_list("scope_id", flat=True).first()
    if scope_id is not None and may_code(actor, scope_id):
        return scope_id
    return fetch(actor, "journey.edit", Journey.objects.all(), pk=journey_id).scope_id


def texts_read_apart(actor: Actor) -> frozenset[uuid.UUID]:
    """Texts that the actor reads apart just now: she sees no marks of others in them until both are done."""
    if actor.id is None:
        return frozenset()
    mine = Q(first_id=actor.id) | Q(second_id=actor.id)
    rows = ReadingApart.objects.filter(mine, Q(first_done_at=None) | Q(second_done_at=None), ended_at=None)
    return frozenset(rows.values_list("text_id", flat=True))


def not_while_apart(actor: Actor, text_id: uuid.UUID) -> None:
    """In a text that she reads apart, the actor marks in her own reading and nowhere else. Raises Problem."""
    if text_id in texts_read_apart(actor):
        raise Problem("coding.apart-mine")


def themes_stay_while_apart(actor: Actor, scope_id: uuid.UUID) -> None:
    """Whoever reads apart neither joins, divides nor removes themes of that codebook: whether it works would tell her
    what the other one marked. Raises Problem.
    """
    if Text.objects.filter(pk__in=texts_read_apart(actor), scope_id=scope_id).exists():
        raise Problem("coding.apart-codebook")
