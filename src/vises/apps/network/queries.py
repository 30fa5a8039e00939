"""Organisations as their people see them."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from vises.apps.access.actor import Actor, valid_today
from vises.apps.access.services import allows, fetch, require, visible
from vises.apps.network.models import Belonging, Organisation, Territory
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound

FEWEST = 3  # enterprises in a count that leaves their federation


@dataclass(frozen=True)
class Tie:
    """A belonging between two dates; `members` counts what belongs to the other, None where too few to tell."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    name: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    now: bool
    members: int | None


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation. `members` by name only for its own people; `enterprises` counts those that belong to it."""

    id: uuid.UUID
    name: str
    other_names: Texts
    kind: str
    languages: tuple[str, ...]
    territory: str
    territory_names: Texts
    group: str
    sector: Texts
    about: Texts
    above: tuple[Tie, ...]
    federations: tuple[Tie, ...]
    members: tuple[Tie, ...]
    enterprises: int | None
    may_edit: bool


def organisations(actor: Actor) -> tuple[tuple[uuid.UUID, str, str], ...]:
    """The organisations whose page the actor may see: id, name, kind."""
    rows = visible(actor, "organisation.view", Organisation.objects.all())
    return tuple(rows.order_by("name").values_list("id", "name", "kind"))


def organisation(actor: Actor, organisation_id: uuid.UUID) -> OrganisationPage:
    """One organisation with what it belongs to and what belongs to it. Needs `organisation.view`.

    A federation of federations sees how many enterprises its federations have, from three on, and not which.
    """
    rows = Organisation.objects.select_related("territory", "scope")
    row = fetch(actor, "organisation.view", rows, pk=organisation_id)
    return _page(actor, row, allows(actor, "organisation.edit", row.scope_id))


def administered(actor: Actor, organisation_id: uuid.UUID) -> OrganisationPage:
    """The same for whoever keeps the installation, without the names of enterprises. Needs `platform.administer`.

    Raises NotFound for an enterprise, and for what is not there.
    """
    require(actor, "platform.administer")
    rows = Organisation.objects.select_related("territory", "scope").exclude(kind="enterprise")
    row = rows.filter(pk=organisation_id).first()
    if row is None:
        raise NotFound()
    return _page(actor, row, False)


def _page(actor: Actor, row: Organisation, may_edit: bool) -> OrganisationPage:
    up = list(Belonging.objects.filter(member=row).select_related("federation").order_by("federation__name"))
    down = list(Belonging.objects.filter(federation=row).select_related("member").order_by("member__name"))
    federations = [one for one in down if one.member.kind == Organisation.Kind.FEDERATION]
    enterprises = [one for one in down if one.member.kind != Organisation.Kind.FEDERATION]
    counts = dict(
        Belonging.objects.filter(valid_today(), federation__in=[one.member_id for one in federations])
        .filter(~Q(member__kind=Organisation.Kind.FEDERATION))
        .values_list("federation")
        .annotate(n=Count("member", distinct=True))
    )
    now = len({one.member_id for one in enterprises if _now(one)})
    return OrganisationPage(
        id=row.id,
        name=row.name,
        other_names=row.other_names,
        kind=row.kind,
        languages=tuple(row.languages),
        territory=row.territory.code if row.territory else "",
        territory_names=row.territory.names if row.territory else {},
        group=row.group,
        sector=row.sector,
        about=row.about,
        above=tuple(_tie(one, one.federation, None) for one in up),
        federations=tuple(_tie(one, one.member, _told(counts.get(one.member_id, 0))) for one in federations),
        members=tuple(_tie(one, one.member, None) for one in enterprises) if may_edit else (),
        enterprises=now if may_edit else _told(now),
        may_edit=may_edit,
    )


def _told(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST else None


def _now(one: Belonging) -> bool:
    day = today()
    return (one.starts_on is None or one.starts_on <= day) and (one.ends_on is None or one.ends_on >= day)


def _tie(one: Belonging, other: Organisation, members: int | None) -> Tie:
    return Tie(one.id, other.id, other.name, other.kind, one.starts_on, one.ends_on, _now(one), members)


def federation_choices(actor: Actor) -> tuple[tuple[uuid.UUID, str], ...]:
    """Every federation of the installation, for a form. Needs `platform.administer`."""
    require(actor, "platform.administer")
    rows = Organisation.objects.filter(kind=Organisation.Kind.FEDERATION)
    return tuple(rows.order_by("name").values_list("id", "name"))


def territory_choices() -> tuple[tuple[str, Texts], ...]:
    """The territories of this installation: code and names."""
    return tuple(Territory.objects.order_by("code").values_list("code", "names"))
