"""Words of people, and existing records."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Document, RecordTable
from vises.apps.collection.rules import USES, receipt_code, receipt_hash
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.services import freeze
from vises.apps.journeys.models import PlanLine, Stakeholder
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.texts.talk import Talk, clean, read_written

MOST_ROWS, MOST_COLUMNS = 500, 40


@dataclass(frozen=True)
class Kept:
    """A document that was kept, with the receipt to hand to whoever spoke. It is shown once."""

    document: Document
    receipt: str


def add_document(
    actor: Actor,
    line_id: uuid.UUID,
    *,
    kind: str,
    title: str,
    text: str,
    language: str,
    stakeholder_id: uuid.UUID | None = None,
    people: int = 1,
    on: date | None = None,
    consents: Iterable[str] = ("analysis",),
    refused: Iterable[str] = (),
    version_id: uuid.UUID | None = None,
    as_it_stands: bool = False,
) -> Kept:
    """Keep an interview, a focus group, a life story or an observation. Needs `journey.edit`.

    `text` is in the written form of `texts.talk`: times before lines are kept apart from the words, unless it is
    kept `as_it_stands`, because marks lie on it already.
    Whoever typed it has heard it; from then on only the readers of the plan line read it again.
    `consents` are what everybody who speaks in it agreed to, `refused` what somebody said no to: of the other uses
    nobody was asked. Raises Problem naming the field to mend.
    """
    line = _line(actor, line_id)
    if kind not in Document.Kind.values:
        raise Problem("collection.document-kind", field="kind")
    if not title.strip():
        raise Problem("collection.document-title", field="title")
    talk = Talk(clean(text)) if as_it_stands else read_written(text)
    if not talk.body:
        raise Problem("collection.document-empty", field="text")
    if not 1 <= people <= 500:
        raise Problem("collection.document-people", field="people")
    uses, said_no = set(consents) | {"analysis"}, set(refused)
    if uses & said_no:
        raise Problem("collection.uses-both", field="refused")
    if language not in LANGUAGES or not uses | said_no <= set(USES):
        raise Problem("collection.uses", field="consents")
    group = None
    if stakeholder_id is not None:
        group = Stakeholder.objects.filter(pk=stakeholder_id, journey=line.journey).first()
        if group is None:
            raise Problem("collection.group", field="stakeholder")
    row = Document(
        line=line,
        version=_version(actor, line, version_id),
        kind=kind,
        title=title.strip()[:200],
        stakeholder=group,
        people=people,
        on=on,
        text=talk.body,
        times=talk.times,
        language=language,
        consents=[use for use in USES if use in uses],
        refused=[use for use in USES if use in said_no],
    )
    receipt = receipt_code(settings.SECRET_KEY, "document", str(row.id))
    row.receipt_hash = receipt_hash(receipt)
    with transaction.atomic():
        row.save(force_insert=True)
        _done(actor, line, "document.added", row.id)
    return Kept(row, receipt)


def rewrite(actor: Actor, document_id: uuid.UUID, *, text: str, title: str) -> None:
    """Other words for a conversation: the same with its names replaced. Needs `words.read`."""
    rows = Document.objects.all()
    row = rows.get(pk=document_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=document_id)
    Document.objects.filter(pk=row.pk).update(text=text, title=title)


def add_records(
    actor: Actor,
    line_id: uuid.UUID,
    *,
    titles: Texts,
    source: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str | float | int]],
    note: str = "",
    version_id: uuid.UUID | None = None,
) -> RecordTable:
    """Existing records, or a counting grid, as a small table with its source. Needs `journey.edit`."""
    line = _line(actor, line_id)
    if not columns or not rows:
        raise Problem("collection.records-empty", field="table")
    if len(rows) > MOST_ROWS or len(columns) > MOST_COLUMNS:
        raise Problem("collection.records-large", field="table")
    for number, cells in enumerate(rows, 2):
        if len(cells) > len(columns):
            raise Problem("collection.records-wide", field="table", row=number)
    if not source.strip():
        raise Problem("collection.records-source", field="source")
    with transaction.atomic():
        row = RecordTable.objects.create(
            line=line,
            version=_version(actor, line, version_id),
            titles={code: words.strip() for code, words in titles.items() if words.strip()},
            source=source.strip()[:300],
            columns=[str(column)[:120] for column in columns],
            rows=[[*cells, *[""] * (len(columns) - len(cells))] for cells in rows],
            note=note.strip(),
        )
        _done(actor, line, "records.added", row.id)
    return row


def read_pasted(text: str) -> tuple[list[str], list[list[str]]]:
    """A table pasted from a spreadsheet: tabs, else semicolons; the first line is its heading.

    Raises Problem when there is nothing but a heading.
    """
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    separator = "\t" if any("\t" in line for line in lines) else ";"
    cells = [[cell.strip() for cell in line.split(separator)] for line in lines]
    if len(cells) < 2:
        raise Problem("collection.records-empty", field="table")
    return cells[0], cells[1:]


def _version(actor: Actor, line: PlanLine, version_id: uuid.UUID | None) -> InstrumentVersion | None:
    if version_id is None:
        return None
    version = InstrumentVersion.objects.filter(pk=version_id, instrument__line=line).first()
    if version is not None:
        freeze(actor, version.id)
    return version


def _line(actor: Actor, line_id: uuid.UUID) -> PlanLine:
    rows = PlanLine.objects.select_related("journey__scope", "journey__methodology")
    return rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)


def _done(actor: Actor, line: PlanLine, event: str, object_id: uuid.UUID) -> None:
    touch(actor, line.journey, "collection")
    record(actor.who, event, scope_id=line.journey.scope_id, object_kind="collected", object_id=object_id)
