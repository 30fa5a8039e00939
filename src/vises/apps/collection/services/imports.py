"""Answers from tables of others (ODK, Kobo, a spreadsheet of one's own): looked at first, then taken in."""

import hashlib
import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.collection.models import Import, Wave
from vises.apps.collection.rules import USES, id_of_row
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
    canonical = json.dumps(cells, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    # two people may have given exactly the same answers: without ids, the row's place tells them apart
    instance = instance_of(columns, cells) or id_of_row(wave.id, f"{row.name}:{number}:{digest}")
    try:
        xml = from_row(columns.form, cells, instance[:100], columns)
        told = accept(wave, xml, consents=row.consents, door="import", how="declared")
    except (FormProblem, Problem):
        if len(row.refused) < MOST_REFUSED:
            row.refused = [*row.refused, number]
        return
    row.taken += told.first
    row.known += not told.first and not told.quarantined
    row.aside += told.quarantined


def _frame(data: bytes, name: str) -> pl.DataFrame:
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise Problem("platform.file-too-large", field="file", limit=LIMIT_MB)
    try:
        return read_table(data, name)
    except TableProblem as problem:
        raise Problem("collection.import-file", field="file", message=str(problem)) from problem
