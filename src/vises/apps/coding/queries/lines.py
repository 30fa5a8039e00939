"""Lines of the plan whose words an actor reads."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import allows
from vises.apps.coding.queries.codebook import journey_scope
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import Texts


def lines_to_fill(actor: Actor, journey_id: uuid.UUID) -> tuple[tuple[uuid.UUID, Texts], ...]:
    """Lines whose words the actor reads and may add to, with what they look at."""
    scope_id = journey_scope(actor, journey_id)
    if actor.kind != "system" and not allows(actor, "journey.edit", scope_id):
        return ()
    rows = PlanLine.objects.filter(journey_id=journey_id)
    if actor.kind != "system":
        read = [held.detail for held in actor.held if held.role is Role.READER and held.scope_id == scope_id]
        if None not in read:
            rows = rows.filter(pk__in=[line for line in read if line])
    return tuple((row.id, row.looks_at) for row in rows)
