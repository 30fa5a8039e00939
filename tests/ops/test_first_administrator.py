"""An empty installation asks who keeps it, and asks again rather than stop or take what cannot be used."""

import builtins
import getpass
import sys

import pytest

from vises.apps.access.first import has_administrator
from vises.apps.accounts.models import User
from vises.ops.first_administrator import make_if_none

GOOD = "une-porte-pour-toutes-7"


@pytest.fixture
def typed(monkeypatch):  # type: ignore[no-untyped-def]
    """Somebody at a terminal: `typed(mails, passwords)`."""

    def at_terminal(mails: list[str], passwords: list[str]) -> None:
        monkeypatch.delenv("ADMIN_EMAIL", raising=False)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr(builtins, "input", lambda _: mails.pop(0))
        monkeypatch.setattr(getpass, "getpass", lambda _: passwords.pop(0))

    return at_terminal


@pytest.mark.django_db
def test_what_cannot_be_used_is_asked_again(typed, capsys) -> None:  # type: ignore[no-untyped-def]
    typed(
        ["no address", "ada@example.org", "ada@example.org", "ada@example.org"],
        [GOOD, GOOD, "short", "short", GOOD, "another-password-7", GOOD, GOOD],
    )
    make_if_none()
    assert [user.email for user in User.objects.all()] == ["ada@example.org"] and has_administrator()
    said = capsys.readouterr().out
    assert said.count("Once more.") == 3 and "12 characters" in said and "differ" in said
    make_if_none()  # who is there is not asked for again
    assert capsys.readouterr().out == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("email", "password"), [("no address", GOOD), ("ada@example.org", "short")])
def test_an_environment_that_cannot_be_used_ends_the_start(monkeypatch, email, password) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("ADMIN_EMAIL", email)
    monkeypatch.setenv("ADMIN_PASSWORD", password)
    with pytest.raises(SystemExit, match="cannot be used"):
        make_if_none()
    assert not has_administrator()
