"""Trying a draft on a phone: the real answering pages, of which nothing is kept."""

import uuid
from typing import Any, NoReturn

from csp.constants import HEADER as CSP_HEADER
from csp.utils import build_policy
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries.trial import trial
from vises.apps.instruments.queries.drafts import DraftView
from vises.web.collection.answering import responded
from vises.web.collection.ways import Visit, Way, through
from vises.web.designer.publishing import broken
from vises.web.designer.views import page, view_of
from vises.web.designer.words import BANDS, language_name
from vises.web.layout.routes import Request
from vises.xforms import parse_xform
from vises.xforms.design import minutes, reading, texts_of

SELF = "'self'"


class _ComeToTheEnd(Exception):
    """Somebody who tries pressed "Send" on the last page."""


def preview(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """The draft in the frame of a phone; beside it how easily it is read, and how long it takes."""
    view = view_of(request, journey, draft)
    shown = view.outline
    fewest, most = minutes(shown)
    context = {
        "broken": broken(view),
        "any": bool(shown.questions),
        "try": reverse("draft-try", args=[journey, draft]),
        "fewest": fewest,
        "most": most,
        "readings": _readings(view),
    }
    response = page(request, "designer/preview.html", view, context)
    response.headers[CSP_HEADER] = build_policy(update={"frame-src": SELF})
    return response


def _readings(view: DraftView) -> list[tuple[str, str, Any]]:
    """For each language with a formula: its name, how easily it is read in words, and what is longest."""
    shown = view.outline
    codes = [code for code in shown.languages if language_name(code)]
    found = [(code, reading(texts_of(shown, code), code)) for code in codes]
    return [(language_name(code), str(BANDS.get(read.band, "")), read) for code, read in found if read.words]


# as with the page on the web: the pages carry their own draft, and here nothing is written at all
@csrf_exempt
def try_out(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """The answering pages of a draft. What is sent comes back with the next page and is kept nowhere."""
    view = view_of(request, journey, draft)
    request.FILES.clear()  # a file would be kept aside
    if broken(view) or not view.outline.questions:
        response = render(request, "designer/tried.html", {"way": Way("try", request.path), "broken": True})
    else:
        try:
            response = responded(request, lambda: _met(request, view))
        except _ComeToTheEnd:
            response = render(request, "designer/tried.html", {"way": Way("try", request.path)})
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers[CSP_HEADER] = build_policy(update={"frame-ancestors": SELF}, replace={"frame-ancestors": SELF})
    return response


def _met(request: Request, view: DraftView) -> Visit:
    asked = trial(request.actor, view.line_id, view.id, parse_xform(view.asked()), view.titles)
    return through(asked, Way("try", request.path), accept=_end)


def _end(*_given: object, **_more: object) -> NoReturn:
    raise _ComeToTheEnd
