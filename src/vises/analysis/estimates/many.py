"""Many comparisons at once: adjusted p-values. Holm 1979; Benjamini and Hochberg 1995."""

from collections.abc import Sequence


def bonferroni(p: Sequence[float]) -> list[float]:
    """Each p-value times their number."""
    return [min(1.0, value * len(p)) for value in p]


def holm(p: Sequence[float]) -> list[float]:
    """For a short list declared beforehand: adjusted p-values, in the order given."""
    order = sorted(range(len(p)), key=lambda i: p[i])
    adjusted, highest = [0.0] * len(p), 0.0
    for place, i in enumerate(order):
        highest = max(highest, (len(p) - place) * p[i])
        adjusted[i] = min(1.0, highest)
    return adjusted


def benjamini_hochberg(p: Sequence[float]) -> list[float]:
    """For exploring: adjusted p-values that bound the share of false finds, in the order given."""
    order = sorted(range(len(p)), key=lambda i: p[i], reverse=True)
    adjusted, lowest = [0.0] * len(p), 1.0
    for place, i in enumerate(order):
        lowest = min(lowest, p[i] * len(p) / (len(p) - place))
        adjusted[i] = lowest
    return adjusted
