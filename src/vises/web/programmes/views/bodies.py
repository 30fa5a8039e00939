"""The bodies of a programme: what they are for, who sits in them, when they meet."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.programmes import services
from vises.apps.programmes.queries import bodies as queries
from vises.kernel.problems import NotFound
from vises.web.accounts.invitations import welcome
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.bodies import BodyForm, SeatForm, SittingForm
from vises.web.programmes.words import BODY_KINDS


def bodies(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The bodies of a programme."""
    page = queries.bodies(request.actor, programme)
    return render(request, "programmes/bodies.html", {"page": page, "programme_id": programme, "kinds": BODY_KINDS})


def new_body(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Make a body."""
    form = BodyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: services.make_body(request.actor, programme, **form.said()))
        if made is not None:
            messages.success(request, _("The body is there. Now say who sits in it."))
            return redirect("body", programme, made.id)
    context = {"form": form, "programme_id": programme}
    return render(request, "programmes/new_body.html", context, status=400 if form.is_bound else 200)


def body(request: Request, programme: uuid.UUID, body: uuid.UUID) -> HttpResponse:
    """One body; who decides gives and ends seats here, and plans sessions."""
    page = queries.body(request.actor, body)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "end":
        return _end_seat(request, page)
    seat = sitting = None
    if page.may_decide:
        organisations = queries.organisation_choices(request.actor, page.programme_id)
        seat = SeatForm(request.POST if do == "seat" else None, organisations=organisations, prefix="seat")
        sitting = SittingForm(request.POST if do == "session" else None, prefix="session")
        if seat.is_bound and seat.is_valid():
            person, said = seat.person(), seat.said()
            given = attempt(seat, partial(services.give_seat, request.actor, body, person, **said))
            if given is not None:
                welcome(given[1], request.actor.name)
                messages.success(request, _("%(name)s has a seat.") % {"name": given[0].user.name})
                return redirect("body", programme, body)
        if sitting.is_bound and sitting.is_valid():
            planned = attempt(sitting, partial(services.plan_body_session, request.actor, body, **sitting.cleaned_data))
            if planned is not None:
                messages.success(request, _("The session is planned."))
                return redirect("body", programme, body)
    context = {"page": page, "kinds": BODY_KINDS, "seat": seat, "sitting": sitting}
    return render(request, "programmes/body.html", context, status=400 if request.method == "POST" else 200)


def _end_seat(request: Request, page: queries.BodyPage) -> HttpResponse:
    found = next((seat for seat in page.seats if str(seat.id) == request.POST.get("seat")), None)
    if found is None:
        raise NotFound()
    services.end_seat(request.actor, found.id)
    messages.success(request, _("The seat of %(name)s has ended.") % {"name": found.name})
    return redirect("body", page.programme_id, page.id)


def change_body(request: Request, programme: uuid.UUID, body: uuid.UUID) -> HttpResponse:
    """Say anew what a body is."""
    page = queries.body(request.actor, body)
    form = BodyForm(request.POST if request.method == "POST" else None, body=page)
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.change_body(request.actor, body, **form.said()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("body", programme, body)
    context = {"form": form, "page": page, "programme_id": programme}
    return render(request, "programmes/change_body.html", context, status=400 if form.is_bound else 200)
