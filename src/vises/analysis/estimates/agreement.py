"""Do people who judge the same things agree? Raw agreement and a coefficient, always both.

Sources: Krippendorff 2011 (alpha, any scale, missing judgements); Cohen 1960 and 1968, error by Fleiss, Cohen
and Everitt 1969; Fleiss 1971; Shrout and Fleiss 1979. Krippendorff: rely from .800, tentative from .667.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from math import nan, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from vises.analysis.estimates.results import Estimate, Interval, TooFew

Scale = Literal["nominal", "ordinal", "interval", "ratio"]
Floats = NDArray[np.float64]
RELY, TENTATIVE = 0.800, 0.667


@dataclass(frozen=True)
class Agreement:
    """`raw` is the share of pairs of judgements that are equal (0..1); `alpha` corrects it for chance.

    `alpha` is nan when everybody said the same of everything: then nothing was told apart, and agreement by
    chance cannot be ruled out. `units` counts the things judged at least twice.
    """

    raw: float
    alpha: float
    interval: Interval | None
    units: int


def krippendorff(
    coders: Sequence[Sequence[Hashable | None]],
    scale: Scale = "nominal",
    level: float = 0.95,
    draws: int = 2000,
) -> Agreement:
    """Krippendorff's alpha: one list per coder, one place per thing judged, None where not judged.

    On other scales than nominal the judgements are numbers. The interval draws things judged again with a
    fixed seed (`draws` times; 0: none), and leaves out draws in which nothing was told apart. Raises TooFew
    when nothing was judged twice.
    """
    values = {value for coder in coders for value in coder if value is not None}
    try:
        order = sorted(values)  # type: ignore[type-var]
    except TypeError:
        order = sorted(values, key=str)
    place = {value: i for i, value in enumerate(order)}
    judged = np.zeros((len(coders[0]) if coders else 0, len(order)))
    for coder in coders:
        for unit, value in enumerate(coder):
            if value is not None:
                judged[unit, place[value]] += 1
    judged = judged[judged.sum(axis=1) >= 2]
    if not len(judged):
        raise TooFew
    numbers = np.array([float(value) for value in order]) if scale in ("interval", "ratio") else None  # type: ignore[arg-type]
    alpha = _alpha(judged, scale, numbers)
    sizes = judged.sum(axis=1)
    raw = float(((judged * (judged - 1)).sum(axis=1)).sum() / (sizes * (sizes - 1)).sum())
    return Agreement(raw, alpha, _bootstrap(judged, scale, numbers, level, draws), len(judged))


def _alpha(judged: Floats, scale: Scale, numbers: Floats | None) -> float:
    return _alpha_of(_pairs(judged).sum(axis=0), scale, numbers)


def _pairs(judged: Floats) -> Floats:
    """For each thing judged, the table of pairs of judgements of it (values x values)."""
    weighed = judged / (judged.sum(axis=1, keepdims=True) - 1)
    pairs = np.einsum("uc,uk->uck", weighed, judged)
    pairs[:, range(judged.shape[1]), range(judged.shape[1])] -= weighed
    return np.asarray(pairs)


def _alpha_of(seen: Floats, scale: Scale, numbers: Floats | None) -> float:
    """Alpha from the table of coincidences."""
    totals = seen.sum(axis=0)
    n = float(totals.sum())
    distance = _distances(totals, scale, numbers)
    expected = float((np.outer(totals, totals) * distance).sum())
    if expected == 0:
        return nan
    return 1 - (n - 1) * float((seen * distance).sum()) / expected


def _distances(totals: Floats, scale: Scale, numbers: Floats | None) -> Floats:
    if scale == "nominal":
        return np.asarray(1 - np.eye(len(totals)))
    if scale == "ordinal":
        before = np.cumsum(totals) - totals / 2
        return np.asarray(np.subtract.outer(before, before) ** 2)
    assert numbers is not None
    gaps = np.subtract.outer(numbers, numbers)
    if scale == "ratio":
        sums = np.add.outer(numbers, numbers)
        gaps = np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0)
    return np.asarray(gaps**2)


def _bootstrap(judged: Floats, scale: Scale, numbers: Floats | None, level: float, draws: int) -> Interval | None:
    if draws < 1 or len(judged) < 5:
        return None
    dice = np.random.default_rng(20191128)
    # Things judged alike are drawn together: a draw is how often each pattern comes, not which thing.
    patterns, often = np.unique(judged, axis=0, return_counts=True)
    pairs = _pairs(patterns)
    counts = dice.multinomial(len(judged), often / len(judged), size=draws).astype(np.float64)
    tables = np.tensordot(counts, pairs, axes=1)
    drawn = np.array([_alpha_of(table, scale, numbers) for table in tables])
    drawn = drawn[~np.isnan(drawn)]
    if not len(drawn):
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Interval(float(low), float(high), level)


def kappa(table: Sequence[Sequence[int]], weights: Literal["none", "linear", "quadratic"] = "none") -> Estimate:
    """Cohen's kappa of two coders who both judged everything: rows the first, columns the second."""
    value, error = kappa_with_error(table, weights)
    reach = float(ndtri(0.975)) * error
    return Estimate(value, Interval(max(-1.0, value - reach), min(1.0, value + reach)), f"kappa-{weights}")


def kappa_with_error(
    table: Sequence[Sequence[int]], weights: Literal["none", "linear", "quadratic"] = "none"
) -> tuple[float, float]:
    """Kappa and its asymptotic standard error."""
    counts = np.asarray(table, dtype=np.float64)
    n, k = float(counts.sum()), len(counts)
    if not n or k < 2 or counts.shape[1] != k:
        raise TooFew
    share = counts / n
    gaps = np.abs(np.subtract.outer(np.arange(k), np.arange(k))) / (k - 1)
    weight = {"none": np.eye(k), "linear": 1 - gaps, "quadratic": 1 - gaps**2}[weights]
    rows, columns = share.sum(axis=1), share.sum(axis=0)
    agreed, chance = float((weight * share).sum()), float((weight * np.outer(rows, columns)).sum())
    if chance == 1:
        return nan, nan
    value = (agreed - chance) / (1 - chance)
    mean = (weight @ columns)[:, None] + (rows @ weight)[None, :]
    inside = float((share * (weight - mean * (1 - value)) ** 2).sum()) - (value - chance * (1 - value)) ** 2
    return value, sqrt(max(inside, 0.0) / n) / (1 - chance)


def fleiss(counts: Sequence[Sequence[int]]) -> float:
    """Fleiss' kappa: rows are things judged, columns categories, entries how many judges chose it."""
    table = np.asarray(counts, dtype=np.float64)
    judges = float(table[0].sum())
    if judges < 2 or (table.sum(axis=1) != judges).any():
        raise ValueError("the same number of judges, two at least, for each thing")
    agreed = float(((table**2).sum(axis=1) - judges).mean() / (judges * (judges - 1)))
    shares = table.sum(axis=0) / table.sum()
    chance = float(shares @ shares)
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def intraclass(scores: Sequence[Sequence[float]]) -> dict[str, float]:
    """The six intraclass correlations of Shrout and Fleiss: rows are things, columns judges.

    "1,1" judges differ per thing; "2,1" judges drawn from many; "3,1" these very judges; "1,k" "2,k" "3,k"
    the same for the mean of the judges.
    """
    x = np.asarray(scores, dtype=np.float64)
    n, k = x.shape
    if n < 2 or k < 2:
        raise TooFew
    mean = x.mean()
    rows = k * float(((x.mean(axis=1) - mean) ** 2).sum()) / (n - 1)
    columns = n * float(((x.mean(axis=0) - mean) ** 2).sum()) / (k - 1)
    within = float(((x - x.mean(axis=1, keepdims=True)) ** 2).sum()) / (n * (k - 1))
    rest = (within * n * (k - 1) - columns * (k - 1)) / ((n - 1) * (k - 1))
    return {
        "1,1": (rows - within) / (rows + (k - 1) * within),
        "2,1": (rows - rest) / (rows + (k - 1) * rest + k * (columns - rest) / n),
        "3,1": (rows - rest) / (rows + (k - 1) * rest),
        "1,k": (rows - within) / rows,
        "2,k": (rows - rest) / (rows + (columns - rest) / n),
        "3,k": (rows - rest) / rows,
    }
