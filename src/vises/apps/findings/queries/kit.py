"""The kit of a restitution: for each group, what is brought back and in what shape."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Finding, Return
from vises.apps.findings.queries.pages import Choice, journey_seen
from vises.apps.findings.services.returns import seen_of
from vises.apps.journeys.models import Session
from vises.apps.journeys.queries.stakeholders import stakeholder_map
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Back:
    """A group: whether it was heard, and what it gets back. `keys` stand for its findings in addresses of prints."""

    id: uuid.UUID
    names: Texts
    size: int | None
    heard: bool
    shapes: tuple[str, ...]
    findings: tuple[tuple[uuid.UUID, str, Texts], ...]
    note: str
    seen: str

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(f"finding:{id_}" for id_, _label, _statements in self.findings)


@dataclass(frozen=True)
class Kit:
    """All groups in the order of the map; `evenings` are sessions of restitution, held or to come."""

    enterprise: str
    groups: tuple[Back, ...]
    evenings: tuple[tuple[uuid.UUID, str, bool], ...]
    findings: tuple[Choice, ...]


def kit(actor: Actor, journey_id: uuid.UUID) -> Kit:
    """What to bring back to whom, in what shape. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    planned = {
        row.stakeholder_id: row
        for row in Return.objects.filter(stakeholder__journey=journey).prefetch_related("findings")
    }
    evenings = Session.objects.filter(journey=journey, kind=Session.Kind.RESTITUTION)
    findings = Finding.objects.filter(question__decision__journey=journey)
    return Kit(
        journey.enterprise.name,
        tuple(
            _back(group.id, group.names, group.size, bool(group.heard), planned.get(group.id))
            for group in stakeholder_map(actor, journey_id).groups
        ),
        tuple((row.id, row.title, row.held) for row in evenings),
        tuple(
            Choice(str(row.id), {code: f"{row.label} · {text}" for code, text in row.statements.items()})
            for row in findings
        ),
    )


def _back(id_: uuid.UUID, names: Texts, size: int | None, heard: bool, row: Return | None) -> Back:
    found = tuple((one.id, one.label, one.statements) for one in row.findings.all()) if row else ()
    return Back(id_, names, size, heard, tuple(row.shapes) if row else (), found, row.note if row else "", seen_of(row))
