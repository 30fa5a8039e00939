"""Territories, federations, programmes and their people."""

from dataclasses import dataclass, field
from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.network.services import join_federation, make_organisation, make_territory
from vises.apps.programmes.rules import last_of_month
from vises.apps.programmes.services import add_cohort, add_participation, appoint, change_status, make_programme
from vises.ops.demonstration.cast import Cast
from vises.ops.demonstration.source import Data, Source


@dataclass
class Network:
    """What enterprises are placed in, by key."""

    source: Source
    cast: Cast
    federations: dict[str, Any] = field(default_factory=dict)
    others: dict[str, Any] = field(default_factory=dict)
    programmes: dict[str, Any] = field(default_factory=dict)
    cohorts: dict[str, Any] = field(default_factory=dict)
    sectors: Data = field(default_factory=dict)


def make_network(source: Source, data: Data, cast: Cast) -> Network:
    """Everything that stands before the first enterprise."""
    made = Network(source, cast, sectors=data["sectors"])
    for code, names in data["territories"].items():
        make_territory(code, names)
    for key, federation in data["federations"].items():
        made.federations[key] = _organisation("federation", federation)
    for other in data["others"]:
        made.others[other["key"]] = _organisation(other["kind"], other)
    for programme in data["programmes"]:
        with source.then(programme["starts"]):
            _programme(made, programme)
    for key, person in data["staff"].items():
        give_role(SYSTEM, cast[person], made.federations[key].scope, Role.FEDERATION)
    return made


def _organisation(kind: str, data: Data) -> Any:
    return make_organisation(
        SYSTEM,
        kind,
        data["name"],
        languages=tuple(data["languages"]),
        territory=data["territory"],
        is_sample=True,
    )


def _programme(made: Network, data: Data) -> None:
    on = made.source.on
    row = make_programme(
        SYSTEM,
        data["names"],
        data["methodology"],
        on(data["starts"]),
        accompaniment_ends_on=on(data["ends"]),
        is_sample=True,
    )
    made.programmes[data["key"]] = row
    for cohort in data["cohorts"]:
        begins, ends = on(cohort["starts"]).replace(day=1), last_of_month(on(cohort["ends"]))  # whole months
        made.cohorts[cohort["key"]] = add_cohort(SYSTEM, row.id, cohort["names"], begins, ends)
    places = {Role.COORDINATOR: "coordinators", Role.RESEARCHER: "researchers", Role.FUNDER: "funders"}
    for role, word in places.items():
        for person in data[word]:
            appoint(SYSTEM, row.id, made.cast[person], role)


def join_programme(made: Network, enterprise: Any, federation: str, programme: str, cohort: str, on: int) -> Any:
    """The enterprise is a member of the federation and planned in the programme, `on` days from loading."""
    member_of = made.federations[federation]
    join_federation(SYSTEM, member_of, enterprise)
    return add_participation(
        SYSTEM,
        made.programmes[programme],
        enterprise,
        federation=member_of,
        cohort=made.cohorts[cohort],
        on=made.source.on(on),
    )


def move_status(made: Network, participation: Any, new: str, on: int, *, reason: str = "", words: str = "") -> None:
    """Another status, `on` days from loading."""
    with made.source.then(on):
        change_status(SYSTEM, participation.id, new, on=made.source.on(on), reason_category=reason, reason_words=words)
