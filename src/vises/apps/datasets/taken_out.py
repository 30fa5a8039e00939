"""Answers of a large round as a file: made by a job, so that one may leave; handed out to whoever asked, for a day.

A file never says more than what people agree to now: when somebody of the round withdraws, agrees to less or corrects
herself, it is erased and made anew, and it is not handed out in between.
"""

import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO, cast

from django.db import transaction

from vises.apps.access.actor import Actor, actor_for
from vises.apps.access.services import fetch, visible
from vises.apps.collection.models import Answer, Wave, Withdrawal
from vises.apps.datasets.exports import wave_to_read, write_answers
from vises.apps.datasets.models import AnswersFile
from vises.kernel.clock import now
from vises.kernel.ids import new_token
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.models import StoredFile
from vises.platform.files.services import erase, opened, store
from vises.platform.jobs.services import Beat, enqueue, hourly, job, progress_of

AT_ONCE = 2_000  # answers that are written while one waits
KEPT_FOR = timedelta(days=1)
MOST_MB = 4_000
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Made:
    """A file that somebody asked for. `ready` says it can be fetched, `failed` that it could not be made."""

    id: uuid.UUID
    kind: str
    done: int
    total: int
    ready: bool
    failed: bool
    until: datetime


def ask_file(actor: Actor, wave_id: uuid.UUID, kind: str, language: str) -> AnswersFile | None:
    """Ask for the answers of a large round as a file. Needs `words.read`; noted in the audit.

    Returns None where the round is so small that `answers_file` gives it at once. One that this person asked for and
    that still waits is the same one. Raises Problem for a kind that is none there is.
    """
    wave = fetch(actor, "words.read", Wave.objects.all(), pk=wave_id)
    total = Answer.objects.filter(wave=wave, state=Answer.State.KEPT).count()
    if total <= AT_ONCE or actor.id is None:
        return None
    with transaction.atomic():
        wave_to_read(actor, wave_id, kind)
        row = AnswersFile.objects.filter(wave=wave, asked_by_id=actor.id, kind=kind, file=None).first()
        if row is None:
            row = AnswersFile(wave=wave, asked_by_id=actor.id, kind=kind, language=language, total=total)
            _ask(row)
        elif progress_of(row.job)[1]:
            _ask(row)  # it gave up: once more
    return row


def _ask(row: AnswersFile) -> None:
    row.file, row.finished_at, row.job = None, None, f"answers-file:{new_token()}"
    row.save()
    enqueue("datasets.answers-file", key=row.job, file=str(row.id), asked=row.job)


def _write(beat: Beat, file: str, asked: str) -> tuple[uuid.UUID, int] | None:
    """Outside the transaction. Returns the stored bytes, and how many had withdrawn before the answers were read."""
    row = AnswersFile.objects.select_related("wave__version", "asked_by").filter(pk=file, job=asked).first()
    if row is None or not visible(actor_for(row.asked_by), "words.read", Wave.objects.filter(pk=row.wave_id)).exists():
        return None
    before = _withdrawn(row.wave)
    with tempfile.TemporaryFile() as out:
        write_answers(row.wave, row.kind, row.language, cast("BinaryIO", out), lambda done: beat(str(done)))
        stored = store(_chunks(cast("BinaryIO", out)), f"answers.{row.kind}", limit_mb=MOST_MB)
    return stored.id, before


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


@job("datasets.answers-file", before=_write)
def keep_file(file: str, asked: str, made: tuple[uuid.UUID, int] | None) -> None:
    """Keep what was written, or have it made anew where somebody withdrew meanwhile."""
    row = AnswersFile.objects.select_for_update().select_related("wave").filter(pk=file, job=asked).first()
    if made is None:
        AnswersFile.objects.filter(pk=file, job=asked).delete()
        return
    stored, before = StoredFile.objects.get(pk=made[0]), made[1]
    if row is None or _withdrawn(row.wave) != before:
        _erase_later(stored)
        if row is not None:
            _ask(row)
        return
    row.file, row.withdrawn, row.finished_at = stored, before, now()
    row.save()


def files_of(actor: Actor, wave_id: uuid.UUID) -> tuple[Made, ...]:
    """The files of a round that this person asked for, the last first. Needs `words.read`."""
    wave = fetch(actor, "words.read", Wave.objects.all(), pk=wave_id)
    rows = AnswersFile.objects.filter(wave=wave, asked_by_id=actor.id).order_by("-created_at")
    return tuple(_made(row) for row in rows)


def _made(row: AnswersFile) -> Made:
    said, failed = progress_of(row.job)
    return Made(
        row.id,
        row.kind,
        int(said) if said.isdigit() else 0,
        row.total,
        row.file_id is not None,
        failed,
        (row.finished_at or row.created_at) + KEPT_FOR,
    )


def hand_out(actor: Actor, wave_id: uuid.UUID, file_id: uuid.UUID) -> tuple[BinaryIO, str]:
    """A file that is ready, open at its beginning, and its kind. Needs `words.read` now, and to have asked for it.

    Raises NotFound for what is somebody else's or too old, and Problem where it is not ready, or somebody withdrew
    since: it is then made anew.
    """
    wave = fetch(actor, "words.read", Wave.objects.all(), pk=wave_id)
    rows = AnswersFile.objects.select_related("file", "wave").filter(wave=wave, asked_by_id=actor.id)
    row = rows.filter(pk=file_id).first()
    if row is None or (row.finished_at is not None and row.finished_at < now() - KEPT_FOR):
        raise NotFound()
    if row.file is not None and _withdrawn(wave) != row.withdrawn:
        _anew([row])
        row.file = None
    if row.file is None:
        raise Problem("datasets.file-anew")
    return opened(row.file), row.kind


def on_withdrawal(what: str, ids: frozenset[uuid.UUID], line_id: uuid.UUID) -> None:
    """Somebody withdrew, agrees to less or corrected herself: files that hold what she said are erased, made anew."""
    if what == "document":
        return
    waves = Answer.objects.filter(pk__in=ids).values("wave")
    _anew(list(AnswersFile.objects.select_for_update(of=("self",)).select_related("file").filter(wave__in=waves)))


def _anew(rows: list[AnswersFile]) -> None:
    with transaction.atomic():
        for row in rows:
            stored = row.file
            _ask(row)
            if stored is not None:
                _erase_later(stored)


def _erase_later(stored: StoredFile) -> None:
    """Once nothing can bring the row back; what a kill leaves is reaped as every file that nothing stands on."""
    transaction.on_commit(lambda: erase(stored))


@hourly("datasets.forget-files")
def forget_files() -> None:
    """Files are kept for a day; what could not be made is forgotten with them."""
    for row in AnswersFile.objects.select_related("file").filter(created_at__lt=now() - KEPT_FOR):
        if row.finished_at is None or row.finished_at < now() - KEPT_FOR:
            stored = row.file
            row.delete()
            if stored is not None:
                _erase_later(stored)


def _withdrawn(wave: Wave) -> int:
    return Withdrawal.objects.filter(line_id=wave.line_id).count()
