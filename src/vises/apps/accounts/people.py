"""Finding or making the account of somebody who is invited."""

from dataclasses import dataclass

from vises.apps.accounts.models import User
from vises.apps.accounts.services import make_user


@dataclass(frozen=True)
class Person:
    """Somebody to invite, as typed into a form."""

    email: str
    name: str = ""
    language: str = "fr"


def person_account(person: Person) -> tuple[User, bool]:
    """The account of that address, made when there is none; and whether it was made now.

    Raises Problem when the address is not one.
    """
    found = User.objects.filter(email=person.email.strip().lower()).first()
    if found is not None:
        return found, False
    return make_user(person.email, person.name, person.language), True
