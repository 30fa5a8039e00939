"""The two files: a page that loads nothing from elsewhere, and the same numbers for programs."""

import json
import re
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.analysis.disclosure import OUTSIDE
from vises.analysis.shown import number
from vises.analysis.summaries import OTHER, Cell, Comparison, Group, QuestionSpec, Summary
from vises.kernel.locale import pick
from vises.ops.analyse.work import Analysis
from vises.platform.figures import label_of, method_name, render_summary, software

STYLES = (
    "web/layout/static/layout/tokens.css",
    "web/layout/static/layout/base.css",
    "platform/figures/static/figures/figures.css",
    "ops/analyse/templates/analyse/report.css",
)


@dataclass(frozen=True)
class About:
    """What was analysed: title of the form, names of the files, date of the answers, grouping question.

    `repeated` are questions asked several times of a person: their answers stand in a table of their own.
    """

    title: str
    form: str
    answers: str
    data_date: date
    by: QuestionSpec | None = None
    repeated: tuple[QuestionSpec, ...] = ()


def results(analysis: Analysis, about: About, language: str) -> str:
    """results.json: per question its type, n, missing, method by name, estimate, interval and table."""
    document = {
        "software": software(),
        "language": language,
        "form": {"title": about.title, "file": about.form},
        "answers": {
            "file": about.answers,
            "people": analysis.rows_shown,
            "until": about.data_date.isoformat(),
        },
        "by": about.by.name if about.by else None,
        "rule": {
            "least_people_per_cell": OUTSIDE,
            "empty_or_full_cells": "hidden",
            "hides": "the whole question",
        },
        "without_column": [_named(question, language) for question in analysis.without_column],
        "asked_several_times": [_named(question, language) for question in about.repeated],
    }
    # A line per part and per question: readable, and quick to write.
    lines = [f"{_line(name)}: {_line(part)}" for name, part in document.items()]
    asked = ",\n".join(_line(_question(summary, language)) for summary in analysis.summaries)
    return "{\n" + ",\n".join([*lines, f'"questions": [\n{asked}\n]']) + "\n}\n"


def _line(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)


def _named(question: QuestionSpec, language: str) -> dict[str, str]:
    return {"name": question.name, "label": label_of(question.name, question.labels, language)}


def _question(summary: Summary, language: str) -> dict[str, Any]:
    hidden = summary.hidden == "small"
    entry: dict[str, Any] = {
        "name": summary.question.name,
        "label": label_of(summary.question.name, summary.question.labels, language),
        "type": summary.kind,
        "hidden": summary.hidden,
        "n": None if hidden else summary.n,
        "missing": None if hidden else summary.missing,
        "methods": [{"id": method, "name": method_name(method, language)} for method in summary.methods],
    }
    if hidden:
        return entry
    if summary.unreadable:
        entry["unreadable"] = summary.unreadable
    entry.update(_numbers(summary, language))
    if summary.split:
        entry["split"] = {
            "by": summary.split.by.name,
            "hidden": summary.split.hidden,
            "groups": [
                {
                    "value": _value(g.value),
                    "label": label_of(g.value, g.labels, language),
                    "n": g.n,
                    **_numbers(g, language),
                }
                for g in summary.split.groups
            ],
            "comparisons": [_comparison(one, language) for one in summary.split.comparisons],
        }
    return entry


def _numbers(told: Summary | Group, language: str) -> dict[str, Any]:
    """Estimate and interval (of the most frequent answer, or of the middle), and the table they come from."""
    middle = told.middle
    if middle:
        interval = None
        if middle.low is not None:
            interval = {"low": middle.low, "high": middle.high, "level": middle.level}
        table = {"lower_quartile": middle.lower_quartile, "upper_quartile": middle.upper_quartile}
        return {"estimate": {"what": "median", "value": middle.median}, "interval": interval, "table": table}
    if not told.cells or not told.n:
        return {"estimate": None, "interval": None, "table": []}
    most = max(told.cells, key=lambda cell: cell.count)
    estimate = {"what": "share", "of": _value(most.value), "value": most.count / most.of}
    return {
        "estimate": estimate,
        "interval": None if most.low is None else {"low": most.low, "high": most.high, "level": 0.95},
        "table": [_cell(cell, language) for cell in told.cells],
    }


def _cell(cell: Cell, language: str) -> dict[str, Any]:
    entry = cell.to_json()
    entry["value"] = _value(cell.value)
    entry["label"] = label_of(cell.value, cell.labels, language)
    del entry["labels"]
    return entry


def _value(value: str) -> str | None:
    return None if value == OTHER else value


def _comparison(one: Comparison, language: str) -> dict[str, Any]:
    return {
        "method": {"id": one.method, "name": method_name(one.method, language)},
        "answer": _value(one.value) or None,
        "estimate": one.estimate,
        "interval": {"low": one.low, "high": one.high, "level": 0.95},
    }


def page(analysis: Analysis, about: About, language: str) -> str:
    """report.html: figures with their tables in `language`, styles and drawings inside."""
    questions = [
        {
            "id": f"q{i}",
            "label": label_of(summary.question.name, summary.question.labels, language),
            "figure": render_summary(summary, language, level=2, data_date=about.data_date),
        }
        for i, summary in enumerate(analysis.summaries, start=1)
    ]
    shown = [summary for summary in analysis.summaries if not summary.hidden]
    with override(language):
        context = {
            "language": language,
            "title": about.title,
            "style": escape(_style(), quote=False).replace("&gt;", ">"),
            "questions": questions,
            "people": number(analysis.rows_shown, language) if analysis.rows_shown is not None else "",
            "least": OUTSIDE,
            "form": about.form,
            "answers": about.answers,
            "data_date": date_format(about.data_date, "j F Y"),
            "software": software(),
            "shown": len(shown),
            "hidden": sum(summary.hidden == "small" for summary in analysis.summaries),
            "by": pick(about.by.labels, language)[0] or about.by.name if about.by else "",
            "without_column": [_named(question, language)["label"] for question in analysis.without_column],
            "repeated": [_named(question, language)["label"] for question in about.repeated],
            "heading": _("What the answers say"),
        }
        return render_to_string("analyse/report.html", context)


def _style() -> str:
    """The style sheets in one, without fonts: nothing is loaded from outside the page."""
    text = "\n".join((settings.SOURCE / path).read_text(encoding="utf-8") for path in STYLES)
    text = re.sub(r"@font-face\s*\{.*?\}", "", text, flags=re.DOTALL)
    return re.sub(r"\n\s*\n+", "\n", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
