"""Two or more separate groups on an ordered scale: how often one is above the other, and by how much.

Sources: Mann and Whitney 1947 (exact here by counting, ties included: Bergmann et al. 2000); Hodges and
Lehmann 1963; Cliff 1993 (delta, unbiased variance); Brunner and Munzel 2000; Kruskal and Wallis 1952;
Friedman 1937.
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, ndtr, stdtr, stdtrit

from vises.analysis.estimates.middle import median
from vises.analysis.estimates.results import Estimate, Interval, Test, TooFew

Floats = NDArray[np.float64]
Counted = tuple[Floats, NDArray[np.int64]]
"""Distinct values in order, and how many people gave each."""
EXACT_UP_TO = 120
"""People in two groups together up to which the Mann-Whitney test counts every arrangement."""


def doubled_ranks(values: Sequence[float]) -> NDArray[np.int64]:
    """Twice the mid-ranks: whole numbers also where values are tied."""
    array = np.asarray(values, dtype=np.float64)
    _, place, counts = np.unique(array, return_inverse=True, return_counts=True)
    after = np.cumsum(counts)
    doubled = (2 * after - counts + 1).astype(np.int64)
    return np.asarray(doubled[place], dtype=np.int64)


def _ties(values: Sequence[float]) -> float:
    counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)[1].astype(np.float64)
    return float(np.sum(counts**3 - counts))


def _sums(ranks: NDArray[np.int64], chosen: int) -> Floats:
    """How many ways there are to choose `chosen` of the ranks with each sum."""
    ways = np.zeros((chosen + 1, int(ranks.sum()) + 1))
    ways[0, 0] = 1
    for done, rank in enumerate(int(r) for r in ranks):
        for k in range(min(chosen, done + 1), 0, -1):
            ways[k, rank:] += ways[k - 1, : ways.shape[1] - rank]
    return np.asarray(ways[chosen], dtype=np.float64)


def mann_whitney(x: Sequence[float], y: Sequence[float]) -> Test:
    """Do x and y lie equally high? The statistic is U: pairs in which x is above, ties counting a half.

    Exact permutation test with ties up to EXACT_UP_TO values together, else the normal approximation with
    its correction for ties. Two-sided: arrangements at least as far from the middle.
    """
    m, n = len(x), len(y)
    if not m or not n:
        raise TooFew
    ranks = doubled_ranks([*x, *y])
    total = int(ranks[:m].sum())
    u = total / 2 - m * (m + 1) / 2
    expected = m * (m + n + 1)
    if m + n <= EXACT_UP_TO:
        chosen, seen = (m, total) if m <= n else (n, int(ranks[m:].sum()))
        ways = _sums(ranks, chosen)
        ways /= ways.sum()
        middle = chosen * (m + n + 1)
        sums = np.arange(len(ways))
        both = float(ways[np.abs(sums - middle) >= abs(seen - middle)].sum())
        up, down = float(ways[seen:].sum()), float(ways[: seen + 1].sum())
        greater, less = (up, down) if m <= n else (down, up)
        return Test(u, min(1.0, both), "mann-whitney-exact", min(1.0, greater), min(1.0, less))
    size = m + n
    variance = m * n / 12 * (size + 1 - _ties([*x, *y]) / (size * (size - 1)))
    if variance == 0:
        return Test(u, 1.0, "mann-whitney-normal", 1.0, 1.0)
    z = (total - expected) / 2 / sqrt(variance)
    return Test(u, float(2 * ndtr(-abs(z))), "mann-whitney-normal", float(ndtr(-z)), float(ndtr(z)))


def shift(x: Sequence[float], y: Sequence[float], level: float = 0.95) -> Estimate:
    """Hodges-Lehmann: the median of all differences x - y, with the interval that Mann-Whitney's test leaves."""
    m, n = len(x), len(y)
    if not m or not n:
        raise TooFew
    gaps = np.sort(np.subtract.outer(np.asarray(x, float), np.asarray(y, float)), axis=None)
    if m + n <= EXACT_UP_TO:
        small = min(m, n)
        ways = _sums(np.arange(2, 2 * (m + n) + 1, 2), small)[small * (small + 1) :: 2]
        reach = np.cumsum(ways / ways.sum())
        k = int(np.searchsorted(reach, (1 - level) / 2 * (1 - 1e-12), side="left"))
    else:
        z = -float(stdtrit(1e9, (1 - level) / 2))
        k = int(m * n / 2 - z * sqrt(m * n * (m + n + 1) / 12))
    middle = median([float(gap) for gap in gaps]).value
    if k <= 0:
        return Estimate(middle, None, "hodges-lehmann")
    return Estimate(middle, Interval(float(gaps[k - 1]), float(gaps[len(gaps) - k]), level), "hodges-lehmann")


def superiority(x: Sequence[float], y: Sequence[float], level: float = 0.95) -> Estimate:
    """P(x above y) + half of P(equal): how often somebody of x is above somebody of y (0..1).

    The interval is Brunner and Munzel's: it allows the groups to spread differently.
    """
    return superiority_of_counts(_counted(x), _counted(y), level)


def superiority_of_counts(x: Counted, y: Counted, level: float = 0.95) -> Estimate:
    """The same from counts of distinct values: size costs nothing."""
    parts = _brunner_munzel(x, y)
    if parts.error == 0:
        return Estimate(parts.share, None, "superiority")
    reach = -float(stdtrit(parts.df, (1 - level) / 2)) * parts.error
    return Estimate(
        parts.share,
        Interval(max(0.0, parts.share - reach), min(1.0, parts.share + reach), level),
        "superiority",
    )


def brunner_munzel(x: Sequence[float], y: Sequence[float]) -> Test:
    """Are values of y as often above values of x as below, whatever the spreads? Positive when y is above."""
    parts = _brunner_munzel(_counted(x), _counted(y))
    if parts.error == 0:
        raise TooFew
    w = (0.5 - parts.share) / parts.error
    return Test(
        w,
        float(2 * stdtr(parts.df, -abs(w))),
        "brunner-munzel",
        float(stdtr(parts.df, -w)),
        float(stdtr(parts.df, w)),
        parts.df,
    )


class _Parts:
    def __init__(self, share: float, error: float, df: float) -> None:
        self.share, self.error, self.df = share, error, df


def _counted(values: Sequence[float]) -> Counted:
    found, counts = np.unique(np.asarray(values, dtype=np.float64), return_counts=True)
    return found, counts


def _brunner_munzel(x: Counted, y: Counted) -> _Parts:
    m, n = int(x[1].sum()), int(y[1].sum())
    if m < 2 or n < 2:
        raise TooFew
    values = np.union1d(x[0], y[0])
    a, b = np.zeros(len(values)), np.zeros(len(values))
    a[np.searchsorted(values, x[0])] = x[1]
    b[np.searchsorted(values, y[0])] = y[1]
    # For each value: the share of the other group that lies under it, half of the equal ones included.
    under_y, under_x = (np.cumsum(b) - b / 2) / n, (np.cumsum(a) - a / 2) / m
    # Summed, not multiplied as vectors: that would be divided among the cores, and the last digit with it.
    share = float(np.sum(a * under_y) / m)
    spread_x = float(np.sum(a * (under_y - share) ** 2)) / (m - 1) / m
    spread_y = float(np.sum(b * (under_x - (1 - share)) ** 2)) / (n - 1) / n
    error2 = spread_x + spread_y
    if error2 <= 0:
        return _Parts(share, 0.0, 1.0)
    df = error2**2 / (spread_x**2 / (m - 1) + spread_y**2 / (n - 1))
    return _Parts(share, sqrt(error2), df)


def cliffs_delta(x: Sequence[float], y: Sequence[float], level: float = 0.95) -> Estimate:
    """P(x above y) - P(x below y), from -1 to 1, with Cliff's unbiased variance and asymmetric interval."""
    m, n = len(x), len(y)
    if m < 2 or n < 2:
        raise TooFew
    signs = np.sign(np.subtract.outer(np.asarray(x, float), np.asarray(y, float)))
    delta = float(signs.mean())
    rows, columns = signs.mean(axis=1) - delta, signs.mean(axis=0) - delta
    top = n * n * float(rows @ rows) + m * m * float(columns @ columns) - float(((signs - delta) ** 2).sum())
    # The unbiased estimate may fall below what is possible at all; Cliff's floor.
    variance = max(top / (m * n * (m - 1) * (n - 1)), (1 - delta**2) / (m * n - 1))
    if variance == 0:
        return Estimate(delta, None, "cliffs-delta")
    t = -float(stdtrit(m + n - 2, (1 - level) / 2))
    reach = t * sqrt(variance) * sqrt((1 - delta**2) ** 2 + t * t * variance)
    low, high = (delta - delta**3 - reach), (delta - delta**3 + reach)
    under = 1 - delta**2 + t * t * variance
    return Estimate(delta, Interval(max(-1.0, low / under), min(1.0, high / under), level), "cliffs-delta")


def kruskal_wallis(*groups: Sequence[float]) -> Test:
    """Do several separate groups lie equally high? Corrected for ties; chi-squared with k-1 degrees."""
    if len(groups) < 2 or not all(groups):
        raise TooFew
    values = [value for group in groups for value in group]
    size = len(values)
    ranks = doubled_ranks(values) / 2
    at, sums = 0, 0.0
    for group in groups:
        part = ranks[at : at + len(group)]
        sums += float(part.sum()) ** 2 / len(group)
        at += len(group)
    correction = 1 - _ties(values) / (size**3 - size)
    if correction == 0:
        return Test(0.0, 1.0, "kruskal-wallis", df=len(groups) - 1)
    h = (12 / (size * (size + 1)) * sums - 3 * (size + 1)) / correction
    return Test(h, float(chdtrc(len(groups) - 1, h)), "kruskal-wallis", df=len(groups) - 1)


def friedman(rows: Sequence[Sequence[float]]) -> Test:
    """Several moments, the same people: each row is a person, each column a moment. Corrected for ties."""
    if len(rows) < 2 or len(rows[0]) < 2:
        raise TooFew
    n, k = len(rows), len(rows[0])
    ranks = np.array([doubled_ranks(row) for row in rows]) / 2
    ties = sum(_ties(row) for row in rows)
    sums = ranks.sum(axis=0) - n * (k + 1) / 2
    under = n * k * (k + 1) - ties / (k - 1)
    if under == 0:
        return Test(0.0, 1.0, "friedman", df=k - 1)
    q = 12 * float(sums @ sums) / under
    return Test(q, float(chdtrc(k - 1, q)), "friedman", df=k - 1)
