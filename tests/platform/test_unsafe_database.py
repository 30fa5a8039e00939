"""The program does not start on a database that could lose what was acknowledged (trust R3)."""

import time

import pytest
from django.db import connection

from vises.config.environment import UnsafeSettings
from vises.ops.durability import refuse_unsafe

pytestmark = pytest.mark.django_db(transaction=True)
sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="settings of SQLite")
postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="settings of PostgreSQL")


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_as_it_is_set_it_starts() -> None:
    refuse_unsafe()


@sqlite
@pytest.mark.parametrize(
    ("unsafe", "safe"),
    [
        ("PRAGMA synchronous=NORMAL", "PRAGMA synchronous=FULL"),
        ("PRAGMA synchronous=OFF", "PRAGMA synchronous=FULL"),
        ("PRAGMA journal_mode=DELETE", "PRAGMA journal_mode=WAL"),
        ("PRAGMA journal_mode=MEMORY", "PRAGMA journal_mode=WAL"),
    ],
)
def test_sqlite_that_does_not_sync_is_refused(unsafe: str, safe: str) -> None:
    _run(unsafe)
    try:
        with pytest.raises(UnsafeSettings, match=unsafe.removeprefix("PRAGMA ").split("=")[0]):
            refuse_unsafe()
    finally:
        _run(safe)
    refuse_unsafe()


@postgresql
def test_postgresql_that_does_not_wait_for_its_log_is_refused() -> None:
    _run("SET synchronous_commit = off")
    try:
        with pytest.raises(UnsafeSettings, match="synchronous_commit"):
            refuse_unsafe()
    finally:
        _run("RESET synchronous_commit")


@postgresql
@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_postgresql_server_that_does_not_sync_is_refused(name: str) -> None:
    _run(f"ALTER SYSTEM SET {name} = off")
    try:
        _reload(name, "off")
        with pytest.raises(UnsafeSettings, match=name):
            refuse_unsafe()
    finally:
        _run(f"ALTER SYSTEM RESET {name}")
        _reload(name, "on")
    refuse_unsafe()


def _reload(name: str, wanted: str) -> None:
    _run("SELECT pg_reload_conf()")
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute(f"SHOW {name}")
            if cursor.fetchone()[0] == wanted:
                return
        time.sleep(0.05)
    raise AssertionError(f"{name} did not become {wanted}")
