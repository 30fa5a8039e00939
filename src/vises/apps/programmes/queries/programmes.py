"""What the coordinator and the administrator read of programmes."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, require, verbs_in
from vises.apps.network.models import Organisation, Territory
from vises.apps.programmes.models import Participation, Programme
from vises.apps.programmes.rules import MOVES
from vises.kernel.locale import Texts


@dataclass(frozen=True)
class Taking:
    """An enterprise taking part, as its coordinator sees it."""

    id: uuid.UUID
    enterprise: str
    federation: str
    territory: Texts
    status: str
    reason: str
    next: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What a new enterprise may be."""

    territories: tuple[tuple[str, Texts], ...]
    federations: tuple[tuple[uuid.UUID, str], ...]


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme in the administrator's list: nothing of its enterprises."""

    id: uuid.UUID
    names: Texts
    methodology: str


def takings(actor: Actor, programme_id: uuid.UUID) -> tuple[Texts, tuple[Taking, ...]]:
    """The programme's names and the enterprises taking part, by name. Needs `programme.edit`."""
    programme = fetch(actor, "programme.edit", Programme.objects.all(), pk=programme_id)
    rows = (
        Participation.objects.filter(programme=programme)
        .select_related("enterprise__territory", "federation")
        .order_by("enterprise__name")
    )
    return programme.names, tuple(_taking(row) for row in rows)


def taking(actor: Actor, participation_id: uuid.UUID) -> Taking:
    """One enterprise taking part. Needs `programme.edit`."""
    rows = Participation.objects.select_related("enterprise__territory", "federation")
    return _taking(fetch(actor, "programme.edit", rows, pk=participation_id))


def verbs_of(actor: Actor, programme_id: uuid.UUID, *verbs: str) -> frozenset[str]:
    """Those of `verbs` that the actor may do in this programme: for showing or hiding what leads there."""
    scope_id = Programme.objects.filter(pk=programme_id).values_list("scope_id", flat=True).first()
    return verbs_in(actor, scope_id, *verbs) if scope_id else frozenset()


def _taking(row: Participation) -> Taking:
    return Taking(
        id=row.id,
        enterprise=row.enterprise.name,
        federation=row.federation.name if row.federation else "",
        territory=row.enterprise.territory.names if row.enterprise.territory else {},
        status=row.status,
        reason=row.reason_category,
        next=tuple(sorted(MOVES[row.status])),
    )


def choices() -> Choices:
    """The territories and federations of this installation."""
    return Choices(
        tuple(Territory.objects.order_by("code").values_list("code", "names")),
        tuple(Organisation.objects.filter(kind="federation").values_list("id", "name")),
    )


def all_programmes(actor: Actor) -> tuple[ProgrammeLine, ...]:
    """Every programme by name. Needs `platform.administer`."""
    require(actor, "platform.administer")
    rows = Programme.objects.select_related("methodology").order_by("-starts_on")
    return tuple(ProgrammeLine(row.id, row.names, row.methodology.code) for row in rows)
