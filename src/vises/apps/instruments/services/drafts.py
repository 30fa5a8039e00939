"""Designing a questionnaire: drafts, their edits, what is said about them, and publishing."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import Draft, DraftEdit, DraftRemark, Instrument, InstrumentVersion
from vises.apps.instruments.queries.drafts import sheets_of
from vises.apps.instruments.services.understood import understood
from vises.apps.instruments.services.writing import done, write_version
from vises.apps.journeys.models import PlanLine
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.xforms import parse_xform
from vises.xforms.design import (
    STEPS,
    Edit,
    EditProblem,
    Folded,
    Sheets,
    begun,
    compiled,
    completed,
    fold,
    make,
    outline,
    said_by,
    touches,
)

T = TypeVar("T")
MOST_EDITS = 5_000
LONGEST_REMARK = 2_000


def begin_draft(actor: Actor, line_id: uuid.UUID, *, titles: Texts, language: str) -> Draft:
    """Begin a questionnaire of a plan line without a question in it, written first in `language`.

    Needs `journey.edit`. Raises Problem without a title or for a language that screens do not have.
    """
    rows = PlanLine.objects.select_related("journey__scope")
    line = rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)
    named = {code: text.strip()[:200] for code, text in titles.items() if code in LANGUAGES and text.strip()}
    if not named:
        raise Problem("instruments.title", field=f"titles_{language}")
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    with transaction.atomic():
        order = Instrument.objects.filter(line=line).count()
        instrument = Instrument.objects.create(line=line, kind="questionnaire", titles=named, order=order)
        draft = Draft.objects.create(instrument=instrument, begins=begun(language, named).to_json(), who_id=actor.id)
        done(actor, line, "instrument.draft-begun", instrument.id)
    return draft


def draft_of(actor: Actor, version_id: uuid.UUID) -> Draft:
    """The open draft of a questionnaire; one is begun over this wording where there is none. Needs `journey.edit`.

    Raises Problem for a workbook that was taken in before its sheets were kept.
    """
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    if version.instrument.kind != "questionnaire":
        raise NotFound()
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=version.instrument_id)
        found = Draft.objects.filter(instrument=version.instrument, closed_at=None).first()
        if found is not None:
            return found
        sheets = sheets_of(version)
        if sheets is None:
            raise Problem("instruments.draft-no-sheets")
        return Draft.objects.create(
            instrument=version.instrument,
            base=version,
            base_hash=version.hash,
            begins=sheets.renumbered().to_json(),
            who_id=actor.id,
        )


def edit_draft(actor: Actor, draft_id: uuid.UUID, edits: Sequence[Edit], *, saw: int) -> int:
    """Do some edits, all or none; the number of the last one. Needs `journey.edit`.

    `saw`: the number of the last edit that the writer had before her eyes. Where somebody wrote on the same thing
    since, nothing is kept and Conflict tells what stands there now. Raises Problem for an edit that does not apply.
    """
    with transaction.atomic():
        draft = _open(actor, draft_id)
        kept = list(draft.edits.select_related("who"))
        made: list[Edit] = [row.edit for row in kept]
        folded = _folded(draft, made)
        _check_meanwhile(folded, kept, edits, saw)
        if len(made) + len(edits) > MOST_EDITS:
            raise Problem("instruments.draft-full")
        rows = []
        for asked in edits:
            edit = completed(asked, len(made) + 1, folded.sheets)
            made.append(edit)
            if edit["op"] in STEPS:
                folded = _folded(draft, made)
            else:
                _make(folded.sheets, edit)
            rows.append(DraftEdit(draft=draft, number=len(made), edit=dict(edit), who_id=actor.id))
        DraftEdit.objects.bulk_create(rows)
    return len(made)


def _check_meanwhile(folded: Folded, kept: Sequence[DraftEdit], edits: Sequence[Edit], saw: int) -> None:
    """Refuse to write over what somebody else wrote after `saw`."""
    later = {row.number: row for row in kept if row.number > saw}
    if not later:
        return
    for edit in edits:
        if edit["op"] in STEPS:
            raise Conflict("instruments.draft-undo-meanwhile", who=_name(later[max(later)]))
        for key in touches(edit):
            number = folded.changed.get(key, 0)
            gone = number <= saw and folded.changed.get(str(edit.get("row", "")), 0) > saw
            if number > saw or gone:
                row = later[folded.changed[str(edit["row"])] if gone else number]
                now_there = said_by(folded.sheets, edit, key)
                if now_there == said_by(folded.sheets, edit, key, mine=True):
                    continue
                raise Conflict("instruments.draft-meanwhile", who=_name(row), theirs=now_there or "…")


def _name(row: DraftEdit) -> str:
    return row.who.name if row.who else "vises"


def _folded(draft: Draft, edits: Sequence[Edit]) -> Folded:
    return as_problem(lambda: fold(Sheets.from_json(draft.begins), edits))


def _make(sheets: Sheets, edit: Edit) -> None:
    as_problem(lambda: make(sheets, edit))


def as_problem(act: Callable[[], T]) -> T:
    """What an edit gives; one that does not apply is told as a Problem."""
    try:
        return act()
    except EditProblem as problem:
        raise Problem(f"instruments.draft-{problem.code}", field=problem.field, **problem.params) from problem


def remark(actor: Actor, draft_id: uuid.UUID, text: str, *, row: str = "") -> DraftRemark:
    """Say something about a draft, or about the question of a row. Needs `journey.edit`."""
    words = text.strip()
    if not words:
        raise Problem("instruments.draft-remark-empty", field="text")
    if len(words) > LONGEST_REMARK:
        raise Problem("instruments.long", field="text", limit=LONGEST_REMARK)
    with transaction.atomic():
        draft = _open(actor, draft_id)
        return DraftRemark.objects.create(draft=draft, row=row[:100], text=words, who_id=actor.id)


def settle_remark(actor: Actor, draft_id: uuid.UUID, remark_id: uuid.UUID) -> None:
    """Say that a remark was dealt with. Needs `journey.edit`."""
    with transaction.atomic():
        draft = _open(actor, draft_id)
        if not draft.remarks.filter(pk=remark_id, settled_at=None).update(settled_at=now()):
            raise NotFound()


def publish_draft(
    actor: Actor, draft_id: uuid.UUID, *, saw: int, why: str = "", over: bool = False
) -> InstrumentVersion:
    """Make the draft a wording that can be used, through the same check as a workbook. Needs `journey.edit`.

    As for every wording: in place as long as nobody answered, as the next version afterwards (`why` is then asked).
    `over`: also when another wording was made since the draft began. Raises Problem, with row and remedy.
    """
    with transaction.atomic():
        draft = _open(actor, draft_id)
        edits = list(draft.edits.values_list("edit", flat=True))
        if len(edits) > saw:
            raise Conflict("instruments.draft-publish-meanwhile")
        sheets = _folded(draft, edits).sheets
        shown = outline(sheets)
        if not shown.questions:
            raise Problem("instruments.no-questions")
        xform = understood("", lambda: compiled(sheets))
        form = parse_xform(xform)
        if not any(question.kind != "note" for question in form.questions):
            raise Problem("instruments.no-questions")
        latest = draft.instrument.versions.order_by("-number").first()
        if latest is not None and latest.hash != draft.base_hash and not over:
            raise Conflict("instruments.draft-later", field="over", number=latest.number)
        version = write_designed(
            actor,
            draft.instrument,
            sheets,
            xform=xform,
            titles={**draft.instrument.titles, **shown.titles},
            why=why,
            moved=_moved(outline(Sheets.from_json(draft.begins)).paths, shown.paths),
        )
        Draft.objects.filter(pk=draft.pk).update(closed_at=now(), made=version)
    return version


def write_designed(
    actor: Actor,
    instrument: Instrument,
    sheets: Sheets,
    *,
    xform: str,
    titles: Texts,
    why: str,
    was: str = "",
    moved: Mapping[str, str] | None = None,
) -> InstrumentVersion:
    """Write a wording from its sheets, of which `xform` was compiled. Says nothing of access. See `write_version`."""
    return write_version(
        actor,
        instrument.line,
        kind="questionnaire",
        titles=titles,
        source="designed",
        text="",
        xform=xform,
        sheets=sheets.to_json(),
        languages=[code for code in parse_xform(xform).languages if code != "und"],
        why=why,
        instrument_id=instrument.id,
        another=False,
        was=was,
        moved=moved,
    )


def _moved(before: Mapping[str, str], now_: Mapping[str, str]) -> dict[str, str]:
    """Names of questions before with their names now, where these changed: a row stays the same row."""
    return {name: now_[row] for row, name in before.items() if row in now_ and now_[row] != name}


def drop_draft(actor: Actor, draft_id: uuid.UUID) -> None:
    """Throw an open draft away; a questionnaire that has no wording yet goes with it. Needs `journey.edit`."""
    with transaction.atomic():
        draft = _open(actor, draft_id)
        instrument = draft.instrument
        done(actor, instrument.line, "instrument.draft-dropped", instrument.id)
        draft.delete()
        if not instrument.versions.exists() and not instrument.drafts.exists():
            instrument.delete()


def _open(actor: Actor, draft_id: uuid.UUID) -> Draft:
    """The open draft, held so that edits come one after the other."""
    rows = Draft.objects.select_related("instrument__line__journey__scope")
    draft = rows.get(pk=draft_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=draft_id)
    Draft.objects.select_for_update().get(pk=draft.pk)
    draft.refresh_from_db(fields=["closed_at"])
    if draft.closed_at is not None:
        raise Problem("instruments.draft-closed")
    return draft
