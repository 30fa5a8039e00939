"""Tables of counts: do two questions go together, did a table move between two moments.

Sources: Fisher 1934; Freeman and Halton 1951; Cramér 1946 with Bergsma's correction 2013; Stuart 1955 and
Maxwell 1970; Bowker 1948; Cochran 1950; Boschloo 1970. Exact p-values are exact: no Monte Carlo below
MANY, and beyond it a fixed seed with its error stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, gammaln, ndtr
from scipy.stats import barnard_exact, boschloo_exact
from scipy.stats.contingency import odds_ratio

from vises.analysis.estimates.results import Test, TooFew

Table = Sequence[Sequence[int]]
Floats = NDArray[np.float64]

MANY = 4_000_000
"""Steps up to which Freeman-Halton counts every table."""
ALIKE = 1e-7
"""Two chances nearer than this (relative) count as the same, as in R."""
DRAWS = 100_000


@dataclass(frozen=True)
class Association:
    """How strongly two nominal questions go together: Cramér's V (0..1), plain and bias-corrected."""

    chi2: float
    df: int
    p: float
    v: float
    v_corrected: float
    lowest_expected: float


@dataclass(frozen=True)
class ExactTable:
    """A p-value of a table; `error` is 0 when every table was counted, else the standard error of the draws."""

    p: float
    error: float
    method: str


def _array(table: Table) -> NDArray[np.int64]:
    counts = np.asarray(table, dtype=np.int64)
    if counts.ndim != 2 or (counts < 0).any():
        raise ValueError("a table of counts has rows of counts")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    if min(counts.shape) < 2:
        raise TooFew
    return np.asarray(counts, dtype=np.int64)


def association(table: Table) -> Association:
    """Pearson's chi-squared, Cramér's V and Bergsma's bias-corrected V."""
    counts = _array(table).astype(np.float64)
    n, (r, c) = float(counts.sum()), counts.shape
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    chi2 = float(((counts - expected) ** 2 / expected).sum())
    df = (r - 1) * (c - 1)
    v = sqrt(chi2 / n / min(r - 1, c - 1))
    phi = max(0.0, chi2 / n - df / (n - 1))
    sides = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    corrected = sqrt(phi / sides) if sides > 0 else 0.0
    return Association(chi2, df, float(chdtrc(df, chi2)), v, corrected, float(expected.min()))


def fisher(a: int, b: int, c: int, d: int) -> Test:
    """Fisher's exact test of a 2x2 table; the statistic is the conditional odds ratio."""
    low, high = max(0, a - d), min(a + b, a + c)
    if low == high:
        raise TooFew
    k = np.arange(low, high + 1)
    chances = np.exp(-_log_factorials(k, a + b - k, a + c - k, d - a + k))
    chances /= chances.sum()
    seen = chances[a - low]
    both = float(chances[chances <= seen * (1 + ALIKE)].sum())
    ratio = float(odds_ratio([[a, b], [c, d]], kind="conditional").statistic)  # type: ignore[no-untyped-call]
    return Test(
        ratio,
        min(1.0, both),
        "fisher",
        min(1.0, float(chances[a - low :].sum())),
        min(1.0, float(chances[: a - low + 1].sum())),
    )


def _log_factorials(*counts: NDArray[np.int64]) -> Floats:
    return np.asarray(sum(gammaln(part + 1.0) for part in counts), dtype=np.float64)


def boschloo(a: int, b: int, c: int, d: int) -> Test:
    """Boschloo's test of two shares (columns are the two groups): at least as powerful as Fisher's."""
    told = {side: float(boschloo_exact([[a, b], [c, d]], alternative=side).pvalue) for side in ("greater", "less")}
    both = boschloo_exact([[a, b], [c, d]])
    return Test(float(both.statistic), float(both.pvalue), "boschloo", told["greater"], told["less"])


def barnard(a: int, b: int, c: int, d: int) -> Test:
    """Barnard's test of two shares (columns are the two groups)."""
    told = {side: float(barnard_exact([[a, b], [c, d]], alternative=side).pvalue) for side in ("greater", "less")}
    both = barnard_exact([[a, b], [c, d]])
    return Test(float(both.statistic), float(both.pvalue), "barnard", told["greater"], told["less"])


def freeman_halton(table: Table) -> ExactTable:
    """The exact p-value of a table of any size: all tables with these margins that are as unlikely or more.

    Counted column by column over what is left of the rows; the last two columns at once. Beyond MANY steps
    the chance is drawn with a fixed seed (the same at each call), and its standard error is told.
    """
    counts = _array(table)
    if counts.shape[0] > counts.shape[1]:
        counts = counts.T
    counts = counts[:, np.argsort(counts.sum(axis=0), kind="stable")]
    rows, columns = counts.sum(axis=1), counts.sum(axis=0)
    n = int(counts.sum())
    log_total = float(gammaln(rows + 1.0).sum() + gammaln(columns + 1.0).sum() - gammaln(n + 1.0))
    seen = log_total - float(gammaln(counts + 1.0).sum())
    limit = seen + ALIKE
    left: dict[tuple[int, ...], dict[float, float]] = {tuple(int(r) for r in rows): {0.0: 1.0}}
    for column in columns[:-2]:
        after: dict[tuple[int, ...], dict[float, float]] = {}
        for node, pasts in left.items():
            fills = _fills(node, int(column))
            costs = _log_factorials(*fills.T)
            if sum(map(len, after.values())) + len(fills) * len(pasts) > MANY:
                return _drawn(rows, columns, seen, log_total)
            for fill, cost in zip(fills.tolist(), costs.tolist(), strict=True):
                rest = tuple(r - f for r, f in zip(node, fill, strict=True))
                bucket = after.setdefault(rest, {})
                for past, ways in pasts.items():
                    key = round(past - cost, 9)
                    bucket[key] = bucket.get(key, 0.0) + ways
        left = after
    p = 0.0
    for node, pasts in left.items():
        fills = _fills(node, int(columns[-2]))
        costs = np.sort(-_log_factorials(*fills.T) - _log_factorials(*(np.array(node) - fills).T))
        below = np.concatenate([[0.0], np.cumsum(np.exp(costs + log_total))])
        for past, ways in pasts.items():
            p += ways * float(np.exp(past)) * float(below[np.searchsorted(costs, limit - log_total - past, "right")])
    return ExactTable(min(1.0, p), 0.0, "freeman-halton")


def _fills(left: Sequence[int], column: int) -> NDArray[np.int64]:
    """Every way to place `column` people in rows that still hold `left`."""
    grids = np.meshgrid(*(np.arange(min(r, column) + 1) for r in left[:-1]), indexing="ij")
    parts = np.stack([grid.ravel() for grid in grids], axis=1)
    last = column - parts.sum(axis=1)
    fits = (last >= 0) & (last <= left[-1])
    return np.concatenate([parts[fits], last[fits][:, None]], axis=1)


def _drawn(rows: NDArray[np.int64], columns: NDArray[np.int64], seen: float, log_total: float) -> ExactTable:
    from scipy.stats import random_table

    drawn = random_table(rows, columns, seed=20191128).rvs(DRAWS)
    chances = log_total - gammaln(np.asarray(drawn) + 1.0).sum(axis=(1, 2))
    p = (int((chances <= seen + ALIKE).sum()) + 1) / (DRAWS + 1)
    return ExactTable(p, sqrt(p * (1 - p) / DRAWS), "freeman-halton-drawn")


def _square(table: Table) -> Floats:
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or len(counts) < 2:
        raise ValueError("before and after have the same categories")
    return np.asarray(counts, dtype=np.int64)


def stuart_maxwell(table: Table) -> Test:
    """Did the distribution move between two moments? Rows are before, columns after."""
    counts = _square(table)
    gaps = (counts.sum(axis=1) - counts.sum(axis=0))[:-1]
    spread = -(counts + counts.T)
    np.fill_diagonal(spread, counts.sum(axis=1) + counts.sum(axis=0) - 2 * np.diag(counts))
    spread = spread[:-1, :-1]
    try:
        statistic = float(gaps @ np.linalg.solve(spread, gaps))
    except np.linalg.LinAlgError as error:  # a category that nobody entered or left
        raise TooFew from error
    return Test(statistic, float(chdtrc(len(gaps), statistic)), "stuart-maxwell", df=len(gaps))


def bowker(table: Table) -> Test:
    """Is each move as frequent as its way back? Pairs of cells that nobody took are left out."""
    counts = _square(table)
    upper = np.triu_indices(len(counts), 1)
    there, back = counts[upper], counts.T[upper]
    taken = there + back > 0
    there, back = there[taken], back[taken]
    statistic = float(((there - back) ** 2 / (there + back)).sum()) if taken.any() else 0.0
    return Test(statistic, float(chdtrc(max(len(there), 1), statistic)), "bowker", df=len(there))


def ordinal_move(table: Table) -> Test:
    """Did people move up or down an ordered scale, categories scored 1, 2, 3 …? Negative: up."""
    counts = _square(table)
    scores = np.arange(1, len(counts) + 1)
    moved = np.subtract.outer(scores, scores)
    total, spread = float((moved * counts).sum()), float((moved**2 * counts).sum())
    if spread == 0:
        raise TooFew
    z = total / sqrt(spread)
    return Test(z, float(2 * ndtr(-abs(z))), "ordinal-move", float(ndtr(-z)), float(ndtr(z)))


def cochran_q(rows: Sequence[Sequence[bool | int]]) -> Test:
    """Several yes-no questions or moments, the same people: are they said equally often?"""
    answers = np.asarray(rows, dtype=np.float64)
    k = answers.shape[1]
    said, each = answers.sum(axis=0), answers.sum(axis=1)
    under = k * float(each.sum()) - float(each @ each)
    if under == 0:
        raise TooFew
    statistic = (k - 1) * (k * float(said @ said) - float(said.sum()) ** 2) / under
    return Test(statistic, float(chdtrc(k - 1, statistic)), "cochran-q", df=k - 1)
