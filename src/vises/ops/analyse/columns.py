"""Which columns of the answers belong to which question, however they were exported.

ODK and Kobo write a question in groups as `group/name`, `group-name`, `group:name` or `group.name`, with or
without the groups, or by its label; several choices in one column, one column per choice, or both.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from vises.analysis.summaries import QuestionSpec

TRUE = ["1", "1.0", "true", "yes", "oui", "ja", "vrai", "waar", "x"]
JOINTS = re.compile(r"[-:./]")


@dataclass(frozen=True)
class Place:
    """Where a question's answers stand: one column, or a column per choice (value, column), or both."""

    column: str | None
    per_choice: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> list[str]:
        """Every column of it."""
        return [*([self.column] if self.column else []), *(column for _value, column in self.per_choice)]


class Columns:
    """The columns of a file, to be found by questions. `paths` are all questions' names with their groups."""

    def __init__(self, columns: Sequence[str], paths: Iterable[str]) -> None:
        self._raw = set(columns)
        self._whole: dict[str, str] = {}
        self._tails: dict[str, list[str]] = {}
        for column in columns:
            joined = _joined(column)
            self._whole.setdefault(joined, column)
            parts = joined.split("/")
            for i in range(1, len(parts)):
                self._tails.setdefault("/".join(parts[i:]), []).append(column)
        self._leaves = Counter(_joined(path.rsplit("/", 1)[-1]) for path in paths)

    def find(self, path: str) -> str | None:
        """The column of a path (`group/name`): whole, behind more groups, or by its last name alone."""
        whole = _joined(path)
        leaf = _joined(path.rsplit("/", 1)[-1])
        wanted = [whole, leaf] if self._leaves[leaf] <= 1 else [whole]
        for key in wanted:
            if key in self._whole:
                return self._whole[key]
        for key in wanted:
            if len(found := self._tails.get(key, [])) == 1:
                return found[0]
        return None

    def place(self, question: QuestionSpec) -> Place | None:
        """Where the answers to a question stand, or None."""
        column = self.find(question.name) or self._labelled(question.labels.values())
        if question.kind != "several":
            return Place(column) if column else None
        per_choice = []
        for value, labels in question.choices:
            found = self._choice(question.name, value) or self._labelled(
                f"{label}/{choice}" for label in question.labels.values() for choice in (*labels.values(), value)
            )
            if found and found != column:
                per_choice.append((value, found))
        return Place(column, tuple(per_choice)) if column or per_choice else None

    def _choice(self, path: str, value: str) -> str | None:
        whole, leaf = _joined(path), _joined(path.rsplit("/", 1)[-1])
        ending = f"/{_joined(value)}"
        for key in [whole + ending, leaf + ending] if self._leaves[leaf] <= 1 else [whole + ending]:
            if key in self._whole:
                return self._whole[key]
            if len(found := self._tails.get(key, [])) == 1:
                return found[0]
        return None

    def _labelled(self, labels: Iterable[str]) -> str | None:
        return next((label.strip() for label in labels if label.strip() in self._raw), None)


def _joined(name: str) -> str:
    return JOINTS.sub("/", name.strip().lower()).strip("/")


def by_values(question: QuestionSpec) -> dict[str, str]:
    """Labels, in any language, to the values of their choices: some exports write labels."""
    values = {value for value, _ in question.choices}
    told: dict[str, str] = {}
    for value, labels in question.choices:
        for label in labels.values():
            if label.strip() and label.strip() not in values:
                told.setdefault(label.strip(), value)
    return told


def all_listed(found: Iterable[str], question: QuestionSpec) -> bool:
    """Is every answer found made of listed choices?"""
    values = {value for value, _ in question.choices}
    return all(answer in values or all(part in values for part in answer.split()) for answer in found)


def gathered(frame: pl.DataFrame, place: Place) -> pl.Series:
    """From a column per choice to one text; nobody can answer "none of them", so no choice is no answer."""
    # Numbered names: an expression would take a column named "*" for a pattern.
    told = pl.DataFrame([frame.get_column(column).alias(str(i)) for i, (_value, column) in enumerate(place.per_choice)])
    marked = [
        pl.when(pl.col(str(i)).str.strip_chars().str.to_lowercase().is_in([*TRUE, value.lower()])).then(pl.lit(value))
        for i, (value, _column) in enumerate(place.per_choice)
    ]
    return told.select(pl.concat_str(marked, separator=" ", ignore_nulls=True).alias("answer")).to_series()
