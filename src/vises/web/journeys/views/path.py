"""The path of a journey; placing it, letting it rest, ending it; standing of a deliverable."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.findings.queries.after import due_improvements
from vises.apps.journeys.queries import path as queries
from vises.apps.journeys.queries.exchanges import unread_of
from vises.apps.journeys.queries.mine import steps_of
from vises.apps.journeys.queries.notebook import asked_hand_over
from vises.apps.journeys.queries.reading import ROLES
from vises.apps.journeys.queries.restart import restart
from vises.apps.journeys.services import moves
from vises.web.journeys.forms import PauseForm
from vises.web.journeys.line import HIGH, WIDE, curves
from vises.web.journeys.views.mine import place, place_form
from vises.web.journeys.words import HAPPENED, WAITS
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def journey(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The path, drawn; what waits for whom; the one thing to do next."""
    frame = journey_frame(request, journey)
    page = queries.path(request.actor, journey)
    closed = frozenset(row.step for row in page.closings)
    return journey_page(
        request,
        "journeys/path.html",
        journey,
        {
            "page": page,
            "next": queries.next_of(frame, closed),
            "unclosed": queries.unclosed(frame, closed),
            "curves": curves([station.id for station in frame.stations], page.backs),
            "wide": WIDE,
            "high": HIGH,
            "waits": WAITS,
            "roles": ROLES,
            "due": due_improvements(request.actor, journey),
            "restart": restart(request.actor, journey),
            "happened": HAPPENED,
            "unread": [row for row in unread_of(request.actor) if row.journey_id == journey],
            "handing": asked_hand_over(request.actor, journey) if frame.may_open else None,
        },
    )


def placing(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Where the journey is: forward, back, at rest, at its end."""
    frame = journey_frame(request, journey)
    page = queries.path(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = place_form(request, steps_of(frame.methodology), frame.step, prefix="place", bound=do == "place")
    rest = PauseForm(request.POST if do == "pause" else None, prefix="rest")
    if do == "place" and form.is_valid() and place(request, journey, form):
        messages.success(request, _("The journey is placed."))
        return redirect("journey", journey)
    if do == "pause" and rest.is_valid():

        def act() -> bool:
            moves.pause(request.actor, journey, rest.cleaned_data["reason"], until=rest.cleaned_data["until"])
            return True

        if attempt(rest, act):
            messages.success(request, _("The journey rests. Nothing is lost; take it up again whenever you like."))
            return redirect("journey", journey)
    if do in {"resume", "end"}:
        (moves.resume if do == "resume" else moves.end_journey)(request.actor, journey)
        messages.success(request, _("The journey goes on.") if do == "resume" else _("This cycle is over."))
        return redirect("journey", journey)
    closed = frame.step in {row.step for row in page.closings}
    context = {"page": page, "form": form, "rest": rest, "closed": closed, "here": frame.station()}
    return journey_page(request, "journeys/placing.html", journey, context, status=400 if do else 200)
