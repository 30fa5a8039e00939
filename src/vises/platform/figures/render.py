"""A summary as a piece of a page: heading, sentence, chart, table with the same numbers, how it was made."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.analysis.charts import chart
from vises.analysis.shown import number
from vises.analysis.summaries.model import PERCENT_FROM, Cell, Group, Middle, Summary
from vises.kernel.locale import pick
from vises.platform.figures import words


@dataclass(frozen=True)
class Row:
    """A line of a table: its name and its entries, as shown."""

    name: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table as shown: chart and text take their rounding from the same place."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def caption(summary: Summary, language: str) -> str:
    """What the table and the chart of a summary show, in one line."""
    label = pick(summary.question.labels, language)[0] or summary.question.name
    with override(language):
        if summary.split and summary.split.groups:
            by = pick(summary.split.by.labels, language)[0] or summary.split.by.name
            return _("Answers to “%(question)s”, by “%(by)s”") % {"question": label, "by": by}
        return _("Answers to “%(question)s”") % {"question": label}


def render_summary(
    summary: Summary, language: str, heading: str | None = None, data_date: date | None = None, level: int = 3
) -> SafeString:
    """The figure of a summary in `language`, under a heading of `level` (default: the question itself; "": none).

    `data_date` says until when answers were counted. The summary is shown as it is: ask `protect` first.
    """
    with override(language):
        return SafeString(
            render_to_string("figures/summary.html", _context(summary, language, heading, data_date, level))
        )


def drawn(summary: Summary, language: str, title: str = "") -> SafeString:
    """The chart of a summary alone, as SVG; "" where there is nothing that may be drawn. Ask `protect` first.

    `title` is what it shows, in words, where these are not answers to a question.
    """
    with override(language):
        texts = {
            "title": title or f"{caption(summary, language)}. {words.sentence(summary, language)}",
            "of": _("%(count)s of %(of)s"),
            "interval": _("95 % interval"),
            "middle": _("in the middle"),
        }
        # Drawn by our own code, which escapes every word.
        return mark_safe(chart(summary, language, texts))


def _context(
    summary: Summary, language: str, heading: str | None, data_date: date | None, level: int
) -> dict[str, Any]:
    split = summary.split
    label = pick(summary.question.labels, language)[0] or summary.question.name
    return {
        "summary": summary,
        "heading": label if heading is None else heading,
        "level": level,
        "caption": caption(summary, language),
        "sentence": words.sentence(summary, language),
        "chart": drawn(summary, language),
        "table": table(summary, language),
        "comparisons": [words.comparison_sentence(summary, one, language) for one in split.comparisons]
        if split
        else [],
        "split_hidden": bool(split and split.hidden and not summary.hidden),
        "by": pick(split.by.labels, language)[0] or split.by.name if split else "",
        "n": number(summary.n, language),
        "missing": number(summary.missing, language),
        "unreadable": number(summary.unreadable, language) if summary.unreadable else "",
        "population": number(summary.population, language) if summary.population else "",
        "methods": [words.method_name(method, language) for method in summary.methods],
        "interval": any(cell.low is not None for cell in summary.cells)
        or bool(summary.middle and summary.middle.low is not None),
        "software": words.software(),
        "data_date": date_format(data_date, "j F Y") if data_date else "",
    }


def table(summary: Summary, language: str) -> Table | None:
    """The numbers of a summary as shown in its table; None where there are none to show."""
    if summary.hidden or not summary.n:
        return None
    with override(language):
        groups = summary.split.groups if summary.split else ()
        if summary.middle:
            return _number_table(summary, summary.middle, groups, language)
        if not summary.cells:
            return None
        if groups:
            return _split_table(summary, groups, language)
        percents = summary.n >= PERCENT_FROM
        columns = (
            _("What they answered"),
            _("How many"),
            *((_("In percent"),) if percents else ()),
            _("95 % interval"),
        )
        return Table(columns, tuple(_row(cell, percents, language) for cell in summary.cells))


def _row(cell: Cell, percents: bool, language: str) -> Row:
    count = words.count_of(cell.count, cell.of, language)
    share = (words.percent_of(cell),) if percents else ()
    return Row(
        words.label_of(cell.value, cell.labels, language),
        (count, *share, words.range_of(cell, language) or "–"),
    )


def _split_table(summary: Summary, groups: tuple[Group, ...], language: str) -> Table:
    columns = (
        _("What they answered"),
        _("All together"),
        *(words.label_of(g.value, g.labels, language) for g in groups),
    )
    rows = []
    for i, cell in enumerate(summary.cells):
        entries = [_entry(one, language) for one in (cell, *(group.cells[i] for group in groups))]
        rows.append(Row(words.label_of(cell.value, cell.labels, language), tuple(entries)))
    return Table(columns, tuple(rows))


def _entry(cell: Cell, language: str) -> str:
    if not cell.of:
        return "–"
    count, interval = words.count_of(cell.count, cell.of, language), words.range_of(cell, language)
    if cell.percent is not None:
        count = f"{count}, {words.percent_of(cell)}"
    return f"{count} ({interval})" if interval else count


def _number_table(summary: Summary, middle: Middle, groups: tuple[Group, ...], language: str) -> Table:
    parts = [(_("All together"), summary.n, middle)] if groups else [("", summary.n, middle)]
    parts += [(words.label_of(g.value, g.labels, language), g.n, g.middle) for g in groups if g.middle]
    shown = [
        (_("People who answered"), [number(n, language) for _name, n, _m in parts]),
        (_("Middle answer (median)"), [number(m.median, language) for _name, _n, m in parts]),
        (_("Interval of the middle"), [words.interval_of(m, language) or "–" for _name, _n, m in parts]),
        (_("A quarter gave less than"), [_or_dash(m.lower_quartile, language) for _name, _n, m in parts]),
        (_("A quarter gave more than"), [_or_dash(m.upper_quartile, language) for _name, _n, m in parts]),
    ]
    if any(m.lowest is not None for _name, _n, m in parts):
        shown.append((_("Lowest"), [_or_dash(m.lowest, language) for _name, _n, m in parts]))
        shown.append((_("Highest"), [_or_dash(m.highest, language) for _name, _n, m in parts]))
    columns = ("", *(name for name, _n, _m in parts)) if groups else (_("What is measured"), _("Value"))
    return Table(columns, tuple(Row(name, tuple(entries)) for name, entries in shown))


def _or_dash(value: float | None, language: str) -> str:
    return "–" if value is None else number(value, language)
