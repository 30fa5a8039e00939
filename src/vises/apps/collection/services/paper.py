"""Sheets of paper: a code and a receipt for each before it is handed out; typed in once, or twice and compared."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, CheckedSheet, Quarantine, Wave
from vises.apps.collection.rules import id_of_row, kept_uses, new_sheet_code, receipt_code, sheet_code
from vises.apps.collection.services.answers import accept, settle
from vises.apps.collection.services.waves import wave_for
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import this_hour
from vises.kernel.problems import Problem
from vises.platform.rows import insert_once
from vises.xforms import AnswerProblem, Form, FormProblem, to_row
from vises.xforms.paper import Filled, fill_in, items_of, on_paper, read_all

MOST_SHEETS = 200
HOW = ("self", "oral", "witnessed")


@dataclass(frozen=True)
class Sheet:
    """A sheet to hand out: its code, and the receipt that whoever fills it in tears off."""

    code: str
    receipt: str


@dataclass(frozen=True)
class Typing:
    """What somebody types in from a sheet: fields by name, uses agreed to, and how."""

    code: str
    fields: Mapping[str, str]
    consents: tuple[str, ...] = ()
    how: str = "self"
    language: str = ""


@dataclass(frozen=True)
class Difference:
    """A field in which two typings of one sheet differ; `name` is "" for the uses agreed to."""

    name: str
    first: str
    second: str


@dataclass(frozen=True)
class Typed:
    """What became of a typing. `state`: mend (nothing was kept), kept, same (typed twice, alike), differs.

    `refused`: fields with no code of their question. `uncounted`: fields whose answer does not count after the others.
    `problems`: what the questionnaire asks for and the sheet has not; it may be kept so.
    """

    state: str
    receipt: str = ""
    refused: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()
    problems: tuple[AnswerProblem, ...] = ()
    differences: tuple[Difference, ...] = ()


def new_sheets(actor: Actor, wave_id: uuid.UUID, count: int) -> list[Sheet]:
    """So many sheets, each with a code that tells nothing and a receipt. Needs `journey.edit`. Nothing is kept."""
    wave = wave_for(actor, wave_id)
    if not 1 <= count <= MOST_SHEETS:
        raise Problem("collection.sheets", field="count", limit=MOST_SHEETS)
    codes: set[str] = set()
    while len(codes) < count:  # no two sheets of one pile are taken for one typed twice
        codes.add(new_sheet_code())
    return [Sheet(code, _receipt(wave, code)) for code in codes]


def wave_to_type(actor: Actor, wave_id: uuid.UUID) -> Wave:
    """The round, for whoever may read its raw words: typing a sheet in is reading it. Needs `words.read`."""
    rows = Wave.objects.select_related("version", "line__journey__enterprise", "line__journey__scope")
    return rows.get(pk=wave_id) if actor.kind == "system" else fetch(actor, "words.read", rows, pk=wave_id)


def type_in(actor: Actor, wave_id: uuid.UUID, typing: Typing, *, as_it_stands: bool = False) -> Typed:
    """Keep a sheet typed in from paper, or compare it with what was typed in before. Needs `words.read`.

    `as_it_stands` keeps what the questionnaire would not let through on a screen: it stands so on the paper. Codes
    that mean nothing are always to be mended. Raises Problem for the sheet's code.
    """
    wave = wave_to_type(actor, wave_id)
    code = _code(typing.code)
    form, instance = form_of(wave.version), _instance(wave, code)
    read = read_all(form, typing.fields)
    filled = _filled(form, read.values, instance, typing.language)
    problems = tuple(filled.state.problems())
    if read.refused or (not as_it_stands and (filled.uncounted or problems)):
        return Typed("mend", refused=read.refused, uncounted=filled.uncounted, problems=problems)
    kept = Answer.objects.filter(wave=wave, instance_id=instance).first()
    if kept is None:
        told = accept(
            wave,
            filled.state.to_xml(),
            consents=typing.consents,
            door="paper",
            language=typing.language,
            how=typing.how if typing.how in HOW else "self",
        )
        return Typed("kept", told.receipt)
    found = _differences(form, kept, filled, typing)
    if not found:
        insert_once(CheckedSheet(wave=wave, instance_id=instance))
        return Typed("same", _receipt(wave, code))
    return Typed("differs", differences=found)


def settle_typing(actor: Actor, wave_id: uuid.UUID, typing: Typing, first: Sequence[str]) -> Typed:
    """Say for each difference what stands on the paper: `first` names the fields for which it is what was typed first.

    Needs `words.read`. What does not count any more is put aside, not lost.
    """
    wave = wave_to_type(actor, wave_id)
    code = _code(typing.code)
    form, instance = form_of(wave.version), _instance(wave, code)
    kept = Answer.objects.filter(wave=wave, instance_id=instance).first()
    read = read_all(form, typing.fields)
    if kept is None or read.refused:
        raise Problem("collection.sheet-code", field="code")
    row = to_row(form, kept.xml)
    values = {
        name: ([row[name]] if row.get(name) else []) if name in first else given for name, given in read.values.items()
    }
    filled = _filled(form, values, instance, typing.language)
    uses = tuple(kept.consents) if "" in first else typing.consents
    with transaction.atomic():
        told = accept(
            wave,
            filled.state.to_xml(),
            consents=uses,
            door="paper",
            language=typing.language,
            how=kept.consent_how,
            consent_version=kept.consent_version,
            group=kept.group_id,
        )
        if told.aside is not None:
            Quarantine.objects.filter(pk=told.aside).update(settled="")
            settle(actor, told.aside, use_second=True)
        insert_once(CheckedSheet(wave=wave, instance_id=instance))
    return Typed("same", told.receipt)


def _differences(form: Form, kept: Answer, filled: Filled, typing: Typing) -> tuple[Difference, ...]:
    """Fields in which what was kept and what is typed now are not alike, in the order of the sheet."""
    before, after = to_row(form, kept.xml), to_row(form, filled.state.to_xml())
    found = [
        Difference(item.name, before.get(item.name, ""), after.get(item.name, ""))
        for item in items_of(on_paper(form))
        if before.get(item.name, "") != after.get(item.name, "")
    ]
    uses = kept_uses(kept.wave.consent_uses, list(typing.consents))
    if uses != kept.consents:
        found.append(Difference("", " ".join(kept.consents), " ".join(uses)))
    return tuple(found)


def _filled(form: Form, values: Mapping[str, Sequence[str]], instance: str, language: str) -> Filled:
    try:
        return fill_in(form, values, instance, language, this_hour())
    except FormProblem as problem:
        raise Problem("collection.answer-unreadable") from problem


def _code(text: str) -> str:
    code = sheet_code(text)
    if not code:
        raise Problem("collection.sheet-code", field="code")
    return code


def _instance(wave: Wave, code: str) -> str:
    return id_of_row(wave.id, f"paper:{code}")


def _receipt(wave: Wave, code: str) -> str:
    return receipt_code(settings.SECRET_KEY, "answer", f"{wave.id}:{_instance(wave, code)}")
