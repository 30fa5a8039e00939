"""Jobs: asked for in the transaction that needs them, done by a worker, retried or visibly failed.

A job is claimed by compare-and-swap and held by a lease, so that a killed worker's job is taken
up again by the next one. The effect and the mark "done" are written in one transaction: an effect
in the database happens exactly once. Effects outside (mail) happen at least once. What takes long
is done before that transaction, which would hold up everybody who writes.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from vises.kernel.clock import now, this_hour
from vises.platform.jobs.models import Job

log = logging.getLogger(__name__)
Beat = Callable[[str], None]
"""Tells how far a job is, and that it goes on."""
_registry: dict[str, Callable[..., None]] = {}
_before: dict[str, Callable[..., Any]] = {}
_hourly: list[str] = []
ATTEMPTS = 5
LEASE = timedelta(minutes=5)


class _Overtaken(Exception):
    """Another worker holds the job by now."""


def job(name: str, *, before: Callable[..., Any] | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the function that does jobs called `name`. It must bear being started again.

    `before` does what takes long, outside the transaction: it is called with a `Beat`, to be called every few seconds,
    and the same parameters; what it returns is handed on as `made`. What it writes must do no harm if the job is
    never finished.
    """

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _registry[name] = function
        if before is not None:
            _before[name] = before
        return function

    return declare


def hourly(name: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a job without parameters that is asked for once an hour, while a worker runs."""

    def declare(function: Callable[[], None]) -> Callable[[], None]:
        _hourly.append(name)
        return job(name)(function)

    return declare


def ask_hourly() -> None:
    """Ask for this hour's round of the hourly jobs; what they left of earlier rounds is cleared away."""
    hour = this_hour()
    for name in _hourly:
        enqueue(name, key=f"{name}:{hour:%Y-%m-%dT%H}")
    past = Job.objects.filter(name__in=_hourly, state=Job.State.DONE, not_before__lt=hour - timedelta(days=1))
    past.delete()


def enqueue(name: str, *, key: str, after: timedelta = timedelta(0), **params: Any) -> Job:
    """Ask for a job once per `key`; runs after the caller's transaction commits, `after` from now at the earliest."""
    if name not in _registry:
        raise LookupError(f"no job is called {name}")
    row, _ = Job.objects.get_or_create(key=key, defaults={"name": name, "params": params, "not_before": now() + after})
    return row


def run_next() -> bool:
    """Do one job that is due. Returns False when there was none."""
    moment = now()
    due = Job.objects.filter(
        Q(state=Job.State.WAITING, not_before__lte=moment) | Q(state=Job.State.RUNNING, lease_until__lt=moment)
    ).order_by("not_before", "created_at")
    for row in due[:5]:
        claimed = Job.objects.filter(id=row.id, state=row.state, attempts=row.attempts).update(
            state=Job.State.RUNNING, attempts=row.attempts + 1, lease_until=moment + LEASE
        )
        if claimed:
            _do(Job.objects.get(id=row.id))
            return True
    return False


def _do(row: Job) -> None:
    if row.attempts > ATTEMPTS:
        _fail(row, "the worker ended in the middle, too often")
        return
    try:
        made = {"made": _before[row.name](_beat_of(row), **row.params)} if row.name in _before else {}
        with transaction.atomic():
            _registry[row.name](**row.params, **made)
            kept = Job.objects.filter(id=row.id, state=Job.State.RUNNING, attempts=row.attempts).update(
                state=Job.State.DONE, finished_at=now(), lease_until=None, error="", params={}, progress=""
            )
            if not kept:  # it outlived its lease and somebody else took it up: this effect must not stay
                raise _Overtaken
    except _Overtaken:
        log.warning("job outlived its lease", extra={"job": row.name, "attempt": row.attempts})
    except Exception as error:
        log.exception("job failed", extra={"job": row.name, "attempt": row.attempts})
        reason = traceback.format_exc(limit=-3)
        traceback.clear_frames(error.__traceback__)  # what it was still reading is let go
        if row.attempts >= ATTEMPTS:
            _fail(row, reason)
        else:
            wait = timedelta(seconds=10 * 4 ** (row.attempts - 1))
            Job.objects.filter(id=row.id).update(
                state=Job.State.WAITING, not_before=now() + wait, lease_until=None, error=reason
            )


def _beat_of(row: Job) -> Beat:
    held = Job.objects.filter(id=row.id, state=Job.State.RUNNING, attempts=row.attempts)

    def beat(progress: str) -> None:
        if not held.update(progress=progress[:200], lease_until=now() + LEASE):
            raise _Overtaken

    return beat


def _fail(row: Job, reason: str) -> None:
    Job.objects.filter(id=row.id).update(state=Job.State.FAILED, finished_at=now(), lease_until=None, error=reason)


def failed() -> list[Job]:
    """Jobs that gave up, newest first: the health page and the administrator see them."""
    return list(Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")[:50])


def progress_of(key: str) -> tuple[str, bool]:
    """How far the job asked for by `key` is, as it last told, and whether it gave up."""
    row = Job.objects.filter(key=key).first()
    return (row.progress, row.state == Job.State.FAILED) if row else ("", False)
