"""A furnished journey (tests/access), and somebody who may do everything in it: what she reaches is what there is."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.access.furnish import Furnished
from tests.access.test_matrix import tenants

from vises.apps.access.actor import SYSTEM
from vises.apps.access.first import platform_scope
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role

__all__ = ["tenants"]  # a fixture


@pytest.fixture
def everywhere(tenants: tuple[Any, Furnished]) -> tuple[Client, Any, Furnished]:
    """Claire's browser, with every role there is in our tenant."""
    world, made = tenants
    for scope, role, detail in (
        (world.shop.scope, Role.REFERENT, None),
        (world.journey.scope, Role.READER, None),
        (world.programme.scope, Role.COORDINATOR, None),
        (world.programme.scope, Role.RESEARCHER, None),
        (world.programme.scope, Role.BODY, world.body.id),
        (platform_scope(), Role.ADMINISTRATOR, None),
    ):
        give_role(SYSTEM, world.users["claire"], scope, role, detail=detail)
    client = Client(raise_request_exception=False)
    client.force_login(world.users["claire"])
    return client, world, made


def body_of(answer: Any) -> bytes:
    """The bytes of an answer, also of a file that is sent bit by bit."""
    return b"".join(answer) if answer.streaming else answer.content


def words_of(answer: Any) -> str:
    """What a page says, without what is drawn anew each time."""
    body = body_of(answer).decode(errors="ignore")
    body = re.sub(r'csrfmiddlewaretoken\\?" value=\\?"\w+', "", body)
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "id", body)


def tables() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of ours, with its columns' names in front."""
    kept = {}
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            if name.startswith(("django_", "sqlite_")):
                continue
            cursor.execute(f'SELECT * FROM "{name}"')
            columns = tuple(column[0] for column in cursor.description)
            kept[name] = [columns, *sorted(cursor.fetchall(), key=repr)]
    return kept
