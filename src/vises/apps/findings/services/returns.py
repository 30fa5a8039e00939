"""What is brought back to whom, in what shape: the kit of a restitution."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Finding, Return
from vises.apps.findings.rules.heard import fingerprint
from vises.apps.findings.services.reach import journey_of
from vises.apps.journeys.models import Stakeholder
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record


def plan_return(
    actor: Actor,
    journey_id: uuid.UUID,
    stakeholder_id: uuid.UUID,
    *,
    shapes: Sequence[str],
    findings: Sequence[uuid.UUID],
    note: str = "",
    seen: str | None = None,
) -> Return | None:
    """What a group gets back, in which shapes; without any of it, nothing is planned any more. Needs `journey.edit`.

    `seen` is what the writer had before her (`seen_of`): when it is not so any more, Conflict. Raises Problem for an
    unknown shape, for a finding of another journey, and for findings without a shape.
    """
    journey = journey_of(actor, journey_id)
    group = Stakeholder.objects.filter(pk=stakeholder_id, journey=journey).first()
    if group is None:
        raise NotFound()
    if not set(shapes) <= set(Return.Shape.values):
        raise Problem("findings.return-form", field="shapes")
    rows = list(Finding.objects.filter(pk__in=list(findings), question__decision__journey=journey))
    if len(rows) != len(set(findings)):
        raise Problem("findings.joint-not-here", field="findings")
    if (rows or note.strip()) and not shapes:
        raise Problem("findings.return-form", field="shapes")
    with transaction.atomic():
        Stakeholder.objects.select_for_update().get(pk=group.pk)
        row = Return.objects.filter(stakeholder=group).first()
        if seen is not None and seen != seen_of(row):
            raise Conflict("platform.changed-meanwhile")
        if not shapes:
            Return.objects.filter(stakeholder=group).delete()
            row = None
        else:
            row = row or Return(stakeholder=group)
            row.shapes = [shape for shape in Return.Shape.values if shape in shapes]
            row.note = note.strip()[:300]
            row.save()
            row.findings.set(rows)
        record(
            actor.who,
            "return.planned",
            scope_id=journey.scope_id,
            object_kind="stakeholder",
            object_id=group.id,
        )
    return row


def seen_of(row: Return | None) -> str:
    """The fingerprint of what is planned; of nothing, an empty text."""
    if row is None:
        return ""
    return fingerprint(row.shapes, row.note, sorted(str(one.id) for one in row.findings.all()))
