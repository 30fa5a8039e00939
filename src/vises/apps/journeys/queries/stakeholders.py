"""The stakeholder map: as a table and as rings; what each group expects."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Expectation, Involvement, Journey, Presence, Stakeholder
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts, pick

DEGREES = ("informed", "consulted", "contributes", "co-decides")
"""From the outer ring inwards."""


@dataclass(frozen=True)
class Group:
    """A stakeholder group. `degrees` by step; `heard`: somebody of it was at a session or said what it expects."""

    id: uuid.UUID
    names: Texts
    kind: str
    size: int | None
    size_is_about: bool
    relation: str
    gains_or_loses: str
    access_difficulty: str
    degrees: dict[str, str]
    heard: bool
    only_subject: bool


@dataclass(frozen=True)
class Said:
    """What a group expects."""

    id: uuid.UUID
    group_id: uuid.UUID
    group: Texts
    kind: str
    text: str
    language: str
    said_by: str
    channel: str


@dataclass(frozen=True)
class StakeholderMap:
    """All groups, with the steps and the words for degrees."""

    groups: tuple[Group, ...]
    steps: tuple[tuple[str, Texts], ...]
    degree_titles: dict[str, Texts]


def stakeholder_map(actor: Actor, journey_id: uuid.UUID) -> StakeholderMap:
    """The map, in a fixed number of queries. Needs `journey.view`."""
    return _map(journey_for(actor, "journey.view", journey_id))


def _map(journey: Journey) -> StakeholderMap:
    code = journey.methodology.code
    rows = list(Stakeholder.objects.filter(journey=journey))
    degrees: dict[uuid.UUID, dict[str, str]] = {}
    for stakeholder, step, degree in Involvement.objects.filter(stakeholder__in=rows).values_list(
        "stakeholder_id", "step", "degree"
    ):
        degrees.setdefault(stakeholder, {})[step] = degree
    heard = set(Presence.objects.filter(stakeholder__in=rows, people__gt=0).values_list("stakeholder_id", flat=True))
    heard |= set(Expectation.objects.filter(journey=journey).values_list("stakeholder_id", flat=True))
    version = methodology.version(code)
    return StakeholderMap(
        groups=tuple(_group(row, degrees.get(row.id, {}), row.id in heard) for row in rows),
        steps=tuple((step.id, methodology.texts_of(code, f"{step.id}.short")) for step in version.steps),
        degree_titles={degree: methodology.texts_of(code, f"involvement.{degree}.title") for degree in DEGREES},
    )


def _group(row: Stakeholder, degrees: dict[str, str], heard: bool) -> Group:
    return Group(
        id=row.id,
        names=row.names,
        kind=row.kind,
        size=row.size,
        size_is_about=row.size_is_about,
        relation=row.relation,
        gains_or_loses=row.gains_or_loses,
        access_difficulty=row.access_difficulty,
        degrees=degrees,
        heard=heard,
        only_subject=bool(degrees) and not set(degrees.values()) & {"contributes", "co-decides"},
    )


def group(actor: Actor, stakeholder_id: uuid.UUID) -> tuple[uuid.UUID, Group]:
    """One group with its journey's id. Needs `journey.view`."""
    row = fetch(actor, "journey.view", Stakeholder.objects.all(), pk=stakeholder_id)
    degrees = dict(Involvement.objects.filter(stakeholder=row).values_list("step", "degree"))
    return row.journey_id, _group(row, degrees, True)


def stakeholder_choices(actor: Actor, journey_id: uuid.UUID) -> tuple[tuple[uuid.UUID, Texts, str, int | None], ...]:
    """Groups to choose from: id, names, kind, size. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    return tuple(Stakeholder.objects.filter(journey=journey).values_list("id", "names", "kind", "size"))


def expectations(actor: Actor, journey_id: uuid.UUID) -> tuple[Said, ...]:
    """What groups expect, partners and funders first. `said_by` only for whoever writes here. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    return _said(journey)


def _said(journey: Journey) -> tuple[Said, ...]:
    rows = Expectation.objects.filter(journey=journey).select_related("stakeholder")
    partners = ("funder", "partner", "network", "supplier")
    said = [
        Said(
            row.id,
            row.stakeholder_id,
            row.stakeholder.names,
            row.stakeholder.kind,
            row.text,
            row.language,
            row.said_by,
            row.channel,
        )
        for row in rows
    ]
    return tuple(sorted(said, key=lambda item: item.kind not in partners))


def read_map(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The map for the page on which the referent says "that's us"."""
    return [
        (pick(item.names, language)[0], "\n".join(filter(None, (item.relation, item.access_difficulty))))
        for item in _map(journey).groups
    ]


def read_expectations(journey: Journey, language: str) -> list[tuple[str, str]]:
    """The same for what groups expect."""
    return [(pick(item.group, language)[0], item.text) for item in _said(journey)]
