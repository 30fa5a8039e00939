"""From answers to summaries. Everything is made from counts of distinct answers, so size costs little."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from vises.analysis.estimates import groups as two
from vises.analysis.estimates import shares
from vises.analysis.estimates.results import Estimate
from vises.analysis.summaries.model import (
    COUNTED,
    OTHER,
    Cell,
    Comparison,
    Group,
    Kind,
    QuestionSpec,
    Split,
    Summary,
)
from vises.analysis.summaries.numbers import (
    NOBODY,
    Numbers,
    count_up_numbers,
    middle_of,
    numbers_of,
    read_number,
)

Counts = Mapping[str, int]
Part = TypeVar("Part")
GATHERED: dict[str, str] = {"en": "Other answers", "fr": "Autres réponses", "nl": "Andere antwoorden"}


def summarise(question: QuestionSpec, values: Sequence[str | None], *, population: int | None = None) -> Summary:
    """Summarise one value per person (None or "" where the person did not answer).

    Several choices are separated by spaces, as in ODK. `population` is the size of the whole group, where
    it is known: it narrows the intervals.
    """
    return count_up(question, Counter(value or "" for value in values), population=population)


def summarise_by(
    question: QuestionSpec, values: Sequence[str | None], by: QuestionSpec, by_values: Sequence[str | None]
) -> Summary:
    """The same, and beside a grouping question (of one choice) answered by the same people in the same order."""
    if len(values) != len(by_values):
        raise ValueError("the two questions are not answered by the same people")
    groups: dict[str, Counter[str]] = {}
    for value, group in zip(values, by_values, strict=True):
        groups.setdefault((group or "").strip(), Counter())[value or ""] += 1
    return count_up_by(question, by, groups)


def count_up(question: QuestionSpec, counts: Counts, *, population: int | None = None) -> Summary:
    """Summarise from counts of distinct answers; "" counts those who did not answer."""
    missing = sum(count for value, count in counts.items() if not value.strip())
    answered = {value.strip(): 0 for value in counts if value.strip()}
    for value, count in counts.items():
        if value.strip():
            answered[value.strip()] += count
    n = sum(answered.values())
    known = population if population is not None and population >= max(n, 1) else None
    if question.kind in COUNTED:
        choices = _choices(question, answered)
        cells = _cells(choices, _per_choice(question, choices, answered), n, known)
        return Summary(question, n, missing, _share_methods(n, known), cells, population=known)
    if question.kind == "number":
        return count_up_numbers(question, numbers_of(counts), population=population)
    return Summary(
        question, n, missing, ("count",), population=known, hidden="words" if question.kind == "text" else ""
    )


def count_up_by(question: QuestionSpec, by: QuestionSpec, groups: Mapping[str, Counts]) -> Summary:
    """Summarise from counts of distinct answers per group; "" stands for no answer on either side."""
    if question.kind == "number":
        return count_up_numbers_by(question, by, {group: numbers_of(counts) for group, counts in groups.items()})
    per_group = {group: _stripped(counts) for group, counts in groups.items()}
    whole = count_up(question, sum(per_group.values(), Counter()))
    if question.kind not in COUNTED or question.name == by.name:
        return whole
    nowhere = per_group.pop("", Counter())
    order = _choices(by, per_group)
    parts = _gathered(order, per_group, Counter())
    choices = [(cell.value, cell.labels) for cell in whole.cells]
    told = [_group(question, choices, value, labels, parts[value]) for value, labels in order]
    answered = {answer: count for answer, count in nowhere.items() if answer}
    ungrouped = (*_per_choice(question, choices, answered).values(), sum(answered.values()))
    unanswered = tuple(parts[value].get("", 0) for value, _ in order)
    return _beside(whole, Split(by, tuple(told), tuple(_comparisons(question, told)), ungrouped, unanswered))


def count_up_numbers_by(question: QuestionSpec, by: QuestionSpec, groups: Mapping[str, Numbers]) -> Summary:
    """The same for a question that asks for a number, from the numbers of each group."""
    per_group = dict(groups)
    whole = count_up_numbers(question, sum(per_group.values(), NOBODY))
    nowhere = per_group.pop("", NOBODY)
    order = _choices(by, per_group)
    parts = _gathered(order, per_group, NOBODY)
    told = [Group(value, labels, parts[value].n, middle=middle_of(parts[value])) for value, labels in order]
    comparisons: list[Comparison] = []
    if len(told) == 2 and min(group.n for group in told) >= 2:
        a, b = (parts[group.value] for group in told)
        comparisons = _compared(two.superiority_of_counts((a.values, a.counts), (b.values, b.counts)))
    ungrouped = (nowhere.n + nowhere.unreadable,)
    unanswered = tuple(parts[value].missing for value, _ in order)
    return _beside(whole, Split(by, tuple(told), tuple(comparisons), ungrouped, unanswered))


def _stripped(counts: Counts) -> Counter[str]:
    found: Counter[str] = Counter()
    for value, count in counts.items():
        found[value.strip()] += count
    return found


def _gathered(
    order: Sequence[tuple[str, dict[str, str]]], per_group: Mapping[str, Part], nobody: Part
) -> dict[str, Part]:
    """What belongs to each choice of the grouping question; answers outside its list are put together."""
    parts = {value: nobody for value, _ in order}
    for group, part in per_group.items():
        value = group if group in parts else OTHER
        parts[value] = parts[value] + part  # type: ignore[operator]
    return parts


def _beside(whole: Summary, split: Split) -> Summary:
    methods = (*whole.methods, *dict.fromkeys(one.method for one in split.comparisons))
    return replace(whole, methods=methods, split=split)


def _group(
    question: QuestionSpec,
    choices: Sequence[tuple[str, dict[str, str]]],
    value: str,
    labels: dict[str, str],
    answers: Counts,
) -> Group:
    answered = {answer: count for answer, count in answers.items() if answer}
    n = sum(answered.values())
    return Group(value, labels, n, _cells(choices, _per_choice(question, choices, answered), n, None))


def _choices(question: QuestionSpec, answered: Mapping[str, object]) -> list[tuple[str, dict[str, str]]]:
    """The choices as listed, or, where nothing is listed, the answers found; then a cell for the rest."""
    if not question.choices:
        found = list(answered)
        if question.kind == "several":
            found = list(dict.fromkeys(part for value in found for part in value.split()))
        return [(value, {}) for value in sorted(found, key=_natural)]
    listed = list(question.choices)
    values = {value for value, _ in listed}
    if any(_outside(question.kind, values, value) for value in answered):
        listed.append((OTHER, GATHERED))
    return listed


def _natural(value: str) -> tuple[int, float, str]:
    number = read_number(value)
    return (1, 0.0, value) if number is None else (0, number, value)


def _outside(kind: Kind, values: set[str], answer: str) -> bool:
    return answer not in values and not (kind == "several" and all(part in values for part in answer.split()))


def _per_choice(
    question: QuestionSpec, choices: Sequence[tuple[str, dict[str, str]]], answered: Counts
) -> dict[str, int]:
    """How many people said each choice; a person counts once per choice, whatever was sent twice."""
    told = {value: 0 for value, _ in choices}
    for answer, count in answered.items():
        parts = [answer] if answer in told or question.kind != "several" else answer.split()
        for part in {part if part in told else OTHER for part in parts}:
            if part in told:
                told[part] += count
    return told


def _cells(
    choices: Sequence[tuple[str, dict[str, str]]], told: Counts, n: int, population: int | None
) -> tuple[Cell, ...]:
    cells = []
    for value, labels in choices:
        bounds = None
        if n and population:
            bounds = shares.wilson_finite(told[value], n, population)
        elif n:
            bounds = shares.wilson(told[value], n)
        low, high = (bounds.low, bounds.high) if bounds else (None, None)
        cells.append(Cell(value, labels, told[value], n, low, high))
    return tuple(cells)


def _share_methods(n: int, population: int | None) -> tuple[str, ...]:
    if not n:
        return ()
    if population == n:
        return ("everybody",)
    return ("wilson-finite",) if population else ("wilson",)


def _comparisons(question: QuestionSpec, groups: Sequence[Group]) -> list[Comparison]:
    """Two groups are compared with an interval; more groups are shown side by side."""
    if len(groups) != 2 or min(group.n for group in groups) < 2:
        return []
    first, second = groups
    if question.kind == "scale" and not any(cell.value == OTHER for cell in first.cells):
        return _compared(two.superiority_of_counts(_steps(first), _steps(second)))
    found = []
    pairs = list(zip(first.cells, second.cells, strict=True))
    # With two choices of which one is taken, the second says the same the other way round.
    for one, other in pairs[:1] if len(pairs) == 2 and question.kind == "one" else pairs:
        gap = shares.difference(one.count, one.of, other.count, other.of)
        if gap.interval:
            found.append(Comparison(gap.method, gap.value, gap.interval.low, gap.interval.high, one.value))
    return found


def _steps(group: Group) -> two.Counted:
    counts = np.array([cell.count for cell in group.cells], dtype=np.int64)
    said = np.flatnonzero(counts)
    return said.astype(np.float64), counts[said]


def _compared(estimate: Estimate) -> list[Comparison]:
    if estimate.interval is None:
        return []
    return [Comparison(estimate.method, estimate.value, estimate.interval.low, estimate.interval.high)]
