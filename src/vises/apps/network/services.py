"""Making organisations and saying how they belong together."""

import uuid
from collections.abc import Callable
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor, below
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch, give_role, link_scopes, make_scope, require
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.network.models import Belonging, Organisation, Territory
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def make_organisation(
    actor: Actor,
    kind: str,
    name: str,
    *,
    other_names: Texts | None = None,
    languages: tuple[str, ...] = ("fr",),
    territory: str = "",
    group: str = "",
    sector: Texts | None = None,
    is_sample: bool = False,
) -> Organisation:
    """A new organisation with its own space. The calling service has checked that `actor` may.

    `territory` is a territory's code, `group` one of Organisation.Group. Raises Problem for an empty
    or over-long name, an unknown kind, group, language or territory.
    """
    name = " ".join(name.split())
    if not name or len(name) > 160:
        raise Problem("network.name", field="name")
    if kind not in Organisation.Kind.values or (group and group not in Organisation.Group.values):
        raise Problem("network.kind", field="kind")
    if not languages or any(code not in LANGUAGES for code in languages):
        raise Problem("network.languages", field="languages")
    place = Territory.objects.filter(code=territory).first() if territory else None
    if territory and place is None:
        raise Problem("network.territory", field="territory", code=territory)
    with transaction.atomic():
        row = Organisation.objects.create(
            scope=make_scope("organisation"),
            kind=kind,
            name=name,
            other_names=other_names or {},
            languages=list(languages),
            territory=place,
            group=group,
            sector=sector or {},
            is_sample=is_sample,
        )
        record(
            actor.who,
            "organisation.made",
            scope_id=row.scope_id,
            object_kind="organisation",
            object_id=row.id,
            kind=kind,
        )
    return row


def make_federation(
    actor: Actor, name: str, languages: tuple[str, ...], staff: Person | None
) -> tuple[Organisation, tuple[User, ...]]:
    """A federation with somebody of its staff, and the account made for her. Needs `platform.administer`."""
    require(actor, "platform.administer")
    with transaction.atomic():
        federation = make_organisation(actor, "federation", name, languages=languages)
        if staff is None:
            return federation, ()
        user, made = person_account(staff)
        give_role(actor, user, federation.scope, Role.FEDERATION)
        return federation, (user,) if made else ()


def name_territory(actor: Actor, code: str, names: Texts) -> Territory:
    """A region for this installation's programmes. Needs `platform.administer`."""
    require(actor, "platform.administer")
    return make_territory(code, names)


def make_territory(code: str, names: Texts) -> Territory:
    """A region as programmes speak of it; the same code twice is the same row."""
    return Territory.objects.update_or_create(code=code, defaults={"names": names})[0]


def join_federation(
    actor: Actor,
    federation: Organisation,
    member: Organisation,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> None:
    """`member` belongs to `federation` between two dates.

    Between federations roles reach down (a federation of federations); an enterprise's own space is
    not reached through mere membership: its journeys are, when the federation accompanies them.
    """
    with transaction.atomic():
        Belonging.objects.update_or_create(
            federation=federation, member=member, starts_on=starts_on, defaults={"ends_on": ends_on}
        )
        if member.kind == Organisation.Kind.FEDERATION:
            link_scopes(federation.scope, member.scope, starts_on=starts_on, ends_on=ends_on)
        record(
            actor.who,
            "organisation.joined",
            scope_id=federation.scope_id,
            object_kind="organisation",
            object_id=member.id,
        )


def gather(
    actor: Actor, federation_id: uuid.UUID, member_id: uuid.UUID, *, starts_on: date | None, ends_on: date | None
) -> Belonging:
    """A federation belongs to a federation of federations between two dates. Needs `platform.administer`.

    Whoever speaks for the upper one then sees the programmes of the lower one in counts, and no enterprise that
    opened its space to the lower one only. Raises Problem for a federation that would belong to itself.
    """
    require(actor, "platform.administer")
    kind = Organisation.Kind.FEDERATION
    upper = Organisation.objects.filter(pk=federation_id, kind=kind).select_related("scope").first()
    lower = Organisation.objects.filter(pk=member_id, kind=kind).select_related("scope").first()
    if upper is None or lower is None:
        raise Problem("network.kind", field="member")
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        raise Problem("network.dates", field="ends_on")
    if upper.scope_id in below({lower.scope_id})[0][lower.scope_id]:
        raise Problem("network.circle", field="member", name=lower.name)
    join_federation(actor, upper, lower, starts_on=starts_on, ends_on=ends_on)
    return Belonging.objects.get(federation=upper, member=lower, starts_on=starts_on)


_on_changed: list[Callable[[Organisation], None]] = []


def register_on_changed(hear: Callable[[Organisation], None]) -> None:
    """A higher room hears of what an organisation says anew of itself, in its transaction (`AppConfig.ready()`)."""
    _on_changed.append(hear)


def change_organisation(
    actor: Actor,
    organisation_id: uuid.UUID,
    *,
    other_names: Texts,
    languages: tuple[str, ...],
    territory: str,
    sector: Texts,
    about: Texts,
) -> Organisation:
    """What an organisation says of itself. Needs `organisation.edit`. Raises Problem as `make_organisation` does."""
    row = fetch(actor, "organisation.edit", Organisation.objects.select_related("scope"), pk=organisation_id)
    if not languages or any(code not in LANGUAGES for code in languages):
        raise Problem("network.languages", field="languages")
    place = Territory.objects.filter(code=territory).first() if territory else None
    if territory and place is None:
        raise Problem("network.territory", field="territory", code=territory)
    with transaction.atomic():
        Organisation.objects.filter(pk=row.pk).update(
            other_names=other_names, languages=list(languages), territory=place, sector=sector, about=about
        )
        for hear in _on_changed:
            hear(row)
        record(actor.who, "organisation.changed", scope_id=row.scope_id, object_kind="organisation", object_id=row.id)
    row.refresh_from_db()
    return row
