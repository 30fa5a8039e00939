"""Links and keys that open one round, for whoever may end them. What they open stands in no list: it was shown once."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import fetch
from vises.apps.collection.models import Wave
from vises.kernel.clock import now


@dataclass(frozen=True)
class RoundLink:
    """A link or key of one round."""

    id: uuid.UUID
    label: str
    made_at: datetime
    expires_at: datetime


def open_links(actor: Actor, wave_id: uuid.UUID, purpose: str) -> tuple[RoundLink, ...]:
    """Those that still open the round for `purpose` (openrosa, interviewer), the first first. Needs `journey.edit`."""
    wave = fetch(actor, "journey.edit", Wave.objects.select_related("line__journey"), pk=wave_id)
    rows = GuestPass.objects.filter(
        purpose=purpose, detail=wave.id, scope=wave.line.journey.scope_id, revoked_at=None, expires_at__gt=now()
    )
    return tuple(RoundLink(row.id, row.label, row.created_at, row.expires_at) for row in rows.order_by("created_at"))
