"""What an indicator may show: never a few people, never money. Pure."""

import re

from vises.analysis.disclosure import INSIDE

_MONEY = re.compile(r"€|\$|£|\beuros?\b|\beur\b|\bcentimes?\b|\bcents?\b", re.IGNORECASE)


def may_show(value: float, of_people: bool) -> bool:
    """Whether a value may be shown: of people, from INSIDE on (nobody would tell of those who were counted, too)."""
    return not of_people or value >= INSIDE


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money: that is no business of an evaluation here."""
    return bool(_MONEY.search(unit))
