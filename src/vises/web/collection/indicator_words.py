"""Words of periods and of how often."""

from collections.abc import Mapping
from datetime import date

from django.utils.dates import MONTHS_ALT
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FREQUENCIES: Mapping[str, str | Promise] = {
    "month": gettext_lazy("every month"),
    "quarter": gettext_lazy("every three months"),
    "half-year": gettext_lazy("every six months"),
    "year": gettext_lazy("every year"),
}
_LAST = {"month": "2026-03", "quarter": "2026-Q1", "half-year": "2026-H1", "year": "2026"}


def examples(frequency: str) -> str:
    """How a value of that frequency is typed, in the language of the page."""
    return f"{_LAST[frequency] if frequency == 'month' else period_words(_LAST[frequency], short=True)}; 12"


def period_words(period: str, *, short: bool = False) -> str:
    """A period as people say it."""
    year, _dash, part = period.partition("-")
    if not part:
        return year
    if part[0] in "QH":
        said = _("quarter %(n)s, %(year)s") if part[0] == "Q" else _("half %(n)s, %(year)s")
        if short:
            said = _("Q%(n)s %(year)s") if part[0] == "Q" else _("H%(n)s %(year)s")
        return said % {"n": part[1], "year": year}
    month = date(int(year), int(part), 1)
    return f"{MONTHS_ALT[month.month]} {year}" if short else date_format(month, "F Y")
