"""Taking a question of the bank into a questionnaire."""

import uuid

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.bank import bank, lines_of
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services import mark, write_questionnaire
from vises.apps.journeys.models import PlanLine
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound, Problem
from vises.xforms import Form


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
    the questionnaire comes from a spreadsheet, or where people may have answered and `why` is empty.
    """
    wanted = bank().question(question_id)
    rows = PlanLine.objects.select_related("journey__enterprise", "journey__scope")
    line = rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)
    before = _latest(line, instrument_id) if instrument_id else None
    if before is None:
        titles = {line.journey.language: title.strip() or wanted.words[line.journey.language]}
        languages = [line.journey.language, *line.journey.enterprise.languages]
        text = f"# {titles[line.journey.language]}\n\n"
    else:
        if before.source != InstrumentVersion.Source.PLAIN_LIST:
            raise Problem("instruments.bank-workbook", field="into")
        form = form_of(before)
        if any(one.name.rpartition("/")[2] == wanted.name for one in form.questions):
            raise Problem("instruments.bank-there", field="into", words=wanted.words[line.journey.language])
        titles, languages, text = (
            before.instrument.titles,
            _languages(form, line.journey.language),
            f"{before.text}\n\n",
        )
    spoken = list(dict.fromkeys(code for code in languages if code in LANGUAGES))
    made = write_questionnaire(
        actor,
        line.id,
        titles=titles,
        plain_list=text + lines_of(wanted, spoken),
        why=why,
        instrument_id=instrument_id,
        another=before is None,
        was=before.hash if before else "",
    )
    if wanted.sensitive:
        mark(
            actor,
            made.id,
            sensitive=[*made.sensitive, wanted.name],
            grouping=made.grouping,
            pairing=made.pairing,
        )
    return made


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
