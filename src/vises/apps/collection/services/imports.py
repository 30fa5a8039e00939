"""Answers from tables of others (ODK, Kobo, LimeSurvey, SPSS, a spreadsheet of one's own), taken in by jobs."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import polars as pl
from django.conf import settings
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, Import, Wave
from vises.apps.collection.rules import USES, receipt_code, receipt_hash
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.columns import (
    LIMIT_MB,
    columns_found,
    columns_of,
    frame_of,
    instance_named,
    questions_in,
    said,
    words_of,
)
from vises.apps.collection.services.waves import wave_for
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import now
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.services import record
from vises.platform.files.models import StoredFile
from vises.platform.files.services import erase, read, store
from vises.platform.jobs.services import Beat, enqueue, job
from vises.platform.tables import Told, packed
from vises.xforms import Columns, FormProblem, from_row, instance_of

PIECE = 200  # rows a job takes in: short enough never to hold up respondents
MOST_REFUSED = 100
MOST_MB = 500  # of the one table that several are


@dataclass(frozen=True)
class Look:
    """What is understood of a table before anything is taken in."""

    rows: int
    understood: tuple[str, ...]
    unknown: tuple[str, ...]
    names_answers: bool  # the table gives each answer its own id


@dataclass(frozen=True)
class RowReceipt:
    """The receipt of a row (numbered as a spreadsheet numbers it); empty where no answer of it is kept."""

    row: int
    own_id: str
    code: str


def look(actor: Actor, wave_id: uuid.UUID, data: bytes, name: str) -> Look:
    """Read a table without keeping anything. Needs `journey.edit`. Raises Problem with what to do."""
    wave = wave_for(actor, wave_id)
    frame, told = frame_of(data, name)
    columns = columns_found(form_of(wave.version), frame, told)
    found = questions_in(columns, frame)
    if not found:
        raise Problem("collection.import-columns", field="file")
    return Look(frame.height, found, tuple(columns.unknown), bool(columns.instance))


def prepare(actor: Actor, wave_id: uuid.UUID, chunks: Iterable[bytes], name: str, consents: Iterable[str]) -> Import:
    """Keep the file for a day at most, to be looked at column by column; nothing is taken in. Needs `journey.edit`.

    Raises Problem where it is no table. A table of which nothing is understood may be looked at too.
    """
    data = b"".join(chunks)
    wave = wave_for(actor, wave_id)
    frame, _told = frame_of(data, name)
    if packed(data):  # several tables, kept as the one that they are
        stored = store([frame.write_csv().encode()], f"{name}.csv", limit_mb=MOST_MB)
        name = stored.name.removesuffix(".csv")
    else:
        stored = store([data], name, limit_mb=LIMIT_MB)
        name = stored.name
    return Import.objects.create(
        wave=wave,
        name=name,
        file=stored,
        sha256=hashlib.sha256(data).hexdigest(),
        total=frame.height,
        consents=[use for use in USES if use in set(consents)],
        waits=True,
    )


def start(actor: Actor, import_id: uuid.UUID) -> Import:
    """Take in what was looked at, piece by piece, by jobs. Needs `journey.edit`.

    Raises Problem where no column is a question, Conflict where somebody began it already.
    """
    row, frame, told = waiting(actor, import_id)
    if not questions_in(columns_of(row, form_of(row.wave.version), frame, told), frame):
        raise Problem("collection.import-columns")
    with transaction.atomic():
        if not Import.objects.filter(pk=row.pk, waits=True).update(waits=False):
            raise Conflict("collection.import-running")
        row.waits = False
        enqueue("collection.import", key=f"import:{row.id}:0", run=str(row.id), start=0)
        scope_id = row.wave.line.journey.scope_id
        record(actor.who, "answers.import", scope_id=scope_id, object_kind="import", object_id=row.id, rows=row.total)
    return row


def waiting(actor: Actor, import_id: uuid.UUID) -> tuple[Import, pl.DataFrame, Told]:
    """A file that is looked at, with its rows. Needs `journey.edit`. Raises NotFound once it is taken in or erased."""
    rows = Import.objects.select_related("wave__version", "wave__line__journey", "file").filter(waits=True)
    row = rows.get(pk=import_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=import_id)
    if row.file is None:
        raise NotFound()
    return row, *frame_of(read(row.file), row.name)


def begin(actor: Actor, wave_id: uuid.UUID, chunks: Iterable[bytes], name: str, consents: Iterable[str]) -> Import:
    """Take a file in as its columns are found by their names, piece by piece, by jobs. Needs `journey.edit`.

    `consents` are the uses that everybody in the table agreed to. The same row again is the same answer.
    """
    data = b"".join(chunks)
    look(actor, wave_id, data, name)
    return start(actor, prepare(actor, wave_id, [data], name, consents).id)


def _file_read(beat: Beat, run: str, start: int) -> tuple[pl.DataFrame, Told] | None:
    """The file of an import, read outside the transaction: a large workbook takes longer than others can wait."""
    row = Import.objects.select_related("file").filter(pk=run).first()
    if row is None or row.file is None:
        return None
    beat(str(start))
    return _kept_frame(row.file.sha256, row.file, row.name)


@lru_cache(maxsize=1)
def _kept_frame(sha256: str, file: StoredFile, name: str) -> tuple[pl.DataFrame, Told]:
    """Read once for all pieces that follow each other."""
    return frame_of(read(file), name)


@job("collection.import", before=_file_read)
def take_piece(run: str, start: int, made: tuple[pl.DataFrame, Told] | None) -> None:
    """Take one piece in and ask for the next; the file is erased with the last one."""
    row = Import.objects.select_related("wave__version", "wave__line", "file").filter(pk=run).first()
    if made is None or row is None or row.file is None or row.waits or row.finished_at is not None or row.done > start:
        return
    frame, told = made
    columns = columns_of(row, form_of(row.wave.version), frame, told)
    words = words_of(columns, told)
    for number, cells in enumerate(frame.slice(start, PIECE).iter_rows(named=True), start + 2):
        _take(row, row.wave, columns, said(cells, words), number)
    row.done = min(start + PIECE, frame.height)
    stored = row.file
    if row.done >= frame.height:
        row.finished_at, row.file = now(), None
    row.save()
    if row.finished_at is None:
        enqueue("collection.import", key=f"import:{row.id}:{row.done}", run=run, start=row.done)
    else:
        erase(stored)
        _kept_frame.cache_clear()


def _take(row: Import, wave: Wave, columns: Columns, cells: dict[str, str], number: int) -> None:
    instance = instance_named(row, columns, cells, number)
    try:
        xml = from_row(columns.form, cells, instance, columns)
        told = accept(wave, xml, consents=row.consents, door="import", how="declared")
    except (FormProblem, Problem):
        if len(row.refused) < MOST_REFUSED:
            row.refused = [*row.refused, number]
        return
    row.taken += told.first
    row.known += not told.first and not told.quarantined
    row.aside += told.quarantined


def receipts(actor: Actor, wave_id: uuid.UUID, data: bytes, name: str) -> tuple[RowReceipt, ...]:
    """The receipts of a file that was taken in, in the order of its rows. Needs `journey.edit`.

    Only for the very file: with a receipt one reads an answer, and whoever has the file has read it. That order is
    kept nowhere else. Raises Problem for another file, or while it is still being taken in.
    """
    wave = wave_for(actor, wave_id)
    runs = Import.objects.filter(wave=wave, waits=False, sha256=hashlib.sha256(data).hexdigest()).order_by("created_at")
    run = runs.first()
    if run is None:
        raise Problem("collection.import-unknown", field="file")
    if not runs.filter(finished_at__isnull=False).exists():
        raise Problem("collection.import-running", field="file")
    frame, told = frame_of(data, name)
    columns = columns_of(run, form_of(wave.version), frame, told)
    words = words_of(columns, told)
    rows = []
    for number, row in enumerate(frame.iter_rows(named=True), 2):
        cells = said(row, words)
        rows.append((number, instance_of(columns, cells), instance_named(run, columns, cells, number)))
    kept = Answer.objects.filter(wave=wave, door=Answer.Door.IMPORT, state=Answer.State.KEPT)
    hashes = dict(kept.values_list("instance_id", "receipt_hash"))

    def code_of(instance: str) -> str:
        code = receipt_code(settings.SECRET_KEY, "answer", f"{wave.id}:{instance}")
        return code if hashes.get(instance) == receipt_hash(code) else ""

    scope_id = wave.line.journey.scope_id
    record(actor.who, "answers.receipts-listed", scope_id=scope_id, object_kind="import", object_id=run.id)
    return tuple(RowReceipt(number, own, code_of(instance)) for number, own, instance in rows)
