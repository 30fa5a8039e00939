"""The journey behind an id, for whoever may do this verb on it."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Journey
from vises.kernel.problems import NotFound


def journey_for(actor: Actor, verb: str, journey_id: uuid.UUID) -> Journey:
    """The journey, if the actor may do `verb` on it; the system may. Raises NotFound or Forbidden."""
    rows = Journey.objects.select_related("enterprise", "methodology", "scope")
    if actor.kind == "system":
        return rows.get(pk=journey_id)
    return fetch(actor, verb, rows, pk=journey_id)


def who_id(actor: Actor) -> uuid.UUID | None:
    """The account behind the actor, where there is one."""
    return actor.id if actor.signed_in else None


def own_id(actor: Actor) -> uuid.UUID:
    """The account of somebody who asks for what is hers alone. Raises NotFound for anybody without one."""
    if actor.id is None or not actor.signed_in:
        raise NotFound()
    return actor.id
