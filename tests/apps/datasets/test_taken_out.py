"""A file of many answers: made by a job, handed out to whoever asked while she may, never with what was taken back."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from vises.apps.access.models import Membership
from vises.apps.collection.models import Answer
from vises.apps.collection.services import withdrawals
from vises.apps.datasets import exports, taken_out
from vises.apps.datasets.models import AnswersFile
from vises.kernel.clock import now, today
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.files.models import StoredFile
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import run_next
from vises.platform.mail.models import OutboxMail


@pytest.fixture
def large(wave, answer, monkeypatch):  # type: ignore[no-untyped-def]
    """A round of four answers, where three count as many; the receipt of the one that says "secret"."""
    monkeypatch.setattr(taken_out, "AT_ONCE", 3)
    for number in range(3):
        answer(wave, f"uuid:{number}", met="yes", changed="un peu")
    return wave, answer(wave, "uuid:s", met="no", changed="secret", consents=("quote",)).receipt


def _work() -> None:
    while run_next():
        pass


def _read(actor, wave, file_id) -> bytes:  # type: ignore[no-untyped-def]
    with taken_out.hand_out(actor, wave.id, file_id)[0] as file:
        return file.read()


@pytest.mark.parametrize("kind", exports.KINDS)
def test_a_file_is_made_by_a_job_and_waits_for_who_asked(large, world, kind) -> None:  # type: ignore[no-untyped-def]
    wave, _receipt = large
    rita = world.actor("rita")
    asked = taken_out.ask_file(rita, wave.id, kind, "fr")
    assert asked is not None and taken_out.ask_file(rita, wave.id, kind, "fr").id == asked.id  # type: ignore[union-attr]
    (waits,) = taken_out.files_of(rita, wave.id)
    assert (waits.ready, waits.failed, waits.total) == (False, False, 4)
    with pytest.raises(Problem, match="file-anew"):
        taken_out.hand_out(rita, wave.id, asked.id)
    _work()
    (made,) = taken_out.files_of(rita, wave.id)
    assert made.ready and made.until > now()
    with exports.answers_file(rita, wave.id, kind, "fr") as at_once:
        assert kind == "xlsx" or _read(rita, wave, made.id) == at_once.read()
    assert _read(rita, wave, made.id)
    assert AuditEvent.objects.filter(event="answers.exported").count() == 3


def test_a_small_round_is_not_waited_for(wave, answer, world) -> None:  # type: ignore[no-untyped-def]
    answer(wave, "uuid:1", met="yes")
    assert taken_out.ask_file(world.actor("rita"), wave.id, "csv", "fr") is None
    assert not AnswersFile.objects.exists()


def test_only_who_asked_and_may_still_read_gets_it(large, world) -> None:  # type: ignore[no-untyped-def]
    wave, _receipt = large
    rita = world.actor("rita")
    asked = taken_out.ask_file(rita, wave.id, "csv", "fr")
    _work()
    for name in ("claire", "nadia", "an", "stranger rita"):
        with pytest.raises((NotFound, Forbidden)):
            taken_out.files_of(world.actor(name), wave.id)
        with pytest.raises((NotFound, Forbidden)):
            taken_out.hand_out(world.actor(name), wave.id, asked.id)
        with pytest.raises((NotFound, Forbidden)):
            taken_out.ask_file(world.actor(name), wave.id, "csv", "fr")
    Membership.objects.filter(user=world.users["rita"]).update(ends_on=today() - timedelta(days=1))
    with pytest.raises(NotFound):
        taken_out.hand_out(world.actor("rita"), wave.id, asked.id)


def test_a_file_that_was_asked_for_by_who_may_no_longer_read_is_not_made(large, world) -> None:  # type: ignore[no-untyped-def]
    wave, _receipt = large
    taken_out.ask_file(world.actor("rita"), wave.id, "csv", "fr")
    Membership.objects.filter(user=world.users["rita"]).update(ends_on=today() - timedelta(days=1))
    _work()
    assert not AnswersFile.objects.exists() and not StoredFile.objects.filter(name="answers.csv").exists()


def test_what_was_taken_back_is_in_no_file_that_is_handed_out(  # type: ignore[no-untyped-def]
    large, world, settings, django_capture_on_commit_callbacks
) -> None:
    wave, receipt = large
    rita = world.actor("rita")
    asked = taken_out.ask_file(rita, wave.id, "csv", "fr")
    _work()
    assert b"secret" in _read(rita, wave, asked.id) and b"quote" in _read(rita, wave, asked.id)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawals.keep_uses(receipt, ["analysis"])
    with pytest.raises(Problem, match="file-anew"):
        taken_out.hand_out(rita, wave.id, asked.id)
    _work()
    assert b"secret" in _read(rita, wave, asked.id) and b"quote" not in _read(rita, wave, asked.id)
    with django_capture_on_commit_callbacks(execute=True):
        withdrawals.withdraw(receipt)
    kept = b"".join(path.read_bytes() for path in settings.FILES_ROOT.rglob("*") if path.is_file())
    assert b"secret" not in kept
    _work()
    assert _read(rita, wave, asked.id).count(b"un peu") == 3 and b"secret" not in _read(rita, wave, asked.id)


def test_who_withdraws_while_it_is_written_is_not_in_it(  # type: ignore[no-untyped-def]
    large, world, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    wave, receipt = large
    rita, writer, times = world.actor("rita"), taken_out.write_answers, []

    def slowly(*args):  # type: ignore[no-untyped-def]
        writer(*args)
        if not times:
            monkeypatch.setattr(taken_out, "_anew", lambda rows: None)  # she is faster than the registry
            withdrawals.withdraw(receipt)
        times.append(1)

    monkeypatch.setattr(taken_out, "write_answers", slowly)
    asked = taken_out.ask_file(rita, wave.id, "csv", "fr")
    with django_capture_on_commit_callbacks(execute=True):
        _work()
    assert len(times) == 2 and b"secret" not in _read(rita, wave, asked.id)
    assert StoredFile.objects.filter(name="answers.csv").count() == 1


def test_a_file_older_than_a_withdrawal_is_refused_at_the_door(large, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    wave, receipt = large
    rita = world.actor("rita")
    asked = taken_out.ask_file(rita, wave.id, "csv", "fr")
    _work()
    with monkeypatch.context() as patch:
        patch.setattr(taken_out, "_anew", lambda rows: None)
        withdrawals.withdraw(receipt)
    with pytest.raises(Problem, match="file-anew"):
        taken_out.hand_out(rita, wave.id, asked.id)
    _work()
    assert b"secret" not in _read(rita, wave, asked.id)


def test_a_job_says_how_far_it_is_and_files_go_after_a_day(  # type: ignore[no-untyped-def]
    large, world, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    wave, _receipt = large
    rita, seen = world.actor("rita"), []
    original = taken_out.write_answers

    def watched(wave, kind, language, out, told):  # type: ignore[no-untyped-def]
        def tell(done: int) -> None:
            told(done + 2)
            seen.append(taken_out.files_of(rita, wave.id)[0].done)

        original(wave, kind, language, out, tell)

    monkeypatch.setattr(taken_out, "write_answers", watched)
    taken_out.ask_file(rita, wave.id, "xlsx", "fr")
    _work()
    assert seen == [2]
    AnswersFile.objects.update(created_at=now() - timedelta(days=2), finished_at=now() - timedelta(days=2))
    with pytest.raises(NotFound):
        taken_out.hand_out(rita, wave.id, taken_out.files_of(rita, wave.id)[0].id)
    with django_capture_on_commit_callbacks(execute=True):
        taken_out.forget_files()
    assert not AnswersFile.objects.exists() and not StoredFile.objects.exists()
    assert Answer.objects.count() == 4


def test_what_cannot_be_made_says_so(large, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    wave, _receipt = large
    rita = world.actor("rita")

    def broken(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(taken_out, "write_answers", broken)
    taken_out.ask_file(rita, wave.id, "sav", "fr")
    for _ in range(6):
        Job.objects.update(not_before=now())
        _work()
    (told,) = taken_out.files_of(rita, wave.id)
    assert told.failed and not told.ready
    monkeypatch.undo()
    monkeypatch.setattr(taken_out, "AT_ONCE", 3)
    taken_out.ask_file(rita, wave.id, "sav", "fr")
    _work()
    (told,) = taken_out.files_of(rita, wave.id)
    assert told.ready


@pytest.mark.django_db(transaction=True)
def test_others_write_while_a_file_is_made(large, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(exports, "AT_A_TIME", 1)
    wave, _receipt = large
    rita, writer = world.actor("rita"), taken_out.write_answers

    def elsewhere() -> None:
        OutboxMail.objects.create(to="a@b.example", subject="x", body="")
        connection.close()

    def busy(wave, kind, language, out, told):  # type: ignore[no-untyped-def]
        def tell(done: int) -> None:
            other = threading.Thread(target=elsewhere)
            other.start()
            other.join()
            told(done)

        writer(wave, kind, language, out, tell)

    monkeypatch.setattr(taken_out, "write_answers", busy)
    asked = taken_out.ask_file(rita, wave.id, "csv", "fr")
    assert run_next()
    assert b"secret" in _read(rita, wave, asked.id) and OutboxMail.objects.exists()
