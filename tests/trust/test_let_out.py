"""Who is let out, or has an account no more, opens nothing of what she opened before: every address again."""

from typing import Any

from django.test import Client
from tests.access.test_matrix import HERE, address, places
from tests.trust.conftest import body_of

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import Membership
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role

FREE = {"public", "pass", "demonstration"}


def _opened(client: Client, world: Any, made: Any) -> dict[str, str]:
    """Places behind a door that showed something of our tenant, with their addresses."""
    found = {}
    for place in places():
        if place.read in FREE:
            continue
        where = address(place, world, made)
        answer = client.get(where)
        if answer.status_code == 200 and (answer.streaming or HERE in body_of(answer).decode(errors="ignore")):
            found[place.name] = where
            for _ in answer if answer.streaming else ():
                pass
    return found


def _again(client: Client, opened: dict[str, str], hers: tuple[str, ...] = ()) -> list[str]:
    """What still shows something of ours; `hers` are words that she wrote for herself alone, and keeps."""
    wrong = []
    for name, where in opened.items():
        for way in (client.get, client.post):
            answer = way(where)
            shown = body_of(answer).decode(errors="ignore")
            for word in hers:
                shown = shown.replace(word, "")
            if answer.status_code == 200 and (answer.streaming or HERE in shown):
                wrong.append(f"{way.__name__} {name}: {shown[max(0, shown.find(HERE) - 40) :][:100]}")
    return wrong


def _wrote(made: Any) -> tuple[str, ...]:
    """What Claire wrote for herself, or sent up as her own note: she keeps it when she goes."""
    return (
        *made.own,
        *(f"{HERE}-inside-{what}" for what in ("asked-note", "private-note", "left-out", "first-words")),
        f"{HERE} note remontée",
    )


def test_every_address_of_somebody_let_out_is_closed_at_once_also_in_a_session_that_is_open(tenants: Any) -> None:
    world, made = tenants
    least = {"claire": 60, "mo": 60, "rita": 8, "nadia": 60, "cora": 10, "an": 1}
    for name, at_least in least.items():
        client = Client(raise_request_exception=False)
        client.force_login(world.users[name])
        opened = _opened(client, world, made)
        assert len(opened) >= at_least, (name, len(opened))
        held = list(Membership.objects.filter(user=world.users[name]).select_related("scope"))
        for membership in held:
            end_role(SYSTEM, world.users[name], membership.scope, Role(membership.role), detail=membership.detail)
        told = "\n".join(_again(client, opened, _wrote(made)))
        assert held and not told, f"{name}: {told}"


def test_an_account_that_is_closed_has_no_session_left(tenants: Any) -> None:
    world, made = tenants
    client = Client(raise_request_exception=False)
    client.force_login(world.users["claire"])
    opened = _opened(client, world, made)
    world.users["claire"].is_active = False
    world.users["claire"].save()
    assert opened and _again(client, opened) == []
