"""Stakeholder groups: how far they take part, what they expect, whether they were heard."""

import uuid
from collections import Counter
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import allows
from vises.apps.journeys.models import (
    Candidate,
    Expectation,
    Involvement,
    Journey,
    PlanLine,
    Presence,
    Stakeholder,
)
from vises.apps.journeys.queries.texts import languages_of
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.plan import reached
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

DEGREES = tuple(Involvement.Degree.values)  # from the outer ring to the inner one
TAKES_PART = {"contributes", "co-decides"}
AROUND = ("funder", "partner", "network", "supplier")  # whose expectations are shown first


@dataclass(frozen=True)
class Group:
    """A stakeholder group. `size` counts people where known; `degrees` is by step.

    `heard` says how: "session" (present), "words" (an expectation or a question), "answers" (a plan line
    asked this group alone and somebody answered), "among-others" (a line of several groups was answered:
    which of them spoke is not known), or "" for not at all.
    """

    id: uuid.UUID
    names: Texts
    kind: str
    size: int | None
    size_is_about: bool
    relation: str
    gains_or_loses: str
    access_difficulty: str
    degrees: dict[str, str]
    heard: str
    expectations: int

    @property
    def only_subject(self) -> bool:
        """People whom it is about, and who in no step do more than be informed or asked."""
        return self.kind == "public" and bool(self.degrees) and not set(self.degrees.values()) & TAKES_PART


@dataclass(frozen=True)
class Step:
    id: str
    shorts: Texts


@dataclass(frozen=True)
class Map:
    """The stakeholder map."""

    journey_id: uuid.UUID
    language: str
    languages: tuple[str, ...]
    step: str  # where the journey is
    steps: tuple[Step, ...]
    degrees: tuple[tuple[str, Texts], ...]
    groups: tuple[Group, ...]

    def group(self, id_: uuid.UUID) -> Group:
        """The group of that id. Raises NotFound."""
        found = next((row for row in self.groups if row.id == id_), None)
        if found is None:
            raise NotFound()
        return found

    @property
    def only_subject(self) -> tuple[Group, ...]:
        return tuple(row for row in self.groups if row.only_subject)

    @property
    def not_heard(self) -> tuple[Group, ...]:
        return tuple(row for row in self.groups if not row.heard)


@dataclass(frozen=True)
class ExpectationView:
    """What a group expects. `said_by` is empty for whoever may not write in the journey."""

    id: uuid.UUID
    group_id: uuid.UUID
    group: Texts
    kind: str
    text: str
    language: str
    said_by: str
    channel: str  # screen | paper | link | spoken


def stakeholder_map(actor: Actor, journey_id: uuid.UUID) -> Map:
    """The map, in a fixed number of queries. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    code = journey.methodology.code
    version = methodology.version(code)
    rows = Stakeholder.objects.filter(journey=journey).prefetch_related("involvements")
    said = Counter(Expectation.objects.filter(journey=journey).values_list("stakeholder_id", flat=True))
    heard = _heard(journey, set(said))
    return Map(
        journey_id=journey.id,
        language=journey.language,
        languages=languages_of(journey),
        step=journey.step,
        steps=tuple(Step(item.id, methodology.texts_of(code, f"{item.id}.short")) for item in version.steps),
        degrees=tuple(
            (item.id, methodology.texts_of(code, f"involvement.{item.id}.title")) for item in version.involvement
        ),
        groups=tuple(
            Group(
                id=row.id,
                names=row.names,
                kind=row.kind,
                size=row.size,
                size_is_about=row.size_is_about,
                relation=row.relation,
                gains_or_loses=row.gains_or_loses,
                access_difficulty=row.access_difficulty,
                degrees={item.step: item.degree for item in row.involvements.all()},
                heard=heard.get(row.id, ""),
                expectations=said[row.id],
            )
            for row in rows
        ),
    )


def _heard(journey: Journey, spoke: set[uuid.UUID]) -> dict[uuid.UUID, str]:
    present = set(
        Presence.objects.filter(session__journey=journey, session__held=True, people__gt=0).values_list(
            "stakeholder_id", flat=True
        )
    )
    proposed = Candidate.objects.filter(journey=journey).exclude(stakeholder=None)
    spoke = spoke | {group for group in proposed.values_list("stakeholder_id", flat=True) if group}
    lines = {
        line: [group.id for group in line.from_whom.all()]
        for line in PlanLine.objects.filter(journey=journey).prefetch_related("from_whom")
    }
    counted = reached([line.id for line in lines])
    found: dict[uuid.UUID, str] = {}
    for line, groups in lines.items():
        if counted.get(line.id, line.reached_said or 0) > 0:
            for group in groups:
                if len(groups) == 1 or group not in found:
                    found[group] = "answers" if len(groups) == 1 else "among-others"
    return found | dict.fromkeys(spoke, "words") | dict.fromkeys(present, "session")


def stakeholder_choices(actor: Actor, journey_id: uuid.UUID) -> tuple[tuple[uuid.UUID, Texts, str, int | None], ...]:
    """The groups of a journey for a form: id, names, kind, size. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    return tuple(Stakeholder.objects.filter(journey=journey).values_list("id", "names", "kind", "size"))


def expectations(actor: Actor, journey_id: uuid.UUID) -> tuple[ExpectationView, ...]:
    """What groups expect, partners and funders first. Needs `journey.view`."""
    journey = journey_for(actor, "journey.view", journey_id)
    inside = actor.kind == "system" or allows(actor, "journey.edit", journey.scope_id)
    rows = Expectation.objects.filter(journey=journey).select_related("stakeholder")
    found = (
        ExpectationView(
            row.id,
            row.stakeholder_id,
            row.stakeholder.names,
            row.stakeholder.kind,
            row.text,
            row.language,
            row.said_by if inside else "",
            row.channel,
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda item: item.kind not in AROUND))
