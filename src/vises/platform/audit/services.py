"""Recording events, and checking that none was changed."""

import hashlib
import json
import uuid
from datetime import UTC, date, datetime

from django.db import transaction

from vises.kernel.clock import now
from vises.platform.audit.models import AuditEvent, AuditHead


def _chain(previous: str, event: AuditEvent) -> str:
    content = json.dumps(
        [
            previous,
            event.number,
            event.created_at.astimezone(UTC).isoformat(),
            event.event,
            event.who,
            str(event.scope_id or ""),
            event.object_kind,
            event.object_id,
            event.facts,
        ],
        sort_keys=True,
        ensure_ascii=False,
    )
    return hashlib.sha256(content.encode()).hexdigest()


def record(
    who: str,
    event: str,
    *,
    scope_id: uuid.UUID | None = None,
    object_kind: str = "",
    object_id: object = "",
    **facts: str | int | bool | None,
) -> None:
    """Add an event to the trail, in the caller's transaction.

    `facts` hold counts, states and codes only: no text that a person wrote, no address, no token.
    """
    with transaction.atomic():
        head, _ = AuditHead.objects.select_for_update().get_or_create(id=1)
        row = AuditEvent(
            number=head.number + 1,
            created_at=_without_sub_milliseconds(now()),
            event=event,
            who=who,
            scope_id=scope_id,
            object_kind=object_kind,
            object_id=str(object_id),
            facts=facts,
            previous_hash=head.hash,
        )
        row.hash = _chain(head.hash, row)
        row.save(force_insert=True)
        AuditHead.objects.filter(id=1).update(number=row.number, hash=row.hash)


def _without_sub_milliseconds(moment: datetime) -> datetime:
    # databases differ in the precision they keep; the hash must survive the round trip
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def days_of(scope_id: uuid.UUID, most: int = 400) -> list[date]:
    """The days on which something happened in a scope, the latest first, each once; of its last `most` events."""
    events = AuditEvent.objects.filter(scope_id=scope_id).order_by("-number").values_list("created_at", flat=True)
    return sorted({moment.date() for moment in events[:most]}, reverse=True)


def first_break() -> int | None:
    """The number of the first event whose chain does not hold, or None when all is well."""
    previous, number = "0" * 64, 0
    for event in AuditEvent.objects.order_by("number").iterator():
        number += 1
        if event.number != number or event.previous_hash != previous or event.hash != _chain(previous, event):
            return number
        previous = event.hash
    head = AuditHead.objects.filter(id=1).first()
    if head is not None and (head.number != number or head.hash != previous):
        return number + 1
    return None
