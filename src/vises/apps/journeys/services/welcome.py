"""An enterprise comes in: its organisation, its place in a programme, its journey and its people at once."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from vises.apps.access.actor import Actor, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import fetch, give_role, require
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.network.models import Organisation
from vises.apps.network.services import make_organisation
from vises.apps.programmes.models import Participation, Programme
from vises.apps.programmes.services import add_participation, change_status
from vises.kernel.problems import Problem


@dataclass(frozen=True)
class NewEnterprise:
    """What one needs to know to welcome an enterprise."""

    name: str
    languages: tuple[str, ...]
    territory: str = ""
    group: str = ""
    referent: Person | None = None
    accompanist: Person | None = None
    federation_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Welcomed:
    """The journey, and the accounts made on the way: they are owed a mail."""

    journey: Journey
    invited: tuple[User, ...]


def welcome_enterprise(actor: Actor, programme_id: uuid.UUID, new: NewEnterprise) -> Welcomed:
    """Recruit an enterprise into a programme and start its journey. Needs `programme.edit`.

    Everything happens or nothing does. Raises Problem naming the field to mend.
    """
    programme = fetch(actor, "programme.edit", Programme.objects.select_related("scope"), pk=programme_id)
    federation = None
    if new.federation_id is not None:
        federation = Organisation.objects.filter(pk=new.federation_id, kind="federation").first()
        if federation is None:
            raise Problem("network.kind", field="federation")
    with transaction.atomic():
        enterprise = _make(actor, new)
        joined = add_participation(actor, programme, enterprise, federation=federation)
        for status in (Participation.Status.RECRUITED, Participation.Status.ACTIVE):
            change_status(actor, joined.id, status)
        journey = start_journey(actor, enterprise, participation=joined)
        return Welcomed(journey, _let_in(actor, enterprise, journey, new))


def welcome_alone(actor: Actor, new: NewEnterprise, methodology_code: str) -> Welcomed:
    """An enterprise that goes its way without a programme: self-guided, and labelled so.

    Needs `platform.administer`; its referent owns the space from then on.
    """
    require(actor, "platform.administer")
    if new.referent is None:
        raise Problem("journeys.needs-referent", field="referent_email")
    with transaction.atomic():
        enterprise = _make(actor, new)
        first, made = person_account(new.referent)
        give_role(actor, first, enterprise.scope, Role.REFERENT)
        journey = start_journey(actor_for(first), enterprise, methodology_code=methodology_code)
        return Welcomed(journey, ((first,) if made else ()) + _let_in(actor, enterprise, journey, new))


def _make(actor: Actor, new: NewEnterprise) -> Organisation:
    return make_organisation(
        actor, "enterprise", new.name, languages=new.languages, territory=new.territory, group=new.group
    )


def _let_in(actor: Actor, enterprise: Organisation, journey: Journey, new: NewEnterprise) -> tuple[User, ...]:
    invited = []
    places = ((new.referent, enterprise.scope, Role.REFERENT), (new.accompanist, journey.scope, Role.ACCOMPANIST))
    for person, scope, role in places:
        if person is None:
            continue
        user, made = person_account(person)
        give_role(actor, user, scope, role)
        if made:
            invited.append(user)
    return tuple(invited)
