"""Writing instruments: questionnaires, guides, grids; versions that freeze with the first answer."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.rules import LONGEST, check_marks, check_pairing, read_grid
from vises.apps.instruments.services.understood import understood
from vises.apps.instruments.services.writing import done, write_version
from vises.apps.journeys.models import PlanLine
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Problem
from vises.xforms import parse_xform, read_plain_list, read_xlsform
from vises.xforms.design import read_sheets

KINDS = ("questionnaire", "guide", "grid")


def write_questionnaire(
    actor: Actor,
    line_id: uuid.UUID,
    *,
    titles: Texts,
    plain_list: str | None = None,
    xlsform: tuple[bytes, str] | None = None,
    why: str = "",
    instrument_id: uuid.UUID | None = None,
    another: bool = False,
    was: str = "",
) -> InstrumentVersion:
    """A questionnaire of a plan line, from a plain list or from an XLSForm (bytes, file name). Needs `journey.edit`.

    The line's questionnaire is written again: in place as long as nobody answered, as a new version afterwards
    (`why` is then asked). `another` makes a second one beside it. `was` is the hash that the writer had before her
    eyes: Conflict when somebody wrote meanwhile. Raises Problem saying line, sheet, row or column, and remedy.
    """
    line = _line(actor, line_id)
    if plain_list and xlsform:
        raise Problem("instruments.two-sources", field="plain_list")
    if xlsform is not None:
        data, filename = xlsform
        source, text = "xlsform", filename[-200:]
        xform = understood("xlsform", lambda: read_xlsform(data, filename))
        sheets = understood("xlsform", lambda: read_sheets(data)).to_json()
    else:
        text, source, sheets = _bounded(plain_list or "", "plain_list"), "plain-list", None
        xform = understood("plain_list", lambda: read_plain_list(text, line.journey.language))
    form = parse_xform(xform)
    if not any(question.kind != "note" for question in form.questions):
        raise Problem("instruments.no-questions", field=source.replace("-", "_"))
    written = {code: words for code, words in titles.items() if words.strip()}
    titles = written or {code: form.titles[code] for code in LANGUAGES if form.titles.get(code)}
    return write_version(
        actor,
        line,
        kind="questionnaire",
        titles=titles,
        source=source,
        text=text,
        xform=xform,
        sheets=sheets,
        languages=[code for code in form.languages if code != "und"],
        why=why,
        instrument_id=instrument_id,
        another=another,
        was=was,
    )


def write_guide(
    actor: Actor,
    line_id: uuid.UUID,
    *,
    titles: Texts,
    text: str,
    language: str,
    why: str = "",
    instrument_id: uuid.UUID | None = None,
    another: bool = False,
    was: str = "",
) -> InstrumentVersion:
    """A guide for an interview, a focus group or a life story, as text. Needs `journey.edit`.

    As `write_questionnaire` for versions, `why`, `another` and `was`.
    """
    return write_version(
        actor,
        _line(actor, line_id),
        kind="guide",
        titles=titles,
        source="text",
        text=_bounded(text, "text"),
        xform="",
        languages=[_known(language)],
        why=why,
        instrument_id=instrument_id,
        another=another,
        was=was,
    )


def write_grid(
    actor: Actor,
    line_id: uuid.UUID,
    *,
    titles: Texts,
    text: str,
    language: str,
    why: str = "",
    instrument_id: uuid.UUID | None = None,
    another: bool = False,
    was: str = "",
) -> InstrumentVersion:
    """A counting grid: headings on the first line, then one line per thing observed. Needs `journey.edit`.

    As `write_questionnaire` for versions, `why`, `another` and `was`.
    """
    words = _bounded(text, "text")
    read_grid(words)
    return write_version(
        actor,
        _line(actor, line_id),
        kind="grid",
        titles=titles,
        source="text",
        text=words,
        xform="",
        languages=[_known(language)],
        why=why,
        instrument_id=instrument_id,
        another=another,
        was=was,
    )


def mark(
    actor: Actor,
    version_id: uuid.UUID,
    *,
    sensitive: Sequence[str] = (),
    grouping: Sequence[str] = (),
    pairing: Sequence[str] = (),
) -> InstrumentVersion:
    """Which questions are sensitive (shown only from larger groups on), by which results may be split, and of which
    each person rebuilds her code (`pairing`): those are shown to nobody.

    Needs `journey.edit`. Marks do not change what people are asked, so a frozen version may be marked too.
    """
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    sensitive, grouping = list(dict.fromkeys(sensitive)), list(dict.fromkeys(grouping))
    pairing = list(dict.fromkeys(pairing))
    if sensitive or grouping or pairing:
        form = parse_xform(version.xform)
        check_marks(form, sensitive, grouping)
        check_pairing(form, pairing)
    with transaction.atomic():
        InstrumentVersion.objects.filter(pk=version.pk).update(sensitive=sensitive, grouping=grouping, pairing=pairing)
        done(actor, version.instrument.line, "instrument.marked", version.id)
    version.refresh_from_db()
    return version


def freeze(actor: Actor, version_id: uuid.UUID) -> InstrumentVersion:
    """From now on this wording cannot change: the room that collects calls it when it begins. Needs `journey.edit`.

    Freezing again changes nothing.
    """
    rows = InstrumentVersion.objects.select_related("instrument__line__journey__scope")
    version = rows.get(pk=version_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=version_id)
    with transaction.atomic():
        if InstrumentVersion.objects.filter(pk=version.pk, frozen_at=None).update(frozen_at=now()):
            done(actor, version.instrument.line, "instrument.frozen", version.id)
    version.refresh_from_db()
    return version


def drop_instrument(actor: Actor, instrument_id: uuid.UUID) -> None:
    """Take an instrument away, as long as none of its wordings was used. Needs `journey.edit`."""
    rows = Instrument.objects.select_related("line__journey__scope")
    found = (
        rows.get(pk=instrument_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=instrument_id)
    )
    if found.versions.exclude(frozen_at=None).exists():
        raise Problem("instruments.used")
    with transaction.atomic():
        done(actor, found.line, "instrument.dropped", found.id)
        found.delete()


def _bounded(text: str, field: str) -> str:
    words = text.replace("\r\n", "\n").strip("\n")
    if not words.strip():
        raise Problem("instruments.empty", field=field)
    if len(words) > LONGEST:
        raise Problem("instruments.long", field=field, limit=LONGEST)
    return words


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    return language


def _line(actor: Actor, line_id: uuid.UUID) -> PlanLine:
    rows = PlanLine.objects.select_related("journey__scope", "journey__methodology")
    return rows.get(pk=line_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=line_id)
