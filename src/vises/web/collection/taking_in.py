"""Answers from a file of others, and the receipts of those who gave them."""

import csv
import uuid
from io import StringIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.services import imports as importing
from vises.apps.collection.services import looking
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.platform.tables import neutral
from vises.web.collection.forms import ImportForm, SameFileForm
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request

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
    problem = None
    if request.method == "POST":
        if request.POST.get("do") == "leave":
            looking.leave(request.actor, run)
            messages.success(request, _("The file is erased. Nothing was taken in."))
            return redirect("take-in", journey=journey, wave=page.wave_id)
        chosen = {one.name: request.POST.get(f"c{place}", one.target) for place, one in enumerate(page.columns)}
        try:
            looking.choose(request.actor, run, chosen, request.POST.get("instance", ""))
            if request.POST.get("do") == "take":
                importing.start(request.actor, run)
                messages.success(request, _("The answers are being taken in. You can leave this page."))
                return redirect("wave", journey=journey, wave=page.wave_id)
        except NotFound:
            raise
        except Problem as found:
            problem = word(found)
        else:
            page = looking.preview(request.actor, run)
    context = {
        "page": page,
        "problem": problem,
        "wave": queries.wave_page(request.actor, page.wave_id),
        "strange": [one for one in page.columns if one.strange],
        "left": [one for one in page.columns if not one.target and one.name != page.instance],
    }
    return journey_page(request, "collection/columns.html", journey, context, status=400 if problem else 200)


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
