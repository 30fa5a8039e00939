"""Summaries as values: frozen, and the same after a journey through JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

Kind = Literal["one", "several", "scale", "number", "text", "date", "other"]
Hidden = Literal["", "small", "words"]
Labels = dict[str, str]

KINDS: tuple[Kind, ...] = get_args(Kind)
COUNTED: frozenset[Kind] = frozenset({"one", "several", "scale"})
PERCENT_FROM = 20
"""Percentages say more than was heard when fewer people answered."""

OTHER = "\x1fother"
"""The value of the cell that gathers answers outside the list of choices; it shows none of their words."""


@dataclass(frozen=True)
class QuestionSpec:
    """What must be known of a question to summarise it.

    `choices` are (value, labels) in the form's order. `conditional` says that some people were not asked
    (relevance): then how many were not asked tells something too, and disclosure counts them.
    """

    name: str
    kind: Kind
    labels: Labels = field(default_factory=dict)
    choices: tuple[tuple[str, Labels], ...] = ()
    conditional: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of question: {self.kind}")

    def labels_of(self, value: str) -> Labels:
        """The labels of a choice; empty when the value is none of them."""
        return next((labels for choice, labels in self.choices if choice == value), {})

    def to_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "kind": self.kind,
            "labels": self.labels,
            "choices": [[value, labels] for value, labels in self.choices],
            "conditional": self.conditional,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "QuestionSpec":
        return cls(
            data["name"],
            data["kind"],
            dict(data.get("labels", {})),
            tuple((value, dict(labels)) for value, labels in data.get("choices", ())),
            bool(data.get("conditional", False)),
        )


@dataclass(frozen=True)
class Cell:
    """How many said one thing: `count` of `of` people; `low` and `high` bound the share (0..1, 95 %).

    No bounds when everybody of a group of known size answered. A `hidden` cell holds no number at all.
    """

    value: str
    labels: Labels
    count: int
    of: int
    low: float | None = None
    high: float | None = None
    hidden: bool = False

    @property
    def percent(self) -> int | None:
        """The whole percentage, from 20 people on."""
        return None if self.hidden or self.of < PERCENT_FROM else int(100 * self.count / self.of + 0.5)

    def to_json(self) -> dict[str, Any]:
        numbers: dict[str, Any] = {"hidden": True}
        if not self.hidden:
            numbers = {"count": self.count, "of": self.of, "low": self.low, "high": self.high}
            if self.percent is not None:
                numbers["percent"] = self.percent
        return {"value": self.value, "labels": self.labels, **numbers}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Cell":
        if data.get("hidden"):
            return cls(data["value"], dict(data["labels"]), 0, 0, hidden=True)
        return cls(data["value"], dict(data["labels"]), data["count"], data["of"], data.get("low"), data.get("high"))


@dataclass(frozen=True)
class Middle:
    """Where numbers lie: the median with its interval, the quartiles, the ends; None where not shown."""

    median: float
    low: float | None = None
    high: float | None = None
    level: float | None = None
    """The confidence the interval really reaches (0..1): whole ranks cannot give exactly 95 %."""
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    lowest: float | None = None
    highest: float | None = None
    uniform: bool = False
    """Everybody gave the same number: for whatever leaves the journey that is a disclosure."""

    def to_json(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value is not None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Middle":
        return cls(**data)


@dataclass(frozen=True)
class Group:
    """The same question for one group of people."""

    value: str
    labels: Labels
    n: int
    cells: tuple[Cell, ...] = ()
    middle: Middle | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "labels": self.labels,
            "n": self.n,
            "cells": [cell.to_json() for cell in self.cells],
            "middle": self.middle.to_json() if self.middle else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Group":
        return cls(
            data["value"],
            dict(data["labels"]),
            data["n"],
            tuple(Cell.from_json(cell) for cell in data.get("cells", ())),
            Middle.from_json(data["middle"]) if data.get("middle") else None,
        )


@dataclass(frozen=True)
class Comparison:
    """How far the first group is from the second, with its 95 % interval; `value` names the choice, if any."""

    method: str
    estimate: float
    low: float
    high: float
    value: str = ""

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Comparison":
        return cls(**data)


@dataclass(frozen=True)
class Split:
    """A question beside a grouping question.

    `ungrouped` counts those who answered the question and not the grouping one (per choice, then in all);
    `unanswered` those of each group who did not answer the question. A reader could find both by subtracting
    this table from others: they serve disclosure, which removes them.
    """

    by: QuestionSpec
    groups: tuple[Group, ...]
    comparisons: tuple[Comparison, ...] = ()
    ungrouped: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    hidden: Hidden = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "by": self.by.to_json(),
            "groups": [group.to_json() for group in self.groups],
            "comparisons": [comparison.to_json() for comparison in self.comparisons],
            "ungrouped": list(self.ungrouped),
            "unanswered": list(self.unanswered),
            "hidden": self.hidden,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Split":
        return cls(
            QuestionSpec.from_json(data["by"]),
            tuple(Group.from_json(group) for group in data["groups"]),
            tuple(Comparison.from_json(one) for one in data.get("comparisons", ())),
            tuple(data.get("ungrouped", ())),
            tuple(data.get("unanswered", ())),
            data.get("hidden", ""),
        )


@dataclass(frozen=True)
class Summary:
    """A question's answers in numbers.

    `n` people answered and `missing` did not; `methods` are ids that `platform.figures` names. A hidden
    summary ("small": a group or cell is too small; "words": told in words, never counted) keeps no numbers.
    """

    question: QuestionSpec
    n: int
    missing: int
    methods: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    middle: Middle | None = None
    split: Split | None = None
    population: int | None = None
    unreadable: int = 0
    hidden: Hidden = ""

    @property
    def kind(self) -> Kind:
        return self.question.kind

    def cell(self, value: str) -> Cell | None:
        """The cell of a choice, if there is one."""
        return next((cell for cell in self.cells if cell.value == value), None)

    def to_json(self) -> dict[str, Any]:
        return {
            "question": self.question.to_json(),
            "kind": self.kind,
            "n": None if self.hidden == "small" else self.n,
            "missing": None if self.hidden == "small" else self.missing,
            "unreadable": self.unreadable,
            "population": self.population,
            "methods": list(self.methods),
            "cells": [cell.to_json() for cell in self.cells],
            "middle": self.middle.to_json() if self.middle else None,
            "split": self.split.to_json() if self.split else None,
            "hidden": self.hidden,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Summary":
        return cls(
            QuestionSpec.from_json(data["question"]),
            data["n"] or 0,
            data["missing"] or 0,
            tuple(data.get("methods", ())),
            tuple(Cell.from_json(cell) for cell in data.get("cells", ())),
            Middle.from_json(data["middle"]) if data.get("middle") else None,
            Split.from_json(data["split"]) if data.get("split") else None,
            data.get("population"),
            data.get("unreadable", 0),
            data.get("hidden", ""),
        )
