"""The enterprises of a programme, for its coordinator."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.journeys.services.welcome import welcome_enterprise
from vises.apps.programmes import queries as programmes_queries
from vises.apps.programmes.services import change_status
from vises.web.accounts.invitations import welcome
from vises.web.administration.forms import AccompaniedForm
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.enterprises import StatusForm
from vises.web.programmes.words import REASONS, STATUSES


def enterprises(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The enterprises taking part, for the coordinator."""
    names, rows = programmes_queries.takings(request.actor, programme)
    context = {
        "programme_id": programme,
        "names": names,
        "rows": [(row, str(STATUSES[row.status]), str(REASONS.get(row.reason, ""))) for row in rows],
    }
    return render(request, "programmes/enterprises.html", context)


def new_enterprise(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Recruit an enterprise: its space, its journey, its people."""
    form = AccompaniedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = attempt(form, lambda: welcome_enterprise(request.actor, programme, form.new_enterprise()))
        if found is not None:
            welcome(found.invited, request.actor.name)
            messages.success(request, _("The enterprise is in the programme; its people have a mail."))
            return redirect("programme-enterprises", programme=programme)
    context = {"form": form, "programme_id": programme}
    return render(request, "programmes/new_enterprise.html", context, status=400 if form.is_bound else 200)


def participation(request: Request, programme: uuid.UUID, participation: uuid.UUID) -> HttpResponse:
    """Change where an enterprise stands in the programme, with the kind of reason."""
    row = programmes_queries.taking(request.actor, participation)
    form = StatusForm(request.POST or None, following=row.next)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        moved = attempt(
            form,
            lambda: change_status(
                request.actor,
                participation,
                data["status"],
                reason_category=data["reason_category"],
                reason_words=data["reason_words"],
            ),
        )
        if moved is not None:
            messages.success(request, _("Saved. Only the kind of reason travels upward."))
            return redirect("programme-enterprises", programme=programme)
    context = {"form": form, "row": row, "programme_id": programme, "status": STATUSES[row.status]}
    return render(request, "programmes/participation.html", context, status=400 if form.is_bound else 200)
