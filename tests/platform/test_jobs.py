"""Jobs: once per key, retried, visibly failed, taken up again after a kill."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from vises.kernel.clock import now
from vises.platform.jobs import services
from vises.platform.jobs.models import Job
from vises.platform.mail.models import OutboxMail

done: list[str] = []


@services.job("test.note")
def _note(word: str) -> None:
    done.append(word)


@services.job("test.break")
def _break() -> None:
    OutboxMail.objects.create(to="a@b.example", subject="half", body="")
    raise ValueError("no")


@pytest.mark.django_db
def test_the_same_key_is_one_job() -> None:
    done.clear()
    for _ in range(3):
        services.enqueue("test.note", key="k", word="once")
    while services.run_next():
        pass
    assert done == ["once"]
    assert Job.objects.get().state == Job.State.DONE


@pytest.mark.django_db
def test_a_failing_job_is_retried_then_visibly_failed_and_leaves_no_half_effect() -> None:
    services.enqueue("test.break", key="b")
    for _ in range(services.ATTEMPTS):
        Job.objects.update(not_before=now())
        assert services.run_next()
    job = Job.objects.get()
    assert job.state == Job.State.FAILED and "ValueError" in job.error
    assert services.failed() == [job]
    assert not OutboxMail.objects.exists()


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_up_again() -> None:
    done.clear()
    job = services.enqueue("test.note", key="k", word="again")
    Job.objects.filter(id=job.id).update(state="running", attempts=1, lease_until=now() - timedelta(seconds=1))
    assert services.run_next() and done == ["again"]


@pytest.mark.django_db
def test_an_unknown_job_is_refused_at_once() -> None:
    with pytest.raises(LookupError):
        services.enqueue("test.nothing", key="x")


WORKER = """
import django, time
django.setup()
from vises.platform.jobs import services
services.LEASE = services.timedelta(seconds=1)
from vises.platform.mail.models import OutboxMail
@services.job("test.effect")
def effect(number):
    OutboxMail.objects.create(to=str(number), subject="effect", body="")
    time.sleep(0.01)
while True:
    if not services.run_next():
        time.sleep(0.05)
"""


@pytest.mark.django_db(transaction=True)
def test_two_hundred_jobs_survive_random_kills_exactly_once(tmp_path: Path) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("needs a database file")
    services.job("test.effect")(lambda number: None)
    for number in range(200):
        services.enqueue("test.effect", key=f"e{number}", number=number)
    database = connection.settings_dict
    url = (
        f"sqlite:///{database['NAME']}"
        if connection.vendor == "sqlite"
        else f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "VISES_DATA": str(settings.DATA),
        "DJANGO_SETTINGS_MODULE": "vises.config.settings",
        "LOG_LEVEL": "CRITICAL",
    }
    chance, kills = random.Random(7), 0
    while Job.objects.exclude(state__in=["done", "failed"]).exists() and kills < 60:
        before = OutboxMail.objects.count()
        worker = subprocess.Popen([sys.executable, "-c", WORKER], env=environment)
        for _ in range(600):  # until it is at work, however slow the machine
            if OutboxMail.objects.count() > before or worker.poll() is not None:
                break
            time.sleep(0.1)
        time.sleep(chance.uniform(0.0, 0.25))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        kills += 1
    assert kills >= 2
    effects = list(OutboxMail.objects.values_list("to", flat=True))
    failed = set(Job.objects.filter(state="failed").values_list("key", flat=True))
    assert len(effects) == len(set(effects))
    assert len(effects) + len(failed) == 200


@pytest.mark.django_db
def test_a_job_that_outlived_its_lease_leaves_no_effect() -> None:
    services.job("test.late")(lambda: OutboxMail.objects.create(to="late", subject="", body=""))
    row = services.enqueue("test.late", key="late")
    Job.objects.filter(id=row.id).update(state="running", attempts=1, lease_until=now())
    overtaken = Job.objects.get(id=row.id)
    Job.objects.filter(id=row.id).update(attempts=2)  # another worker took it up meanwhile
    services._do(overtaken)
    assert not OutboxMail.objects.filter(to="late").exists()
    assert Job.objects.get(id=row.id).state == "running"
    services._do(Job.objects.get(id=row.id))
    assert OutboxMail.objects.filter(to="late").count() == 1 and Job.objects.get(id=row.id).state == "done"


def test_a_process_without_pages_knows_every_job(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[2]
    declared = {
        name
        for file in (root / "src" / "vises").rglob("*.py")
        for name in re.findall(r'^@job\("([^"]+)"\)', file.read_text(), re.MULTILINE)
    }
    asked = "import django; django.setup(); from vises.platform.jobs.services import _registry; print(*_registry)"
    environment = os.environ | {"VISES_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "vises.config.settings"}
    found = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert declared and declared <= set(found.stdout.split())
