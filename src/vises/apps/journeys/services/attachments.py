"""What the enterprise already has: reports, earlier surveys, photos."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Attachment, Journey
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.may import journey_for
from vises.kernel.ids import new_id
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.files import services as files
from vises.platform.files.pictures import without_notes

SHEETS = (".jpg", ".jpeg", ".png", ".pdf")


def attach(
    actor: Actor,
    journey_id: uuid.UUID,
    name: str,
    chunks: Iterable[bytes],
    *,
    note: str = "",
    deliverable: str = "",
    heading: str = "",
) -> Attachment:
    """Keep a file beside a deliverable, a photograph without what the camera noted. Needs `journey.edit`.

    Raises Problem for its size or kind.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    return _keep(actor, journey, name, chunks, note, deliverable, heading)


def attach_by_link(
    guest: Actor, journey: Journey, name: str, chunks: Iterable[bytes], *, note: str, deliverable: str
) -> Attachment:
    """The same by the link of the first hour; the caller has opened the pass on this journey's scope."""
    return _keep(guest, journey, name, chunks, note, deliverable, "")


def attach_at_start(actor: Actor, journey: Journey, name: str, chunks: Iterable[bytes], *, note: str) -> Attachment:
    """Keep what the coordination already has of an enterprise; the calling service has checked that `actor` may."""
    return _keep(actor, journey, name, chunks, note, "", "")


@dataclass(frozen=True)
class Sheet:
    """A photograph or scan of a sheet of paper that is typed in; `note` says which one."""

    name: str
    chunks: Iterable[bytes]
    note: str


def attach_sheet(
    actor: Actor, journey: Journey, sheet: Sheet | None, *, deliverable: str, id_: uuid.UUID
) -> Attachment | None:
    """Keep a sheet for the pieces that are typed from it; the calling service has checked that `actor` may.

    With the same `id_` it comes once. Raises Problem on the field "photo" for its size or kind.
    """
    if sheet is None:
        return None
    there = Attachment.objects.filter(pk=id_, journey=journey).first()
    if there is not None:
        return there
    if not sheet.name.lower().endswith(SHEETS):
        raise Problem("platform.file-type", field="photo", allowed=", ".join(SHEETS))
    try:
        return _keep(actor, journey, sheet.name, sheet.chunks, sheet.note, deliverable, "", id_)
    except Problem as problem:
        raise Problem(problem.code, field="photo", **problem.params) from None


def _keep(
    actor: Actor,
    journey: Journey,
    name: str,
    chunks: Iterable[bytes],
    note: str,
    deliverable: str,
    heading: str,
    id_: uuid.UUID | None = None,
) -> Attachment:
    stored = files.store(without_notes(chunks), name)
    with transaction.atomic():
        row = Attachment.objects.create(
            pk=id_ or new_id(),
            journey=journey,
            file=stored,
            note=note.strip()[:300],
            deliverable=deliverable,
            heading=heading,
            added_by_name=actor.name,
        )
        if deliverable:
            touch(actor, journey, deliverable)
        record(actor.who, "journey.attached", scope_id=journey.scope_id, object_kind="attachment", object_id=row.id)
    return row


def detach(actor: Actor, attachment_id: uuid.UUID) -> None:
    """Take a file away for good. Needs `journey.edit`."""
    row = fetch(actor, "journey.edit", Attachment.objects.select_related("journey__scope", "file"), pk=attachment_id)
    stored = row.file
    with transaction.atomic():
        row.delete()
        scope_id = row.journey.scope_id
        record(actor.who, "journey.detached", scope_id=scope_id, object_kind="attachment", object_id=attachment_id)
    files.erase(stored)
