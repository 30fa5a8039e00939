"""A returned note about which nobody says anything counts as acknowledged after a while, and shows as such."""

import uuid
from datetime import timedelta

from vises.apps.learning.models import FieldNote
from vises.apps.learning.rules.states import SILENCE_DAYS
from vises.apps.learning.services.moves import move
from vises.kernel.clock import now
from vises.platform.jobs.services import enqueue, job

BY_SILENCE = "silence"


def count_days(note: FieldNote) -> None:
    """Look again at this note when its time of silence is over."""
    key = f"learning.silence:{note.id}:{note.returned_at:%Y%m%d%H%M%S}"
    enqueue("learning.silence", key=key, after=timedelta(days=SILENCE_DAYS), note=str(note.id))


@job("learning.silence")
def _silence(note: str) -> None:
    hear(uuid.UUID(note))


def hear(note_id: uuid.UUID) -> None:
    """Count a note as heard when its time of silence is over, and nobody said anything."""
    rows = FieldNote.objects.select_related("programme").filter(merged_into=None, state=FieldNote.State.RETURNED)
    row = rows.filter(pk=note_id).first()
    if row is None or row.returned_at is None:
        return
    if row.returned_at <= now() - timedelta(days=SILENCE_DAYS):  # not taken up again and returned anew meanwhile
        move("system", "", row, "acknowledged", why=BY_SILENCE)
