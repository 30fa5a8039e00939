"""A version of a questionnaire beside the one before: what changed, which answers came with which, what fits."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.collection.queries.wordings import rounds_with
from vises.apps.instruments.queries import versions as reading
from vises.apps.instruments.services.versions import say_same
from vises.kernel.locale import pick
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word
from vises.web.designer.views import here
from vises.web.designer.words import CHANGES, FITS
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.xforms.design.compared import Compared


def compare(request: Request, journey: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Both wordings; whoever writes may say that a new question is one that is gone."""
    found = reading.comparison(request.actor, version)
    if found.journey_id != journey:
        raise NotFound()
    if request.method == "POST":
        try:
            say_same(request.actor, version, request.POST.get("name", ""), request.POST.get("before", ""))
        except (NotFound, Forbidden):
            raise
        except Problem as problem:
            messages.error(request, word(problem))
        return redirect("instrument-compare", journey, version)
    rounds = rounds_with(request.actor, (found.before.id, found.after.id))
    rows = [_shown(row, found) for row in found.rows]
    context = {
        "found": found,
        "changed": [row for row in rows if row["what"] or row["row"].before is None or row["row"].after is None],
        "unchanged": sum(1 for row in found.rows if row.fits == "together" and not row.what),
        "sides": [(one, rounds.get(one.id, ())) for one in (found.before, found.after)],
        "fits": [(code, str(text), sum(1 for row in found.rows if row.fits == code)) for code, text in FITS.items()],
    }
    return journey_page(request, "designer/compare.html", journey, context)


def _shown(row: Compared, found: reading.Comparison) -> dict[str, Any]:
    name = row.question.name
    return {
        "row": row,
        "label": pick(row.question.labels, here())[0] or name,
        "was": _reworded(row),
        "what": [str(CHANGES[code]) for code in row.what],
        "new_choices": _choices(row, row.new_choices, later=True),
        "gone_choices": _choices(row, row.gone_choices, later=False),
        "fits": str(FITS.get(row.fits, "")),
        "may_be": [(one.question.name, pick(one.question.labels, here())[0]) for one in found.may_be.get(name, ())],
        "said": name in found.said,
    }


def _reworded(row: Compared) -> list[tuple[str, str]]:
    """What a question said before, with the language, where its words changed."""
    if row.before is None or row.after is None:
        return []
    now = row.after.labels
    return [(code, text) for code, text in row.before.labels.items() if code in now and now[code] != text]


def _choices(row: Compared, values: tuple[str, ...], *, later: bool) -> str:
    question = row.after if later else row.before
    labels = {choice.value: pick(choice.labels, here())[0] for choice in question.choices} if question else {}
    return ", ".join(_("“%(value)s”") % {"value": labels.get(value) or value} for value in values)
