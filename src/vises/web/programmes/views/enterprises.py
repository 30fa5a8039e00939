"""The enterprises of a programme, for its coordinator."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.programme import open_journey
from vises.apps.journeys.services.recruiting import move_participation
from vises.apps.journeys.services.welcome import welcome_enterprise
from vises.apps.programmes import queries, services
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.accounts.invitations import welcome
from vises.web.administration.forms import AccompaniedForm
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.enterprises import BelongsForm, ExtensionForm, StatusForm
from vises.web.programmes.words import EXTENSION_REASONS, EXTENSION_STATES, REASONS, STATUSES


def enterprises(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The enterprises taking part, for the coordinator; looked up by name or status."""
    wanted, status = request.GET.get("q", "")[:100].strip(), request.GET.get("status", "")[:20]
    number = request.GET.get("page", "1")
    page = queries.takings(
        request.actor,
        programme,
        wanted=wanted,
        status=status,
        number=int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1,
    )
    context = {
        "programme_id": programme,
        "page": page,
        "rows": [(row, str(STATUSES[row.status]), str(REASONS.get(row.reason, ""))) for row in page.rows],
        "statuses": STATUSES,
        "wanted": wanted,
        "status": status,
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
    """Where an enterprise stands in the programme: status, end of accompaniment, more time, federations."""
    page = queries.taking(request.actor, participation)
    row = page.row
    do = request.POST.get("do", "status") if request.method == "POST" else ""
    if do in {"give", "decline"}:
        return _settle(request, page, programme)
    status = StatusForm(request.POST if do == "status" else None, following=row.next)
    extend = ExtensionForm(request.POST if do == "extend" else None, prefix="more")
    federations = queries.choices().federations
    belongs = BelongsForm(request.POST if do == "belongs" else None, federations=federations, prefix="belongs")
    if status.is_bound and status.is_valid():
        data = status.cleaned_data
        moved = attempt(
            status,
            lambda: move_participation(
                request.actor,
                participation,
                data["status"],
                reason_category=data["reason_category"],
                reason_words=data["reason_words"],
            ),
        )
        if moved is not None:
            messages.success(request, _("Saved. Only the kind of reason travels upward."))
            return redirect("participation", programme, participation)
    if extend.is_bound and extend.is_valid():
        given = attempt(extend, partial(services.give_extension, request.actor, participation, **extend.cleaned_data))
        if given is not None:
            messages.success(request, _("Accompaniment goes on. The history says why."))
            return redirect("participation", programme, participation)
    if belongs.is_bound and belongs.is_valid():
        data = belongs.cleaned_data
        joined = attempt(
            belongs,
            partial(
                services.belongs_to,
                request.actor,
                participation,
                uuid.UUID(data["federation"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
            ),
        )
        if joined is not None:
            messages.success(request, _("Kept."))
            return redirect("participation", programme, participation)
    context = {
        "page": page,
        "row": row,
        "form": status,
        "extend": extend,
        "belongs": belongs,
        "has_federations": bool(federations),
        "programme_id": programme,
        "journey_id": open_journey(request.actor, participation),
        "status": STATUSES[row.status],
        "statuses": STATUSES,
        "reasons": REASONS,
        "extension_states": EXTENSION_STATES,
        "extension_reasons": EXTENSION_REASONS,
    }
    return render(request, "programmes/participation.html", context, status=400 if request.method == "POST" else 200)


def _settle(request: Request, page: queries.TakingPage, programme: uuid.UUID) -> HttpResponse:
    if page.waiting is None:
        raise NotFound()
    give = request.POST["do"] == "give"
    try:
        services.settle_extension(request.actor, page.waiting.id, give=give)
    except Problem as problem:
        if problem.status == 404:
            raise
        messages.error(request, word(problem))
    else:
        messages.success(
            request, _("Accompaniment goes on. The history says why.") if give else _("Noted: the end stays as it is.")
        )
    return redirect("participation", programme, page.row.id)
