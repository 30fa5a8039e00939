"""The joint display: rows, what lies in them, how the group judged, and findings that come from them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.findings.queries import joint as queries
from vises.apps.findings.queries.pages import sessions
from vises.apps.findings.services import joint as services
from vises.web.findings.views import language_here, to_uuid
from vises.web.findings.words import STATES
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.meaning.forms import FindingForm, JudgeRowForm, NameForm, RowForm
from vises.web.meaning.words import JUDGEMENTS, SHORT

WORDS = {"judgements": JUDGEMENTS, "short": SHORT, "states": STATES}


def display(request: Request, journey: uuid.UUID) -> HttpResponse:
    """All rows, the one for negative and unexpected effects always; a form to name one more."""
    page = queries.joint_display(request.actor, journey)
    form = NameForm(request.POST if request.method == "POST" else None, languages=page.languages)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: services.add_row(request.actor, journey, form.texts("names")).id)
        if made is not None:
            messages.success(request, _("The row is there. Now choose what words and numbers say of it."))
            return redirect("joint-row", journey, made)
    context = {"page": page, "form": form, "words": WORDS}
    return journey_page(request, "meaning/joint.html", journey, context, status=400 if form.is_bound else 200)


def row(request: Request, journey: uuid.UUID, row: uuid.UUID | None = None) -> HttpResponse:
    """One row: fill it, judge it, write a finding from it, take it away."""
    line = queries.joint_row(request.actor, journey, row)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "remove" and row is not None:
        services.remove_row(request.actor, journey, row)
        messages.success(request, _("The row is taken away. Findings that came from it stay."))
        return redirect("joint", journey)
    forms = _forms(request, journey, line, do)
    form = forms.get(do)
    if form and form.is_valid():
        done = attempt(form, lambda: _acts(request, journey, row, form)[do]() or True)
        if done is not None:
            messages.success(request, _("Kept."))
            return redirect("joint-row", journey, row) if row else redirect("joint-beyond", journey)
        # Somebody may have written meanwhile: the page shows it, what was typed stays, and the next try counts.
        line = queries.joint_row(request.actor, journey, row)
        form.data = request.POST.copy()
        form.data[form.add_prefix("seen")] = line.seen
    return journey_page(
        request,
        "meaning/row.html",
        journey,
        {
            "row": line,
            "forms": forms,
            "open_form": do,
            "words": WORDS,
            "may_finding": forms["finding"] is not None,
            "here": reverse("joint-row", args=[journey, row]) if row else reverse("joint-beyond", args=[journey]),
        },
        status=400 if do else 200,
    )


def _forms(request: Request, journey: uuid.UUID, line: queries.JointLine, do: str) -> dict[str, Any]:
    page = queries.joint_display(request.actor, journey)
    language = language_here()

    def data(name: str) -> Any:
        return request.POST if do == name else None

    judged = JudgeRowForm(
        data("judge"),
        prefix="j",
        row=line,
        sessions=sessions(request.actor, journey),
        languages=page.languages,
    )
    return {
        "fill": RowForm(
            data("fill"),
            prefix="w",
            row=line,
            choices=queries.joint_choices(request.actor, journey),
            languages=page.languages,
            language=language,
        ),
        "judge": judged if line.state == "written" else None,
        "finding": FindingForm(data("finding"), prefix="f", row=line, languages=page.languages)
        if line.state == "written" and page.has_question
        else None,
    }


def _acts(request: Request, journey: uuid.UUID, row: uuid.UUID | None, form: Any) -> dict[str, Callable[[], object]]:
    actor, data = request.actor, form.cleaned_data
    return {
        "fill": lambda: services.fill_row(
            actor, journey, row, form.looked(), names=form.texts("names") if row else None, seen=data["seen"]
        ),
        "judge": lambda: services.judge_row(
            actor,
            journey,
            row,
            data["judgement"],
            form.texts("why"),
            to_uuid(data["session"]),
            seen=data["seen"],
        ),
        "finding": lambda: services.finding_from_row(
            actor,
            journey,
            row,
            statements=form.texts("statements"),
            words_say=form.texts("words_say"),
            numbers_say=form.texts("numbers_say"),
            words_side=data.get("words_side", "for"),
            numbers_side=data.get("numbers_side", "for"),
            limits=form.texts("limits"),
            unexpected=data["unexpected"],
            negative=data["negative"],
        ),
    }
