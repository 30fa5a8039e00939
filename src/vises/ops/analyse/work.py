"""From columns to summaries that may leave the journey: counted by column, never person by person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from vises.analysis.disclosure import OUTSIDE, protect
from vises.analysis.summaries import QuestionSpec, Summary, count_up, count_up_by
from vises.ops.analyse.columns import Columns, answers

COUNTS_WORDS = {"text", "date", "other"}
MANY_NUMBERS = 2000


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
    grouping = None
    if by is not None and (place := columns.place(by)):
        grouping = _clean(answers(frame, by, place))
    summaries, without = [], []
    for done, question in enumerate(questions):
        place = columns.place(question)
        if place is None:
            without.append(question)
        else:
            series = _clean(answers(frame, question, place))
            if by is None or grouping is None or question.name == by.name or question.kind in COUNTS_WORDS:
                summary = count_up(question, _counts(series, question))
            else:
                summary = count_up_by(question, by, _counts_by(series, grouping))
            summaries.append(protect(summary, inside=False))
        progress(done + 1, len(questions))
    return Analysis(tuple(summaries), tuple(without), frame.height)


def _clean(series: pl.Series) -> pl.Series:
    return series.alias("answer")


def _counts(series: pl.Series, question: QuestionSpec) -> dict[str, int]:
    if question.kind in COUNTS_WORDS:
        answered = int((series.str.strip_chars().str.len_bytes() > 0).sum())
        return {"1": answered, "": len(series) - answered}
    told = series.value_counts(name="people")
    return {value or "": count for value, count in told.iter_rows()}


def _counts_by(series: pl.Series, grouping: pl.Series) -> dict[tuple[str, str], int]:
    frame = pl.DataFrame({"answer": series, "group": grouping})
    told = frame.group_by("answer", "group").len()
    return {(value or "", group or ""): count for value, group, count in told.iter_rows()}
