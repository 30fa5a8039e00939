"""The same people at two moments, without names: how many could be paired, and what changed for them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.datasets.pairing import Change, Compared, compared
from vises.apps.datasets.services import ask_change
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.platform.figures import drawn, table
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.results.forms import CiteForm
from vises.web.results.views import language_here


def pairs(request: Request, journey: uuid.UUID, wave: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two rounds of one line of the plan side by side, person by person, in numbers only."""
    page = _page(request, journey, wave, other)
    changes = [(one, _drawn(page, one), _table(one)) for one in page.changes]
    return journey_page(request, "results/pairs.html", journey, {"page": page, "changes": changes})


def pair(request: Request, journey: uuid.UUID, wave: uuid.UUID, other: uuid.UUID, question: str) -> HttpResponse:
    """How the same people moved in one question; the form that makes it citable."""
    page = _page(request, journey, wave, other)
    one = next((change for change in page.changes if change.name == question), None)
    if one is None or one.hidden:
        raise NotFound()
    form = CiteForm(request.POST if request.method == "POST" else None, summary=one.summary, language=language_here())
    form.fields["category"].label = _("Which change do you cite?")
    form.fields["category"].required = True
    form.fields["category"].choices = form.fields["category"].choices[1:]  # type: ignore[attr-defined]
    if form.is_bound and form.is_valid():
        way = form.cleaned_data["category"]
        if attempt(form, lambda: ask_change(request.actor, page.first.id, page.second.id, question, way)) is not None:
            messages.success(request, _("This number is kept with its data. You can now cite it in a finding."))
            return redirect(reverse("results", args=[journey]) + f"?wave={page.second.id}#cited")
    context = {"page": page, "one": one, "drawing": _drawn(page, one), "table": _table(one), "form": form}
    return journey_page(request, "results/pair.html", journey, context, status=400 if form.is_bound else 200)


def _page(request: Request, journey: uuid.UUID, wave: uuid.UUID, other: uuid.UUID) -> Compared:
    page = compared(request.actor, wave, other)
    if page.journey_id != journey:
        raise NotFound()
    return page


def _drawn(page: Compared, one: Change) -> str:
    if one.hidden:
        return ""
    language = language_here()
    said, first, second = (pick(texts, language)[0] for texts in (one.labels, page.first.titles, page.second.titles))
    return drawn(one.summary, language, f"{said}: {first} → {second}")


def _table(one: Change) -> object:
    return None if one.hidden else table(one.summary, language_here())
