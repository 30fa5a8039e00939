"""Which column of a table from elsewhere is which question, and what its codes mean."""

import hashlib
import json
from collections.abc import Iterable, Mapping

import polars as pl

from vises.apps.collection.models import Import
from vises.apps.collection.rules import id_of_row
from vises.kernel.problems import Problem
from vises.platform.tables import TableProblem, Told, original, read_told
from vises.xforms import Columns, Form, instance_of, known_choice

LIMIT_MB = 20


def frame_of(data: bytes, name: str) -> tuple[pl.DataFrame, Told]:
    """The rows of a file with what it says of its columns. Raises Problem with what to do."""
    if len(data) > LIMIT_MB * 1024 * 1024:
        raise Problem("platform.file-too-large", field="file", limit=LIMIT_MB)
    try:
        return read_told(data, name)
    except TableProblem as problem:
        raise Problem("collection.import-file", field="file", message=str(problem)) from problem


def columns_of(row: Import, form: Form, frame: pl.DataFrame, told: Told) -> Columns:
    """The columns as somebody said, and as they are found where nobody did."""
    return columns_found(form, frame, told, row.mapping.get("columns"), row.mapping.get("instance"))


def columns_found(
    form: Form,
    frame: pl.DataFrame,
    told: Told,
    chosen: Mapping[str, str] | None = None,
    instance: str | None = None,
) -> Columns:
    """Where a name tells nothing, the words that the file gives to a column, and its multiple responses, may."""
    found = Columns(form, frame.columns, chosen, instance)
    guessed = _by_title(form, titles_of(told), told, found.unknown)
    if not guessed:
        return found
    return Columns(form, frame.columns, {**guessed, **(chosen or {})}, instance)


def titles_of(told: Told) -> dict[str, str]:
    """What each column is called in words; a column of a multiple response begins with what that is called."""
    titles = dict(told.titles)
    for name, columns in told.sets.items():
        for column in columns:
            around, own = told.set_titles.get(name) or name, told.titles.get(column, "")
            titles[column] = f"{around}: {own or column}"
    return titles


def _by_title(form: Form, titles: Mapping[str, str], told: Told, unknown: Iterable[str]) -> dict[str, str]:
    """What unknown columns are by their words. The questionnaire is gone through once, however many they are."""
    named = Columns(form, list({titles[name] for name in unknown if titles.get(name)}))
    around = {
        column: Columns(form, [many, told.set_titles.get(many) or many])
        for many, columns in told.sets.items()
        for column in columns
    }
    guessed: dict[str, str] = {}
    for name in unknown:
        asked = around[name].questions.values() if name in around else ()
        several = ((question, known_choice(question, told.titles.get(name, ""))) for question, _places in asked)
        choice = next((f"{q.name}={value}" for q, value in several if value and q.control == "select"), "")
        if target := choice or named.target(titles.get(name, "")):
            guessed[name] = target
    return guessed


def words_of(columns: Columns, told: Told) -> dict[str, dict[str, str]]:
    """Codes of columns as words of the questionnaire, where the file says what its codes mean and it means a choice."""
    words: dict[str, dict[str, str]] = {}
    for name, (question, _places) in columns.questions.items():
        found = {code: known_choice(question, said) for code, said in told.codes.get(name, {}).items()}
        if question.choices and any(found.values()):
            words[name] = {code: value for code, value in found.items() if value}
    for name in columns.choices:
        if name in told.counted:
            words[name] = {told.counted[name]: "1", "": ""}
        elif name in told.codes:
            words[name] = dict(told.codes[name])
    return words


def said(row: Mapping[str, str | None], words: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """A row as text, its codes as words of the questionnaire."""
    cells = {column: original(value or "") for column, value in row.items()}
    for column, known in words.items():
        # of a multiple response what is not the value that counts was not chosen
        cells[column] = known.get(cells[column], "" if "" in known else cells[column])
    return cells


def questions_in(columns: Columns, frame: pl.DataFrame) -> tuple[str, ...]:
    """The columns that were taken for something."""
    known = {*columns.questions, *columns.choices, *columns.points}
    return tuple(column for column in frame.columns if column in known)


def instance_named(row: Import, columns: Columns, cells: dict[str, str], number: int) -> str:
    """The id of the answer in a row: the table's own, else made of the row and its place."""
    canonical = json.dumps(cells, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    own = instance_of(columns, cells)
    if own.startswith("row:"):  # a column that somebody chose: what it says is not kept, it may be a name
        own = id_of_row(row.wave_id, own)
    # two people may have given exactly the same answers: without ids, the row's place tells them apart
    return (own or id_of_row(row.wave_id, f"{row.name}:{number}:{digest}"))[:100]
