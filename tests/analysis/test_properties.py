"""What must hold of estimates whatever the data."""

from collections import Counter
from itertools import combinations, permutations, product
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from vises.analysis.estimates import agreement, groups, many, middle, paired, shares, tables

SCALE = st.integers(1, 5)
ANSWERS = st.lists(SCALE, min_size=2, max_size=12)
MOVES = st.lists(st.integers(-4, 4), min_size=1, max_size=10)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_intervals_of_shares_stay_between_nobody_and_everybody(told: tuple[int, int]) -> None:
    count, of = told
    for interval in (shares.wilson(count, of), shares.clopper_pearson(count, of)):
        assert 0 <= interval.low <= count / of <= interval.high <= 1
    finite = shares.wilson_finite(count, of, of + 10)
    wide = shares.wilson(count, of)
    assert finite is not None
    assert wide.low - 1e-12 <= finite.low <= finite.high <= wide.high + 1e-12
    assert shares.wilson_finite(count, of, of) is None


@pytest.mark.parametrize("of", range(5, 51, 5))
def test_wilson_covers_the_truth_as_often_as_it_says(of: int) -> None:
    counts = np.arange(of + 1)
    intervals = [shares.wilson(int(count), of) for count in counts]
    low, high = np.array([i.low for i in intervals]), np.array([i.high for i in intervals])
    truths = np.linspace(0.02, 0.98, 193)
    coverage = [float(binom.pmf(counts, of, p)[(low <= p) & (p <= high)].sum()) for p in truths]
    assert np.mean(coverage) == pytest.approx(0.95, abs=0.015)
    # Wilson dips for some shares with few people: away from the ends never far under 92 %.
    inside = [c for c, p in zip(coverage, truths, strict=True) if of * min(p, 1 - p) >= 2]
    assert min(inside) >= 0.91


def test_newcombe_differences_cover_the_truth() -> None:
    dice = np.random.default_rng(3)
    for p, q in product((0.2, 0.5, 0.8), repeat=2):
        a, b = dice.binomial(15, p, 1500), dice.binomial(20, q, 1500)
        caught = [p - q in shares.difference(int(x), 15, int(y), 20).interval for x, y in zip(a, b, strict=True)]  # type: ignore[operator]
        assert np.mean(caught) >= 0.925


def test_paired_differences_cover_the_truth() -> None:
    dice = np.random.default_rng(4)
    for chances in ((0.4, 0.1, 0.2, 0.3), (0.25, 0.25, 0.25, 0.25), (0.1, 0.3, 0.05, 0.55)):
        truth = chances[1] - chances[2]
        drawn = dice.multinomial(30, chances, 1500)
        caught = [truth in shares.paired_difference(*map(int, row)).interval for row in drawn]  # type: ignore[operator]
        assert np.mean(caught) >= 0.93


@given(st.tuples(st.integers(0, 9), st.integers(1, 20), st.integers(0, 9), st.integers(1, 20)))
def test_swapping_two_groups_flips_the_difference(told: tuple[int, int, int, int]) -> None:
    a, more_a, b, more_b = told
    one = shares.difference(a, a + more_a, b, b + more_b)
    other = shares.difference(b, b + more_b, a, a + more_a)
    assert one.interval and other.interval
    assert one.value == pytest.approx(-other.value)
    assert one.interval.low == pytest.approx(-other.interval.high)
    turned = shares.paired_difference(2, a, b, 3)
    back = shares.paired_difference(2, b, a, 3)
    assert turned.value == pytest.approx(-back.value)


@given(ANSWERS, ANSWERS)
def test_swapping_two_groups_flips_every_sign(x: list[int], y: list[int]) -> None:
    assert groups.superiority(x, y).value == pytest.approx(1 - groups.superiority(y, x).value)
    assert groups.cliffs_delta(x, y).value == pytest.approx(-groups.cliffs_delta(y, x).value)
    assert groups.shift(x, y).value == pytest.approx(-groups.shift(y, x).value)
    one, other = groups.mann_whitney(x, y), groups.mann_whitney(y, x)
    assert one.p == pytest.approx(other.p)
    assert one.greater == pytest.approx(other.less)
    assert groups.cliffs_delta(x, y).value == pytest.approx(2 * groups.superiority(x, y).value - 1)


@given(st.lists(SCALE, min_size=1, max_size=5), st.lists(SCALE, min_size=1, max_size=5))
def test_mann_whitney_counts_every_arrangement(x: list[int], y: list[int]) -> None:
    ranks = groups.doubled_ranks([*x, *y])
    seen, middle_sum = int(ranks[: len(x)].sum()), len(x) * (len(x) + len(y) + 1)
    sums = [sum(int(ranks[i]) for i in chosen) for chosen in combinations(range(len(ranks)), len(x))]
    test = groups.mann_whitney(x, y)
    assert test.greater == pytest.approx(sum(s >= seen for s in sums) / len(sums))
    assert test.less == pytest.approx(sum(s <= seen for s in sums) / len(sums))
    both = sum(abs(s - middle_sum) >= abs(seen - middle_sum) for s in sums) / len(sums)
    assert test.p == pytest.approx(both)


@given(MOVES)
@settings(max_examples=60)
def test_signed_rank_counts_every_pattern_of_signs(moves: list[int]) -> None:
    ranks = groups.doubled_ranks([abs(d) for d in moves])
    moved = [int(rank) for rank, d in zip(ranks, moves, strict=True) if d]
    up = sum(int(rank) for rank, d in zip(ranks, moves, strict=True) if d > 0)
    sums = [
        sum(rank for rank, sign in zip(moved, signs, strict=True) if sign)
        for signs in product((0, 1), repeat=len(moved))
    ]
    test = paired.signed_rank(moves)
    assert test.greater == pytest.approx(sum(s >= up for s in sums) / len(sums))
    assert test.less == pytest.approx(sum(s <= up for s in sums) / len(sums))
    assert paired.signed_rank([-d for d in moves]).p == pytest.approx(test.p)
    assert paired.rank_biserial([-d for d in moves]) == pytest.approx(-paired.rank_biserial(moves))


@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=2, max_size=3))
def test_freeman_halton_counts_every_table(table: list[list[int]]) -> None:
    rows, columns = [sum(row) for row in table], [sum(col) for col in zip(*table, strict=True)]
    if sum(r > 0 for r in rows) < 2 or sum(c > 0 for c in columns) < 2:
        return
    people = [i for i, c in enumerate(columns) for _ in range(c)]
    if len(people) > 9:
        return
    # Give every person of the columns a row in every possible way and compare chances.
    row_of = [i for i, r in enumerate(rows) for _ in range(r)]
    tally: Counter[tuple[int, ...]] = Counter()
    if factorial(len(people)) > 6000:
        return
    for order in permutations(row_of):
        cells = Counter(zip(order, people, strict=True))
        tally[tuple(cells[(i, j)] for i in range(len(rows)) for j in range(len(columns)))] += 1
    seen = tally[tuple(count for row in table for count in row)]
    expected = sum(times for times in tally.values() if times <= seen * (1 + 1e-7)) / sum(tally.values())
    assert tables.freeman_halton(table).p == pytest.approx(expected)


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=30))
def test_duplicate_rows_never_change_a_median(values: list[int]) -> None:
    assert middle.median(values).value == middle.median(values * 2).value == float(np.median(values))
    for share in (0.25, 0.5, 0.75):
        assert middle.quantile(values, share) == pytest.approx(float(np.quantile(values, share)))


@given(
    st.lists(st.tuples(SCALE, SCALE, st.one_of(st.none(), SCALE)), min_size=5, max_size=20),
    st.permutations(range(3)),
)
def test_relabelling_coders_leaves_alpha(units: list[tuple[int, int, int | None]], order: list[int]) -> None:
    coders = [[unit[i] for unit in units] for i in range(3)]
    for scale in ("nominal", "ordinal", "interval"):
        one = agreement.krippendorff(coders, scale, draws=0)  # type: ignore[arg-type]
        other = agreement.krippendorff([coders[i] for i in order], scale, draws=0)  # type: ignore[arg-type]
        assert one.alpha == pytest.approx(other.alpha, nan_ok=True)
        assert not one.alpha > 1
        assert 0 <= one.raw <= 1


@given(st.lists(st.tuples(SCALE, SCALE, st.one_of(st.none(), SCALE)), min_size=6, max_size=25))
@settings(max_examples=50)
def test_alpha_agrees_with_another_implementation(units: list[tuple[int, int, int | None]]) -> None:
    krippendorff = pytest.importorskip("krippendorff")
    if len({value for unit in units for value in unit if value is not None}) < 2:
        return
    coders = [[unit[i] for unit in units] for i in range(3)]
    data = np.array([[np.nan if v is None else v for v in coder] for coder in coders], dtype=float)
    for scale in ("nominal", "ordinal", "interval", "ratio"):
        theirs = krippendorff.alpha(reliability_data=data, level_of_measurement=scale)
        assert agreement.krippendorff(coders, scale, draws=0).alpha == pytest.approx(theirs, abs=1e-9)  # type: ignore[arg-type]


@given(st.integers(1, 40), st.integers(2, 4))
def test_alpha_is_not_told_where_nothing_was_told_apart(units: int, coders: int) -> None:
    told = agreement.krippendorff([[False] * units] * coders, draws=50)
    assert np.isnan(told.alpha) and told.interval is None and told.raw == 1 and told.units == units


@given(st.lists(st.tuples(st.booleans(), st.one_of(st.none(), st.booleans())), min_size=5, max_size=40))
@settings(max_examples=40)
def test_the_interval_of_alpha_is_the_same_each_time_and_for_either_name_of_a_code(
    units: list[tuple[bool, bool | None]],
) -> None:
    coders = [[unit[i] for unit in units] for i in range(2)]
    if sum(None not in unit for unit in units) < 5:
        return
    one = agreement.krippendorff(coders, draws=300)
    assert one.interval == agreement.krippendorff(coders, draws=300).interval
    swapped = [[None if value is None else not value for value in coder] for coder in coders]
    assert agreement.krippendorff(swapped, draws=0).alpha == pytest.approx(one.alpha, nan_ok=True)
    if one.interval is not None:
        assert one.interval.low <= one.interval.high <= 1


def test_the_interval_of_alpha_is_that_of_things_drawn_one_by_one() -> None:
    dice = np.random.default_rng(3)
    first = dice.random(200) < 0.3
    coders = [first.tolist(), np.where(dice.random(200) < 0.1, ~first, first).tolist()]
    told = agreement.krippendorff(coders, draws=2000).interval
    alphas = []
    for _ in range(2000):
        drawn = dice.integers(0, 200, 200)
        again = [[coder[i] for i in drawn] for coder in coders]
        alphas.append(agreement.krippendorff(again, draws=0).alpha)
    assert told is not None
    assert [told.low, told.high] == pytest.approx(np.quantile(alphas, [0.025, 0.975]), abs=0.02)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_adjusted_p_values_keep_their_order_and_only_grow(p: list[float]) -> None:
    for adjust in (many.holm, many.benjamini_hochberg, many.bonferroni):
        adjusted = adjust(p)
        assert all(a >= value - 1e-12 and a <= 1 for a, value in zip(adjusted, p, strict=True))
        for i, j in combinations(range(len(p)), 2):
            if p[i] < p[j]:
                assert adjusted[i] <= adjusted[j] + 1e-12


def test_the_median_interval_covers_the_truth() -> None:
    dice = np.random.default_rng(5)
    for n in (6, 11, 30):
        drawn = dice.lognormal(0, 1, (1200, n))
        caught = [1.0 in middle.median([float(v) for v in row]).interval for row in drawn]  # type: ignore[operator]
        assert np.mean(caught) >= 0.94
    assert middle.median([1, 2, 3, 4, 5]).interval is None
    for n in (1000, 1001, 5000):
        ranks = middle.order_ranks(n)
        assert ranks is not None
        assert 0.95 <= ranks[2] < 0.956
