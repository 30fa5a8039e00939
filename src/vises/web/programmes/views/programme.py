"""The programmes one may see, and one programme as a picture with its tables."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import programme as queries
from vises.kernel.locale import pick
from vises.web.layout.routes import Request
from vises.web.programmes.rooms import rooms
from vises.web.programmes.words import GROUPS, REASONS, column_words

SHAPES = ("circle", "square", "triangle", "diamond")


def programmes(request: Request) -> HttpResponse:
    """The programmes this person may see."""
    return render(request, "programmes/programmes.html", {"programmes": queries.programmes(request.actor)})


def programme(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Dots and counts; narrowed by group, territory or federation when asked."""
    language = get_language() or "fr"
    narrowed = {key: request.GET.get(key, "")[:200] for key in ("group", "territory", "federation")}
    page = queries.programme_page(request.actor, programme, **narrowed)
    shapes = dict(zip(sorted(page.territories), SHAPES * 9, strict=False))
    columns = [
        {"title": column_words(column, language), "code": column.code, "dots": column.dots} for column in page.columns
    ]
    territories = {code: pick(names, language)[0] for code, names in page.territories.items()}
    labels = {"group": {code: str(text) for code, text in GROUPS.items()}, "territory": territories, "federation": {}}
    labels["step"] = {"": _("All enterprises")}
    titles = {
        "step": _("By step"),
        "group": _("By group"),
        "territory": _("By territory"),
        "federation": _("By federation"),
    }
    tables = [
        {
            "title": titles[key],
            "rows": [
                {
                    "label": labels[key].get(row.label, row.label) or _("not said"),
                    "counts": row.counts,
                    "total": row.total,
                }
                for row in rows
            ],
        }
        for key, rows in page.tables.items()
    ]
    return render(
        request,
        "programmes/programme.html",
        {
            "page": page,
            "columns": columns,
            "tables": tables,
            "shapes": shapes,
            "groups": labels["group"],
            "territories": territories,
            "narrowed": narrowed,
            "rooms": rooms(request.actor, programme),
            "reasons": [(str(REASONS.get(reason, reason)), count) for reason, count in page.reasons],
        },
    )
