"""The platform's own scope and its first administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import Membership, Scope
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role
from vises.apps.accounts.services import make_user


def platform_scope() -> Scope:
    """The one scope of kind `platform`."""
    return Scope.objects.get_or_create(kind=Scope.Kind.PLATFORM)[0]


def has_administrator() -> bool:
    """Whether anybody keeps this installation."""
    return Membership.objects.filter(role=Role.ADMINISTRATOR).exists()


def make_administrator(email: str, password: str) -> None:
    """Make the account and give it the role. Raises SystemExit with what to do when the password is weak."""
    try:
        validate_password(password)
    except ValidationError as error:
        raise SystemExit(" ".join(error.messages)) from error
    user = make_user(email, email.split("@")[0], "fr", password=password)
    give_role(SYSTEM, user, platform_scope(), Role.ADMINISTRATOR)
