"""A table from elsewhere, looked at column by column before anything of it is taken in."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from vises.apps.access.actor import Actor
from vises.apps.collection.models import Answer, Import
from vises.apps.collection.services.columns import (
    columns_found,
    columns_of,
    instance_named,
    said,
    titles_of,
    words_of,
)
from vises.apps.collection.services.imports import waiting
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import now
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.files.services import erase
from vises.platform.jobs.services import hourly
from vises.platform.tables import Told
from vises.xforms import Columns, Form, Question, understood

MOST_SHOWN = 5  # values of a column that are shown
PATIENCE = timedelta(days=1)  # a file that was looked at and not taken in is erased after this


@dataclass(frozen=True)
class Column:
    """A column with what it was taken for ("q", "q=choice", "" for nothing), a few of its values, and those that the
    question cannot take, with how often."""

    name: str
    title: str
    target: str
    values: tuple[str, ...]
    strange: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Preview:
    """A table of others beside the questionnaire. `targets`: what a column may be taken for, and how it is called.

    `known`: rows that are here already. `unanswered`: questions for which no column was found.
    """

    id: uuid.UUID
    journey_id: uuid.UUID
    wave_id: uuid.UUID
    name: str
    rows: int
    columns: tuple[Column, ...]
    targets: tuple[tuple[str, Texts, Texts], ...]
    instance: str
    known: int
    unanswered: tuple[Texts, ...]


def preview(actor: Actor, import_id: uuid.UUID) -> Preview:
    """A file that waits, column by column. Needs `journey.edit`. Raises NotFound once it is taken in or erased."""
    row, frame, told = waiting(actor, import_id)
    form = form_of(row.wave.version)
    columns = columns_of(row, form, frame, told)
    titles = titles_of(told)
    words = words_of(columns, told)
    shown = [_column(columns, told, words.get(name, {}), titles, frame, name) for name in frame.columns]
    taken = {target.partition("=")[0] for target in (one.target for one in shown) if target}
    asked = [question for question in form.questions if question.kind != "note" and question.control != "upload"]
    return Preview(
        row.id,
        row.wave.line.journey_id,
        row.wave_id,
        row.name,
        row.total,
        tuple(shown),
        tuple(_targets(asked)),
        columns.instance,
        _known(row, columns, words, frame),
        tuple(dict(one.labels) or {"und": one.name} for one in asked if one.name not in taken),
    )


def choose(actor: Actor, import_id: uuid.UUID, columns: Mapping[str, str], instance: str) -> None:
    """Say which column is which question, and which one names the answers ("": none does). Needs `journey.edit`.

    What was said before of columns not named here stays. Raises Problem, at the column in question, for a question or
    choice that is not in the questionnaire, and where two columns would fill in the same.
    """
    row, frame, told = waiting(actor, import_id)
    form = form_of(row.wave.version)
    here = set(frame.columns)
    if instance and instance not in here:
        raise Problem("collection.import-target", field="instance", name=instance[:100])
    for column, target in columns.items():
        if column not in here or (target and not _asked(form, target)):
            raise Problem("collection.import-target", field=column, name=(target or column)[:100])
    found = columns_found(form, frame, told, None, instance)
    said_of = {**row.mapping.get("columns", {}), **columns}
    # what is found anyway need not be said; so the times of a repeat and the parts of a place stay what they are
    chosen = {column: target for column, target in said_of.items() if target != found.target(column)}
    _refuse_twice(columns_found(form, frame, told, chosen, instance), frame.columns, columns)
    row.mapping = {"columns": chosen, "instance": instance}
    row.save(update_fields=["mapping"])


def _asked(form: Form, target: str) -> bool:
    name, _equals, value = target.partition("=")
    question = form.question(name)
    return question is not None and (not value or value in {choice.value for choice in question.choices})


def _refuse_twice(made: Columns, names: Iterable[str], said_now: Mapping[str, str]) -> None:
    """Told at a column that was said now, where there is one."""
    filled: dict[tuple[str, str], str] = {}
    for name in names:
        fills = made.fills(name)
        if fills == ("", ""):
            continue
        other = filled.setdefault(fills, name)
        if other != name:
            column = name if name in said_now or other not in said_now else other
            twice = {"name": made.target(column)[:100], "column": name[:100], "other": other[:100]}
            raise Problem("collection.import-twice", field=column, **twice)


def leave(actor: Actor, import_id: uuid.UUID) -> None:
    """Erase a file that was looked at; nothing was taken in. Needs `journey.edit`."""
    row, _frame, _told = waiting(actor, import_id)
    _drop(row)


def _drop(row: Import) -> None:
    stored = row.file
    row.delete()
    if stored is not None:
        erase(stored)


@hourly("collection.forget-looked-at")
def forget_looked_at() -> None:
    """Files that were looked at and left are erased after a day."""
    for row in Import.objects.filter(waits=True, created_at__lt=now() - PATIENCE).select_related("file"):
        _drop(row)


def _targets(asked: Iterable[Question]) -> Iterable[tuple[str, Texts, Texts]]:
    for question in asked:
        yield question.name, dict(question.labels) or {"und": question.name}, {}
        if question.control in {"select", "rank"}:
            for choice in question.choices:
                yield (
                    f"{question.name}={choice.value}",
                    dict(question.labels) or {"und": question.name},
                    dict(choice.labels) or {"und": choice.value},
                )


def _column(
    columns: Columns,
    told: Told,
    words: Mapping[str, str],
    titles: Mapping[str, str],
    frame: pl.DataFrame,
    name: str,
) -> Column:
    counts = Counter(value for value in frame.get_column(name).to_list() if value)
    codes = told.codes.get(name, {})
    shown = tuple(f"{value} ({codes[value]})" if value in codes else value for value in counts)
    strange: list[tuple[str, int]] = []
    if name in columns.questions:
        question = columns.questions[name][0]
        strange = [
            (value, count) for value, count in counts.most_common() if not understood(question, words.get(value, value))
        ]
    return Column(name, titles.get(name, ""), columns.target(name), shown[:MOST_SHOWN], tuple(strange[:MOST_SHOWN]))


def _known(row: Import, columns: Columns, words: Mapping[str, Mapping[str, str]], frame: pl.DataFrame) -> int:
    """How many of its answers are here already."""
    here = set(Answer.objects.filter(wave=row.wave_id).values_list("instance_id", flat=True))
    return sum(
        instance_named(row, columns, said(cells, words), number) in here
        for number, cells in enumerate(frame.iter_rows(named=True), 2)
    )
