"""Writing findings: statement, strength as the group judged it, dissent, earlier wordings kept."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Dissent, Finding, Wording
from vises.apps.findings.services.reach import (
    finding_of,
    journey_behind,
    journey_of,
    question_of,
    session_of,
    written,
)
from vises.apps.journeys.models import Journey, Stakeholder
from vises.apps.journeys.services.deliverables import touch
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def write_finding(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    statements: Texts,
    label: str = "",
    limits: Texts | None = None,
    unexpected: bool = False,
    negative: bool = False,
    effects: Sequence[str] = (),
    practice: str = "",
) -> Finding:
    """A new finding that answers the journey's question. Needs `journey.edit`.

    Without `label` it gets the next one ("F3"). Raises Problem without a question or a statement.
    """
    journey = journey_of(actor, journey_id)
    question = question_of(journey)
    statements = written(statements)
    if not statements:
        raise Problem("findings.statement", field="statements")
    _known_effects(journey, effects)
    number = Finding.objects.filter(question__decision__journey=journey).count() + 1
    with transaction.atomic():
        finding = Finding.objects.create(
            question=question,
            label=label.strip() or f"F{number}",
            statements=statements,
            limits=written(limits),
            unexpected=unexpected,
            negative=negative,
            effects=list(effects),
            practice=practice.strip(),
            order=number,
        )
        touch(actor, journey, "findings")
        _record(actor, "finding.written", journey, finding)
    return finding


def change_finding(
    actor: Actor,
    finding_id: uuid.UUID,
    *,
    limits: Texts | None = None,
    unexpected: bool = False,
    negative: bool = False,
    effects: Sequence[str] = (),
    practice: str = "",
) -> Finding:
    """What surrounds the statement: limits, kinds of effect, the practice it speaks of. Needs `journey.edit`."""
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    _known_effects(journey, effects)
    finding.limits, finding.practice, finding.effects = written(limits), practice.strip(), list(effects)
    finding.unexpected, finding.negative = unexpected, negative
    with transaction.atomic():
        finding.save(update_fields=["limits", "practice", "effects", "unexpected", "negative"])
        touch(actor, journey, "findings")
        _record(actor, "finding.changed", journey, finding)
    return finding


def reword(actor: Actor, finding_id: uuid.UUID, statements: Texts, why: str, *, was: Texts | None = None) -> Finding:
    """Another wording; the earlier one is kept with why it changed. Needs `journey.edit`.

    `was` is the wording the writer had before her: when it is not the present one, Conflict, nothing is lost.
    """
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    statements = written(statements)
    if not statements:
        raise Problem("findings.statement", field="statements")
    if statements == finding.statements:
        return finding
    if not why.strip():
        raise Problem("findings.why", field="why")
    if was is not None and written(was) != finding.statements:
        raise Conflict("platform.changed-meanwhile")
    before = finding.statements
    with transaction.atomic():
        changed = Finding.objects.filter(pk=finding.pk, statements=before).update(statements=statements)
        if not changed:
            raise Conflict("platform.changed-meanwhile")
        Wording.objects.create(finding=finding, statements=before, why=why.strip()[:300])
        touch(actor, journey, "findings")
        _record(actor, "finding.reworded", journey, finding)
    finding.statements = statements
    return finding


def judge(actor: Actor, finding_id: uuid.UUID, strength: str, session_id: uuid.UUID, why: str) -> Finding:
    """The strength the group gave it at a session, and why. Never computed. Needs `journey.edit`."""
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    known = {element.id for element in methodology.version(journey.methodology.code).strengths}
    if strength not in known:
        raise Problem("findings.strength", field="strength")
    session = session_of(journey, session_id)
    if not why.strip():
        raise Problem("findings.strength-why", field="why")
    finding.strength, finding.judged_at, finding.strength_why = strength, session, why.strip()
    with transaction.atomic():
        finding.save(update_fields=["strength", "judged_at", "strength_why"])
        touch(actor, journey, "findings")
        _record(actor, "finding.judged", journey, finding, strength=strength)
    return finding


def say_state(actor: Actor, finding_id: uuid.UUID, state: str) -> Finding:
    """Draft, shared with the people concerned, contested, or rejected by them. Needs `journey.edit`."""
    finding = finding_of(actor, finding_id)
    if state not in Finding.State.values:
        raise Problem("findings.state", field="state")
    old, finding.state = finding.state, Finding.State(state)
    with transaction.atomic():
        finding.save(update_fields=["state"])
        _record(actor, "finding.moved", journey_behind(finding), finding, old=old, new=state)
    return finding


def keep_dissent(
    actor: Actor,
    finding_id: uuid.UUID,
    texts: Texts,
    *,
    stakeholder_id: uuid.UUID | None = None,
    said_by: str = "",
) -> Dissent:
    """Keep a disagreement with the finding. Whose it was stays inside. Needs `journey.edit`."""
    finding = finding_of(actor, finding_id)
    journey = journey_behind(finding)
    texts = written(texts)
    if not texts:
        raise Problem("findings.dissent", field="texts")
    group = Stakeholder.objects.filter(pk=stakeholder_id, journey=journey).first() if stakeholder_id else None
    with transaction.atomic():
        dissent = Dissent.objects.create(finding=finding, stakeholder=group, said_by=said_by.strip(), texts=texts)
        touch(actor, journey, "findings")
        _record(actor, "finding.dissent-kept", journey, finding)
    return dissent


def _known_effects(journey: Journey, effects: Sequence[str]) -> None:
    known = {element.id for element in methodology.version(journey.methodology.code).effects}
    if not set(effects) <= known:
        raise Problem("findings.effect", field="effects")


def _record(actor: Actor, event: str, journey: Journey, finding: Finding, **facts: str) -> None:
    record(actor.who, event, scope_id=journey.scope_id, object_kind="finding", object_id=finding.id, **facts)
