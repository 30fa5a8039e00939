"""What a workshop of a meeting harvests becomes field notes of the programme."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.learning.models import FieldNote
from vises.apps.learning.services.may import programme_for, sits_in
from vises.apps.learning.services.notes import write_note
from vises.apps.learning.services.sharing import share
from vises.apps.programmes.models import Workshop
from vises.kernel.problems import Forbidden, NotFound


def harvest(
    actor: Actor, workshop_id: uuid.UUID, *, kind: str, text: str, language: str, step: str = "", deliverable: str = ""
) -> FieldNote:
    """A note said in a workshop, raised at once. For whoever treats notes in the programme.

    It came from a room full of people: the words must not name an enterprise. Whoever writes it down is told what
    becomes of it, for the meeting.
    """
    workshop = Workshop.objects.select_related("meeting").filter(pk=workshop_id).first()
    if workshop is None:
        raise NotFound()
    programme = programme_for(actor, workshop.meeting.programme_id)
    if not sits_in(actor, programme.id):
        raise Forbidden()
    with transaction.atomic():
        note = write_note(
            actor,
            kind=kind,
            text=text,
            language=language,
            programme_id=programme.id,
            step=step,
            deliverable=deliverable,
        )
        note.workshop, note.as_what = workshop, "meeting"
        note.save(update_fields=["workshop", "as_what"])
        share(actor, note.id, recognisable=False)
    note.refresh_from_db()
    return note
