"""After a session of interpretation: what each group understood, where groups disagree, what was validated."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Dissent, Finding, Understanding
from vises.apps.findings.rules.heard import fingerprint
from vises.apps.findings.services.reach import finding_of, journey_behind, session_of, written
from vises.apps.journeys.models import Session
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


@dataclass(frozen=True)
class Heard:
    """What a group present said of a finding: what it understands, and where it disagrees."""

    stakeholder_id: uuid.UUID
    understands: Texts = field(default_factory=dict)
    disagrees: Texts = field(default_factory=dict)


def record_heard(
    actor: Actor, finding_id: uuid.UUID, session_id: uuid.UUID, heard: Sequence[Heard], *, seen: str | None = None
) -> Finding:
    """What groups made of a finding at a session that was held; written again, it replaces. Needs `journey.edit`.

    A disagreement is kept with the finding like any other, with the group as its author. `seen` is what the writer
    had before her (`seen_of`): when it is not so any more, Conflict. Raises Problem for a group that was not there.
    """
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    session = session_of(journey, session_id)
    if not session.held:
        raise Problem("findings.not-held", field="session")
    there = set(session.presences.values_list("stakeholder_id", flat=True))
    if any(one.stakeholder_id not in there for one in heard):
        raise Problem("findings.not-there")
    with transaction.atomic():
        Finding.objects.select_for_update().get(pk=finding.pk)
        if seen is not None and seen != seen_of(finding, session):
            raise Conflict("platform.changed-meanwhile")
        for one in heard:
            here: dict[str, Any] = {"finding": finding, "session": session, "stakeholder_id": one.stakeholder_id}
            for table, texts in ((Understanding, one.understands), (Dissent, one.disagrees)):
                if written(texts):
                    table.objects.update_or_create(**here, defaults={"texts": written(texts)})
                else:
                    table.objects.filter(**here).delete()
        if finding.validated_at_id == session.pk and not _recorded(finding, session):
            raise Problem("findings.validated-here")
        touch(actor, journey, "findings")
        _record(actor, "finding.heard", finding)
    return finding


def say_validated(
    actor: Actor, finding_id: uuid.UUID, *, session_id: uuid.UUID | None = None, because: Texts | None = None
) -> Finding:
    """By which session a finding was validated, or why it was not: one of the two. Needs `journey.edit`.

    Raises Problem for a session at which nothing was written of what groups understood.
    """
    finding = finding_of(actor, finding_id)
    why = written(because)
    if (session_id is None) == (not why):
        raise Problem("findings.validated-or-why", field="session")
    session = session_of(journey_behind(finding), session_id) if session_id else None
    if session is not None and not _recorded(finding, session):
        raise Problem("findings.nothing-recorded", field="session")
    finding.validated_at, finding.not_validated_because = session, why
    finding.validated_said_at = now() if session else None
    with transaction.atomic():
        finding.save(update_fields=["validated_at", "validated_said_at", "not_validated_because"])
        _record(actor, "finding.validated" if session else "finding.not-validated", finding)
    return finding


def seen_of(finding: Finding, session: Session) -> str:
    """The fingerprint of what is written of a finding at a session."""
    return heard_print(finding.understandings.filter(session=session), finding.dissents.filter(session=session))


def heard_print(understandings: Iterable[Understanding], dissents: Iterable[Dissent]) -> str:
    """The same, of rows that are at hand."""
    return fingerprint(
        {str(row.stakeholder_id): row.texts for row in understandings},
        {str(row.stakeholder_id): row.texts for row in dissents},
    )


def _recorded(finding: Finding, session: Session) -> bool:
    here = {"finding": finding, "session": session}
    return Understanding.objects.filter(**here).exists() or Dissent.objects.filter(**here).exists()


def _record(actor: Actor, event: str, finding: Finding) -> None:
    record(actor.who, event, scope_id=journey_behind(finding).scope_id, object_kind="finding", object_id=finding.id)
