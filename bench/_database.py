"""A database of the benchmark's own: a file of SQLite, or one made for the run where `DATABASE_URL` names a
PostgreSQL server on which databases may be made."""

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit


@dataclass(frozen=True)
class Database:
    """Where a server under measurement keeps its rows. `url` is empty for the SQLite file of `folder`."""

    folder: Path
    url: str = ""

    @property
    def name(self) -> str:
        """As it is told above a table."""
        return "PostgreSQL" if self.url else "SQLite WAL and FULL"

    def ask(self, statement: str) -> Any:
        """The one value that a statement gives."""
        if not self.url:
            with contextlib.closing(sqlite3.connect(self.folder / "vises.sqlite3")) as link:
                return link.execute(statement).fetchone()[0]
        import psycopg

        with psycopg.connect(self.url) as connection:
            found = connection.execute(statement.encode()).fetchone()
            return None if found is None else found[0]

    def whole(self) -> bool:
        """Whether the database finds itself whole, by its own check."""
        if not self.url:
            return str(self.ask("PRAGMA integrity_check")) == "ok"
        return int(self.ask("SELECT count(*) FROM pg_index WHERE NOT indisvalid")) == 0


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[Database]:
    """An empty database in `folder`, or on the server of `DATABASE_URL`; it is gone when the block ends."""
    server = os.environ.get("DATABASE_URL", "")
    if urlsplit(server).scheme not in {"postgres", "postgresql"}:
        yield Database(folder)
        return
    import psycopg

    name = f"vises_bench_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield Database(folder, urlunsplit(urlsplit(server)._replace(path=f"/{name}")))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
