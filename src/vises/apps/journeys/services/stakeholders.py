"""Stakeholder groups, how far they take part, what they expect."""

import uuid

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Expectation, Involvement, Journey, Stakeholder
from vises.apps.journeys.services.deliverables import touch
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

MAP = "stakeholder-map"
CHANNELS = ("screen", "paper", "link", "spoken")


def add_stakeholder(
    actor: Actor,
    journey_id: uuid.UUID,
    *,
    names: Texts,
    kind: str,
    size: int | None = None,
    size_is_about: bool = False,
    relation: str = "",
    gains_or_loses: str = "",
    access_difficulty: str = "",
) -> Stakeholder:
    """A group (or a partner) concerned by the enterprise; `size` counts people. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    values = _checked(names, kind, size, size_is_about, relation, gains_or_loses, access_difficulty)
    with transaction.atomic():
        row = Stakeholder.objects.create(
            journey=journey, order=Stakeholder.objects.filter(journey=journey).count(), **values
        )
        _written(actor, journey, row)
    return row


def change_stakeholder(
    actor: Actor,
    stakeholder_id: uuid.UUID,
    *,
    names: Texts,
    kind: str,
    size: int | None = None,
    size_is_about: bool = False,
    relation: str = "",
    gains_or_loses: str = "",
    access_difficulty: str = "",
) -> Stakeholder:
    """Say again who this group is; it stays the same row everywhere. Needs `journey.edit`."""
    row = _stakeholder(actor, stakeholder_id)
    values = _checked(names, kind, size, size_is_about, relation, gains_or_loses, access_difficulty)
    with transaction.atomic():
        Stakeholder.objects.filter(pk=row.pk).update(**values)
        _written(actor, row.journey, row)
    row.refresh_from_db()
    return row


def _checked(
    names: Texts, kind: str, size: int | None, about: bool, relation: str, gains: str, difficulty: str
) -> dict[str, object]:
    if not any(text.strip() for text in names.values()):
        raise Problem("journeys.stakeholder-name", field="name")
    if kind not in Stakeholder.Kind.values:
        raise Problem("journeys.stakeholder-kind", field="kind")
    if size is not None and not 0 < size < 10_000_000:
        raise Problem("journeys.stakeholder-size", field="size")
    return {
        "names": {code: text.strip() for code, text in names.items() if text.strip()},
        "kind": kind,
        "size": size,
        "size_is_about": about,
        "relation": relation.strip(),
        "gains_or_loses": gains.strip(),
        "access_difficulty": difficulty.strip(),
    }


def set_involvement(actor: Actor, stakeholder_id: uuid.UUID, step: str, degree: str) -> None:
    """How far the group takes part in a step; an empty degree says nothing about it. Needs `journey.edit`."""
    row = _stakeholder(actor, stakeholder_id)
    steps = {item.id for item in methodology.version(row.journey.methodology.code).steps}
    if step not in steps or (degree and degree not in Involvement.Degree.values):
        raise Problem("journeys.involvement", field=f"{stakeholder_id}-{step}")
    with transaction.atomic():
        if degree:
            Involvement.objects.update_or_create(stakeholder=row, step=step, defaults={"degree": degree})
        else:
            Involvement.objects.filter(stakeholder=row, step=step).delete()
        _written(actor, row.journey, row)


def state_expectation(
    actor: Actor,
    journey_id: uuid.UUID,
    stakeholder_id: uuid.UUID,
    text: str,
    *,
    language: str,
    said_by: str = "",
    channel: str = "screen",
) -> Expectation:
    """What a group expects of the evaluation: shown beside the candidates, never a veto. Needs `journey.edit`."""
    journey = journey_for(actor, "journey.edit", journey_id)
    row = Stakeholder.objects.filter(pk=stakeholder_id, journey=journey).first()
    if row is None:
        raise Problem("journeys.stakeholder-unknown", field="stakeholder")
    return _expectation(actor, journey, row, text, language, said_by, channel)


def state_expectation_by_link(guest: Actor, opened: GuestPass, text: str, said_by: str = "") -> Expectation:
    """A group's own words, by the link it was given."""
    rows = Stakeholder.objects.filter(journey__scope=opened.scope).select_related("journey")
    row = rows.filter(pk=opened.detail).first() if opened.detail else None
    if row is None:
        raise NotFound("access.link-ended")
    return _expectation(guest, row.journey, row, text, guest.language, said_by, "link")


def _expectation(
    actor: Actor, journey: Journey, row: Stakeholder, text: str, language: str, said_by: str, channel: str
) -> Expectation:
    if not text.strip():
        raise Problem("journeys.expectation-empty", field="text")
    if language not in LANGUAGES or channel not in CHANNELS:
        raise Problem("journeys.language", field="language")
    with transaction.atomic():
        made = Expectation.objects.create(
            journey=journey,
            stakeholder=row,
            text=text.strip(),
            language=language,
            said_by=said_by.strip(),
            channel=channel,
        )
        touch(actor, journey, "expectations")
        record(
            actor.who, "journey.expectation", scope_id=journey.scope_id, object_kind="expectation", object_id=made.id
        )
    return made


def _stakeholder(actor: Actor, stakeholder_id: uuid.UUID) -> Stakeholder:
    rows = Stakeholder.objects.select_related("journey__methodology", "journey__scope")
    if actor.kind == "system":
        return rows.get(pk=stakeholder_id)
    return fetch(actor, "journey.edit", rows, pk=stakeholder_id)


def _written(actor: Actor, journey: Journey, row: Stakeholder) -> None:
    touch(actor, journey, MAP)
    record(actor.who, "journey.stakeholder", scope_id=journey.scope_id, object_kind="stakeholder", object_id=row.id)


def keep_group(
    actor: Actor,
    journey_id: uuid.UUID,
    stakeholder_id: uuid.UUID | None,
    *,
    names: Texts,
    kind: str,
    degrees: dict[str, str],
    size: int | None = None,
    size_is_about: bool = False,
    relation: str = "",
    gains_or_loses: str = "",
    access_difficulty: str = "",
) -> Stakeholder:
    """A group, new or known, with how far it takes part in each step: all or nothing. Needs `journey.edit`."""
    with transaction.atomic():
        if stakeholder_id is None:
            row = add_stakeholder(
                actor,
                journey_id,
                names=names,
                kind=kind,
                size=size,
                size_is_about=size_is_about,
                relation=relation,
                gains_or_loses=gains_or_loses,
                access_difficulty=access_difficulty,
            )
        else:
            row = change_stakeholder(
                actor,
                stakeholder_id,
                names=names,
                kind=kind,
                size=size,
                size_is_about=size_is_about,
                relation=relation,
                gains_or_loses=gains_or_loses,
                access_difficulty=access_difficulty,
            )
        for step, degree in degrees.items():
            set_involvement(actor, row.id, step, degree)
    return row
