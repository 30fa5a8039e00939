"""Sessions: planned, held, printed; the sheets to work on."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import sessions as queries
from vises.apps.journeys.queries.stakeholders import stakeholder_choices
from vises.apps.journeys.services import sessions as services
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.journeys.session_forms import HoldSessionForm, PlanSessionForm
from vises.web.journeys.views.mine import language_here
from vises.web.journeys.words import SESSION_KINDS
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request


def sessions(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Sessions to come and held; a form to plan the next one."""
    frame = journey_frame(request, journey)
    page = queries.sessions(request.actor, journey)
    wished = [topic.code for topic in page.topics if topic.code == request.GET.get("for")]
    form = PlanSessionForm(
        request.POST if request.method == "POST" else None,
        topics=page.topics,
        here=frame.step,
        words=language_here(),
        initial={"language": page.language, "deliverables": wished},
    )
    if form.is_bound and form.is_valid():
        made = attempt(form, partial(services.plan_session, request.actor, journey, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("The session is planned. Its agenda and sheets are ready to print."))
            return redirect("session", journey, made.id)
    context = {"page": page, "form": form, "kinds": SESSION_KINDS}
    return journey_page(request, "journeys/sessions.html", journey, context, status=400 if form.is_bound else 200)


def session(request: Request, journey: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    """One session: agenda before, record after."""
    row = queries.session(request.actor, journey, session)
    form = HoldSessionForm(
        request.POST if request.method == "POST" else None,
        groups=stakeholder_choices(request.actor, journey),
        present={there.group_id: (there.people, there.names) for there in row.present},
        language=language_here(),
        initial={"on": row.on, "minutes": row.minutes, "record": row.record, "seen": row.seen},
    )
    if form.is_bound and form.is_valid():
        if attempt(form, partial(_hold, request, form, session)) is not None:
            messages.success(request, _("The session is kept: who was there, and what was said."))
            return redirect("session", journey, session)
        # Somebody may have noted something meanwhile: the page shows it beside what was typed; the next try counts.
        row = queries.session(request.actor, journey, session)
        form.data = request.POST.copy()
        form.data["seen"] = row.seen
    return journey_page(
        request,
        "journeys/session.html",
        journey,
        {
            "row": row,
            "parts": queries.agenda_of(request.actor, journey, session),
            "form": form,
            "kinds": SESSION_KINDS,
            "past": row.on <= today(),
        },
        status=400 if form.is_bound else 200,
    )


def _hold(request: Request, form: HoldSessionForm, session: uuid.UUID) -> object:
    data = form.cleaned_data
    return services.hold_session(
        request.actor,
        session,
        presences=form.presences(),
        minutes=data["minutes"],
        record_words=data["record"],
        on=data["on"],
        seen=data["seen"],
    )


def change(request: Request, journey: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    """Another day, place or subject; or it will not take place."""
    row = queries.session(request.actor, journey, session)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "cancel":
        return _cancel(request, journey, session)
    form = PlanSessionForm(
        request.POST if request.method == "POST" else None,
        topics=queries.sessions(request.actor, journey).topics,
        here=journey_frame(request, journey).step,
        words=language_here(),
        initial={
            "title": row.title,
            "on": row.on,
            "deliverables": [topic.code for topic in row.topics],
            "kind": row.kind,
            "place": row.place,
            "language": row.language,
            "starts_at": row.starts_at,
            "minutes_planned": row.minutes_planned,
        },
    )
    if form.is_bound and form.is_valid():
        kept = attempt(form, partial(services.replan_session, request.actor, session, **form.cleaned_data))
        if kept is not None:
            messages.success(request, _("Kept. Tell those who were to come."))
            return redirect("session", journey, session)
    context = {"row": row, "form": form}
    return journey_page(request, "journeys/session_change.html", journey, context, status=400 if form.is_bound else 200)


def _cancel(request: Request, journey: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    try:
        services.cancel_session(request.actor, session)
    except Problem as problem:
        if problem.status != 400:
            raise
        messages.error(request, word(problem))
        return redirect("session", journey, session)
    messages.success(request, _("The session is cancelled. Tell those who were to come."))
    return redirect("sessions", journey)


def agenda(request: Request, journey: uuid.UUID, session: uuid.UUID) -> HttpResponse:
    """The agenda on paper, with room for notes."""
    row = queries.session(request.actor, journey, session)
    context = {
        "row": row,
        "parts": queries.agenda_of(request.actor, journey, session),
        "frame": journey_frame(request, journey),
        "groups": stakeholder_choices(request.actor, journey),
    }
    return render(request, "journeys/agenda.html", context)


def sheet(request: Request, journey: uuid.UUID, deliverable: str) -> HttpResponse:
    """The workshop sheet of a deliverable on A3, as a page or as a PDF, in the language asked."""
    language = request.GET.get("lang", "")
    if language not in LANGUAGES:
        language = language_here()
    found = queries.sheet(request.actor, journey, deliverable, language)
    with translation.override(language):
        context = {"sheet": found, "language": language}
        if request.GET.get("format") == "pdf":
            response = HttpResponse(
                tagged_pdf(render_to_string("journeys/sheet_paper.html", context)), content_type="application/pdf"
            )
            name = f"{found.code}-{language}.pdf"
            response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
            return response
        return render(request, "journeys/sheet.html", context)
