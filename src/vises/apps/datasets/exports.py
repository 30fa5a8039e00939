"""The answers of a round as a file, for those who read its words: what was said, and nothing of who or when."""

import csv
import io
import json
import re
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import BinaryIO, cast

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.collection.models import Answer, Wave
from vises.apps.instruments.queries import form_of
from vises.kernel.locale import pick
from vises.kernel.problems import Problem
from vises.platform.audit.services import record
from vises.platform.tables import SavColumn, SavSet, neutral, write_long_sheet, write_sav_rows
from vises.xforms import Form, Question, rows_of

KINDS = ("csv", "xlsx", "sav")
Rows = Iterator[list[str]]
Cells = tuple[str | float | None, ...]
Part = tuple[list[SavColumn], int, Callable[[str], Cells]]
AT_A_TIME = 2000  # answers read from the database
REMEMBERED = 4096  # cells of a question whose columns are known without being worked out again
_NAME = re.compile(r"[^A-Za-z0-9_]+")


def answers_file(actor: Actor, wave_id: uuid.UUID, kind: str, language: str) -> BinaryIO:
    """Every answer that counts, one a row, in an order that tells nothing. Needs `words.read`; noted in the audit.

    Returns a file at its beginning that is gone once closed, as `write_answers` writes it. Raises Problem for a kind
    that is none of KINDS.
    """
    wave = wave_to_read(actor, wave_id, kind)
    out = cast("BinaryIO", tempfile.TemporaryFile())  # noqa: SIM115  # whoever sends it closes it
    try:
        write_answers(wave, kind, language, out)
    except BaseException:
        out.close()
        raise
    return out


def wave_to_read(actor: Actor, wave_id: uuid.UUID, kind: str) -> Wave:
    """A round whose answers are about to be taken out, which is noted. Needs `words.read`. Raises Problem as above."""
    wave = fetch(actor, "words.read", Wave.objects.select_related("version", "line__journey"), pk=wave_id)
    if kind not in KINDS:
        raise Problem("datasets.file-kind")
    record(
        actor.who, "answers.exported", scope_id=wave.line.journey.scope_id, object_kind="wave", object_id=wave.id,
        kind=kind,
    )  # fmt: skip
    return wave


def write_answers(
    wave: Wave, kind: str, language: str, out: BinaryIO, told: Callable[[int], None] = lambda _done: None
) -> None:
    """Write the answers of a round row by row, so that memory does not grow with them; `out` is at its beginning then.

    Left out are the parts of a code, what is asked several times, pictures and sounds, ids and hours. `uses` says what
    each person agreed to. `told` hears now and then how many were read.
    """
    form = form_of(wave.version)
    asked = _asked(wave, form)
    headings = [question.name for question in asked] + ["uses"]
    rows = ([row.get(name, "") for name in headings] for row in _counted(_rows(wave, form), told))
    if kind == "csv":
        _csv(out, headings, rows)
    elif kind == "xlsx":
        write_long_sheet(out, "answers", headings, rows)
    else:
        _sav(asked, language, out, headings, rows)
    out.seek(0)


def _counted(rows: Iterator[dict[str, str]], told: Callable[[int], None]) -> Iterator[dict[str, str]]:
    for number, row in enumerate(rows):
        if number % 1000 == 0:
            told(number)
        yield row


def _csv(out: BinaryIO, headings: list[str], rows: Rows) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    lines = csv.writer(text)
    lines.writerow(headings)
    lines.writerows([neutral(cell) for cell in row] for row in rows)
    text.detach()


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
    """By hash: an order that does not tell who came first.

    They are copied aside first, so that nothing is being read from the database while whoever asked writes to it how
    far it is: SQLite refuses that as soon as anybody else has written meanwhile.
    """
    found = Answer.objects.filter(wave=wave, state=Answer.State.KEPT).order_by("sha256")
    row_of = rows_of(form)
    with tempfile.TemporaryFile("w+", encoding="utf-8") as aside:
        aside.writelines(
            json.dumps(row) + "\n" for row in found.values_list("xml", "consents").iterator(chunk_size=AT_A_TIME)
        )
        aside.seek(0)
        for xml, uses in map(json.loads, aside):
            yield row_of(xml) | {"uses": " ".join(uses)}


def _sav(asked: list[Question], language: str, out: BinaryIO, headings: list[str], rows: Rows) -> None:
    """Choices as numbers with their labels, several choices as one column each (1 chosen, 0 not) in
    a set, numbers, and text.

    Rows are read once into a file aside, which tells how wide each text is; then they are written.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8") as aside:
        widest = [1] * len(headings)
        for row in rows:
            aside.write(json.dumps(row) + "\n")
            for place, cell in enumerate(row):
                widest[place] = max(widest[place], len(cell.encode()))
        aside.seek(0)
        parts = _parts_of(asked, language, widest)
        columns = [column for columns, _place, _of in parts for column in columns]
        said = ([cell for _columns, place, of in parts for cell in of(row[place])] for row in map(json.loads, aside))
        write_sav_rows(out, columns, said, _sets_of(asked, language, parts))


def _parts_of(asked: list[Question], language: str, widest: list[int]) -> list[Part]:
    """The columns of the file: what they are called, from which cell they are read, and how."""
    found: list[Part] = []
    taken: set[str] = set()

    def named(name: str) -> str:
        plain = _NAME.sub("_", name).strip("_")[:50]
        plain = plain if plain[:1].isalpha() else f"q_{plain}"
        number = next(n for n in range(1, 100_000) if (plain if n == 1 else f"{plain}_{n}").lower() not in taken)
        made = plain if number == 1 else f"{plain}_{number}"
        taken.add(made.lower())
        return made

    for place, question in enumerate(asked):
        label = pick(question.labels, language)[0] or question.name
        if question.control in {"select", "rank"}:
            titles = {choice.value: pick(choice.labels, language)[0] or choice.value for choice in question.choices}
            columns = [
                SavColumn(named(f"{question.name}_{value}"), f"{label}: {title}") for value, title in titles.items()
            ]
            found.append((columns, place, lru_cache(REMEMBERED)(partial(_chosen, values=tuple(titles)))))
            continue
        name = named(question.name)
        if question.choices:
            numbers = _numbers([choice.value for choice in question.choices])
            codes = {
                numbers[choice.value]: pick(choice.labels, language)[0] or choice.value for choice in question.choices
            }
            found.append(([SavColumn(name, label, codes)], place, partial(_coded, numbers=numbers)))
        elif question.kind in {"number", "scale"}:
            found.append(([SavColumn(name, label)], place, lru_cache(REMEMBERED)(_numeric)))
        else:
            found.append(([SavColumn(name, label, width=widest[place])], place, _as_it_is))
    found.append(([SavColumn(named("uses"), "uses", width=widest[-1])], len(asked), _as_it_is))
    return found


def _sets_of(asked: list[Question], language: str, parts: list[Part]) -> list[SavSet]:
    """Several choices of one question, as SPSS knows them: a set that counts what was chosen."""
    return [
        SavSet(
            f"set{place + 1}", pick(asked[place].labels, language)[0] or asked[place].name, [c.name for c in columns]
        )
        for columns, place, _of in parts
        if place < len(asked) and asked[place].control in {"select", "rank"} and columns
    ]


def _as_it_is(cell: str) -> Cells:
    return (cell,)


def _numeric(cell: str) -> Cells:
    return (_number(cell),)


def _coded(cell: str, numbers: Mapping[str, float]) -> Cells:
    return (numbers.get(cell),)


def _chosen(cell: str, values: Sequence[str]) -> Cells:
    """Of someone who chose nothing it is not known whether she saw the question: nothing said, not 0."""
    chosen = cell.split()
    return tuple(float(value in chosen) if chosen else None for value in values)


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
