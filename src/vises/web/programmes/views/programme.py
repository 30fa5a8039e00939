"""The programmes one may see, and one programme as a picture with its tables."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import date as format_date
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.analysis.overviews import Band, Stack, stacked
from vises.apps.journeys.queries import over_time as months_queries
from vises.apps.journeys.queries import programme as queries
from vises.apps.journeys.queries.programme import Column
from vises.apps.journeys.rules.counted import BY
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.layout.routes import Request
from vises.web.programmes.rooms import rooms
from vises.web.programmes.words import GROUPS, REASONS, TABLES, column_words

SHAPES = ("circle", "square", "triangle", "diamond")


def programmes(request: Request) -> HttpResponse:
    """The programmes this person may see."""
    return render(request, "programmes/programmes.html", {"programmes": queries.programmes(request.actor)})


def programme(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Dots and counts; narrowed by group, territory or federation when asked."""
    language = get_language() or "fr"
    narrowed = {by: request.GET.get(by, "")[:200] for by in BY}
    page = queries.programme_page(request.actor, programme, **narrowed)
    shapes = dict(zip(sorted(page.territories), SHAPES * 9, strict=False))
    columns = [
        {"title": column_words(column, language), "code": column.code, "dots": column.dots} for column in page.columns
    ]
    territories = {code: pick(names, language)[0] for code, names in page.territories.items()}
    groups = {code: str(text) for code, text in GROUPS.items()}
    labels = {
        "step": {"": _("All enterprises")},
        "group": groups,
        "territory": territories,
        "federation": {},
        "language": LANGUAGE_NAMES,
    }
    tables = [
        {
            "title": str(TABLES[by]),
            "rows": [
                {
                    "label": labels[by].get(row.label, row.label) or _("not said"),
                    "counts": row.counts,
                    "total": row.total,
                    "untold": all(count is None for count in row.counts),
                }
                for row in rows
            ],
            "untold": bool(rows) and all(count is None for row in rows for count in (*row.counts, row.total)),
        }
        for by, rows in page.tables.items()
    ]
    context = {
        "page": page,
        "columns": columns,
        "tables": tables,
        "shapes": shapes,
        "groups": groups,
        "territories": territories,
        "language_names": LANGUAGE_NAMES,
        "narrowed": narrowed,
        "is_narrowed": any(narrowed.values()),
        "rooms": rooms(request.actor, programme),
        "reasons": [(str(REASONS.get(reason, reason)), count) for reason, count in page.reasons],
    }
    return render(request, "programmes/programme.html", context)


def over_time(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Where enterprises stood, month by month: a stack and its table."""
    language = get_language() or "fr"
    page = months_queries.over_time(request.actor, programme)
    names = {code: column_words(Column(code, page.titles.get(code, {}), ()), language) for code in page.codes}
    bands = [Band(name, f"lane-{code}") for code, name in names.items()]
    every = max(1, -(-len(page.months) // 8))  # about eight names along the axis
    stacks = [
        Stack(format_date(month.first, "m/Y"), (len(page.months) - 1 - number) % every == 0, month.counts)
        for number, month in enumerate(page.months)
    ]
    context = {
        "page": page,
        "names": list(names.values()),
        "months": list(reversed(page.months)),
        # Drawn by our own code, which escapes every word.
        "chart": mark_safe(stacked(bands, stacks, language, title=_("Enterprises by step, month by month"))),
    }
    return render(request, "programmes/over_time.html", context)
