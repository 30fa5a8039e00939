"""Answers that are numbers: distinct values in order, how many gave each, and their middle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from vises.analysis.estimates.middle import order_ranks
from vises.analysis.summaries.model import PERCENT_FROM, Middle, QuestionSpec, Summary


@dataclass(frozen=True)
class Numbers:
    """What a group of people answered: distinct `values` in order with their `counts`, how many gave no answer, and
    how many gave one that is no number."""

    values: NDArray[np.float64]
    counts: NDArray[np.int64]
    missing: int = 0
    unreadable: int = 0

    @property
    def n(self) -> int:
        """People whose answer is a number."""
        return int(self.counts.sum())

    def __add__(self, other: Numbers) -> Numbers:
        """Both groups together."""
        values = np.union1d(self.values, other.values)
        counts = np.zeros(len(values), dtype=np.int64)
        for part in (self, other):
            counts[np.searchsorted(values, part.values)] += part.counts
        return Numbers(values, counts, self.missing + other.missing, self.unreadable + other.unreadable)


NOBODY = Numbers(np.array([], dtype=np.float64), np.array([], dtype=np.int64))


@lru_cache(maxsize=1 << 16)
def read_number(text: str) -> float | None:
    """A number as people write it ("2.5" or "2,5"), or None."""
    try:
        number = float(text.replace("\u00a0", "").replace(",", ".", 1) if "." not in text else text)
    except ValueError:
        return None
    return number if isfinite(number) else None


def numbers_of(counts: Mapping[str, int]) -> Numbers:
    """From counts of distinct answers as text; "" counts those who did not answer."""
    numbers: dict[float, int] = {}
    missing = unreadable = 0
    for text, count in counts.items():
        answer = text.strip()
        number = read_number(answer)
        if not answer:
            missing += count
        elif number is None:
            unreadable += count
        else:
            numbers[number] = numbers.get(number, 0) + count
    values = sorted(numbers)
    return Numbers(
        np.array(values, dtype=np.float64),
        np.array([numbers[value] for value in values], dtype=np.int64),
        missing,
        unreadable,
    )


def count_up_numbers(question: QuestionSpec, numbers: Numbers, *, population: int | None = None) -> Summary:
    """Summarise a question that asks for a number."""
    n = numbers.n
    known = population if population is not None and population >= max(n + numbers.unreadable, 1) else None
    return Summary(
        question,
        n,
        numbers.missing,
        ("median",) if n else (),
        middle=middle_of(numbers),
        population=known,
        unreadable=numbers.unreadable,
    )


def middle_of(numbers: Numbers) -> Middle | None:
    """Median with interval, quartiles; the ends only where the group is not small."""
    values = numbers.values
    reached = np.cumsum(numbers.counts)
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
