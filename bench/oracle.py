"""Estimates beside R (base and coin) on random small tables: the share that agrees within 1e-6.

Needs `apt-get install r-base-core r-cran-coin`; says so and compares nothing where R is absent.
"""

import random
import shutil
import subprocess
from collections.abc import Callable, Sequence
from math import isclose, isnan
from pathlib import Path

from bench import Line, Table
from vises.analysis.estimates import groups, many, middle, paired, shares, tables
from vises.analysis.estimates.results import Estimate

CASES = 200
"""Random cases of each method."""
NEAR = 1e-6
Case = tuple[str, Callable[[], Sequence[float]]]


def _text(*parts: Sequence[float]) -> str:
    return "|".join(" ".join(repr(float(value)) for value in part) for part in parts)


def _scale(dice: random.Random, low: int, high: int, most: int = 5) -> list[float]:
    return [float(dice.randint(1, most)) for _ in range(dice.randint(low, high))]


def _untied(dice: random.Random, low: int, high: int) -> list[float]:
    return [dice.gauss(0.5, 2) for _ in range(dice.randint(low, high))]


def _interval(estimate: Estimate) -> list[float]:
    assert estimate.interval is not None
    return [estimate.value, estimate.interval.low, estimate.interval.high]


def _share(dice: random.Random) -> tuple[int, int]:
    of = dice.randint(3, 120)
    return dice.randint(0, of), of


def _wilson(dice: random.Random) -> Case:
    count, of = _share(dice)
    return _text([count, of]), lambda: [shares.wilson(count, of).low, shares.wilson(count, of).high]


def _exact_share(dice: random.Random) -> Case:
    count, of = _share(dice)
    return _text([count, of]), lambda: [
        shares.clopper_pearson(count, of).low,
        shares.clopper_pearson(count, of).high,
    ]


def _fisher(dice: random.Random) -> Case:
    a, b, c, d = (dice.randint(1, 12) for _ in range(4))
    return _text([a, b, c, d]), lambda: [tables.fisher(a, b, c, d).p, tables.fisher(a, b, c, d).greater]


def _table(dice: random.Random) -> list[list[int]]:
    rows, columns = dice.randint(2, 4), dice.randint(2, 4)
    return [[dice.randint(0 if i != j else 1, 6) for j in range(columns)] for i in range(rows)]


def _whole(dice: random.Random) -> list[list[int]]:
    while True:
        table = _table(dice)
        if all(map(sum, table)) and all(map(sum, zip(*table, strict=True))):
            return table


def _freeman_halton(dice: random.Random) -> Case:
    table = _whole(dice)
    return _text([v for row in table for v in row], [len(table)]), lambda: [tables.freeman_halton(table).p]


def _chi2(dice: random.Random) -> Case:
    table = _whole(dice)

    def ours() -> list[float]:
        told = tables.association(table)
        return [told.chi2, told.p]

    return _text([v for row in table for v in row], [len(table)]), ours


def _mcnemar(dice: random.Random) -> Case:
    first, second = dice.randint(0, 20), dice.randint(1, 20)
    return _text([first, second]), lambda: [paired.mcnemar(first, second, "exact").p]


def _signed_rank(dice: random.Random) -> Case:
    moves = [float(dice.randint(-4, 4)) for _ in range(dice.randint(4, 30))] + [1.0]
    return _text(moves), lambda: [paired.signed_rank(moves).p]


def _mann_whitney(dice: random.Random) -> Case:
    x, y = [*_scale(dice, 3, 18), 1.0], [*_scale(dice, 3, 18), 5.0]
    return _text(x, y), lambda: [groups.mann_whitney(x, y).p]


def _hodges_lehmann(dice: random.Random) -> Case:
    values = _untied(dice, 7, 30)
    return _text(values), lambda: _interval(paired.hodges_lehmann(values))


def _shift(dice: random.Random) -> Case:
    x, y = _untied(dice, 5, 25), _untied(dice, 5, 25)
    return _text(x, y), lambda: _interval(groups.shift(x, y))


def _kruskal(dice: random.Random) -> Case:
    parts = [[*_scale(dice, 3, 10), float(i + 1)] for i in range(dice.randint(2, 4))]

    def ours() -> list[float]:
        test = groups.kruskal_wallis(*parts)
        return [test.statistic, test.p]

    return _text([v for part in parts for v in part], [i for i, part in enumerate(parts) for _ in part]), ours


def _friedman(dice: random.Random) -> Case:
    k = dice.randint(3, 5)
    rows = [[float(dice.randint(1, 5)) for _ in range(k)] for _ in range(dice.randint(4, 15))]
    rows.append([float(i) for i in range(k)])

    def ours() -> list[float]:
        test = groups.friedman(rows)
        return [test.statistic, test.p]

    return _text([v for row in rows for v in row], [k]), ours


def _adjust(dice: random.Random) -> Case:
    p = [dice.random() ** 3 for _ in range(dice.randint(2, 20))]
    return _text(p), lambda: [*many.holm(p), *many.benjamini_hochberg(p)]


def _quantile(dice: random.Random) -> Case:
    values = _scale(dice, 1, 40, 30)
    return _text(values), lambda: [
        middle.median(values).value, middle.quantile(values, 0.25), middle.quantile(values, 0.75)
    ]  # fmt: skip


METHODS: dict[str, Callable[[random.Random], Case]] = {
    "wilson": _wilson,
    "exact_share": _exact_share,
    "fisher": _fisher,
    "freeman_halton": _freeman_halton,
    "chi2": _chi2,
    "mcnemar": _mcnemar,
    "signed_rank": _signed_rank,
    "mann_whitney": _mann_whitney,
    "hodges_lehmann": _hodges_lehmann,
    "shift": _shift,
    "kruskal": _kruskal,
    "friedman": _friedman,
    "adjust": _adjust,
    "quantile": _quantile,
}


def run() -> Table:
    title = f"estimates beside R, {CASES} random tables of each method, within {NEAR:g}"
    program = shutil.which("Rscript")
    if program is None:
        return Table(title, (Line("R is not here", "apt-get install r-base-core r-cran-coin"),))
    dice = random.Random(20191128)
    cases = [(name, *make(dice)) for name, make in METHODS.items() for _ in range(CASES)]
    script = "\n".join(f"{name}|{text}" for name, text, _ours in cases) + "\n"
    done = subprocess.run(
        [program, "--vanilla", str(Path(__file__).with_name("oracle.R"))],
        input=script, capture_output=True, text=True, check=True,
    )  # fmt: skip
    theirs = [[float(value) for value in line.split()] for line in done.stdout.splitlines()]
    if len(theirs) != len(cases):
        raise RuntimeError(f"R answered {len(theirs)} of {len(cases)} cases: {done.stderr[-500:]}")
    lines = []
    for method in METHODS:
        pairs = [(ours(), r) for (name, _text, ours), r in zip(cases, theirs, strict=True) if name == method]
        agreed = sum(_alike(ours, r) for ours, r in pairs)
        lines.append(Line(method, f"{agreed} of {len(pairs)}", agreed / len(pairs), "all"))
    return Table(title, tuple(lines))


def _alike(ours: Sequence[float], theirs: Sequence[float]) -> bool:
    return len(ours) == len(theirs) and all(
        isclose(a, b, rel_tol=NEAR, abs_tol=NEAR) and not isnan(a) for a, b in zip(ours, theirs, strict=True)
    )
