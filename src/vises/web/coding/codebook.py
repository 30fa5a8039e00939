"""The codebook with its counts, the texts, what can be taken in."""

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.coding import services
from vises.apps.coding.queries import answers as answer_queries
from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries import history
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.coding.forms import ThemeForm
from vises.web.coding.frame import language_here, told, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def coding(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The codebook with counts, the texts, what can be taken in."""
    page = queries.coding_page(request.actor, journey)
    adding = request.method == "POST" and request.POST.get("do") == "add-theme"
    if request.method == "POST" and request.POST.get("do") == "undo":
        change = uuid_of(request.POST.get("change", ""))
        history.change_here(request.actor, journey, change)
        told(request, lambda: services.undo(request.actor, change), _("This is undone: every passage is back."))
        return redirect(f"{reverse('coding', args=[journey])}#codebook")
    form = ThemeForm(request.POST if adding else None, codes=page.codes, languages=LANGUAGES, language=language_here())
    status = 200
    if request.method == "POST" and not adding:
        try:
            text = services.take_in(request.actor, uuid_of(request.POST.get("document", "")))
            return redirect("text", journey, text.id)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("coding", journey)
    if adding:
        status = 400
        if form.is_valid() and attempt(form, lambda: _add_theme(request, journey, form)) is not None:
            messages.success(request, _("The theme is in the codebook."))
            return redirect(f"{reverse('coding', args=[journey])}#codebook")
    asked = answer_queries.open_rows(request.actor, journey)
    context = {
        "page": page,
        "form": form,
        "asked": asked,
        "first": _first(journey, page, asked),
        "changes": history.changes(request.actor, journey),
    }
    return framed(request, "coding/coding.html", journey, context, status=status)


def _first(
    journey: uuid.UUID, page: queries.CodingPage, asked: Sequence[answer_queries.OpenRow]
) -> tuple[str, str] | None:
    """What this person may read first: its address and title."""
    for text in page.texts:
        if text.readable:
            return reverse("text", args=[journey, text.id]), text.title
    for row in asked:
        if row.readable:
            title = pick(row.labels, language_here())[0] or row.question
            return reverse("open-question", args=[journey, row.wave_id, row.question]), title
    return None


def _add_theme(request: Request, journey: uuid.UUID, form: ThemeForm) -> uuid.UUID:
    return services.add_code(
        request.actor,
        journey,
        names=form.texts("names"),
        definitions=form.texts("definitions"),
        examples=form.texts("examples"),
        memo=form.cleaned_data["memo"],
        parent_id=uuid_of(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
    ).id
