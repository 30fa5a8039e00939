"""What follows findings: restitutions, decisions to improve and when they come back."""

import uuid
from dataclasses import dataclass
from datetime import date

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Finding, Improvement, Wording
from vises.apps.findings.queries.pages import journey_seen
from vises.apps.journeys.models import Journey, Session
from vises.kernel.clock import today
from vises.kernel.locale import Texts

RETURNS_WITHIN = 14  # days before its date at which a decision is shown as coming back


@dataclass(frozen=True)
class RestitutionRow:
    """A restitution session, and its record where it was written."""

    session_id: uuid.UUID
    title: str
    on: date
    held: bool
    present: tuple[tuple[Texts, int], ...]
    people: int
    recorded: bool
    changed: str
    contested: str
    supports: tuple[str, ...]
    language: str


@dataclass(frozen=True)
class RestitutionsPage:
    rows: tuple[RestitutionRow, ...]
    wordings: tuple[tuple[str, Texts, Texts, str, date], ...]  # label, before, now, why, when
    language: str


@dataclass(frozen=True)
class ImprovementRow:
    """A decision to improve. `due`: its day has come, and nobody said what came of it."""

    id: uuid.UUID
    what: Texts
    who: str
    on: date | None
    none_because: str
    next_cycle: bool
    state: str
    outcome: str
    finding: str
    due: bool
    soon: bool


@dataclass(frozen=True)
class ImprovementsPage:
    due: tuple[ImprovementRow, ...]
    coming: tuple[ImprovementRow, ...]
    settled: tuple[ImprovementRow, ...]
    none: tuple[ImprovementRow, ...]
    again: tuple[ImprovementRow, ...]
    next_journey: uuid.UUID | None
    languages: tuple[str, ...]
    findings: tuple[tuple[uuid.UUID, str, Texts], ...]
    has_question: bool


def restitutions_page(actor: Actor, journey_id: uuid.UUID) -> RestitutionsPage:
    """Restitution sessions with people present by group, and wordings that changed. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    sessions = (
        Session.objects.filter(journey=journey, kind=Session.Kind.RESTITUTION)
        .select_related("restitution")
        .prefetch_related("presences__stakeholder")
        .order_by("-on")
    )
    wordings = Wording.objects.filter(finding__question__decision__journey=journey).select_related("finding")
    return RestitutionsPage(
        tuple(_restitution(row) for row in sessions),
        tuple(
            (row.finding.label, row.statements, row.finding.statements, row.why, row.created_at.date())
            for row in wordings.order_by("-created_at")
        ),
        journey.language,
    )


def _restitution(row: Session) -> RestitutionRow:
    record = getattr(row, "restitution", None)
    present = tuple((presence.stakeholder.names, presence.people) for presence in row.presences.all())
    return RestitutionRow(
        row.id,
        row.title,
        row.on,
        row.held,
        present,
        sum(people for _, people in present),
        record is not None,
        record.changed if record else "",
        record.contested if record else "",
        tuple(record.supports) if record else (),
        record.language if record else row.language,
    )


def improvements_page(actor: Actor, journey_id: uuid.UUID) -> ImprovementsPage:
    """Decisions: due, coming, settled, "none, because", kept for the next cycle. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    rows = [
        _improvement(row)
        for row in Improvement.objects.filter(question__decision__journey=journey)
        .select_related("finding")
        .order_by("on", "created_at")
    ]
    decided = [row for row in rows if not row.none_because and not row.next_cycle]
    question = (
        journey.decisions.filter(replaced_at=None, question__isnull=False)
        .order_by("-created_at")
        .values_list("question__id", flat=True)
        .first()
    )
    findings = Finding.objects.filter(question__decision__journey=journey)
    return ImprovementsPage(
        tuple(row for row in decided if row.due),
        tuple(row for row in decided if row.state == Improvement.State.DECIDED and not row.due),
        tuple(row for row in decided if row.state != Improvement.State.DECIDED),
        tuple(row for row in rows if row.none_because),
        tuple(row for row in rows if row.next_cycle),
        Journey.objects.filter(previous=journey).values_list("id", flat=True).first(),
        tuple(dict.fromkeys((journey.language, *journey.enterprise.languages))),
        tuple((row.id, row.label, row.statements) for row in findings),
        question is not None,
    )


def due_improvements(actor: Actor, journey_id: uuid.UUID) -> tuple[ImprovementRow, ...]:
    """Decisions whose day has come: for the path of the journey. Needs `journey.view`."""
    return improvements_page(actor, journey_id).due


def _improvement(row: Improvement) -> ImprovementRow:
    days = (row.on - today()).days if row.on else None
    waiting = row.state == Improvement.State.DECIDED
    return ImprovementRow(
        row.id,
        row.what,
        row.who,
        row.on,
        row.none_because,
        row.next_cycle,
        row.state,
        row.outcome,
        row.finding.label if row.finding else "",
        waiting and days is not None and days <= 0,
        waiting and days is not None and 0 < days <= RETURNS_WITHIN,
    )
