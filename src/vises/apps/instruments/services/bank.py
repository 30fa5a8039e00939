"""Taking a question of the bank into a questionnaire."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.bank import BankQuestion, bank, lines_of
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.queries.drafts import draft, sheets_of
from vises.apps.instruments.services import write_questionnaire
from vises.apps.instruments.services.drafts import as_problem, edit_draft, write_designed
from vises.apps.instruments.services.understood import understood
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound, Problem
from vises.xforms import Form
from vises.xforms.design import Edit, Outline, compiled, completed, make, outline


def take_question(
    actor: Actor,
    line_id: uuid.UUID,
    question_id: str,
    *,
    instrument_id: uuid.UUID | None = None,
    title: str = "",
    why: str = "",
) -> InstrumentVersion:
    """Copy a question of the bank to the end of a questionnaire, in the languages that this one has; or begin a new
    one of that `title`, in the languages of the enterprise. Needs `journey.edit`.

    Its name stays the bank's, so that its answers can be recognised. Raises Problem where it is there already, where
    the spreadsheet of the questionnaire was not kept, where somebody is changing it in a draft, or where people may
    have answered and `why` is empty.
    """
    wanted = bank().question(question_id)
    rows = PlanLine.objects.select_related("journey__enterprise", "journey__scope")
    line = rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)
    before = _latest(line, instrument_id) if instrument_id else None
    return _begun(actor, line, wanted, title.strip()) if before is None else _added(actor, line, wanted, before, why)


def take_into_draft(actor: Actor, draft_id: uuid.UUID, question_id: str) -> int:
    """Put a question of the bank at the end of a draft, in the languages that the draft has; the number of the edit.

    Needs `journey.edit`. Raises Problem where it is there already.
    """
    wanted, view = bank().question(question_id), draft(actor, draft_id)
    if view.outline.named(wanted.name) is not None:
        raise Problem("instruments.bank-there", field="into", words=wanted.words[view.wanted[0]])
    return edit_draft(actor, draft_id, [edit_of(wanted, view.outline)], saw=view.number)


def _begun(actor: Actor, line: PlanLine, wanted: BankQuestion, title: str) -> InstrumentVersion:
    language = line.journey.language
    spoken = [code for code in dict.fromkeys([language, *line.journey.enterprise.languages]) if code in LANGUAGES]
    title = title or wanted.words[language]
    return write_questionnaire(
        actor,
        line.id,
        titles={language: title},
        plain_list=f"# {title}\n\n{lines_of(wanted, spoken)}",
        another=True,
    )


def _added(
    actor: Actor, line: PlanLine, wanted: BankQuestion, before: InstrumentVersion, why: str
) -> InstrumentVersion:
    form, titles = form_of(before), before.instrument.titles
    if any(one.name.rpartition("/")[2] == wanted.name for one in form.questions):
        raise Problem("instruments.bank-there", field="into", words=wanted.words[line.journey.language])
    if before.instrument.drafts.filter(closed_at=None).exists():
        raise Problem("instruments.bank-draft", field="into")
    if before.source == InstrumentVersion.Source.PLAIN_LIST:
        spoken = [code for code in dict.fromkeys(_languages(form, line.journey.language)) if code in LANGUAGES]
        text = f"{before.text}\n\n{lines_of(wanted, spoken)}"
        return write_questionnaire(
            actor, line.id, titles=titles, plain_list=text, why=why, instrument_id=before.instrument_id, was=before.hash
        )
    kept = sheets_of(before)
    if kept is None:
        raise Problem("instruments.bank-workbook", field="into")
    sheets = kept.renumbered()
    as_problem(lambda: make(sheets, completed(edit_of(wanted, outline(sheets)), 1, sheets)))
    return write_designed(
        actor,
        before.instrument,
        sheets,
        xform=understood("into", lambda: compiled(sheets)),
        titles=titles,
        why=why,
        was=before.hash,
    )


def edit_of(wanted: BankQuestion, shown: Outline) -> Edit:
    """The edit that puts a question of the bank at the end of a questionnaire, in the languages that this one has."""
    main, *others = shown.languages
    spoken = main if main in LANGUAGES else LANGUAGES[0]
    also = {
        code: {"label": wanted.words[code], "hint": wanted.hint.get(code, ""), "choices": dict(wanted.answers(code))}
        for code in others
        if code in LANGUAGES
    }
    return {
        "op": "add",
        "name": wanted.name,
        "after": shown.rows[-1] if shown.rows else "",
        "language": main,
        "kind": wanted.type,
        "label": wanted.words[spoken],
        "hint": wanted.hint.get(spoken, ""),
        "choices": [list(one) for one in wanted.answers(spoken)],
        "also": also,
    }


def _languages(form: Form, otherwise: str) -> list[str]:
    """The languages that the questionnaire has, its main one first."""
    main = form.default_language if form.default_language in LANGUAGES else otherwise
    return [main, *form.languages]


def _latest(line: PlanLine, instrument_id: uuid.UUID) -> InstrumentVersion:
    rows = Instrument.objects.filter(pk=instrument_id, line=line, kind=Instrument.Kind.QUESTIONNAIRE)
    version = (
        InstrumentVersion.objects.filter(instrument__in=rows).select_related("instrument").order_by("-number").first()
    )
    if version is None:
        raise NotFound()
    return version
