"""Shares: "12 of 17", how far the truth may be from it, and the difference between two groups.

Sources: Wilson 1927; Brown, Cai and DasGupta 2001 (recommend it for small n); Clopper and Pearson 1934;
Newcombe 1998, Stat Med 17:857 (one share) and 17:873 (difference, method 10), 17:2635 (paired difference).
"""

from functools import lru_cache
from math import sqrt

from scipy.special import betaincinv, ndtri

from vises.analysis.estimates.results import Estimate, Interval


@lru_cache(maxsize=64)
def z_of(level: float) -> float:
    """The standard normal quantile for a two-sided interval of `level` (0.95 gives 1.96)."""
    return float(ndtri(0.5 + level / 2))


def _checked(count: float, of: float) -> None:
    if of <= 0 or not 0 <= count <= of:
        raise ValueError(f"{count} of {of} is not a share")


def wilson(count: float, of: float, level: float = 0.95) -> Interval:
    """Wilson's score interval without continuity correction, for `count` persons among `of`."""
    _checked(count, of)
    z = z_of(level)
    share, z2 = count / of, z * z
    centre = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = z * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    # The ends are exact at 0 and at all: rounding must not say 1e-17.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == of else min(1.0, centre + half)
    return Interval(low, high, level)


def wilson_finite(count: int, of: int, population: int, level: float = 0.95) -> Interval | None:
    """Wilson's interval when `of` people answered out of a group of `population` (finite population correction).

    The sample counts as of*(N-1)/(N-of) people. None when everybody answered: there is no sampling left,
    only who did not answer. Raises ValueError when more people answered than the group holds.
    """
    _checked(count, of)
    if population < of:
        raise ValueError("more answers than people in the group")
    if population == of:
        return None
    weight = (population - 1) / (population - of)
    return wilson(count * weight, of * weight, level)


def clopper_pearson(count: int, of: int, level: float = 0.95) -> Interval:
    """The so-called exact interval: wider than needed, for comparison with what others publish."""
    _checked(count, of)
    tail = (1 - level) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, of - count + 1, tail))
    high = 1.0 if count == of else float(betaincinv(count + 1, of - count, 1 - tail))
    return Interval(low, high, level)


def upper_limit_of_none(of: int, level: float = 0.95) -> float:
    """The highest share still compatible with nobody among `of`, one-sided (0..1); about 3/of."""
    _checked(0, of)
    return float(1 - (1 - level) ** (1 / of))


def difference(count_a: int, of_a: int, count_b: int, of_b: int, level: float = 0.95) -> Estimate:
    """Share of a minus share of b, with Newcombe's hybrid score interval (method 10)."""
    a, b = wilson(count_a, of_a, level), wilson(count_b, of_b, level)
    p_a, p_b = count_a / of_a, count_b / of_b
    gap = p_a - p_b
    low = gap - sqrt((p_a - a.low) ** 2 + (b.high - p_b) ** 2)
    high = gap + sqrt((a.high - p_a) ** 2 + (p_b - b.low) ** 2)
    return Estimate(gap, Interval(max(-1.0, low), min(1.0, high), level), "newcombe-10")


def paired_difference(both: int, first: int, second: int, neither: int, level: float = 0.95) -> Estimate:
    """Share at the first moment minus share at the second, for the same people (Newcombe's paired method 10).

    `both` said yes twice, `first` only the first time, `second` only the second time, `neither` never.
    """
    of = both + first + second + neither
    one, two = both + first, both + second
    a, b = wilson(one, of, level), wilson(two, of, level)
    p_a, p_b = one / of, two / of
    margins = one * (of - one) * two * (of - two)
    cross = both * neither - first * second
    if margins == 0:
        phi = 0.0
    else:
        corrected = max(cross - of / 2, 0) if cross > 0 else cross
        phi = corrected / sqrt(margins)
    gap = p_a - p_b

    def reach(x: float, y: float) -> float:
        return sqrt(max(0.0, x * x - 2 * phi * x * y + y * y))

    low = gap - reach(p_a - a.low, b.high - p_b)
    high = gap + reach(a.high - p_a, p_b - b.low)
    return Estimate(gap, Interval(max(-1.0, low), min(1.0, high), level), "newcombe-10-paired")
