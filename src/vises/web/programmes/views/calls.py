"""Calls for enterprises: written by the coordinator, read by anyone with the link, answered without account."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.programmes import services
from vises.apps.programmes.queries import calls as queries
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.accounts.invitations import welcome
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.calls import ApplyForm, CallForm
from vises.web.programmes.words import APPLICATION_STATES, CALL_STATES


def calls(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The calls of a programme."""
    names, rows = queries.calls(request.actor, programme)
    context = {"names": names, "rows": rows, "programme_id": programme, "states": CALL_STATES}
    return render(request, "programmes/calls.html", context)


def new_call(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Write a call."""
    form = CallForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: services.make_call(request.actor, programme, **form.said()))
        if made is not None:
            messages.success(request, _("The call has its page. Send its link to whom it concerns."))
            return redirect("call", programme, made.id)
    context = {"form": form, "programme_id": programme}
    return render(request, "programmes/new_call.html", context, status=400 if form.is_bound else 200)


def call(request: Request, programme: uuid.UUID, call: uuid.UUID) -> HttpResponse:
    """One call with what was answered, as it came; taking up an application is one click."""
    page = queries.call(request.actor, call)
    if request.method == "POST":
        return _settle(request, page)
    context = {
        "page": page,
        "address": request.build_absolute_uri(reverse("public-call", args=(page.token,))),
        "states": CALL_STATES,
        "application_states": APPLICATION_STATES,
    }
    return render(request, "programmes/call.html", context)


def _settle(request: Request, page: queries.CallPage) -> HttpResponse:
    found = next((one for one in page.applications if str(one.id) == request.POST.get("application")), None)
    if found is None or request.POST.get("do") not in {"accept", "decline"}:
        raise NotFound()
    try:
        if request.POST["do"] == "accept":
            _joined, invited = services.accept_application(request.actor, found.id)
            welcome(invited, request.actor.name)
            messages.success(request, _("%(name)s is recruited; its contact has a mail.") % {"name": found.name})
        else:
            services.decline_application(request.actor, found.id)
            messages.success(request, _("Not this time. Nobody was told by mail: write a word to its contact."))
    except Problem as problem:
        if problem.status == 404:
            raise
        messages.error(request, word(problem))
    return redirect("call", page.programme_id, page.id)


def change_call(request: Request, programme: uuid.UUID, call: uuid.UUID) -> HttpResponse:
    """Say a call anew; its link stays."""
    page = queries.call(request.actor, call)
    form = CallForm(request.POST if request.method == "POST" else None, call=page)
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.change_call(request.actor, call, **form.said()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("call", programme, call)
    context = {"form": form, "page": page}
    return render(request, "programmes/change_call.html", context, status=400 if form.is_bound else 200)


def public_call(request: Request, token: str) -> HttpResponse:
    """A call as anyone reads it with its link, with a short form while it is open."""
    page = queries.public_call(token)
    form = ApplyForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.applying(get_language() or "fr")
        if attempt(form, lambda: services.apply(token, said)) is not None:
            return render(request, "programmes/applied.html", {"page": page, "said": said})
    context = {"page": page, "form": form}
    return render(request, "programmes/public_call.html", context, status=400 if form.is_bound else 200)
