"""Jobs: asked for in the transaction that needs them, done by a worker, retried or visibly failed.

A job is claimed by compare-and-swap and held by a lease, so that a killed worker's job is taken
up again by the next one. The effect and the mark "done" are written in one transaction: an effect
in the database happens exactly once. Effects outside (mail) happen at least once.
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
_registry: dict[str, Callable[..., None]] = {}
_hourly: list[str] = []
ATTEMPTS = 5
LEASE = timedelta(minutes=5)


class _Overtaken(Exception):
    """Another worker holds the job by now."""


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare the function that does jobs called `name`. It must bear being started again."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        _registry[name] = function
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
        with transaction.atomic():
            _registry[row.name](**row.params)
            kept = Job.objects.filter(id=row.id, state=Job.State.RUNNING, attempts=row.attempts).update(
                state=Job.State.DONE, finished_at=now(), lease_until=None, error="", params={}
            )
            if not kept:  # it outlived its lease and somebody else took it up: this effect must not stay
                raise _Overtaken
    except _Overtaken:
        log.warning("job outlived its lease", extra={"job": row.name, "attempt": row.attempts})
    except Exception:
        log.exception("job failed", extra={"job": row.name, "attempt": row.attempts})
        reason = traceback.format_exc(limit=-3)
        if row.attempts >= ATTEMPTS:
            _fail(row, reason)
        else:
            wait = timedelta(seconds=10 * 4 ** (row.attempts - 1))
            Job.objects.filter(id=row.id).update(
                state=Job.State.WAITING, not_before=now() + wait, lease_until=None, error=reason
            )


def _fail(row: Job, reason: str) -> None:
    Job.objects.filter(id=row.id).update(state=Job.State.FAILED, finished_at=now(), lease_until=None, error=reason)


def failed() -> list[Job]:
    """Jobs that gave up, newest first: the health page and the administrator see them."""
    return list(Job.objects.filter(state=Job.State.FAILED).order_by("-finished_at")[:50])
