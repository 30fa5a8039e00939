"""Answers from a file of others, and the receipts of those who gave them."""

import csv
import uuid
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.services import imports as importing
from vises.apps.collection.services import looking
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.platform.tables import neutral
from vises.web.collection.forms import ImportForm, SameFileForm
from vises.web.collection.targets import A_PAGE, Field, Targets
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request

MANY = 600  # columns of which a menu would be no help
MOST_SLIPS = 500  # on paper; a table holds them all


def take_in(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Answers from a file: it is looked at column by column before anything is taken in."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        consents = ["analysis", *form.cleaned_data["consents"]]
        kept = attempt(form, lambda: importing.prepare(request.actor, wave, sent.chunks(), sent.name, consents))
        if kept is not None:
            return redirect("columns", journey=journey, run=kept.id)
    page = queries.wave_page(request.actor, wave)
    context = {"form": form, "page": page}
    return journey_page(request, "collection/take_in.html", journey, context, status=400 if form.is_bound else 200)


def columns(request: Request, journey: uuid.UUID, run: uuid.UUID) -> HttpResponse:
    """Which column is which question: shown as understood, corrected where it is not, then taken in or left."""
    page = looking.preview(request.actor, run)
    if page.journey_id != journey:
        raise NotFound()
    number = _page_asked(request, page)
    fields: list[Field] | None = None
    problems: dict[str, str] = {}
    if request.method == "POST":
        action, _colon, to = request.POST.get("do", "").partition(":")
        if action == "leave":
            looking.leave(request.actor, run)
            messages.success(request, _("The file is erased. Nothing was taken in."))
            return redirect("take-in", journey=journey, wave=page.wave_id)
        fields, problems = _said(request, page, number)
        if not problems and action == "take":
            problems = _tried(lambda: importing.start(request.actor, run))
        if not problems and action == "take":
            messages.success(request, _("The answers are being taken in. You can leave this page."))
            return redirect("wave", journey=journey, wave=page.wave_id)
        if not problems and action == "page":
            return redirect(f"{request.path}?page={to if to.isdecimal() else 1}#columns")
        if not problems:
            page, fields = looking.preview(request.actor, run), None
    context = {
        "page": page,
        "problems": problems,
        "wave": queries.wave_page(request.actor, page.wave_id),
        "strange": [one for one in page.columns if one.strange],
        "left": [one.name for one in page.columns if not one.target and one.name != page.instance],
        "unanswered": [pick(labels, get_language() or "fr")[0] for labels in page.unanswered],
        "chosen_instance": request.POST.get("instance", page.instance) if problems else page.instance,
        **_shown(page, number, fields),
    }
    return journey_page(request, "collection/columns.html", journey, context, status=400 if problems else 200)


def _page_asked(request: Request, page: looking.Preview) -> int:
    """The page of columns that was asked for, from 1; the nearest there is."""
    text = (request.POST if request.method == "POST" else request.GET).get("page", "")
    last = max(1, -(-len(page.columns) // A_PAGE))
    return min(max(1, int(text)), last) if text.isdecimal() and len(text) < 6 else 1


def _shown(page: looking.Preview, number: int, fields: list[Field] | None) -> dict[str, Any]:
    targets = Targets(page.targets, get_language() or "fr")
    menus = targets.in_menus(min(A_PAGE, len(page.columns)))
    return {
        "fields": fields
        or [Field(place, one, targets.shown(one.target, menus=menus)) for place, one in _on(page, number)],
        "menu": list(targets.words.items()) if menus else [],
        "proposed": [] if menus else targets.proposed,
        "number": number,
        "pages": max(1, -(-len(page.columns) // A_PAGE)),
        "many": len(page.columns) > MANY,
    }


def _on(page: looking.Preview, number: int) -> list[tuple[int, looking.Column]]:
    """The columns of a page, with their places among all."""
    start = (number - 1) * A_PAGE
    return list(enumerate(page.columns))[start : start + A_PAGE]


def _said(request: Request, page: looking.Preview, number: int) -> tuple[list[Field], dict[str, str]]:
    """Keep what was said of the columns of a page. Where something is to be mended nothing is kept: what was typed, and
    the problems by what they are told at (an id on the page, or "")."""
    targets = Targets(page.targets, get_language() or "fr")
    menus = targets.in_menus(min(A_PAGE, len(page.columns)))
    typed, chosen, problems = {}, {}, {}
    for place, one in _on(page, number):
        typed[place] = request.POST.get(f"c{place}", targets.shown(one.target, menus=menus))
        target = targets.meant(typed[place])
        if target is None:
            problems[f"c{place}"] = _("No question is called “%(typed)s”.") % {"typed": typed[place][:70]}
        else:
            chosen[one.name] = target
    if not problems:
        instance = request.POST.get("instance", "").strip()
        problems = _tried(lambda: looking.choose(request.actor, page.id, chosen, instance))
    ids = {one.name: f"c{place}" for place, one in _on(page, number)} | {"instance": "instance"}
    problems = {ids.get(at, at if at in ids.values() else ""): told for at, told in problems.items()}
    fields = [Field(place, one, typed[place], problems.get(f"c{place}", "")) for place, one in _on(page, number)]
    return fields, problems


def _tried(act: Callable[[], object]) -> dict[str, str]:
    """What is wrong, by the field it is told at; empty where it is done. Raises NotFound as it comes."""
    try:
        act()
    except NotFound:
        raise
    except Problem as found:
        return {found.field or "": word(found)}
    return {}


def receipts(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Receipts of a file that was taken in, in the order of its rows: slips to print, or a table."""
    form = SameFileForm(request.POST or None, request.FILES or None)
    page = queries.wave_page(request.actor, wave)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        table = request.POST.get("do") == "table"

        def listed() -> tuple[importing.RowReceipt, ...]:
            rows = importing.receipts(request.actor, wave, sent.read(), sent.name)
            if not table and len(rows) > MOST_SLIPS:
                raise Problem("collection.receipts-many", field="file", limit=MOST_SLIPS)
            return rows

        rows = attempt(form, listed)
        if rows is not None:
            if table:
                return _table(rows)
            context = {
                "rows": [row for row in rows if row.code],
                "without": [row.row for row in rows if not row.code],
                "page": page,
                "frame": journey_frame(request, journey),
                "language": get_language() or "fr",
                "address": request.build_absolute_uri(reverse("receipt")),
            }
            return render(request, "collection/slips.html", context)
    context = {"form": form, "page": page}
    return journey_page(request, "collection/receipts.html", journey, context, status=400 if form.is_bound else 200)


def _table(rows: tuple[importing.RowReceipt, ...]) -> HttpResponse:
    written = StringIO()
    lines = csv.writer(written)
    lines.writerow(["row", "id", "receipt"])
    for row in rows:
        lines.writerow([row.row, neutral(row.own_id), row.code])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="receipts.csv"'
    return answer
