"""The same people before and after: who moved, how far, and could it be chance.

Sources: Wilcoxon 1945 with Pratt's zeros (Pratt 1959), exact by counting sign patterns on doubled ranks;
Hodges and Lehmann 1963; Kerby 2014 (matched rank-biserial); McNemar 1947 with mid-p (Fagerland et al. 2013).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb, sqrt
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, chdtrc, ndtr, ndtri

from vises.analysis.estimates.groups import doubled_ranks
from vises.analysis.estimates.middle import median
from vises.analysis.estimates.results import Estimate, Interval, Test, TooFew

EXACT_UP_TO = 200
"""Pairs that moved, up to which the signed-rank test counts every pattern of signs."""

Zeros = Literal["pratt", "wilcox"]


@dataclass(frozen=True)
class Moves:
    """How many improved, stayed the same, got worse; `of` is their sum."""

    better: int
    same: int
    worse: int

    @property
    def of(self) -> int:
        return self.better + self.same + self.worse


def moves(differences: Sequence[float]) -> Moves:
    """Count the moves among after - before."""
    better = sum(1 for d in differences if d > 0)
    worse = sum(1 for d in differences if d < 0)
    return Moves(better, len(differences) - better - worse, worse)


def sign_test(differences: Sequence[float]) -> Test:
    """Are moves up as likely as moves down? Assumes nothing; those who did not move are left out."""
    told = moves(differences)
    n = told.better + told.worse
    if not n:
        return Test(0, 1.0, "sign", 1.0, 1.0)
    less = float(bdtr(told.better, n, 0.5))
    greater = float(bdtr(told.worse, n, 0.5))
    return Test(told.better, min(1.0, 2 * min(less, greater)), "sign", greater, less)


def signed_rank(differences: Sequence[float], zeros: Zeros = "pratt", exact: bool | None = None) -> Test:
    """Wilcoxon's signed-rank test; the statistic is the sum of the ranks of those who moved up.

    With "pratt" those who did not move are ranked and then left out; with "wilcox" they are dropped first.
    Exact (every pattern of signs) up to EXACT_UP_TO moves, else normal without continuity correction;
    `exact` forces one or the other.
    """
    d = np.asarray([x for x in differences if zeros == "pratt" or x != 0], dtype=np.float64)
    moved = d != 0
    if not moved.any():
        return Test(0, 1.0, f"signed-rank-exact-{zeros}", 1.0, 1.0)
    # Differences such as 0.3 - 0.1 and 0.2 must tie although their last bits differ.
    ranks = doubled_ranks([float(f"{x:.12g}") for x in np.abs(d)])
    signed, up = ranks[moved], int(ranks[d > 0].sum())
    if exact if exact is not None else len(signed) <= EXACT_UP_TO:
        chances = _sign_patterns(signed)
        greater, less = float(chances[up:].sum()), float(chances[: up + 1].sum())
        return Test(
            up / 2,
            min(1.0, 2 * min(greater, less)),
            f"signed-rank-exact-{zeros}",
            min(1.0, greater),
            min(1.0, less),
        )
    halves = signed / 2
    z = (up / 2 - float(halves.sum()) / 2) / sqrt(float(halves @ halves) / 4)
    return Test(up / 2, float(2 * ndtr(-abs(z))), f"signed-rank-normal-{zeros}", float(ndtr(-z)), float(ndtr(z)))


def _sign_patterns(ranks: NDArray[np.int64]) -> NDArray[np.float64]:
    """The chance of each sum of ranks when every sign is a fair coin."""
    chances = np.zeros(int(ranks.sum()) + 1)
    chances[0] = 1.0
    for rank in (int(r) for r in ranks):
        moved = chances[: len(chances) - rank] / 2
        chances /= 2
        chances[rank:] += moved
    return chances


def hodges_lehmann(differences: Sequence[float], level: float = 0.95) -> Estimate:
    """The middle of the moves: median of all pairwise means (Walsh averages), with the signed-rank interval.

    Only where the steps of the scale count as equal.
    """
    n = len(differences)
    if not n:
        raise TooFew
    d = np.asarray(differences, dtype=np.float64)
    row, column = np.triu_indices(n)
    walsh = np.sort((d[row] + d[column]) / 2)
    middle = median([float(value) for value in walsh]).value
    tail = (1 - level) / 2
    if n <= EXACT_UP_TO:
        reach = np.cumsum(_sign_patterns(np.arange(1, n + 1)))
        k = int(np.searchsorted(reach, tail * (1 - 1e-12), side="left"))
    else:
        k = int(n * (n + 1) / 4 + float(ndtri(tail)) * sqrt(n * (n + 1) * (2 * n + 1) / 24))
    if k <= 0:
        return Estimate(middle, None, "hodges-lehmann-paired")
    interval = Interval(float(walsh[k - 1]), float(walsh[len(walsh) - k]), level)
    return Estimate(middle, interval, "hodges-lehmann-paired")


def rank_biserial(differences: Sequence[float]) -> float:
    """Matched rank-biserial correlation, from -1 (all moved down) to 1 (all up), zeros ranked as Pratt does."""
    d = np.asarray(differences, dtype=np.float64)
    if not len(d):
        raise TooFew
    ranks = doubled_ranks([float(f"{x:.12g}") for x in np.abs(d)])
    up, down = int(ranks[d > 0].sum()), int(ranks[d < 0].sum())
    return (up - down) / (up + down) if up + down else 0.0


def mcnemar(first: int, second: int, method: Literal["mid-p", "exact", "asymptotic", "corrected"] = "mid-p") -> Test:
    """Did yes and no change places unevenly? From those who changed: yes only first, yes only second.

    Mid-p by default: the exact test is too careful, R's corrected one more so (Fagerland et al. 2013).
    """
    n = first + second
    if not n:
        return Test(0, 1.0, f"mcnemar-{method}")
    if method in ("asymptotic", "corrected"):
        gap = abs(first - second) - (1 if method == "corrected" else 0)
        statistic = max(gap, 0) ** 2 / n
        return Test(statistic, float(chdtrc(1, statistic)), f"mcnemar-{method}", df=1)
    fewer = min(first, second)
    both = min(1.0, 2 * float(bdtr(fewer, n, 0.5)))
    if method == "mid-p":
        # Half of what was just seen counts on each side; in the middle it lies on both.
        both = (1.0 if first == second else both) - comb(n, fewer) * 0.5**n
    return Test(fewer, both, f"mcnemar-{method}")
