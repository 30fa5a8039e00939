"""Pages of what follows findings: restitutions and improvements."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.findings import services
from vises.apps.findings.queries import after as queries
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.findings.forms import ImprovementForm, OutcomeForm, RestitutionForm
from vises.web.findings.views import language_here, to_uuid
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def restitutions(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Restitution sessions with their records, and what they changed in wordings."""
    page = queries.restitutions_page(request.actor, journey)
    return journey_page(request, "findings/restitutions.html", journey, {"page": page})


def restitution(request: Request, journey: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    """The record of one restitution."""
    page = queries.restitutions_page(request.actor, journey)
    row = next((row for row in page.rows if row.session_id == session), None)
    if row is None:
        raise NotFound()
    form = RestitutionForm(
        request.POST if request.method == "POST" else None,
        initial={
            "changed": row.changed,
            "contested": row.contested,
            "supports": "\n".join(row.supports),
            "language": row.language,
        },
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.record_restitution(
                request.actor,
                session,
                changed=data["changed"],
                contested=data["contested"],
                supports=data["supports"].splitlines(),
                language=data["language"],
            ),
        )
        if kept is not None:
            messages.success(request, _("The record of the restitution is kept."))
            return redirect("restitutions", journey)
    return journey_page(
        request,
        "findings/restitution.html",
        journey,
        {"row": row, "form": form},
        status=400 if form.is_bound else 200,
    )


def improvements(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Decisions to improve: those that came back first."""
    page = queries.improvements_page(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "next-cycle":
        try:
            following = services.begin_next_cycle(request.actor, journey).id
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("improvements", journey)
        messages.success(request, _("The questions you kept are candidates of the next cycle."))
        return redirect("journey", following)
    findings = [
        (str(id_), f"{label}: {pick(statements, language_here())[0]}"[:140]) for id_, label, statements in page.findings
    ]
    form = ImprovementForm(request.POST if do == "decide" else None, languages=page.languages, findings=findings)
    if do == "decide" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.decide_improvement(
                request.actor,
                journey,
                what=form.texts("what"),
                who=data["who"],
                on=data["on"],
                finding_id=to_uuid(data["finding"]) if data["finding"] else None,
                none_because=data["none_because"],
                next_cycle=data["next_cycle"],
            ),
        )
        if kept is not None:
            messages.success(request, _("The decision is kept; it comes back on its day."))
            return redirect("improvements", journey)
    return journey_page(
        request,
        "findings/improvements.html",
        journey,
        {"page": page, "form": form},
        status=400 if do else 200,
    )


def outcome(request: Request, journey: uuid.UUID, improvement: uuid.UUID) -> HttpResponse:
    """What came of a decision."""
    page = queries.improvements_page(request.actor, journey)
    row = next((row for row in (*page.due, *page.coming) if row.id == improvement), None)
    if row is None:
        raise NotFound()
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.record_outcome(
                request.actor, improvement, done=data["done"] == "yes", outcome=data["outcome"]
            ),
        )
        if kept is not None:
            messages.success(request, _("What came of it is kept."))
            return redirect("improvements", journey)
    return journey_page(
        request,
        "findings/outcome.html",
        journey,
        {"row": row, "form": form},
        status=400 if form.is_bound else 200,
    )
