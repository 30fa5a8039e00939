"""The exchange about a deliverable: reading, writing, correcting, withdrawing, inviting."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import exchanges as queries
from vises.apps.journeys.services import exchanges as services
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.journeys.forms import MessageForm
from vises.web.journeys.views.mine import language_here
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def exchange(request: Request, journey: uuid.UUID, deliverable: str) -> HttpResponse:
    """The whole exchange; opening it marks it as read."""
    frame = journey_frame(request, journey)
    _journey, row = services.taking_part(request.actor, journey, deliverable)
    knot = frame.knot(deliverable)
    if knot is None:
        raise NotFound()
    page = queries.exchange(request.actor, journey, deliverable)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"withdraw", "invite", "leave-out"}:
        return _act(request, journey, deliverable, do)
    correcting = page.message(request.POST.get("message", "") or request.GET.get("correct", ""))
    initial = {"language": language_here()}
    if correcting is not None:
        initial = {"text": correcting.text, "language": correcting.language}
    form = MessageForm(request.POST if do else None, initial=initial)
    if do and form.is_valid():
        data = form.cleaned_data

        def write() -> object:
            if do == "correct":
                return services.correct_message(request.actor, _uuid(request.POST.get("message", "")), data["text"])
            return services.send_message(request.actor, journey, deliverable, data["text"], language=data["language"])

        if attempt(form, write) is not None:
            messages.success(request, _("Corrected.") if do == "correct" else _("Sent to all who take part."))
            room = knot.room if request.POST.get("back") == "room" else ""
            return redirect(f"{reverse(room, args=[journey])}#exchange" if room else request.path)
    services.mark_read(request.actor, row)
    guests = queries.guests_of(journey, deliverable)
    known = {person.id for person in guests}
    context = {
        "page": page,
        "knot": knot,
        "form": form,
        "correcting": correcting,
        "guests": guests,
        "invitable": [one for one in queries.may_be_invited(journey) if one.id not in known] if frame.may_edit else [],
    }
    return journey_page(request, "journeys/exchange.html", journey, context, status=400 if do else 200)


def _act(request: Request, journey: uuid.UUID, deliverable: str, do: str) -> HttpResponse:
    try:
        if do == "withdraw":
            services.withdraw_message(request.actor, _uuid(request.POST.get("message", "")))
            messages.success(request, _("Withdrawn: its words are gone."))
        elif do == "invite":
            services.invite_into(request.actor, journey, deliverable, _uuid(request.POST.get("user", "")))
            messages.success(request, _("This person takes part from now on."))
        else:
            services.end_invitation(request.actor, journey, deliverable, _uuid(request.POST.get("user", "")))
            messages.success(request, _("This person no longer takes part."))
    except Problem as problem:
        if problem.status != 400:
            raise
        messages.error(request, word(problem))
    return redirect("exchange", journey, deliverable)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
