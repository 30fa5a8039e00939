"""Answers from tables of others (ODK, Kobo, a spreadsheet of one's own): looked at first, then taken in."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.conf import settings
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.collection.models import Answer, Import, Wave
from vises.apps.collection.rules import USES, id_of_row, receipt_code, receipt_hash
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.waves import wave_for
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import now
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.files.services import erase, read, store
from vises.platform.jobs.services import enqueue, job
from vises.platform.tables import TableProblem, read_table
from vises.xforms import Columns, FormProblem, from_row, instance_of

PIECE = 200  # rows a job takes in: short enough never to hold up respondents
LIMIT_MB = 20
MOST_REFUSED = 100


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
    frame = _frame(data, name)
    columns = Columns(form_of(wave.version), frame.columns)
    understood = tuple(column for column in frame.columns if column in {*columns.questions, *columns.choices})
    if not understood:
        raise Problem("collection.import-columns", field="file")
    return Look(frame.height, understood, tuple(columns.unknown), bool(columns.instance))


def begin(actor: Actor, wave_id: uuid.UUID, chunks: Iterable[bytes], name: str, consents: Iterable[str]) -> Import:
    """Keep the file and take its answers in, piece by piece, by jobs. Needs `journey.edit`.

    `consents` are the uses that everybody in the table agreed to. The same row again is the same answer.
    """
    data = b"".join(chunks)
    found = look(actor, wave_id, data, name)
    wave = wave_for(actor, wave_id)
    stored = store([data], name, limit_mb=LIMIT_MB)
    with transaction.atomic():
        row = Import.objects.create(
            wave=wave,
            name=stored.name,
            file=stored,
            sha256=stored.sha256,
            total=found.rows,
            consents=[use for use in USES if use in set(consents)],
        )
        enqueue("collection.import", key=f"import:{row.id}:0", run=str(row.id), start=0)
        scope_id = wave.line.journey.scope_id
        record(actor.who, "answers.import", scope_id=scope_id, object_kind="import", object_id=row.id, rows=found.rows)
    return row


@job("collection.import")
def take_piece(run: str, start: int) -> None:
    """Take one piece in and ask for the next; the file is erased with the last one."""
    row = Import.objects.select_related("wave__version", "wave__line", "file").filter(pk=run).first()
    if row is None or row.file is None or row.finished_at is not None or row.done > start:
        return
    frame = _frame(read(row.file), row.name)
    columns = Columns(form_of(row.wave.version), frame.columns)
    for number, cells in enumerate(frame.slice(start, PIECE).iter_rows(named=True), start + 2):
        _take(row, row.wave, columns, {name: value or "" for name, value in cells.items()}, number)
    row.done = min(start + PIECE, frame.height)
    stored = row.file
    if row.done >= frame.height:
        row.finished_at, row.file = now(), None
    row.save()
    if row.finished_at is None:
        enqueue("collection.import", key=f"import:{row.id}:{row.done}", run=run, start=row.done)
    else:
        erase(stored)


def _take(row: Import, wave: Wave, columns: Columns, cells: dict[str, str], number: int) -> None:
    instance = _instance(row, columns, cells, number)
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


def _instance(row: Import, columns: Columns, cells: dict[str, str], number: int) -> str:
    """The id of the answer in a row: the table's own, else made of the row and its place."""
    canonical = json.dumps(cells, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    # two people may have given exactly the same answers: without ids, the row's place tells them apart
    return (instance_of(columns, cells) or id_of_row(row.wave_id, f"{row.name}:{number}:{digest}"))[:100]


def receipts(actor: Actor, wave_id: uuid.UUID, data: bytes, name: str) -> tuple[RowReceipt, ...]:
    """The receipts of a file that was taken in, in the order of its rows. Needs `journey.edit`.

    Only for the very file: with a receipt one reads an answer, and whoever has the file has read it. That order is
    kept nowhere else. Raises Problem for another file, or while it is still being taken in.
    """
    wave = wave_for(actor, wave_id)
    runs = Import.objects.filter(wave=wave, sha256=hashlib.sha256(data).hexdigest()).order_by("created_at")
    run = runs.first()
    if run is None:
        raise Problem("collection.import-unknown", field="file")
    if not runs.filter(finished_at__isnull=False).exists():
        raise Problem("collection.import-running", field="file")
    frame = _frame(data, name)
    columns = Columns(form_of(wave.version), frame.columns)
    rows = []
    for number, row in enumerate(frame.iter_rows(named=True), 2):
        cells = {column: value or "" for column, value in row.items()}
        rows.append((number, instance_of(columns, cells), _instance(run, columns, cells, number)))
    kept = Answer.objects.filter(wave=wave, door=Answer.Door.IMPORT, state=Answer.State.KEPT)
    hashes = dict(kept.values_list("instance_id", "receipt_hash"))

    def code_of(instance: str) -> str:
        code = receipt_code(settings.SECRET_KEY, "answer", f"{wave.id}:{instance}")
        return code if hashes.get(instance) == receipt_hash(code) else ""

    scope_id = wave.line.journey.scope_id
    record(actor.who, "answers.receipts-listed", scope_id=scope_id, object_kind="import", object_id=run.id)
    return tuple(RowReceipt(number, own, code_of(instance)) for number, own, instance in rows)


def _frame(data: bytes, name: str) -> pl.DataFrame:
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise Problem("platform.file-too-large", field="file", limit=LIMIT_MB)
    try:
        return read_table(data, name)
    except TableProblem as problem:
        raise Problem("collection.import-file", field="file", message=str(problem)) from problem
