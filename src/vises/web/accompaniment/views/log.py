"""The session log across enterprises: one's own days and minutes."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import log as queries
from vises.apps.journeys.queries.caseload import accompanied
from vises.apps.journeys.services.log import take_away_time, write_time
from vises.kernel.clock import today
from vises.kernel.problems import NotFound
from vises.web.accompaniment.forms import TimeForm
from vises.web.accompaniment.words import TIME_KINDS
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def log(request: Request) -> HttpResponse:
    """A year of one's own time; a form for one more entry, filled in where it is for a session just held."""
    asked = request.GET.get("year", "")
    page = queries.log(request.actor, int(asked) if asked.isdecimal() and 2000 <= int(asked) <= 2100 else None)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "take-away":
        take_away_time(request.actor, _uuid(request.POST.get("entry", "")))
        messages.success(request, _("Taken away."))
        return redirect("accompaniment-log")
    journeys = [(str(id_), name) for id_, name in accompanied(request.actor)]
    form = TimeForm(
        request.POST if request.method == "POST" else None,
        journeys=journeys,
        initial=_initial(page, request.GET.get("session", ""), request.GET.get("journey", "")),
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: write_time(
                request.actor,
                uuid.UUID(data["journey"]),
                on=data["on"],
                minutes=data["minutes"],
                travel_minutes=data["travel_minutes"] or 0,
                kind=data["kind"],
                session_id=data["session"],
                words=data["words"],
            ),
        )
        if kept is not None:
            messages.success(request, _("Noted. Only you see it."))
            return redirect(f"{reverse('accompaniment-log')}?year={kept.on.year}")
    context = {"page": page, "form": form, "kinds": TIME_KINDS, "journeys": journeys}
    return render(request, "accompaniment/log.html", context, status=400 if form.is_bound else 200)


def _initial(page: queries.Log, session: str, journey: str) -> dict[str, object]:
    found = next((row for row in page.to_note if str(row.id) == session), None)
    if found is None:
        return {"on": today(), "kind": "session", "journey": journey}
    return {
        "journey": str(found.journey_id),
        "on": found.on,
        "minutes": found.minutes,
        "kind": "session",
        "session": found.id,
    }


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
