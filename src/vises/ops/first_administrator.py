"""`make serve` on an empty installation: the first administrator."""

import getpass
import os
import sys

from vises.apps.access import first


def make_if_none() -> None:
    """Ask for a mail address and a password on the terminal, or take ADMIN_EMAIL and ADMIN_PASSWORD."""
    if first.has_administrator():
        return
    email, password = os.environ.get("ADMIN_EMAIL", ""), os.environ.get("ADMIN_PASSWORD", "")
    if not email and sys.stdin.isatty():
        print("This installation is empty. Who is its first administrator?")
        email = input("Mail address: ").strip()
        password = getpass.getpass("Password (12 characters or more): ")
    if not email:
        print("No administrator yet: start again on a terminal, or set ADMIN_EMAIL and ADMIN_PASSWORD.")
        return
    first.make_administrator(email, password)
    print(f"{email} is the first administrator.")
