"""Refuse to start on a database that could lose what was acknowledged (trust.md R3)."""

from django.db import connection

from vises.config.environment import UnsafeSettings

SQLITE = {"journal_mode": "wal", "synchronous": "2"}
POSTGRESQL = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}


def refuse_unsafe() -> None:
    """Raises UnsafeSettings naming the setting and its value."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for name, wanted in (SQLITE if sqlite else POSTGRESQL).items():
            cursor.execute(f"PRAGMA {name}" if sqlite else f"SHOW {name}")
            value = str(cursor.fetchone()[0]).lower()
            if value != wanted and not (name == "synchronous_commit" and value in {"remote_write", "remote_apply"}):
                raise UnsafeSettings(f"the database has {name}={value}; it must be {wanted}.")
