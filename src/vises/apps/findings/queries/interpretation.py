"""Sessions of interpretation: what can be brought on paper, and what was written of findings afterwards."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Finding
from vises.apps.findings.queries.heard import WITH_SESSIONS, validation_of
from vises.apps.findings.queries.pages import journey_seen, languages_of
from vises.apps.findings.services.interpretation import heard_print
from vises.apps.journeys.models import Journey, Session
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class Held:
    """A session that was held: the groups there with their people, and the findings of which something is written."""

    id: uuid.UUID
    title: str
    on: date
    present: tuple[tuple[Texts, int], ...]
    written: frozenset[uuid.UUID]


@dataclass(frozen=True)
class Brought:
    """A finding, and what is said of its validation."""

    id: uuid.UUID
    label: str
    statements: Texts
    state: str
    validated_on: date | None
    validated_at: str
    reworded_since: bool
    not_validated_because: Texts


@dataclass(frozen=True)
class Coming:
    id: uuid.UUID
    title: str
    on: date


@dataclass(frozen=True)
class InterpretationPage:
    findings: tuple[Brought, ...]
    held: tuple[Held, ...]
    coming: tuple[Coming, ...]
    languages: tuple[str, ...]


def interpretation_page(actor: Actor, journey_id: uuid.UUID) -> InterpretationPage:
    """Findings with their validation, sessions held (newest first) and coming. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    findings = list(_findings(journey))
    sessions = list(Session.objects.filter(journey=journey).prefetch_related("presences__stakeholder").order_by("-on"))
    written: dict[uuid.UUID | None, set[uuid.UUID]] = {}
    for row in findings:
        at = {one.session_id for one in row.understandings.all()} | {one.session_id for one in row.dissents.all()}
        for session_id in at - {None}:
            written.setdefault(session_id, set()).add(row.id)
    return InterpretationPage(
        tuple(_brought(row) for row in findings),
        tuple(
            Held(row.id, row.title, row.on, _present(row), frozenset(written.get(row.id, ())))
            for row in sessions
            if row.held
        ),
        tuple(Coming(row.id, row.title, row.on) for row in reversed(sessions) if not row.held),
        languages_of(journey),
    )


@dataclass(frozen=True)
class GroupHeard:
    """A group that was there, and what is written of it so far."""

    id: uuid.UUID
    names: Texts
    people: int
    understands: Texts
    disagrees: Texts


@dataclass(frozen=True)
class HeardPage:
    """What is written of one finding at one session. `seen` is given back when writing; `others` come after it."""

    session_id: uuid.UUID
    session: str
    on: date
    held: bool
    finding: Brought
    groups: tuple[GroupHeard, ...]
    languages: tuple[str, ...]
    seen: str
    following: uuid.UUID | None


def heard_page(actor: Actor, journey_id: uuid.UUID, session_id: uuid.UUID, finding_id: uuid.UUID) -> HeardPage:
    """The page to write what groups made of a finding. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    session = Session.objects.filter(journey=journey, pk=session_id).prefetch_related("presences__stakeholder").first()
    findings = list(_findings(journey))
    place = next((n for n, row in enumerate(findings) if row.id == finding_id), None)
    if session is None or place is None:
        raise NotFound()
    row = findings[place]
    understood = [one for one in row.understandings.all() if one.session_id == session.id]
    against = [one for one in row.dissents.all() if one.session_id == session.id]
    says = {one.stakeholder_id: one.texts for one in understood}
    disagrees = {one.stakeholder_id: one.texts for one in against}
    return HeardPage(
        session.id,
        session.title,
        session.on,
        session.held,
        _brought(row),
        tuple(
            GroupHeard(
                one.stakeholder_id,
                one.stakeholder.names,
                one.people,
                says.get(one.stakeholder_id, {}),
                disagrees.get(one.stakeholder_id, {}),
            )
            for one in session.presences.all()
        ),
        languages_of(journey),
        heard_print(understood, against),
        findings[place + 1].id if place + 1 < len(findings) else None,
    )


def validators(actor: Actor, journey_id: uuid.UUID, finding_id: uuid.UUID) -> tuple[Coming, ...]:
    """The sessions at which something is written of a finding. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    rows = Session.objects.filter(journey=journey)
    found = rows.filter(understandings__finding_id=finding_id) | rows.filter(
        pk__in=Finding.objects.filter(pk=finding_id).values("dissents__session")
    )
    return tuple(Coming(row.id, row.title, row.on) for row in found.distinct().order_by("-on"))


def _findings(journey: Journey) -> QuerySet[Finding]:
    rows = Finding.objects.filter(question__decision__journey=journey).select_related("validated_at")
    return rows.prefetch_related("wordings", *WITH_SESSIONS)


def _brought(row: Finding) -> Brought:
    said = validation_of(row, public=False)
    return Brought(
        row.id,
        row.label,
        row.statements,
        row.state,
        row.validated_at.on if row.validated_at else None,
        said["validated_at"],
        said["reworded_since"],
        row.not_validated_because,
    )


def _present(row: Session) -> tuple[tuple[Texts, int], ...]:
    return tuple((one.stakeholder.names, one.people) for one in row.presences.all())
