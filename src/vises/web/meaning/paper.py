"""What is printed: the joint display on A3, placemats and posters; as a page to look at and as a tagged PDF."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from vises.apps.findings.queries.joint import joint_display
from vises.apps.findings.queries.paper import Piece, paper_choices, pieces
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.platform.figures import drawn
from vises.web.findings.views import language_here
from vises.web.layout.journey import journey_frame
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.meaning.easy import lines_of
from vises.web.meaning.forms import PaperForm
from vises.web.meaning.own import own_of, own_of_rows, read_by
from vises.web.meaning.sessions import interpretation
from vises.web.meaning.words import SHORT

A_TABLE = 4
"""Pieces side by side on one placemat."""


@dataclass(frozen=True)
class Shown:
    """A piece as it is printed: a heading, one idea a line, and a chart where there is one."""

    title: str
    lines: Sequence[str]
    chart: SafeString
    quotes: Sequence[Mapping[str, Any]]
    kind: str


def joint_sheet(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The joint display on A3, by the rule for what leaves a journey."""
    language = _language(request)
    with translation.override(language):
        page = joint_display(request.actor, journey, paper=True)
        context = {"page": page, "short": SHORT, "language": language, "on": today(), "address": f"lang={language}"}
        context["own"] = read_by(request, own_of_rows([*page.rows], page.beside, language))
        return _answer(request, "meaning/joint_sheet.html", context, journey, f"joint-{language}.pdf")


def sheets(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Placemats or posters of what was chosen, in the language and the reading ease asked for."""
    if not request.GET:  # an address without a choice leads to where one chooses
        return redirect("interpretation", journey)
    choices = paper_choices(request.actor, journey)
    asked = request.GET.copy()
    asked.setdefault("lang", language_here())  # a link may leave it to the reader's own
    form = PaperForm(asked, choices=choices, language=language_here())
    if not form.is_valid():
        return interpretation(request, journey, form)
    data = form.cleaned_data
    language, easy, kind = data["lang"], data["easy"], data["kind"]
    with translation.override(language):
        chosen = pieces(request.actor, journey, form.keys())
        found = [_shown(piece, language, easy) for piece in chosen]
        size = A_TABLE if kind == "placemat" and not easy else 1
        context = {
            "kind": kind,
            "easy": easy,
            "language": language,
            "enterprise": journey_frame(request, journey).enterprise,
            "pages": [found[at : at + size] for at in range(0, len(found), size)],
            "on": today(),
            "address": _without(request, "read", "format"),
            "own": read_by(request, [words for piece in chosen for words in own_of(piece, language)]),
        }
        name = f"{kind}{'-easy' if easy else ''}-{language}.pdf"
        return _answer(request, "meaning/sheets.html", context, journey, name)


def _shown(piece: Piece, language: str, easy: bool) -> Shown:
    chart = drawn(piece.summary, language) if piece.summary else SafeString("")
    quotes = [item["quote"] for item in piece.finding["evidence"] if item["quote"]] if piece.finding else []
    if easy:  # a quote in another language is not easy to read
        quotes = [quote for quote in quotes if quote["language"] == language][:1]
    title = pick(piece.titles, language)[0] or _("What is not good news, or nobody expected")
    kind = "finding" if piece.finding else "row" if piece.row else "question"
    return Shown(title, lines_of(piece, language, easy=easy), chart, quotes, kind)


def _without(request: Request, *names: str) -> str:
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    return asked.urlencode()


def _language(request: Request) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else language_here()


def _answer(request: Request, body: str, context: dict[str, Any], journey: uuid.UUID, name: str) -> HttpResponse:
    context = context | {"body": body, "frame": journey_frame(request, journey), "names": LANGUAGE_NAMES}
    if request.GET.get("format") == "pdf" and all(one.read for one in context["own"]):
        response = HttpResponse(
            tagged_pdf(render_to_string("meaning/paper.html", context)), content_type="application/pdf"
        )
        response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
        return response
    context["sent"] = [
        (name, value) for name, values in request.GET.lists() if name not in {"read", "format"} for value in values
    ]
    context["unread"] = [one for one in context["own"] if not one.read]
    return render(request, "meaning/preview.html", context)
