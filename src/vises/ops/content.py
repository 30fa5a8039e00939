"""Bring the content of the installation (versions of the method) into the database at start."""

from pathlib import Path

from django.conf import settings

from vises.apps.methodology import queries, services
from vises.kernel.problems import Problem
from vises.platform.problems import word


def load() -> None:
    """Load every version of the method. Raises SystemExit with what to do when one was edited or cannot be read."""
    try:
        services.load(settings.CONTENT_ROOT)
    except Problem as problem:
        raise SystemExit(word(problem)) from problem
    queries.forget()


def lock_differs() -> bool:
    """Whether a released version differs from the lock."""
    return _lock().read_text(encoding="utf-8") != services.lock_lines(settings.CONTENT_ROOT)


def write_lock() -> None:
    """Write the lock of what is released: once, when a version is released."""
    _lock().write_text(services.lock_lines(settings.CONTENT_ROOT), encoding="utf-8")


def _lock() -> Path:
    return Path(settings.CONTENT_ROOT) / "methodology" / "lock.yaml"
