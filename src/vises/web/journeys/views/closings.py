"""Reflective moments: those held, the next one, and its agenda to print."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import path as queries
from vises.apps.journeys.queries.sessions import sessions
from vises.apps.journeys.services.closings import close_step
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.web.journeys.forms import ClosingForm
from vises.web.journeys.views.mine import language_here
from vises.web.journeys.words import closing_agenda as agenda_items
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def closings(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Reflective moments: those held, and a form for the next one."""
    frame = journey_frame(request, journey)
    steps = {station.id: pick(station.titles, language_here())[0] for station in frame.stations}
    asked = request.GET.get("step", "")
    form = ClosingForm(
        request.POST if request.method == "POST" else None,
        steps=list(steps.items()),
        initial={"step": asked if asked in steps else frame.step, "language": frame.language},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(form, lambda: close_step(request.actor, journey, **data))
        if kept is not None:
            messages.success(request, _("Kept. What you learned here travels with the journey."))
            return redirect("closings" if kept.method else "journey", journey)
    context = {"form": form, "rows": queries.closings(request.actor, journey), "here": frame.station()}
    return journey_page(request, "journeys/closings.html", journey, context, status=400 if form.is_bound else 200)


def closing_agenda(request: Request, journey: uuid.UUID, step: str) -> HttpResponse:
    """Two hours around a table at the end of a step, on paper: what was done, the agenda, room to write."""
    frame = journey_frame(request, journey)
    station = next((one for one in frame.stations if one.id == step), None)
    if station is None:
        raise NotFound()
    codes = {knot.code for knot in station.knots}
    page = sessions(request.actor, journey)
    held = [row for row in reversed(page.held) if any(topic.code in codes for topic in row.topics)]
    context = {"frame": frame, "station": station, "held": held, "items": agenda_items()}
    return render(request, "journeys/closing_agenda.html", context)
