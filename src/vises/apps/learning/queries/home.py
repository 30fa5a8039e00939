"""Where somebody finds what is learned: her programmes, and the bodies she sits in."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import scopes, visible
from vises.apps.learning.models import NoteJoin
from vises.apps.programmes.models import Body, Programme
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Home:
    """Programmes whose learning one reads, bodies in which one treats notes, and what came back to oneself."""

    programmes: tuple[tuple[uuid.UUID, Texts], ...]
    bodies: tuple[tuple[uuid.UUID, Texts, Texts], ...]
    back: int


def home(actor: Actor) -> Home:
    """In a fixed number of queries."""
    bodies = visible(actor, "learning.treat", Body.objects.select_related("programme"))
    seated = {body.programme_id for body in bodies}
    rows = Programme.objects.filter(scope__in=scopes(actor, "learning.view")) | Programme.objects.filter(pk__in=seated)
    waiting = NoteJoin.objects.filter(user_id=actor.id, told_at__isnull=False, helped="") if actor.id else None
    return Home(
        tuple((row.id, row.names) for row in rows.distinct().order_by("-starts_on")),
        tuple((body.id, body.names, body.programme.names) for body in bodies),
        waiting.count() if waiting is not None else 0,
    )
