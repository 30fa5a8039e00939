"""What groups said in a room of the portrait or of the rings, view by view and group by group."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Contribution, LiveRoom, Stakeholder
from vises.apps.journeys.queries.texts import Written, code_of, written
from vises.apps.journeys.services.contributions import seen_on_map
from vises.apps.journeys.services.may import journey_for
from vises.apps.journeys.services.room import room_of
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Said:
    """One contribution. `group` is who says it; empty where several groups wrote on one sheet."""

    id: uuid.UUID
    kind: str
    heading: str
    about_id: uuid.UUID | None
    group_id: uuid.UUID | None
    group: Texts
    text: str
    language: str
    channel: str
    taken: bool
    photo: uuid.UUID | None  # the attachment that shows its sheet, for those who see the journey


@dataclass(frozen=True)
class View:
    """A view of the portrait, and what was said of it."""

    id: str
    kind: str  # dimension | lens
    titles: Texts
    hints: Texts
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Ring:
    """A ring on which somebody placed a group; `who` names each group that says so once, none twice."""

    id: str
    names: Texts
    who: tuple[Texts, ...]
    said: tuple[Said, ...]


@dataclass(frozen=True)
class About:
    """A group of the map, and what was said of it: how close (by ring), what makes it hard to reach, its expectations.

    `own` are expectations that it says itself; `supposed` are what others think it expects.
    """

    id: uuid.UUID
    names: Texts
    kind: str
    size: int | None
    places: tuple[Ring, ...]  # only rings that somebody named, from the outer one to the inner one
    difficulties: tuple[Said, ...]
    own: tuple[Said, ...]
    supposed: tuple[Said, ...]

    @property
    def said(self) -> tuple[Said, ...]:
        places = [item for ring in self.places for item in ring.said]
        return (*places, *self.difficulties, *self.own, *self.supposed)

    @property
    def agreed(self) -> str:
        """The ring, where everybody who placed this group chose the same; else ""."""
        return self.places[0].id if len(self.places) == 1 else ""


@dataclass(frozen=True)
class Together:
    """What a room holds. Of a portrait `views`; of rings `groups`, and `missing`: groups that are not on the map."""

    views: tuple[View, ...]
    groups: tuple[About, ...]
    missing: tuple[Said, ...]
    rings: tuple[tuple[str, Texts], ...]  # from the outer one to the inner one

    @property
    def silent(self) -> tuple[About, ...]:
        """Groups of which nobody spoke."""
        return tuple(group for group in self.groups if not group.said)

    @property
    def said(self) -> tuple[Said, ...]:
        found = [item for view in self.views for item in view.said]
        return (*found, *(item for group in self.groups for item in group.said), *self.missing)


@dataclass(frozen=True)
class Standing:
    """What stands now beside what was said: `written` of a view by its heading; of a group its ring and difficulty."""

    written: dict[str, Written]
    on_map: dict[uuid.UUID, tuple[str, str, str]]  # group: (degree in the step, difficulty, fingerprint of both)


def together(row: LiveRoom) -> Together:
    """What was said in this room, in a fixed number of queries. The caller has checked who reads it."""
    code = row.journey.methodology.code
    rings = tuple(
        (item.id, methodology.texts_of(code, f"involvement.{item.id}.title"))
        for item in methodology.version(code).involvement
    )
    if row.subject == LiveRoom.Subject.QUESTION:
        return Together((), (), (), rings)
    said = [_said(item) for item in Contribution.objects.filter(room=row).select_related("stakeholder")]
    if row.subject == LiveRoom.Subject.PORTRAIT:
        return Together(_views(code, said), (), (), rings)
    groups = tuple(
        _about(group, [item for item in said if item.about_id == group.pk], rings)
        for group in Stakeholder.objects.filter(journey_id=row.journey_id)
    )
    return Together((), groups, tuple(item for item in said if item.kind == "missing"), rings)


def standing(actor: Actor, room_id: uuid.UUID) -> Standing:
    """What stands in the portrait and on the map now, for whoever brings a room in. Needs `journey.edit`."""
    row = room_of(actor, room_id)
    if row.subject == LiveRoom.Subject.PORTRAIT:
        return Standing(written(row.journey, code_of(row.journey.methodology.code, "portrait")), {})
    groups = Stakeholder.objects.filter(journey_id=row.journey_id).prefetch_related("involvements")
    found = {}
    for group in groups:
        degree = next((item.degree for item in group.involvements.all() if item.step == row.journey.step), "")
        found[group.id] = (degree, group.access_difficulty, seen_on_map(group.access_difficulty, degree))
    return Standing({}, found)


def said_for_portrait(actor: Actor, journey_id: uuid.UUID) -> dict[str, tuple[Said, ...]]:
    """What groups said of each view in all rooms of the journey, the oldest first. Needs `journey.view`."""
    return _by(actor, journey_id, "heading", ["view"])


def said_for_map(actor: Actor, journey_id: uuid.UUID) -> dict[uuid.UUID, tuple[Said, ...]]:
    """What groups said of each group on the map in all rooms of the journey. Needs `journey.view`."""
    return _by(actor, journey_id, "about_id", ["difficulty", "expectation"])


def _by(actor: Actor, journey_id: uuid.UUID, key: str, kinds: Sequence[str]) -> dict[Any, tuple[Said, ...]]:
    journey = journey_for(actor, "journey.view", journey_id)
    rows = Contribution.objects.filter(room__journey=journey, kind__in=kinds).exclude(taken_at=None)
    found: dict[Any, list[Said]] = defaultdict(list)
    for item in rows.select_related("stakeholder"):
        found[getattr(item, key)].append(_said(item))
    return {place: tuple(said) for place, said in found.items()}


def _views(code: str, said: Sequence[Said]) -> tuple[View, ...]:
    version = methodology.version(code)
    places = [("dimension", item.id) for item in version.dimensions] + [("lens", item.id) for item in version.lenses]
    return tuple(
        View(
            id_,
            kind,
            methodology.texts_of(code, f"{kind}.{id_}.title"),
            methodology.texts_of(code, f"{kind}.{id_}.hint"),
            tuple(item for item in said if item.heading == id_),
        )
        for kind, id_ in places
    )


def _about(group: Stakeholder, said: Sequence[Said], rings: Sequence[tuple[str, Texts]]) -> About:
    places = []
    for ring, ring_names in rings:
        found = tuple(item for item in said if item.kind == "place" and item.text == ring)
        if found:
            who = {item.group_id: item.group for item in found}
            places.append(Ring(ring, ring_names, tuple(who.values()), found))
    expected = [item for item in said if item.kind == "expectation"]
    return About(
        id=group.pk,
        names=group.names,
        kind=group.kind,
        size=group.size,
        places=tuple(places),
        difficulties=tuple(item for item in said if item.kind == "difficulty"),
        own=tuple(item for item in expected if item.group_id == group.pk),
        supposed=tuple(item for item in expected if item.group_id != group.pk),
    )


def _said(row: Contribution) -> Said:
    return Said(
        id=row.id,
        kind=row.kind,
        heading=row.heading,
        about_id=row.about_id,
        group_id=row.stakeholder_id,
        group=row.stakeholder.names if row.stakeholder else {},
        text=row.text,
        language=row.language,
        channel=row.channel,
        taken=row.taken_at is not None,
        photo=row.photo_id,
    )
