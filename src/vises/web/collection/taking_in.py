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
from vises.kernel.problems import Problem
from vises.web.collection.forms import ImportForm, SameFileForm
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request

MOST_SLIPS = 500  # on paper; a table holds them all


def take_in(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Answers from a file: first what is understood, then taken in by a job that can be left."""
    form = ImportForm(request.POST or None, request.FILES or None)
    looked = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        if request.POST.get("do") == "look":
            looked = attempt(form, lambda: importing.look(request.actor, wave, sent.read(), sent.name))
        else:
            begun = attempt(
                form,
                lambda: importing.begin(
                    request.actor, wave, sent.chunks(), sent.name, ["analysis", *form.cleaned_data["consents"]]
                ),
            )
            if begun is not None:
                messages.success(request, _("The answers are being taken in. You can leave this page."))
                return redirect("wave", journey=journey, wave=wave)
    page = queries.wave_page(request.actor, wave)
    context = {"form": form, "page": page, "looked": looked}
    status = 400 if form.is_bound and looked is None else 200
    return journey_page(request, "collection/take_in.html", journey, context, status=status)


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
        # a spreadsheet must not take an id for a formula
        own = f"'{row.own_id}" if row.own_id[:1] in {"=", "+", "-", "@", "\t", "\r"} else row.own_id
        lines.writerow([row.row, own, row.code])
    answer = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="receipts.csv"'
    return answer
