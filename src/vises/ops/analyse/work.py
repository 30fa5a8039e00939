"""From columns to summaries that may leave the journey: counted by column, never person by person."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import polars as pl

from vises.analysis.disclosure import OUTSIDE, protect
from vises.analysis.summaries import (
    Numbers,
    QuestionSpec,
    Summary,
    count_up,
    count_up_by,
    count_up_numbers,
    count_up_numbers_by,
)
from vises.ops.analyse.columns import Columns, Place, all_listed, by_values, gathered

NOT_COUNTED = {"text", "date", "other"}
SAME_TIME = 4
_PART = "\x1fpart"  # no column of a file is called so


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
    parts = None
    if by is not None and (place := columns.place(by)):
        counted = [place for question, place in found if question.kind not in NOT_COUNTED]
        parts = _parts(frame, by, place, [column for place in counted for column in place.columns])

    def one(asked: tuple[QuestionSpec, Place]) -> Summary:
        question, place = asked
        if by is None or parts is None or question.name == by.name or question.kind in NOT_COUNTED:
            return protect(_alone(frame, question, place), inside=False)
        place = _readable(frame, question, place)
        told = {part: _counted(_answers(people, place)) for part, people in parts.items()}
        if question.kind == "number":
            numbers = {part: _numbers(counts) for part, counts in told.items()}
            return protect(count_up_numbers_by(question, by, numbers), inside=False)
        values = by_values(question)
        groups = {part: _valued(counts.iter_rows(), values) for part, counts in told.items()}
        return protect(count_up_by(question, by, groups), inside=False)

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
    answers = _answers(frame, _readable(frame, question, place))
    if question.kind in NOT_COUNTED:
        answered = int((answers.str.strip_chars().str.len_bytes() > 0).sum())
        return count_up(question, {"1": answered, "": len(answers) - answered})
    told = _counted(answers)
    if question.kind == "number":
        return count_up_numbers(question, _numbers(told))
    return count_up(question, _valued(told.iter_rows(), by_values(question)))


def _readable(frame: pl.DataFrame, question: QuestionSpec, place: Place) -> Place:
    """Of several choices told twice over, the way that can be read."""
    if place.column is not None and place.per_choice:
        answers = frame.get_column(place.column)
        if not all_listed((value for value in answers.unique() if value), question):
            return Place(None, place.per_choice)
    return place


def _answers(frame: pl.DataFrame, place: Place) -> pl.Series:
    """One text per person."""
    return gathered(frame, place) if place.column is None else frame.get_column(place.column).alias("answer")


def _counted(answers: pl.Series) -> pl.DataFrame:
    """How many gave each answer."""
    return answers.value_counts(name="people")


def _valued(told: Iterable[tuple[str | None, int]], values: Mapping[str, str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for answer, people in told:
        text = (answer or "").strip()
        counts[values.get(text, text)] += people
    return counts


def _numbers(told: pl.DataFrame) -> Numbers:
    """Numbers are read and put in order by polars: there may be as many as answers."""
    text = pl.col("answer").str.strip_chars()
    with_comma = text.str.replace_all("\u00a0", "", literal=True).str.replace(",", ".", literal=True)
    read = pl.coalesce(
        text.cast(pl.Float64, strict=False),
        pl.when(~text.str.contains(".", literal=True)).then(with_comma.cast(pl.Float64, strict=False)),
    )
    told = told.select("people", (text.str.len_bytes() > 0).fill_null(False).alias("said"), read.alias("number"))
    fine = pl.col("number").is_finite().fill_null(False) & pl.col("said")
    numbers = told.filter(fine).group_by("number").agg(pl.col("people").sum()).sort("number")
    n = int(numbers.get_column("people").sum())
    missing = int(told.filter(~pl.col("said")).get_column("people").sum())
    return Numbers(
        numbers.get_column("number").to_numpy(),
        numbers.get_column("people").to_numpy().astype(np.int64),
        missing,
        int(told.get_column("people").sum()) - n - missing,
    )


def _parts(frame: pl.DataFrame, by: QuestionSpec, place: Place, columns: Iterable[str]) -> dict[str, pl.DataFrame]:
    """In the `columns` asked for, the people of each answer to the grouping question, and under "" those who gave none.

    People are parted once; then each question is counted in one column at a time, which is quicker than by two.
    """
    values = by_values(by)
    texts = _answers(frame, place).fill_null("").str.strip_chars().replace(values)
    asked = pl.DataFrame([frame.get_column(column) for column in dict.fromkeys(columns)])
    parted = asked.with_columns(texts.alias(_PART)).partition_by(_PART, include_key=False, as_dict=True)
    return {str(part): people for (part,), people in parted.items()}
