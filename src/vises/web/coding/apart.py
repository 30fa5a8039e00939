"""Two people read the same words apart; then their marks stand beside each other, to be talked about."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.analysis.estimates.agreement import RELY, TENTATIVE, Agreement
from vises.apps.coding.queries import answers
from vises.apps.coding.queries import apart as queries
from vises.apps.coding.queries import reading as reading_queries
from vises.apps.coding.services import apart as services
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.coding.forms import ApartForm
from vises.web.coding.frame import language_here, told, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.coding.reading import Page, marking
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request

ACTS = ("done", "stop", "settle")


def apart(request: Request, journey: uuid.UUID, text: uuid.UUID) -> HttpResponse:
    """Begin, mark one's own, say it is done, compare and settle: one address, as far as the two have come.

    What was answered to a questionnaire is not read apart: its address leads to the answers.
    """
    if answers.said_of(request.actor, journey, text) is not None:
        return redirect("text", journey, text)
    page = queries.apart_page(request.actor, journey, text, language_here())
    here = reverse("apart", args=[journey, text])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in ACTS and page.reading_id:
        _act(request, page.reading_id, do)
        return redirect(here)
    if page.state == "mine" and page.reading_id and do != "begin":
        return _mark(request, journey, text, page.reading_id, here)
    form = ApartForm(request.POST if do == "begin" else None, readers=page.readers, sentences=page.sentences)
    if do == "begin" and form.is_valid():
        data = form.cleaned_data
        second = uuid_of(data["second"])
        begun = attempt(form, lambda: services.begin_apart(request.actor, text, data["first"], data["last"], second))
        if begun is not None:
            messages.success(request, _("Both of you find it here. Neither sees what the other marks."))
            return redirect(here)
    context = {
        "page": page,
        "form": form,
        "whole": _worded(page.whole),
        "themes": [(row, _worded(row.agreement)) for row in page.themes],
        "rely": RELY,
        "tentative": TENTATIVE,
    }
    return framed(request, "coding/apart.html", journey, context, status=400 if do == "begin" else 200)


def _mark(request: Request, journey: uuid.UUID, text: uuid.UUID, reading: uuid.UUID, here: str) -> HttpResponse:
    def read() -> Page:
        page = queries.apart_page(request.actor, journey, text, language_here()).page
        if page is None:
            raise NotFound()
        return page

    def place(data: dict[str, Any], code: uuid.UUID) -> uuid.UUID:
        if data["start"] is not None and data["end"] is not None and not data["first"]:
            found: tuple[int, int] | None = (data["start"], data["end"])
        else:
            numbers = data["first"], data["last"], data["words"]
            found = reading_queries.place_in(request.actor, journey, text, *numbers)
            if found is None and data["words"]:
                raise Problem("coding.words-not-found", field="words")
        if found is None:
            raise Problem("coding.passage", field="first")
        return services.mark_apart(request.actor, reading, code, *found, seen=request.POST.get("seen", "")).id

    def unmark(mark: uuid.UUID) -> None:
        services.unmark_apart(request.actor, reading, mark)

    return marking(request, journey, "coding/reading_apart.html", here, read, place, unmark)


def _act(request: Request, reading: uuid.UUID, do: str) -> None:
    if do == "done":
        told(
            request,
            lambda: services.done_apart(request.actor, reading),
            _("Your reading is done. Once the other one is too, you see both beside each other."),
        )
    elif do == "stop":
        told(request, lambda: services.stop_apart(request.actor, reading), _("This reading is ended."))
    else:
        choices = {
            name.removeprefix("group-"): str(value) for name, value in request.POST.items() if name.startswith("group-")
        }
        try:
            made = services.settle_apart(request.actor, reading, choices)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return
        said = ngettext("%(n)d passage was made of your marks.", "%(n)d passages were made of your marks.", made)
        messages.success(request, said % {"n": made})


def _worded(agreement: Agreement | None) -> dict[str, Any] | None:
    """What a page says of an agreement: numbers with two decimals, and how far they carry."""
    if agreement is None:
        return None
    told_apart = agreement.alpha == agreement.alpha
    interval = agreement.interval
    return {
        "raw": round(agreement.raw * agreement.units),
        "units": agreement.units,
        "alpha": round(agreement.alpha, 2) if told_apart else None,
        "low": round(interval.low, 2) if interval else None,
        "high": round(interval.high, 2) if interval else None,
        "carries": (
            ""
            if not told_apart
            else "rely"
            if agreement.alpha >= RELY
            else "tentative"
            if agreement.alpha >= TENTATIVE
            else "talk"
        ),
    }
