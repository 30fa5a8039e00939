"""A federation comes in with its cohort, in one sitting."""

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.pasted import preview_enterprises
from vises.apps.journeys.services.onboarding import Onboarded, staff_in
from vises.apps.journeys.services.onboarding import onboard as take_in
from vises.apps.programmes import queries as programmes
from vises.apps.programmes.previews import Preview
from vises.apps.programmes.queries.cohorts import cohort_choices
from vises.web.accounts.invitations import welcome
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.network.forms.onboarding import OnboardingForm
from vises.web.programmes.views.first_hour import shown
from vises.web.programmes.words import PASTED


def onboard(request: Request, programme: uuid.UUID) -> HttpResponse:
    """One page: the federation, its staff, its cohort, its enterprises; shown first, then written."""
    form = OnboardingForm(
        request.POST if request.method == "POST" else None,
        federations=programmes.choices().federations,
        cohorts=cohort_choices(request.actor, programme),
    )
    looked: Preview | None = None
    ready = False
    if form.is_bound and form.is_valid():
        if request.POST.get("do") == "write":
            done = attempt(form, lambda: take_in(request.actor, programme, form.sitting(), language=_here()))
            if done is not None:
                return _done(request, programme, done)
        else:
            ready = attempt(form, lambda: staff_in(form.cleaned_data["staff"])) is not None
            if ready and form.cleaned_data["enterprises"].strip():
                looked = attempt(form, lambda: _look(request, form, programme))
                ready = looked is not None
    context = {
        "form": form,
        "ready": ready,
        "preview": looked,
        "lines": shown(looked) if looked else [],
        "pasted": PASTED,
        "programme_id": programme,
        "names": programmes.names_of(request.actor, programme),
    }
    return render(request, "network/onboard.html", context, status=400 if form.is_bound and not ready else 200)


def _here() -> str:
    return get_language() or "fr"


def _look(request: Request, form: OnboardingForm, programme: uuid.UUID) -> Preview:
    data = form.cleaned_data
    federation = uuid.UUID(data["federation"]) if data["federation"] else None
    return preview_enterprises(
        request.actor,
        programme,
        data["enterprises"],
        language=_here(),
        status=data["status"],
        federation_id=federation,
    )


def _done(request: Request, programme: uuid.UUID, done: Onboarded) -> HttpResponse:
    welcome(done.invited, request.actor.name)
    many = len(done.taken.made) if done.taken else 0
    messages.success(
        request,
        _("%(federation)s is in the programme, with %(many)s enterprises. Here is what trains its people.")
        % {"federation": done.federation, "many": many},
    )
    code = programmes.methodology_of(request.actor, programme)
    return redirect(f"{reverse('training', args=(code,))}?{urlencode({'lang': done.language})}")
