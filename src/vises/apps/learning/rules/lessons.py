"""How a lesson ages with what people say of it at its step. Pure."""

from datetime import date

YEARS_FRESH = 2


def standing(useful: int, not_here: int, last_useful: date | None, written: date, today: date) -> str:
    """ "fresh", "ageing" (look at it again) or "faded" (no longer shown at its step).

    It fades when at least three people say that it does not hold where they are, and they are the majority; it
    ages when they are as many as those it helped, or when it helped nobody for two years.
    """
    if not_here >= 3 and not_here > useful:
        return "faded"
    since = last_useful or written
    if (not_here and not_here >= useful) or (today - since).days > 365 * YEARS_FRESH:
        return "ageing"
    return "fresh"
