"""What the coordinator and the administrator read of programmes."""

import uuid
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, require, verbs_in
from vises.apps.network.models import Organisation, Territory
from vises.apps.programmes.models import Programme
from vises.kernel.locale import Texts


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


def names_of(actor: Actor, programme_id: uuid.UUID) -> Texts:
    """The programme's names. Needs `programme.counts`."""
    names: Texts = fetch(actor, "programme.counts", Programme.objects.all(), pk=programme_id).names
    return names


def methodology_of(actor: Actor, programme_id: uuid.UUID) -> str:
    """The code of the version of the method that a programme works on. Needs `programme.counts`."""
    rows = Programme.objects.select_related("methodology")
    return fetch(actor, "programme.counts", rows, pk=programme_id).methodology.code


def verbs_of(actor: Actor, programme_id: uuid.UUID, *verbs: str) -> frozenset[str]:
    """Those of `verbs` that the actor may do in this programme: for showing or hiding what leads there."""
    scope_id = Programme.objects.filter(pk=programme_id).values_list("scope_id", flat=True).first()
    return verbs_in(actor, scope_id, *verbs) if scope_id else frozenset()


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
