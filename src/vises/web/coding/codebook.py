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
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.coding.forms import ThemeForm
from vises.web.coding.frame import language_here, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def coding(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The codebook with counts, the texts, what can be taken in."""
    page = queries.coding_page(request.actor, journey)
    adding = request.method == "POST" and request.POST.get("do") == "add-theme"
    form = ThemeForm(
        request.POST if adding else None, codes=page.codes, languages=LANGUAGES, language=language_here()
    )
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
    context = {"page": page, "form": form, "asked": asked, "first": _first(journey, page, asked)}
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
        parent_id=uuid_of(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
    ).id


def theme(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """Change a theme, or remove one that nothing uses."""
    page = queries.coding_page(request.actor, journey)
    row = next((row for row in page.codes if row.id == code), None)
    if row is None:
        raise NotFound()
    removing = request.POST.get("do") == "remove"
    form = ThemeForm(
        request.POST if request.method == "POST" and not removing else None,
        codes=page.codes,
        languages=LANGUAGES,
        language=language_here(),
        code=row,
    )
    if removing:
        try:
            services.remove_code(request.actor, code)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("theme", journey, code)
        messages.success(request, _("The theme is removed."))
        return redirect("coding", journey)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.change_code(
                request.actor,
                code,
                names=form.texts("names"),
                definitions=form.texts("definitions"),
                parent_id=uuid_of(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
            ),
        )
        if done:
            messages.success(request, _("The theme is changed."))
            return redirect(f"{reverse('coding', args=[journey])}#codebook")
    return framed(
        request,
        "coding/theme.html",
        journey,
        {"row": row, "form": form},
        status=400 if request.method == "POST" else 200,
    )
