"""What was taken back, as hashes in a file beside the database: after a restore it is taken back again.

A line says what became of one receipt. Nothing in it tells who, what or when; whoever holds no receipt reads nothing.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from vises.platform.jobs.services import hourly


@dataclass(frozen=True)
class Erased:
    """One line. `kept`: the uses still agreed to; None where everything was taken back."""

    mark: str
    kept: tuple[str, ...] | None


def note(marks: Iterable[str], kept: Iterable[str] | None = None) -> None:
    """Add lines, synced when this returns. Called before the database forgets: a line too much does no harm."""
    path = Path(settings.ERASED_LIST)
    uses = None if kept is None else list(kept)
    lines = "".join(json.dumps({"mark": mark, "kept": uses}) + "\n" for mark in marks)
    made = not path.exists()
    if not made and path.stat().st_size and not path.read_bytes().endswith(b"\n"):
        lines = "\n" + lines  # a crash cut the last line short
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
        file.write(lines)
        file.flush()
        os.fsync(file.fileno())
    if made:
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def noted() -> Iterator[Erased]:
    """Every line, in order; one that a crash cut short is passed over."""
    path = Path(settings.ERASED_LIST)
    if not path.exists():
        return
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                told = json.loads(line)
                yield Erased(str(told["mark"]), None if told["kept"] is None else tuple(told["kept"]))
            except (ValueError, KeyError, TypeError):
                continue


@hourly("platform.forget-bytes")
def forget_bytes() -> None:
    """Let the database's own log forget what was erased. SQLite overwrites erased rows; its log is emptied here.

    While somebody reads just then, it is done an hour later. PostgreSQL frees the space itself and keeps bytes until
    they are written over (docs/operator).
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
