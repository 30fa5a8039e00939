"""Files are kept while something stands on them; what was left aside is erased after a day."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from vises.kernel.clock import now, shifted
from vises.platform.files.models import StoredFile
from vises.platform.files.reaper import reap
from vises.platform.files.services import read, store
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import ask_hourly, run_next


@pytest.mark.django_db
def test_what_nothing_stands_on_is_erased_after_a_day(settings: Any) -> None:
    row = store([b"left aside"], "a.png")
    left = Path(settings.FILES_ROOT) / "tmpleft"
    left.write_bytes(b"cut by a kill")
    os.utime(left, (0, 0))
    reap()
    assert read(row) == b"left aside" and not left.exists()
    with shifted(timedelta(hours=25)):
        reap()
    assert not StoredFile.objects.exists()
    assert not [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()]


@pytest.mark.django_db
def test_what_something_stands_on_stays(world: Any) -> None:
    from vises.apps.access.actor import SYSTEM
    from vises.apps.journeys.services.attachments import attach

    attach(SYSTEM, world.journey.id, "report.txt", [b"kept"])
    with shifted(timedelta(days=400)):
        reap()
    assert read(StoredFile.objects.get()) == b"kept"


@pytest.mark.django_db
def test_hourly_jobs_are_asked_for_once_an_hour_and_leave_no_heap() -> None:
    for days in range(-5, 0):
        with shifted(timedelta(days=days)):
            ask_hourly()
            ask_hourly()
            while run_next():
                pass
    names = list(Job.objects.filter(name="files.reap").values_list("state", flat=True))
    assert 0 < len(names) <= 2 and set(names) == {Job.State.DONE}
    assert Job.objects.filter(not_before__gt=now()).count() == 0
