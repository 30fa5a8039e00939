"""Raw words entrusted to somebody: the plan lines whose reader she is."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Entrusted:
    """A plan line whose raw words one reads."""

    journey_id: uuid.UUID
    enterprise: str
    looks_at: Texts


def entrusted(actor: Actor) -> tuple[Entrusted, ...]:
    """What the actor reads, by enterprise; one query. A reader may see nothing else of the journey."""
    lines = [held.detail for held in actor.held if held.role is Role.READER and held.detail is not None]
    if not lines:
        return ()
    rows = PlanLine.objects.filter(pk__in=lines).select_related("journey__enterprise")
    return tuple(
        Entrusted(row.journey_id, row.journey.enterprise.name, row.looks_at)
        for row in rows.order_by("journey__enterprise__name", "order")
    )
