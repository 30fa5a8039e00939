"""The answers of a round as a file, for those who read its words: what was said, and nothing of who or when."""

import csv
import io
import re
import uuid
from collections.abc import Iterator

import polars as pl

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import pick
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.tables import Sheet, Told, neutral, workbook, write_sav
from vises.xforms import Form, Question, to_row

KINDS = ("csv", "xlsx", "sav")
_NAME = re.compile(r"[^A-Za-z0-9_]+")


def answers_file(actor: Actor, wave_id: uuid.UUID, kind: str, language: str) -> bytes:
    """Every answer that counts, one a row, in an order that tells nothing. Needs `words.read`; noted in the audit.

    Left out are the parts of a code, what is asked several times, pictures and sounds, ids and hours. `uses` says what
    each person agreed to. Raises Problem for a kind that is none of KINDS.
    """
    wave = fetch(actor, "words.read", Wave.objects.select_related("version", "line__journey"), pk=wave_id)
    if kind not in KINDS:
        raise Problem("datasets.file-kind")
    form = form_of(wave.version)
    asked = _asked(wave, form)
    record(
        actor.who, "answers.exported", scope_id=wave.line.journey.scope_id, object_kind="wave", object_id=wave.id,
        kind=kind,
    )  # fmt: skip
    if kind == "sav":
        return _sav(asked, _rows(wave, form), language)
    headings = [question.name for question in asked] + ["uses"]
    rows = ([row.get(name, "") for name in headings] for row in _rows(wave, form))
    if kind == "xlsx":
        return workbook([Sheet("answers", headings, list(rows))])
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(headings)
    lines.writerows([neutral(cell) for cell in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def _asked(wave: Wave, form: Form) -> list[Question]:
    return [
        question
        for question in form.questions
        if question.kind != "note"
        and question.control != "upload"
        and not question.in_repeat
        and question.name not in wave.version.pairing
    ]


def _rows(wave: Wave, form: Form) -> Iterator[dict[str, str]]:
    """By hash: an order that does not tell who came first."""
    rows = Answer.objects.filter(wave=wave, state=Answer.State.KEPT).order_by("sha256")
    for xml, uses in rows.values_list("xml", "consents").iterator(chunk_size=2000):
        yield to_row(form, xml) | {"uses": " ".join(uses)}


def _sav(asked: list[Question], rows: Iterator[dict[str, str]], language: str) -> bytes:
    """Choices as numbers with their labels, several choices as one column each (1 chosen, 0 not), numbers, and text."""
    said = list(rows)
    columns: dict[str, pl.Series] = {}
    titles: dict[str, str] = {}
    codes: dict[str, dict[str, str]] = {}

    def named(name: str) -> str:
        plain = _NAME.sub("_", name).strip("_")[:50]
        plain = plain if plain[:1].isalpha() else f"q_{plain}"
        taken = {one.lower() for one in columns}
        number = next(n for n in range(1, 100_000) if (plain if n == 1 else f"{plain}_{n}").lower() not in taken)
        return plain if number == 1 else f"{plain}_{number}"

    for question in asked:
        label = pick(question.labels, language)[0] or question.name
        cells = [row.get(question.name, "") for row in said]
        if question.control in {"select", "rank"}:
            for choice in question.choices:
                name = named(f"{question.name}_{choice.value}")
                titles[name] = f"{label}: {pick(choice.labels, language)[0] or choice.value}"
                columns[name] = pl.Series([_chosen(cell, choice.value) for cell in cells], dtype=pl.Float64)
            continue
        name = named(question.name)
        titles[name] = label
        if question.choices:
            numbers = _numbers([choice.value for choice in question.choices])
            codes[name] = {
                f"{numbers[choice.value]:g}": pick(choice.labels, language)[0] or choice.value
                for choice in question.choices
            }
            columns[name] = pl.Series([numbers.get(cell) for cell in cells], dtype=pl.Float64)
        elif question.kind in {"number", "scale"}:
            columns[name] = pl.Series([_number(cell) for cell in cells], dtype=pl.Float64)
        else:
            columns[name] = pl.Series(cells, dtype=pl.String)
    columns[named("uses")] = pl.Series([row["uses"] for row in said], dtype=pl.String)
    return write_sav(pl.DataFrame(columns), Told(titles=titles, codes=codes))


def _chosen(cell: str, value: str) -> float | None:
    return float(value in cell.split()) if cell else None


def _numbers(values: list[str]) -> dict[str, float]:
    """Numbers that stand for choices: their own where all are numbers, else from 1 on."""
    own = [_number(value) for value in values]
    if all(number is not None for number in own) and len(set(own)) == len(own):
        return {value: number for value, number in zip(values, own, strict=True) if number is not None}
    return {value: float(place) for place, value in enumerate(values, 1)}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
