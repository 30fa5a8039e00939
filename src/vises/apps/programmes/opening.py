"""Opening a programme: the programme and its first coordinator at once."""

from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person, person_account
from vises.apps.programmes.models import Programme
from vises.apps.programmes.services import appoint, make_programme
from vises.kernel.locale import Texts


def open_programme(
    actor: Actor, names: Texts, methodology: str, starts_on: date, coordinator: Person
) -> tuple[Programme, tuple[User, ...]]:
    """Returns the programme and the account made for its coordinator. Needs `platform.administer`."""
    with transaction.atomic():
        programme = make_programme(actor, names, methodology, starts_on)
        user, made = person_account(coordinator)
        appoint(actor, programme.id, user, Role.COORDINATOR)
    return programme, (user,) if made else ()
