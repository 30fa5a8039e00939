"""The middle of a list of numbers, with an interval made of the values themselves."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import comb, floor

from scipy.special import bdtr, ndtri

from vises.analysis.estimates.results import Estimate, Interval, TooFew


@lru_cache(maxsize=1024)
def order_ranks(n: int, level: float = 0.95) -> tuple[int, int, float] | None:
    """Ranks (from 1) of the values that bound the median with at least `level`, and the level reached.

    From the sign test: the interval misses when too many or too few of n fair coins fall on one side.
    None when even the two extremes do not reach it (n < 6 for 95 %).
    """
    if n < 1 or 2 * 0.5**n > 1 - level:
        return None
    if n <= 1000:
        tails = accumulate(comb(n, i) for i in range(n // 2 + 1))
        limit = (1 - level) / 2
        below = [i for i, tail in enumerate(tails) if tail / 2**n <= limit][-1]
    else:
        below = floor(n / 2 + float(ndtri((1 - level) / 2)) * (n**0.5) / 2) - 1
        while bdtr(below + 1, n, 0.5) <= (1 - level) / 2:
            below += 1
    return below + 1, n - below, float(1 - 2 * bdtr(below, n, 0.5))


def median(values: Sequence[float], level: float = 0.95) -> Estimate:
    """The median with its order-statistic interval (no interval under 6 values at 95 %)."""
    if not values:
        raise TooFew
    ordered, n = sorted(values), len(values)
    middle = (ordered[(n - 1) // 2] + ordered[n // 2]) / 2
    ranks = order_ranks(n, level)
    if ranks is None:
        return Estimate(middle, None, "median")
    low, high, reached = ranks
    return Estimate(middle, Interval(ordered[low - 1], ordered[high - 1], reached), "median")


def quantile(values: Sequence[float], share: float) -> float:
    """The value under which `share` (0..1) of the sorted list lies, by linear interpolation (type 7)."""
    if not values:
        raise TooFew
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    below = floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
