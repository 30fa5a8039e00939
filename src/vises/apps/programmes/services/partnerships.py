"""Partners of a programme: operators and associated ones, between two dates; and the people they send."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, give_role, link_scopes, programmes_below, scopes
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.network.models import Organisation
from vises.apps.network.services import make_organisation
from vises.apps.programmes.models import Participation, Partnership
from vises.apps.programmes.rules import in_order
from vises.apps.programmes.services.may import programme_for, row_for
from vises.kernel.problems import Problem
from vises.platform.audit.services import record

PARTNERSHIPS = Partnership.objects.select_related("programme__scope", "organisation__scope")
PARTNERS = frozenset(set(Organisation.Kind.values) - {Organisation.Kind.ENTERPRISE.value})
STAFF = {Organisation.Kind.FEDERATION: Role.FEDERATION}
"""What the people of an organisation are; those of any other kind are partners."""


def add_partner(
    actor: Actor,
    programme_id: uuid.UUID,
    organisation_id: uuid.UUID,
    kind: str,
    *,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Partnership:
    """An organisation carries the programme ("operator") or is associated with it. Needs `programme.edit`.

    Its people then see the programme in counts and take part in what it learns, between the two dates.
    Raises Problem for an unknown kind, dates out of order, or when it is a partner at that time already.
    """
    programme = programme_for(actor, "programme.edit", programme_id)
    _check(kind, starts_on, ends_on)
    organisation = Organisation.objects.filter(pk=organisation_id, kind__in=PARTNERS).select_related("scope").first()
    if organisation is None:
        raise Problem("network.kind", field="organisation")
    if any(_overlap(row, starts_on, ends_on) for row in _of(programme.id, organisation.id)):
        raise Problem("programmes.partner-already", field="organisation", name=organisation.name)
    with transaction.atomic():
        row = Partnership.objects.create(
            programme=programme, organisation=organisation, kind=kind, starts_on=starts_on, ends_on=ends_on
        )
        _link(row)
        record(
            actor.who,
            "partner.added",
            scope_id=programme.scope_id,
            object_kind="organisation",
            object_id=organisation.id,
            kind=kind,
        )
    return row


def new_partner(
    actor: Actor,
    programme_id: uuid.UUID,
    what: str,
    name: str,
    languages: tuple[str, ...],
    kind: str,
    *,
    territory: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Partnership:
    """An organisation that is not known here yet becomes a partner; `what` it is: see Organisation.Kind.

    Needs `programme.edit`. Raises Problem as `make_organisation` and `add_partner` do.
    """
    programme_for(actor, "programme.edit", programme_id)
    if what not in PARTNERS:
        raise Problem("network.kind", field="what")
    with transaction.atomic():
        organisation = make_organisation(actor, what, name, languages=languages, territory=territory)
        return add_partner(actor, programme_id, organisation.id, kind, starts_on=starts_on, ends_on=ends_on)


def change_partner(
    actor: Actor, partnership_id: uuid.UUID, kind: str, *, starts_on: date | None, ends_on: date | None
) -> Partnership:
    """Another kind or other dates. Needs `programme.edit`. Raises Problem as `add_partner` does."""
    row = row_for(actor, "programme.edit", PARTNERSHIPS, partnership_id)
    _check(kind, starts_on, ends_on)
    others = [other for other in _of(row.programme_id, row.organisation_id) if other.pk != row.pk]
    if any(_overlap(other, starts_on, ends_on) for other in others):
        raise Problem("programmes.partner-already", field="starts_on", name=row.organisation.name)
    with transaction.atomic():
        Partnership.objects.filter(pk=row.pk).update(kind=kind, starts_on=starts_on, ends_on=ends_on)
        row.refresh_from_db()
        _link(row)
        record(
            actor.who,
            "partner.changed",
            scope_id=row.programme.scope_id,
            object_kind="organisation",
            object_id=row.organisation_id,
            kind=kind,
        )
    return row


def invite_partner(actor: Actor, partnership_id: uuid.UUID, person: Person) -> tuple[User, bool]:
    """Let a person of a partner in. Needs `programme.edit`. Returns her account, and whether it was made now.

    Raises Problem where the organisation also stands in programmes that are not the actor's: its own staff
    invites its people there.
    """
    row = row_for(actor, "programme.edit", PARTNERSHIPS, partnership_id)
    if not may_let_in(actor, row.organisation):
        raise Problem("programmes.partner-elsewhere", field="email", name=row.organisation.name)
    with transaction.atomic():
        return let_in(actor, row.organisation, person)


def let_in(actor: Actor, organisation: Organisation, person: Person) -> tuple[User, bool]:
    """Make somebody staff of an organisation. The calling service has checked that `actor` may."""
    user, made = person_account(person)
    kind = Organisation.Kind(organisation.kind)
    give_role(actor, user, organisation.scope, STAFF.get(kind, Role.PARTNER))
    return user, made


def may_let_in(actor: Actor, organisation: Organisation) -> bool:
    """Whether all that the organisation's people reach is the actor's to open: her own, or her programmes only."""
    if actor.kind == "system" or allows(actor, "organisation.edit", organisation.scope_id):
        return True
    reached = programmes_below(organisation.scope_id)
    return reached <= set(scopes(actor, "programme.edit").filter(pk__in=reached).values_list("pk", flat=True))


def _check(kind: str, starts_on: date | None, ends_on: date | None) -> None:
    if kind not in Partnership.Kind.values:
        raise Problem("programmes.partner-kind", field="kind")
    if not in_order(starts_on, ends_on):
        raise Problem("programmes.dates", field="ends_on")


def _of(programme_id: uuid.UUID, organisation_id: uuid.UUID) -> list[Partnership]:
    return list(Partnership.objects.filter(programme=programme_id, organisation=organisation_id))


def _overlap(row: Partnership, starts_on: date | None, ends_on: date | None) -> bool:
    begins, ends = starts_on or date.min, ends_on or date.max
    return begins <= (row.ends_on or date.max) and (row.starts_on or date.min) <= ends


def _link(row: Partnership) -> None:
    """The organisation lies above the programme from its first partnership to its last; an accompanying one, always."""
    accompanies = Participation.objects.filter(programme=row.programme_id, federation=row.organisation_id).exists()
    rows = _of(row.programme_id, row.organisation_id)
    starts = [one.starts_on for one in rows if one.starts_on is not None]
    ends = [one.ends_on for one in rows if one.ends_on is not None]
    link_scopes(
        row.organisation.scope,
        row.programme.scope,
        starts_on=min(starts) if len(starts) == len(rows) and not accompanies else None,
        ends_on=max(ends) if len(ends) == len(rows) and not accompanies else None,
    )
