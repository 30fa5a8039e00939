"""Whoever places a journey asks its programme for more time of accompaniment."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.accompaniment import accompaniment
from vises.apps.journeys.services.recruiting import ask_more_time
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.programmes.forms.enterprises import ExtensionForm


def more_time(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Until when the journey is accompanied; a form to ask for more."""
    page = accompaniment(request.actor, journey)
    if page is None:
        raise NotFound()
    form = ExtensionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        asked = attempt(form, partial(ask_more_time, request.actor, journey, **form.cleaned_data))
        if asked is not None:
            messages.success(request, _("Asked. The coordination of the programme answers."))
            return redirect("more-time", journey)
    return journey_page(
        request,
        "programmes/more_time.html",
        journey,
        {"page": page, "form": form},
        status=400 if form.is_bound else 200,
    )
