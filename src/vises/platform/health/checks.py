"""Whether the installation can keep its promises now."""

import shutil
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from vises.kernel.clock import now
from vises.platform.jobs.models import Job

FREE_SPACE = 0.05  # below this share of the disk nothing more is taken in (trust.md R5)


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def disk_has_room() -> bool:
    """Whether at least 5 % of the data disk is free."""
    usage = shutil.disk_usage(settings.DATA)
    return usage.free / usage.total >= FREE_SPACE


def _jobs() -> bool:
    """No job waits longer than ten minutes past its time."""
    return not Job.objects.filter(state=Job.State.WAITING, not_before__lt=now() - timedelta(minutes=10)).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "disk": disk_has_room,
    "jobs": _jobs,
}


def run_checks() -> dict[str, bool]:
    """Each check by name; one that cannot be made has failed."""
    results = {}
    for name, check in CHECKS.items():
        try:
            results[name] = check()
        except (DatabaseError, OSError):
            results[name] = False
    return results
