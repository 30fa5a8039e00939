"""Pages of organisations, and which federations belong to a federation of federations."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.network import queries, services
from vises.apps.programmes.queries.organisations import programmes_of
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.network.forms.organisations import MemberForm, OrganisationForm
from vises.web.network.words import ORGANISATIONS
from vises.web.programmes.words import GROUPS


def organisations(request: Request) -> HttpResponse:
    """The organisations of this person."""
    rows = queries.organisations(request.actor)
    return render(request, "network/organisations.html", {"rows": rows, "kinds": ORGANISATIONS})


def organisation(request: Request, organisation: uuid.UUID) -> HttpResponse:
    """One organisation: what it says of itself, what it belongs to, what belongs to it."""
    page = queries.organisation(request.actor, organisation)
    context = {
        "page": page,
        "kinds": ORGANISATIONS,
        "groups": GROUPS,
        "programmes": programmes_of(request.actor, organisation),
    }
    return render(request, "network/organisation.html", context)


def change_organisation(request: Request, organisation: uuid.UUID) -> HttpResponse:
    """What an organisation says of itself."""
    page = queries.organisation(request.actor, organisation)
    form = OrganisationForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_bound and form.is_valid():
        said = form.said()
        kept = attempt(form, partial(services.change_organisation, request.actor, organisation, **said))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("organisation", organisation)
    context = {"form": form, "page": page}
    return render(request, "network/change_organisation.html", context, status=400 if form.is_bound else 200)


def federation(request: Request, federation: uuid.UUID) -> HttpResponse:
    """Which federations belong to this one: for whoever keeps the installation."""
    page = queries.administered(request.actor, federation)
    others = [row for row in queries.federation_choices(request.actor) if row[0] != federation]
    form = MemberForm(request.POST if request.method == "POST" else None, federations=others)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        joined = attempt(
            form,
            partial(
                services.gather,
                request.actor,
                federation,
                uuid.UUID(data["member"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
            ),
        )
        if joined is not None:
            messages.success(request, _("Kept."))
            return redirect("federation", federation)
    context = {"page": page, "form": form, "others": others, "kinds": ORGANISATIONS}
    return render(request, "network/federation.html", context, status=400 if form.is_bound else 200)
