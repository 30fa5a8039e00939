"""What the answers say: each question with its sentence, its figure and its table; and one question to cite."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.datasets import queries
from vises.apps.datasets.pairing import partners
from vises.apps.datasets.queries import Asked, WaveLine
from vises.apps.datasets.services import ask
from vises.kernel.problems import NotFound
from vises.platform.figures import render_summary
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.results.forms import CiteForm
from vises.web.results.words import BECAUSE


def language_here() -> str:
    return get_language() or "fr"


def results(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The questions of one round of answers in their order; the newest round that has answers comes first."""
    rounds = queries.waves(request.actor, journey)
    context: dict[str, Any] = {"rounds": rounds, "chosen": None, "because": BECAUSE}
    chosen = _chosen(rounds, request.GET.get("wave", ""))
    if chosen is not None:
        page = queries.wave_results(request.actor, chosen.id, by=request.GET.get("by", "")[:300])
        context |= {
            "chosen": chosen,
            "page": page,
            "figures": [(asked, _figure(asked)) for asked in page.questions],
            "partners": partners(request.actor, chosen.id),
            "revisions": queries.revisions(request.actor, chosen.id),
            "cited": [one for one in queries.citable(request.actor, journey) if one.wave_id == chosen.id],
        }
    return journey_page(request, "results/results.html", journey, context)


def _chosen(rounds: Sequence[WaveLine], wanted: str) -> WaveLine | None:
    if wanted:
        found = next((one for one in rounds if str(one.id) == wanted), None)
        if found is None:
            raise NotFound()
        return found
    answered = [one for one in rounds if one.answers] or rounds
    return answered[-1] if answered else None


def _figure(asked: Asked, level: int = 3) -> str:
    return render_summary(asked.summary, language_here(), level=level)


def result(request: Request, journey: uuid.UUID, wave: uuid.UUID, question: str) -> HttpResponse:
    """One question, split by a group where the instrument allows it; the form that makes it citable."""
    page = queries.wave_results(request.actor, wave, by=request.GET.get("by", "")[:300], only=question)
    if page.journey_id != journey:
        raise NotFound()
    asked = page.questions[0]
    form = CiteForm(request.POST if request.method == "POST" else None, summary=asked.summary, language=language_here())
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        by = page.by if page.by != question and data.get("group") else ""
        made = attempt(
            form,
            lambda: ask(
                request.actor, wave, question, by=by, category=data.get("category", ""), group=data.get("group", "")
            ),
        )
        if made is not None:
            messages.success(request, _("This number is kept with its data. You can now cite it in a finding."))
            return redirect(reverse("results", args=[journey]) + f"?wave={wave}#cited")
    context = {
        "page": page,
        "asked": asked,
        "figure": render_summary(asked.summary, language_here(), heading="", level=2),
        "form": form,
        "citable": asked.kind not in {"text", "other"} and not asked.summary.hidden and bool(asked.summary.n),
        "may_read": page.may_read_words,
    }
    return journey_page(request, "results/result.html", journey, context, status=400 if form.is_bound else 200)
