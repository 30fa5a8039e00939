"""Published worked examples: each number is as printed by its source, to its last digit."""

import pytest

from vises.analysis.estimates import agreement, groups, many, middle, paired, shares, tables

PERMEABILITY_X = [0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
PERMEABILITY_Y = [1.15, 0.88, 0.90, 0.74, 1.21]
DEPRESSION_X = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
DEPRESSION_Y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]
DEPRESSION = [x - y for x, y in zip(DEPRESSION_X, DEPRESSION_Y, strict=True)]
TIED = [v for v, times in zip(range(-4, 5), [1, 4, 16, 15, 8, 4, 5, 1, 2], strict=True) for _ in range(times)]
SMALL_TIED = [0, 0, 1, 1, 1, 2, 2, -1, 1, 0]
VISION = [[1520, 266, 124, 66], [234, 1512, 432, 78], [117, 362, 1772, 205], [36, 82, 179, 492]]
JOBS = list(zip((1, 2, 1, 0), (3, 3, 6, 1), (10, 10, 14, 9), (6, 7, 12, 11), strict=True))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_w1_wilson(count: int, of: int, low: float, high: float) -> None:
    interval = shares.wilson(count, of)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_w2_clopper_pearson(count: int, of: int, low: float, high: float) -> None:
    interval = shares.clopper_pearson(count, of)
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("a", "m", "b", "n", "low", "high"),
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (6, 7, 2, 7, 0.0582, 0.8062)],
)
def test_newcombe_1998_difference_method_10(a: int, m: int, b: int, n: int, low: float, high: float) -> None:
    interval = shares.difference(a, m, b, n).interval
    assert interval is not None
    assert (round(interval.low, 4), round(interval.high, 4)) == (low, high)


def test_w3_signed_rank_and_hodges_lehmann() -> None:
    test = paired.signed_rank(DEPRESSION)
    assert (test.statistic, test.greater, test.p) == (40, 0.01953125, 0.0390625)
    move = paired.hodges_lehmann(DEPRESSION)
    assert move.value == pytest.approx(0.46)
    assert move.interval is not None
    assert (move.interval.low, move.interval.high) == (pytest.approx(0.010), pytest.approx(0.786))
    assert paired.rank_biserial(DEPRESSION) == pytest.approx(0.7778, abs=5e-5)


def test_w4_sign_test_and_median() -> None:
    test = paired.sign_test(DEPRESSION)
    assert (test.statistic, test.p) == (7, 0.1796875)
    interval = middle.median(DEPRESSION).interval
    assert interval is not None
    assert (interval.low, interval.high) == (pytest.approx(-0.080), pytest.approx(0.952))
    assert interval.level == pytest.approx(0.9609, abs=5e-5)


def test_w5_signed_rank_with_zeros_and_ties() -> None:
    pratt = paired.signed_rank(TIED, "pratt", exact=False)
    assert (pratt.statistic, pratt.p) == (423, pytest.approx(0.0031724568, abs=5e-11))
    dropped = paired.signed_rank(TIED, "wilcox", exact=False)
    assert (dropped.statistic, dropped.p) == (327, pytest.approx(0.0064134612, abs=5e-11))
    assert paired.signed_rank(TIED, "pratt").p == pytest.approx(0.002796165, abs=5e-10)
    assert paired.signed_rank(TIED, "wilcox").p == pytest.approx(0.00588774, abs=5e-9)


def test_w6_exact_signed_rank_small_and_tied() -> None:
    assert paired.signed_rank(SMALL_TIED).p == 0.09375
    assert paired.sign_test(SMALL_TIED).p == 0.125


def test_w7_mann_whitney() -> None:
    test = groups.mann_whitney(PERMEABILITY_X, PERMEABILITY_Y)
    assert test.statistic == 35
    assert (round(test.greater, 7), round(test.p, 7)) == (0.1272061, 0.2544123)
    gap = groups.shift(PERMEABILITY_X, PERMEABILITY_Y)
    assert gap.value == pytest.approx(0.305)
    assert gap.interval is not None
    assert (gap.interval.low, gap.interval.high) == (pytest.approx(-0.15), pytest.approx(0.76))
    assert groups.superiority(PERMEABILITY_X, PERMEABILITY_Y).value == pytest.approx(0.70)
    assert groups.cliffs_delta(PERMEABILITY_X, PERMEABILITY_Y).value == pytest.approx(0.40)


def test_w8_cliffs_delta() -> None:
    delta = groups.cliffs_delta([10, 10, 20, 20, 20, 30, 30, 30, 40, 50], [10, 20, 30, 40, 40, 50])
    assert delta.value == -0.25
    assert delta.interval is not None
    assert (round(delta.interval.low, 7), round(delta.interval.high, 7)) == (-0.7265846, 0.3890062)


def test_w9_brunner_munzel() -> None:
    old = [1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 1, 1]
    new = [3, 3, 4, 3, 1, 2, 3, 1, 1, 5, 4]
    test = groups.brunner_munzel(old, new)
    assert (round(test.statistic, 7), round(test.df, 4), round(test.p, 7)) == (3.1374675, 17.6828, 0.0057862)
    share = groups.superiority(new, old)
    assert share.value == pytest.approx(0.788961, abs=5e-7)
    assert share.interval is not None
    assert (round(share.interval.low, 6), round(share.interval.high, 6)) == (0.595217, 0.982705)


def test_w10_mcnemar_small() -> None:
    told = {m: round(paired.mcnemar(1, 7, m).p, 4) for m in ("exact", "mid-p", "asymptotic", "corrected")}
    assert told == {"exact": 0.0703, "mid-p": 0.0391, "asymptotic": 0.0339, "corrected": 0.0771}


def test_w11_mcnemar_large() -> None:
    plain, corrected = paired.mcnemar(150, 86, "asymptotic"), paired.mcnemar(150, 86, "corrected")
    assert (round(plain.statistic, 4), round(corrected.statistic, 4)) == (17.3559, 16.8178)
    assert plain.p == pytest.approx(3.10e-5, abs=5e-8)


def test_w12_fisher() -> None:
    test = tables.fisher(3, 1, 1, 3)
    assert (round(test.p, 7), round(test.greater, 7)) == (0.4857143, 0.2428571)
    assert test.statistic == pytest.approx(6.408309, rel=1e-5)  # R's own root is found to 1e-5 only


def test_w13_freeman_halton_is_exact_and_the_same_at_each_call() -> None:
    told = [tables.freeman_halton(JOBS) for _ in range(3)]
    assert told[0].p == pytest.approx(0.782684939, abs=5e-10)
    assert told[0].error == 0
    assert len({t.p for t in told}) == 1


def test_w14_cramers_v() -> None:
    told = tables.association([[29, 7, 7], [13, 7, 21]])
    assert (round(told.chi2, 3), round(told.v, 4), round(told.v_corrected, 4)) == (13.055, 0.3942, 0.3646)


def test_w15_kappa() -> None:
    table = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]
    assert [round(v, 4) for v in agreement.kappa_with_error(table)] == [0.1293, 0.0686]
    assert [round(v, 4) for v in agreement.kappa_with_error(table, "linear")] == [0.2374, 0.0783]


def test_w16_fleiss_kappa() -> None:
    judged = [
        [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
    ]  # fmt: skip
    assert agreement.fleiss(judged) == pytest.approx(0.209931, abs=5e-7)


@pytest.mark.parametrize(
    ("scale", "alpha"), [("nominal", 0.7434), ("ordinal", 0.8154), ("interval", 0.8491), ("ratio", 0.7974)]
)
def test_w17_krippendorff_with_missing_judgements(scale: agreement.Scale, alpha: float) -> None:
    lines = [
        "1 2 3 3 2 1 4 1 2 . . .",
        "1 2 3 3 2 2 4 1 2 5 . 3",
        ". 3 3 3 2 3 4 2 2 5 1 .",
        "1 2 3 3 2 4 4 1 2 5 1 .",
    ]
    coders = [[None if sign == "." else int(sign) for sign in line.split()] for line in lines]
    told = agreement.krippendorff(coders, scale, draws=200)
    assert round(told.alpha, 4) == alpha
    assert told.interval is not None
    assert told.interval.low < told.alpha <= told.interval.high


def test_krippendorff_of_two_observers() -> None:
    """Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, examples A (yes and no) and B (nominal)."""
    for one, other, alpha in (("0100000010", "1110010000", 0.095), ("aabbdcccedda", "babbbccceddd", 0.692)):
        told = agreement.krippendorff([one, other], draws=0)
        assert round(told.alpha, 3) == alpha


def test_w18_intraclass() -> None:
    scores = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    told = agreement.intraclass(scores)
    assert [round(told[name], 4) for name in ("1,1", "2,1", "3,1")] == [0.1657, 0.2898, 0.7148]
    assert [round(told[name], 4) for name in ("1,k", "2,k", "3,k")] == [0.4428, 0.6201, 0.9093]


def test_w19_many_comparisons() -> None:
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1.000]  # fmt: skip
    counts = [sum(v <= 0.05 for v in f(p)) for f in (many.benjamini_hochberg, many.holm, many.bonferroni)]
    assert counts == [4, 3, 3]
    assert many.benjamini_hochberg(p)[3] == pytest.approx(0.035625)


def test_w22_friedman() -> None:
    rounding = """5.40 5.50 5.55 5.85 5.70 5.75 5.20 5.60 5.50 5.55 5.50 5.40 5.90 5.85 5.70 5.45 5.55 5.60
    5.40 5.40 5.35 5.45 5.50 5.35 5.25 5.15 5.00 5.85 5.80 5.70 5.25 5.20 5.10 5.65 5.55 5.45
    5.60 5.35 5.45 5.05 5.00 4.95 5.50 5.50 5.40 5.45 5.55 5.50 5.55 5.55 5.35 5.45 5.50 5.55
    5.50 5.45 5.25 5.65 5.60 5.40 5.70 5.65 5.55 6.30 6.30 6.25"""
    values = [float(v) for v in rounding.split()]
    test = groups.friedman([values[i : i + 3] for i in range(0, 66, 3)])
    assert (round(test.statistic, 6), test.df, round(test.p, 6)) == (11.142857, 2, 0.003805)


def test_w23_kruskal_wallis() -> None:
    test = groups.kruskal_wallis([2.9, 3.0, 2.5, 2.6, 3.2], [3.8, 2.7, 4.0, 2.4], [2.8, 3.4, 3.7, 2.2, 2.0])
    assert (round(test.statistic, 7), round(test.p, 7)) == (0.7714286, 0.6799648)


def test_w24_cochran_q() -> None:
    patterns = {"1111": 4, "1101": 2, "0111": 3, "0101": 1, "0000": 59}
    test = tables.cochran_q([[int(sign) for sign in signs] for signs, times in patterns.items() for _ in range(times)])
    assert (round(test.statistic, 4), round(test.p, 5)) == (8.0526, 0.04494)


def test_w25_stuart_maxwell_and_bowker() -> None:
    stuart, bowker = tables.stuart_maxwell(VISION), tables.bowker(VISION)
    assert (round(stuart.statistic, 4), stuart.df, round(stuart.p, 6)) == (11.9566, 3, 0.007533)
    assert (round(bowker.statistic, 4), bowker.df, round(bowker.p, 6)) == (19.1066, 6, 0.003987)
    assert round(tables.ordinal_move(VISION).statistic, 4) == -3.4564


def test_w26_boschloo_and_barnard() -> None:
    assert round(tables.boschloo(7, 12, 8, 3).less, 4) == 0.0341
    assert round(tables.barnard(7, 12, 8, 3).less, 4) == 0.0341


def test_w28_nobody_of_thirty() -> None:
    assert round(shares.upper_limit_of_none(30), 4) == 0.0950
    assert round(shares.clopper_pearson(0, 30).high, 4) == 0.1157
