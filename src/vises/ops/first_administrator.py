"""`make serve` on an empty installation: the first administrator."""

import getpass
import os
import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import override

from vises.apps.access import first


def make_if_none() -> None:
    """Ask for a mail address and a password on the terminal, or take ADMIN_EMAIL and ADMIN_PASSWORD.

    On a terminal what cannot be used is asked again; from the environment it ends the start with what to do.
    """
    if first.has_administrator():
        return
    email, password = os.environ.get("ADMIN_EMAIL", ""), os.environ.get("ADMIN_PASSWORD", "")
    if not email and not sys.stdin.isatty():
        print("No administrator yet: start again on a terminal, or set ADMIN_EMAIL and ADMIN_PASSWORD.")
        return
    if not email:
        print("This installation is empty. Who is its first administrator?")
    with override("en"):  # these lines are English, whatever the screens speak
        _make(email, password)


def _make(email: str, password: str) -> None:
    while True:
        asked = not email
        if asked:
            email, password = _asked()
        try:
            validate_email(email)
            first.make_administrator(email, password)
        except (ValidationError, SystemExit) as problem:
            why = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
            if not asked:
                raise SystemExit(f"ADMIN_EMAIL or ADMIN_PASSWORD cannot be used. {why}") from problem
            print(f"{why} Once more.")
            email = ""
            continue
        print(f"{email} is the first administrator. Sign in with this address.")
        return


def _asked() -> tuple[str, str]:
    try:
        email = input("Mail address: ").strip()
        password = getpass.getpass("Password (12 characters or more): ")
        if getpass.getpass("The same password again: ") != password:
            raise ValidationError("The two passwords differ.")
    except ValidationError as problem:
        print(f"{problem.messages[0]} Once more.")
        return _asked()
    except (EOFError, KeyboardInterrupt):
        raise SystemExit("\nNothing was made: start again when you know who it is.") from None
    return email, password
