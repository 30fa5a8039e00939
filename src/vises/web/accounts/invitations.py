"""The mails with which a person chooses her password: invited, or because she asked."""

from collections.abc import Iterable
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from vises.kernel.ids import new_token
from vises.platform.mail.services import send


def password_address(user: Any) -> str:
    """A link that lets this person choose a password, once."""
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, _, token = key.partition("-")
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
    return f"{settings.BASE_ADDRESS}{path}"


def welcome(users: Iterable[Any], who: str) -> None:
    """Mail each new account its link. `who` invited them, by name."""
    for user in users:
        send(
            user.email,
            "mails/welcome",
            user.language,
            key=f"welcome:{user.id}:{new_token()[:8]}",
            name=user.name,
            who=who,
            address=password_address(user),
        )


def new_password(user: Any) -> None:
    """Mail somebody who asked for it a link to choose another password."""
    send(
        user.email,
        "mails/new-password",
        user.language,
        key=f"new-password:{user.id}:{new_token()[:8]}",
        name=user.name,
        address=password_address(user),
    )
