"""Numbers in words: "12 of 17 people said yes (between 5 and 9 in 10)". Never a cause, never a lone p-value."""

from functools import cache
from importlib.metadata import version

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from vises.analysis.shown import in_ten, number, percent
from vises.analysis.summaries.model import (
    COUNTED,
    OTHER,
    PERCENT_FROM,
    Cell,
    Comparison,
    Labels,
    Middle,
    Summary,
)
from vises.kernel.locale import pick

METHODS = {
    "wilson": gettext_lazy("Wilson interval"),
    "wilson-finite": gettext_lazy("Wilson interval, corrected for the size of the group"),
    "everybody": gettext_lazy("everybody of the group answered: no interval"),
    "median": gettext_lazy("median, with the interval given by the answers in order"),
    "count": gettext_lazy("count of answers"),
    "newcombe-10": gettext_lazy("difference with Newcombe's interval"),
    "superiority": gettext_lazy("chance that one is above the other, with Brunner and Munzel's interval"),
}
"""Names of methods by their ids in summaries."""


def method_name(method: str, language: str) -> str:
    """A method's name; its id where it has none."""
    with override(language):
        return str(METHODS.get(method, method))


def label_of(value: str, labels: Labels, language: str) -> str:
    """A choice as the reader sees it."""
    with override(language):
        if value == OTHER:
            return _("Other answers")
    return pick(labels, language)[0] or value


@cache
def software() -> str:
    """Name and version of what computed this."""
    return f"vises {version('vises')}"


def count_of(count: int, of: int, language: str) -> str:
    """ "12 of 17"."""
    with override(language):
        return _("%(count)s of %(of)s") % {"count": number(count, language), "of": number(of, language)}


def range_of(cell: Cell, language: str) -> str:
    """A cell's interval in words: in tenths under 20 people, in percentages from there; "" without one."""
    if cell.low is None or cell.high is None:
        return ""
    with override(language):
        if cell.of >= PERCENT_FROM:
            ends = {"low": percent(cell.low), "high": percent(cell.high)}
            return unbroken(_("between %(low)s %% and %(high)s %%") % ends)
        low, high = in_ten(cell.low), in_ten(cell.high)
        if low == high:
            return _("about %(low)s in 10") % {"low": low}
        return _("between %(low)s and %(high)s in 10") % {"low": low, "high": high}


def interval_of(middle: Middle, language: str) -> str:
    """A median's interval in words; "" without one."""
    if middle.low is None or middle.high is None:
        return ""
    ends = {"low": number(middle.low, language), "high": number(middle.high, language)}
    with override(language):
        return _("between %(low)s and %(high)s") % ends


def sentence(told: Summary | Cell, language: str) -> str:
    """One sentence that says the number and how sure it is. Of a summary: its most frequent answer."""
    with override(language):
        return _cell_sentence(told, language) if isinstance(told, Cell) else _summary_sentence(told, language)


def _cell_sentence(cell: Cell, language: str) -> str:
    if cell.hidden or not cell.of:
        return _hidden()
    words = ngettext(
        "%(count)s of %(of)s people answered “%(answer)s”",
        "%(count)s of %(of)s people answered “%(answer)s”",
        cell.count,
    ) % {
        "count": number(cell.count, language),
        "of": number(cell.of, language),
        "answer": label_of(cell.value, cell.labels, language),
    }
    parts = [part for part in (percent_of(cell), range_of(cell, language)) if part]
    return f"{words} ({', '.join(parts)})." if parts else f"{words}."


def moved_sentence(cell: Cell, language: str) -> str:
    """One sentence of how many of the people found at two moments moved one way, and how sure it is."""
    with override(language):
        if cell.hidden or not cell.of:
            return _hidden()
        words = _("Of %(of)s people found in both rounds, %(count)s: %(way)s") % {
            "count": number(cell.count, language),
            "of": number(cell.of, language),
            "way": label_of(cell.value, cell.labels, language),
        }
        parts = [part for part in (percent_of(cell), range_of(cell, language)) if part]
        return f"{words} ({', '.join(parts)})." if parts else f"{words}."


def percent_of(cell: Cell) -> str:
    """The whole percentage in the active language; "" under 20 people."""
    return "" if cell.percent is None else unbroken(_("%(share)s %%") % {"share": cell.percent})


def unbroken(words: str) -> str:
    """A percentage stays on one line."""
    return words.replace(" %", "\u00a0%")


def _summary_sentence(summary: Summary, language: str) -> str:
    if summary.hidden == "small":
        return _hidden()
    people = {"n": number(summary.n, language)}
    if summary.middle:
        words = _("The middle answer of %(n)s people is %(middle)s") % {
            **people,
            "middle": number(summary.middle.median, language),
        }
        interval = interval_of(summary.middle, language)
        return f"{words} ({interval})." if interval else f"{words}."
    if summary.kind in COUNTED and summary.n and summary.cells:
        return _cell_sentence(max(summary.cells, key=lambda cell: cell.count), language)
    return ngettext("%(n)s person answered.", "%(n)s people answered.", summary.n) % people


def _hidden() -> str:
    return _("Too few people to show numbers: what they said can be told in words, as far as they agreed.")


def comparison_sentence(summary: Summary, one: Comparison, language: str) -> str:
    """How far two groups lie apart, with the interval; says nothing of why."""
    split = summary.split
    if split is None or len(split.groups) < 2:
        return ""
    first, second = (label_of(group.value, group.labels, language) for group in split.groups[:2])
    with override(language):
        if one.method == "superiority":
            return _(
                "Take one person of “%(first)s” and one of “%(second)s” at random: the first has the higher answer"
                " in %(share)s of 100 cases (between %(low)s and %(high)s; equal answers count half)."
            ) % {
                "first": first,
                "second": second,
                "share": percent(one.estimate),
                "low": percent(one.low),
                "high": percent(one.high),
            }
        base = 100 if min(group.n for group in split.groups) >= PERCENT_FROM else 10
        cell = summary.cell(one.value)
        named = {
            "answer": label_of(one.value, cell.labels if cell else {}, language),
            "first": first,
            "second": second,
            "gap": _amount(one.estimate, base),
            "base": base,
            "low": _signed(one.low, base),
            "high": _signed(one.high, base),
        }
        if named["gap"] == 0:
            return (
                _("“%(answer)s”: as many in “%(first)s” as in “%(second)s” (%(low)s to %(high)s in %(base)s).") % named
            )
        if one.estimate > 0:
            return (
                _(
                    "“%(answer)s”: %(gap)s in %(base)s more in “%(first)s” than in “%(second)s”"
                    " (between %(low)s and %(high)s)."
                )
                % named
            )
        return (
            _(
                "“%(answer)s”: %(gap)s in %(base)s fewer in “%(first)s” than in “%(second)s”"
                " (between %(low)s and %(high)s)."
            )
            % named
        )


def _amount(gap: float, base: int) -> int:
    return int(abs(gap) * base + 0.5)


def _signed(gap: float, base: int) -> str:
    amount, sign = _amount(gap, base), "+" if gap > 0 else "\u2212"
    return f"{sign}{amount}" if amount else "0"
