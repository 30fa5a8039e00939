"""From columns to summaries that may leave the journey: counted by column, never person by person."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from vises.analysis.disclosure import OUTSIDE, protect
from vises.analysis.summaries import (
    QuestionSpec,
    Summary,
    count_up,
    count_up_by,
    middle_of,
    summary_of_numbers,
)
from vises.ops.analyse.columns import Columns, Place, all_listed, by_values, gathered

NOT_COUNTED = {"text", "date", "other"}
SAME_TIME = 4


@dataclass(frozen=True)
class Analysis:
    """What came out: a protected summary per question found, and the questions that have no column."""

    summaries: tuple[Summary, ...]
    without_column: tuple[QuestionSpec, ...]
    rows: int

    @property
    def rows_shown(self) -> int | None:
        """How many people answered; None when that few that it is not told."""
        return self.rows if self.rows >= OUTSIDE else None


def analyse(
    frame: pl.DataFrame,
    questions: Sequence[QuestionSpec],
    by: QuestionSpec | None,
    progress: Callable[[int, int], None],
) -> Analysis:
    """Summarise each question, beside `by` where given; `progress` hears (done, of)."""
    columns = Columns(frame.columns, [question.name for question in questions])
    found = [(question, place) for question in questions if (place := columns.place(question))]
    grouping = None
    if by is not None and (place := columns.place(by)):
        grouping = _answers(frame, by, place)

    def one(asked: tuple[QuestionSpec, Place]) -> Summary:
        question, place = asked
        if by is None or grouping is None or question.name == by.name or question.kind in NOT_COUNTED:
            return protect(_alone(frame, question, place), inside=False)
        pairs = _pairs(_answers(frame, question, place), grouping, by_values(question), by_values(by))
        return protect(count_up_by(question, by, pairs), inside=False)

    summaries = []
    # polars counts outside Python's lock: several columns at once keep the cores busy.
    with ThreadPoolExecutor(SAME_TIME) as threads:
        for summary in threads.map(one, found):
            summaries.append(summary)
            progress(len(summaries), len(found))
    there = {question.name for question, _place in found}
    without = tuple(question for question in questions if question.name not in there)
    return Analysis(tuple(summaries), without, frame.height)


def _alone(frame: pl.DataFrame, question: QuestionSpec, place: Place) -> Summary:
    answers = _answers(frame, question, place)
    if question.kind in NOT_COUNTED:
        answered = int((answers.str.strip_chars().str.len_bytes() > 0).sum())
        return count_up(question, {"1": answered, "": len(answers) - answered})
    told = answers.value_counts(name="people")
    if question.kind == "number":
        return _number(question, told)
    return count_up(question, _valued(told.iter_rows(), by_values(question)))


def _answers(frame: pl.DataFrame, question: QuestionSpec, place: Place) -> pl.Series:
    """One text per person; of several choices told twice over, the readable way."""
    if place.column is None:
        return gathered(frame, place)
    answers = frame.get_column(place.column).alias("answer")
    if place.per_choice and not all_listed((value for value in answers.unique() if value), question):
        return gathered(frame, place)
    return answers


def _valued(told: Iterable[tuple[str | None, int]], values: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for answer, people in told:
        text = (answer or "").strip()
        counts[values.get(text, text)] += people
    return counts


def _number(question: QuestionSpec, told: pl.DataFrame) -> Summary:
    """Numbers are read and put in order by polars: there may be as many as answers."""
    text = pl.col("answer").str.strip_chars()
    read = pl.coalesce(
        text.cast(pl.Float64, strict=False), text.str.replace(",", ".").cast(pl.Float64, strict=False)
    )
    told = told.select(
        "people", (text.str.len_bytes() > 0).fill_null(False).alias("said"), read.alias("number")
    )
    fine = pl.col("number").is_finite().fill_null(False) & pl.col("said")
    numbers = told.filter(fine).group_by("number").agg(pl.col("people").sum()).sort("number")
    n = int(numbers.get_column("people").sum())
    missing = int(told.filter(~pl.col("said")).get_column("people").sum())
    unreadable = int(told.get_column("people").sum()) - n - missing
    middle = middle_of(
        numbers.get_column("number").to_numpy(), numbers.get_column("people").to_numpy().astype(np.int64)
    )
    return summary_of_numbers(question, middle, n, missing, unreadable)


def _pairs(
    answers: pl.Series, grouping: pl.Series, values: Mapping[str, str], groups: Mapping[str, str]
) -> Counter[tuple[str, str]]:
    """How many gave each answer in each group."""
    told = pl.DataFrame({"answer": answers, "group": grouping}).group_by("answer", "group").len()
    counts: Counter[tuple[str, str]] = Counter()
    for answer, group, people in told.iter_rows():
        text, part = (answer or "").strip(), (group or "").strip()
        counts[values.get(text, text), groups.get(part, part)] += people
    return counts
