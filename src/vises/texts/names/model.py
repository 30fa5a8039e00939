"""What a proposal is."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of words could give somebody away."""

    FIRST = "first"
    LAST = "last"
    PLACE = "place"
    EMPLOYER = "employer"  # any organisation: where somebody works, learns, is helped or looked after
    NUMBER = "number"
    PHONE = "phone"
    MAIL = "mail"
    DATE = "date"


@dataclass(frozen=True)
class Found:
    """Words from `start` to `end` (characters) that could give somebody away. `sure`: seldom anything else.

    A proposal only: a person says of each whether it is one.
    """

    start: int
    end: int
    kind: Kind
    sure: bool = True
