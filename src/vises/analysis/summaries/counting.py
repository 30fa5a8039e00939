"""From answers to summaries. Everything is made from counts of distinct answers, so size costs little."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from vises.analysis.estimates import groups as two
from vises.analysis.estimates import shares
from vises.analysis.estimates.middle import order_ranks
from vises.analysis.estimates.results import Estimate
from vises.analysis.summaries.model import (
    COUNTED,
    OTHER,
    PERCENT_FROM,
    Cell,
    Comparison,
    Group,
    Kind,
    Middle,
    QuestionSpec,
    Split,
    Summary,
)

Counts = Mapping[str, int]
GATHERED: dict[str, str] = {"en": "Other answers", "fr": "Autres réponses", "nl": "Andere antwoorden"}


def summarise(
    question: QuestionSpec, values: Sequence[str | None], *, population: int | None = None
) -> Summary:
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
    return count_up_by(
        question, by, Counter(zip((v or "" for v in values), (b or "" for b in by_values), strict=True))
    )


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
        numbers, unreadable = _numbers(answered)
        return summary_of_numbers(
            question, _middle(numbers), n - unreadable, missing, unreadable, population=known
        )
    return Summary(
        question, n, missing, ("count",), population=known, hidden="words" if question.kind == "text" else ""
    )


def summary_of_numbers(
    question: QuestionSpec,
    middle: Middle | None,
    n: int,
    missing: int,
    unreadable: int,
    *,
    population: int | None = None,
) -> Summary:
    """The summary of a number question from its parts: see `middle_of`."""
    methods = ("median",) if n else ()
    return Summary(question, n, missing, methods, middle=middle, population=population, unreadable=unreadable)


def count_up_by(question: QuestionSpec, by: QuestionSpec, counts: Mapping[tuple[str, str], int]) -> Summary:
    """Summarise from counts of (answer, group); "" stands for no answer on either side."""
    total: Counter[str] = Counter()
    per_group: dict[str, Counter[str]] = {}
    for (value, group), count in counts.items():
        total[value.strip()] += count
        per_group.setdefault(group.strip(), Counter())[value.strip()] += count
    whole = count_up(question, total)
    if question.kind not in COUNTED | {"number"} or question.name == by.name:
        return whole
    nowhere = per_group.pop("", Counter())
    order = _choices(by, per_group)
    named = {value for value, _ in order if value != OTHER}
    parts: dict[str, Counter[str]] = {}
    for value, answers in per_group.items():
        parts.setdefault(value if value in named else OTHER, Counter()).update(answers)
    choices = [(cell.value, cell.labels) for cell in whole.cells]
    groups = [
        _group(question, choices, value, labels, parts.get(value, Counter())) for value, labels in order
    ]
    ungrouped = _ungrouped(question, choices, {answer: count for answer, count in nowhere.items() if answer})
    unanswered = tuple(parts.get(value, Counter()).get("", 0) for value, _ in order)
    split = Split(by, tuple(groups), tuple(_comparisons(question, groups, parts)), ungrouped, unanswered)
    methods = (*whole.methods, *dict.fromkeys(one.method for one in split.comparisons))
    return Summary(
        question,
        whole.n,
        whole.missing,
        methods,
        whole.cells,
        whole.middle,
        split,
        unreadable=whole.unreadable,
    )


def _group(
    question: QuestionSpec,
    choices: Sequence[tuple[str, dict[str, str]]],
    value: str,
    labels: dict[str, str],
    answers: Counts,
) -> Group:
    answered = {answer: count for answer, count in answers.items() if answer}
    if question.kind == "number":
        numbers, _ = _numbers(answered)
        return Group(value, labels, sum(numbers.values()), middle=_middle(numbers))
    n = sum(answered.values())
    return Group(value, labels, n, _cells(choices, _per_choice(question, choices, answered), n, None))


def _ungrouped(
    question: QuestionSpec, choices: Sequence[tuple[str, dict[str, str]]], answered: Counts
) -> tuple[int, ...]:
    in_all = sum(answered.values())
    if question.kind == "number":
        return (in_all,)
    return (*_per_choice(question, choices, answered).values(), in_all)


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


@lru_cache(maxsize=1 << 16)
def read_number(text: str) -> float | None:
    """A number as people write it ("2.5" or "2,5"), or None."""
    try:
        number = float(text.replace("\u00a0", "").replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def _numbers(answered: Counts) -> tuple[dict[float, int], int]:
    """Distinct numbers in order with their counts, and how many answers were none."""
    numbers: dict[float, int] = {}
    unreadable = 0
    for text, count in answered.items():
        number = read_number(text)
        if number is None:
            unreadable += count
        else:
            numbers[number] = numbers.get(number, 0) + count
    return dict(sorted(numbers.items())), unreadable


def middle_of(values: NDArray[np.float64], counts: NDArray[np.int64]) -> Middle | None:
    """Median with interval, quartiles, of distinct `values` in order; the ends only where the group is not small."""
    reached = np.cumsum(counts)
    n = int(reached[-1]) if len(reached) else 0
    if not n:
        return None

    def at(rank: int) -> float:
        return float(values[np.searchsorted(reached, rank, side="right")])

    def quantile(share: float) -> float:
        below = int((n - 1) * share)
        low, high = at(below), at(min(below + 1, n - 1))
        return low + (high - low) * ((n - 1) * share - below)

    ranks = order_ranks(n)
    low, high, level = (at(ranks[0] - 1), at(ranks[1] - 1), ranks[2]) if ranks else (None, None, None)
    shown = n >= PERCENT_FROM
    return Middle(
        (at((n - 1) // 2) + at(n // 2)) / 2,
        low,
        high,
        level,
        quantile(0.25),
        quantile(0.75),
        float(values[0]) if shown else None,
        float(values[-1]) if shown else None,
        len(values) == 1,
    )


def _middle(numbers: Mapping[float, int]) -> Middle | None:
    return middle_of(
        np.array(list(numbers), dtype=np.float64), np.array(list(numbers.values()), dtype=np.int64)
    )


def _comparisons(
    question: QuestionSpec, groups: Sequence[Group], parts: Mapping[str, Counts]
) -> list[Comparison]:
    """Two groups are compared with an interval; more groups are shown side by side."""
    if len(groups) != 2 or min(group.n for group in groups) < 2:
        return []
    first, second = groups
    if question.kind == "number":
        a, b = (_numbers({v: c for v, c in parts[group.value].items() if v})[0] for group in groups)
        return _compared(two.superiority_of_counts(a, b))
    if question.kind == "scale" and not any(cell.value == OTHER for cell in first.cells):
        a, b = ({float(i): c.count for i, c in enumerate(group.cells) if c.count} for group in groups)
        return _compared(two.superiority_of_counts(a, b))
    found = []
    pairs = list(zip(first.cells, second.cells, strict=True))
    # With two choices of which one is taken, the second says the same the other way round.
    for one, other in pairs[:1] if len(pairs) == 2 and question.kind == "one" else pairs:
        gap = shares.difference(one.count, one.of, other.count, other.of)
        if gap.interval:
            found.append(Comparison(gap.method, gap.value, gap.interval.low, gap.interval.high, one.value))
    return found


def _compared(estimate: Estimate) -> list[Comparison]:
    if estimate.interval is None:
        return []
    return [Comparison(estimate.method, estimate.value, estimate.interval.low, estimate.interval.high)]
