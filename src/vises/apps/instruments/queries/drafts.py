"""What pages read of drafts: those of a journey, one as it stands, its history."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch, visible
from vises.apps.instruments.models import Draft, DraftEdit, DraftRemark, InstrumentVersion
from vises.apps.instruments.queries.media import with_lists_of
from vises.kernel.locale import LANGUAGES, Texts
from vises.xforms.design import (
    Item,
    Outline,
    Sheets,
    compiled,
    fold,
    outline,
    sheets_of_plain_list,
    write_workbook,
)


@dataclass(frozen=True)
class DraftRow:
    """An open draft, in a list. `version`: the wording it goes on from, None for a new questionnaire."""

    id: uuid.UUID
    line_id: uuid.UUID
    instrument_id: uuid.UUID
    titles: Texts
    version: int | None
    touched_at: datetime
    who: str


@dataclass(frozen=True)
class EditRow:
    """One edit in the history. `counts`: False once it was set aside. `about`: words of the question it was about."""

    number: int
    edit: Mapping[str, Any]
    who: str
    at: datetime
    counts: bool
    about: str


@dataclass(frozen=True)
class RemarkRow:
    """What somebody said."""

    id: uuid.UUID
    row: str
    text: str
    who: str
    at: datetime
    settled: bool


@dataclass(frozen=True)
class DraftView:
    """A draft as it stands. `number`: that of its last edit. `undo`, `redo`: what these would do, if anything.

    `later`: the number of a wording that was made since the draft began. `wanted`: languages of the enterprise.
    """

    id: uuid.UUID
    journey_id: uuid.UUID
    line_id: uuid.UUID
    instrument_id: uuid.UUID
    looks_at: Texts
    titles: Texts
    enterprise: str
    outline: Outline
    number: int
    base: int | None
    base_id: uuid.UUID | None
    base_frozen: bool
    later: int | None
    undo: EditRow | None
    redo: EditRow | None
    remarks: tuple[RemarkRow, ...]
    wanted: tuple[str, ...]
    sheets: Sheets
    open: bool

    def xform(self) -> str:
        """The form as it stands. Raises FormProblem where it cannot be used yet."""
        return compiled(self.sheets)

    def asked(self) -> str:
        """The form as people would get it: with the lists that came as files to the wording it goes on from."""
        return with_lists_of(self.xform(), self.base_id)

    def workbook(self) -> bytes:
        """The XLSForm as it stands."""
        return write_workbook(self.sheets)

    def remarks_on(self, row: str) -> tuple[RemarkRow, ...]:
        """What was said about a question."""
        return tuple(remark for remark in self.remarks if remark.row == row)


def drafts(actor: Actor, journey_id: uuid.UUID) -> tuple[DraftRow, ...]:
    """The open drafts of a journey, in two queries. Needs `journey.edit`; for others there are none."""
    rows = visible(actor, "journey.edit", Draft.objects.filter(closed_at=None)).filter(
        instrument__line__journey_id=journey_id
    )
    found = list(rows.select_related("instrument", "base", "who").order_by("created_at"))
    last: dict[uuid.UUID, DraftEdit] = {}
    for edit in DraftEdit.objects.filter(draft__in=found).defer("edit").select_related("who").order_by("number"):
        last[edit.draft_id] = edit
    return tuple(
        DraftRow(
            id=row.id,
            line_id=row.instrument.line_id,
            instrument_id=row.instrument_id,
            titles=row.instrument.titles,
            version=row.base.number if row.base else None,
            touched_at=last[row.id].created_at if row.id in last else row.created_at,
            who=_name(last.get(row.id, row)),
        )
        for row in found
    )


def draft(actor: Actor, draft_id: uuid.UUID) -> DraftView:
    """A draft as it stands, in four queries and those of access. Needs `journey.edit`."""
    found = _fetch(actor, draft_id)
    kept = list(found.edits.select_related("who"))
    return _view(found, kept)


def draft_and_history(actor: Actor, draft_id: uuid.UUID) -> tuple[DraftView, tuple[EditRow, ...]]:
    """A draft with every edit of it, the latest first. Needs `journey.edit`."""
    found = _fetch(actor, draft_id)
    kept = list(found.edits.select_related("who"))
    made = fold(Sheets.from_json(found.begins), [row.edit for row in kept])
    about = _abouts(found, kept, made.sheets)
    rows = tuple(_edit(row, row.number in set(made.done) or row.edit["op"] in {"undo", "redo"}, about) for row in kept)
    return _view(found, kept), rows[::-1]


def workbook_of(actor: Actor, version_id: uuid.UUID) -> bytes | None:
    """A wording as an XLSForm; None where its sheets were not kept. Needs `journey.view`."""
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    sheets = sheets_of(fetch(actor, "journey.view", rows, pk=version_id))
    return None if sheets is None else write_workbook(sheets)


def sheets_of(version: InstrumentVersion) -> Sheets | None:
    """The sheets of a wording: as kept, or of its plain list; None for a workbook whose sheets were not kept."""
    if version.sheets:
        return Sheets.from_json(version.sheets)
    if version.source == InstrumentVersion.Source.PLAIN_LIST:
        return sheets_of_plain_list(version.text, version.instrument.line.journey.language)
    return None


def _fetch(actor: Actor, draft_id: uuid.UUID) -> Draft:
    rows = Draft.objects.select_related("instrument__line__journey__enterprise", "base")
    return fetch(actor, "journey.edit", rows, pk=draft_id)


def _view(found: Draft, kept: Sequence[DraftEdit]) -> DraftView:
    made = fold(Sheets.from_json(found.begins), [row.edit for row in kept])
    about = _abouts(found, kept, made.sheets)
    instrument, line = found.instrument, found.instrument.line
    shown = outline(made.sheets)
    latest = instrument.versions.order_by("-number").values_list("number", "hash").first()
    enterprise = line.journey.enterprise
    return DraftView(
        id=found.id,
        journey_id=line.journey_id,
        line_id=line.id,
        instrument_id=instrument.id,
        looks_at=line.looks_at,
        titles={**instrument.titles, **shown.titles},
        enterprise=enterprise.name,
        outline=shown,
        number=len(kept),
        base=found.base.number if found.base else None,
        base_id=found.base_id,
        base_frozen=bool(found.base and found.base.frozen_at),
        later=latest[0] if latest and latest[1] != found.base_hash and found.closed_at is None else None,
        undo=_edit(kept[made.done[-1] - 1], True, about) if made.done else None,
        redo=_edit(kept[made.aside[-1] - 1], False, about) if made.aside else None,
        remarks=tuple(_remark(row) for row in found.remarks.select_related("who")),
        wanted=tuple(code for code in enterprise.languages if code in LANGUAGES),
        sheets=made.sheets,
        open=found.closed_at is None,
    )


def _abouts(found: Draft, kept: Sequence[DraftEdit], sheets: Sheets) -> dict[str, str]:
    """Words by which one knows each question, also those that were taken away."""
    said = {row.edit["row"]: str(row.edit.get("label", "")) for row in kept if row.edit["op"] == "add"}
    for state in (Sheets.from_json(found.begins), sheets):
        said |= {item.id: _said(item) for item in outline(state).items}
    return said


def _said(item: Item) -> str:
    return next(iter(item.labels.values()), "") or item.name or item.type


def _edit(row: DraftEdit, counts: bool, about: Mapping[str, str]) -> EditRow:
    return EditRow(
        number=row.number,
        edit=row.edit,
        who=_name(row),
        at=row.created_at,
        counts=counts,
        about=about.get(str(row.edit.get("row", "")), "")[:120],
    )


def _remark(row: DraftRemark) -> RemarkRow:
    return RemarkRow(row.id, row.row, row.text, _name(row), row.created_at, row.settled_at is not None)


def _name(row: Draft | DraftEdit | DraftRemark) -> str:
    return row.who.name if row.who else "vises"
