"""Writing instruments: questionnaires, guides, grids; versions that freeze with the first answer."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.instruments.models import Instrument, InstrumentVersion
from vises.apps.instruments.rules import (
    CAN_GROUP,
    CAN_PAIR,
    LONGEST,
    check_marks,
    check_pairing,
    content_hash,
    read_grid,
)
from vises.apps.instruments.services.media import carry_files, with_lists
from vises.apps.instruments.services.understood import understood
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.services.deliverables import touch
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES, Texts
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record
from vises.xforms import parse_xform, read_plain_list, read_xlsform

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
    else:
        text, source = _bounded(plain_list or "", "plain_list"), "plain-list"
        xform = understood("plain_list", lambda: read_plain_list(text, line.journey.language))
    form = parse_xform(xform)
    if not any(question.kind != "note" for question in form.questions):
        raise Problem("instruments.no-questions", field=source.replace("-", "_"))
    written = {code: words for code, words in titles.items() if words.strip()}
    titles = written or {code: form.titles[code] for code in LANGUAGES if form.titles.get(code)}
    return _write(
        actor,
        line,
        kind="questionnaire",
        titles=titles,
        source=source,
        text=text,
        xform=xform,
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
    return _write(
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
    return _write(
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
        _done(actor, version.instrument.line, "instrument.marked", version.id)
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
            _done(actor, version.instrument.line, "instrument.frozen", version.id)
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
        _done(actor, found.line, "instrument.dropped", found.id)
        found.delete()


def _write(
    actor: Actor,
    line: PlanLine,
    *,
    kind: str,
    titles: Texts,
    source: str,
    text: str,
    xform: str,
    languages: list[str],
    why: str,
    instrument_id: uuid.UUID | None,
    another: bool,
    was: str,
) -> InstrumentVersion:
    named = {code: words.strip()[:200] for code, words in titles.items() if code in LANGUAGES and words.strip()}
    if not named:
        raise Problem("instruments.title", field="titles_fr")
    with transaction.atomic():
        instrument = _instrument(line, kind, instrument_id, another)
        if instrument is None:
            order = Instrument.objects.filter(line=line).count()
            instrument = Instrument.objects.create(line=line, kind=kind, titles=named, order=order)
        elif instrument.titles != named:
            Instrument.objects.filter(pk=instrument.pk).update(titles=named)
        latest = instrument.versions.order_by("-number").first()
        if latest is not None and was and latest.hash != was:
            raise Conflict("platform.changed-meanwhile")
        xform = with_lists(xform, latest) if latest is not None else xform
        digest = content_hash(kind, source, text, xform)
        if latest is not None and latest.hash == digest:
            return latest
        values = {"source": source, "text": text, "xform": xform, "hash": digest, "languages": languages}
        marks = _kept_marks(latest, xform)
        if latest is not None and latest.frozen_at is None:
            changed = InstrumentVersion.objects.filter(pk=latest.pk, hash=latest.hash, frozen_at=None).update(
                **values, **marks, why=why.strip()[:300] or latest.why
            )
            if not changed:
                raise Conflict("platform.changed-meanwhile")
            latest.refresh_from_db()
            version = latest
        else:
            if latest is not None and not why.strip():
                raise Problem("instruments.frozen-why", field="why")
            version = InstrumentVersion.objects.create(
                instrument=instrument,
                number=latest.number + 1 if latest else 1,
                why=why.strip()[:300],
                **values,
                **marks,
            )
            if latest is not None:
                carry_files(latest, version)
        _done(actor, line, "instrument.written", version.id)
    return version


def _instrument(line: PlanLine, kind: str, instrument_id: uuid.UUID | None, another: bool) -> Instrument | None:
    if instrument_id is None:
        return None if another else Instrument.objects.filter(line=line, kind=kind).order_by("order").first()
    found = Instrument.objects.filter(pk=instrument_id, line=line).first()
    if found is None or found.kind != kind:
        raise Problem("instruments.kind", field="kind")
    return found


def _kept_marks(latest: InstrumentVersion | None, xform: str) -> dict[str, list[str]]:
    """Marks follow their questions into the next wording, as far as these are still there."""
    if latest is None or not xform:
        return {"sensitive": [], "grouping": [], "pairing": []}
    kinds = {question.name: question.kind for question in parse_xform(xform).questions}
    return {
        "sensitive": [name for name in latest.sensitive if name in kinds],
        "grouping": [name for name in latest.grouping if kinds.get(name) in CAN_GROUP],
        "pairing": [name for name in latest.pairing if kinds.get(name) in CAN_PAIR],
    }


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


def _done(actor: Actor, line: PlanLine, event: str, object_id: uuid.UUID) -> None:
    touch(actor, line.journey, "instruments")
    record(actor.who, event, scope_id=line.journey.scope_id, object_kind="instrument", object_id=object_id)
