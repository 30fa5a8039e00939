"""The evidence of a finding, for and against."""

import uuid
from typing import Any

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import visible
from vises.apps.coding.models import Code, Passage
from vises.apps.collection.models import RecordTable
from vises.apps.datasets.models import Analysis
from vises.apps.findings.models import Evidence
from vises.apps.findings.services.reach import finding_of, journey_behind, journey_of, written
from vises.apps.journeys.models import Journey, Practice
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.practices import fix_practice
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record


def add_evidence(
    actor: Actor,
    finding_id: uuid.UUID,
    *,
    side: str = "for",
    says: Texts,
    analysis_id: uuid.UUID | None = None,
    passage_id: uuid.UUID | None = None,
    code_id: uuid.UUID | None = None,
    records_id: uuid.UUID | None = None,
    practice_id: uuid.UUID | None = None,
) -> Evidence:
    """A piece of evidence, with what it says in the group's words. Needs `journey.edit`.

    Exactly one of: a number (an analysis asked of the data), a passage (which the actor may read),
    a theme with its passages, a table of records, or an aspect of a practices portrait (which stays as written from
    then on). Raises Problem when it is not of this journey.
    """
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    given = [one for one in (analysis_id, passage_id, code_id, records_id, practice_id) if one is not None]
    if len(given) != 1:
        raise Problem("findings.one-evidence", field="evidence")
    if side not in Evidence.Side.values:
        raise Problem("findings.side", field="side")
    if not written(says):
        raise Problem("findings.says", field="says")
    found: dict[str, Any] = {}
    if analysis_id:
        found["analysis"] = Analysis.objects.filter(pk=analysis_id, wave__line__journey=journey).first()
    elif passage_id:
        found["passage"] = _passage(actor, journey, passage_id)
    elif code_id:
        found["code"] = Code.objects.filter(pk=code_id, scope_id=journey.scope_id).first()
    elif records_id:
        found["records"] = RecordTable.objects.filter(pk=records_id, line__journey=journey).first()
    elif practice_id:
        rows = Practice.objects.select_related("portrait__journey")
        found["practice"] = rows.filter(pk=practice_id, portrait__journey=journey).first()
    if None in found.values():
        raise Problem("findings.evidence", field="evidence")
    with transaction.atomic():
        evidence = Evidence.objects.create(finding=finding, side=side, says=written(says), **found)
        if practice_id:
            fix_practice(actor, found["practice"])
        touch(actor, journey, "findings")
        _record(actor, "finding.evidence-added", journey, evidence)
    return evidence


def remove_evidence(actor: Actor, evidence_id: uuid.UUID) -> None:
    """Take a piece of evidence away from its finding; what it pointed to stays. Needs `journey.edit`."""
    evidence = _evidence(actor, evidence_id)
    journey = journey_behind(evidence.finding)
    with transaction.atomic():
        _record(actor, "finding.evidence-removed", journey, evidence)
        evidence.delete()


def see_evidence(actor: Actor, evidence_id: uuid.UUID) -> None:
    """Somebody looked at a piece of evidence after it lost its ground. Needs `journey.edit`."""
    evidence = _evidence(actor, evidence_id)
    Evidence.objects.filter(pk=evidence.pk).update(seen_at=now())


def _passage(actor: Actor, journey: Journey, passage_id: uuid.UUID) -> Passage | None:
    rows = Passage.objects.filter(text__scope_id=journey.scope_id)
    if actor.kind != "system":
        rows = visible(actor, "words.read", rows)
    return rows.filter(pk=passage_id).first()


def _evidence(actor: Actor, evidence_id: uuid.UUID) -> Evidence:
    evidence = Evidence.objects.select_related("finding__question__decision__journey").filter(pk=evidence_id).first()
    if evidence is None:
        raise NotFound()
    journey_of(actor, journey_behind(evidence.finding).id)
    return evidence


def _record(actor: Actor, event: str, journey: Journey, evidence: Evidence) -> None:
    record(
        actor.who,
        event,
        scope_id=journey.scope_id,
        object_kind="evidence",
        object_id=evidence.id,
        side=str(evidence.side),
    )
