"""What an estimate is: a value with an interval; a test is secondary and never stands alone."""

from dataclasses import dataclass
from math import nan


@dataclass(frozen=True)
class Interval:
    """A range of values, both ends included; `level` is the confidence it was made for (0..1)."""

    low: float
    high: float
    level: float = 0.95

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True)
class Estimate:
    """A value with its interval and the id of the method that made it; `interval` is None where there is none."""

    value: float
    interval: Interval | None
    method: str


@dataclass(frozen=True)
class Test:
    """A test's statistic and p-values. `greater` and `less` are one-sided; nan where the test has no sides."""

    __test__ = False  # not one of pytest's

    statistic: float
    p: float
    method: str
    greater: float = nan
    less: float = nan
    df: float = nan


class TooFew(ValueError):
    """There are not enough values for this estimate."""
