"""What came of a note beside its answer."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.learning.models import FieldNote, Proposal
from vises.apps.learning.services.changes.may import readable
from vises.kernel.clock import today
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class CameOfIt:
    """What came of a note beside its answer; `titles` and `thing_id` only where the reader may open it."""

    kind: str
    titles: Texts
    thing_id: uuid.UUID | None


def came_of(actor: Actor, note: FieldNote) -> tuple[CameOfIt, ...]:
    """Adjustments by their kind alone, for whose journey that is stays told to nobody; findings and proposals by name
    once the reader may open them."""
    day = today(note.programme.zone)
    proposals = Proposal.objects.filter(readable(actor, note.programme_id), grounds__note=note).order_by("created_at")
    named = [CameOfIt("proposal", row.titles, row.id) for row in proposals]
    found = []
    for row in note.outcomes.select_related("finding"):
        if row.finding and row.finding.opens_on <= day:
            found.append(CameOfIt(row.kind, row.finding.statements, row.finding.id))
        elif row.kind != "proposal" or not named:
            found.append(CameOfIt(row.kind, {}, None))
    return (*found, *named)
