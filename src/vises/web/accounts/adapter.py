"""Nobody makes an account alone: accounts are made by those who invite."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from vises.web.accounts.invitations import new_password


class ClosedAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """Our own mail: it names the address of the settings, never the one of a request, and a job sends it."""
        new_password(user)
