"""The practices over time: portraits of a day in words, two of them side by side, a new one, a correction."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import practices as queries
from vises.apps.journeys.queries.sessions import sessions
from vises.apps.journeys.services import practices as services
from vises.web.journeys.forms_practices import HINTS, NAMES, PracticesForm
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def over_time(request: Request, journey: uuid.UUID) -> HttpResponse:
    """All portraits, and two of them side by side (`?a=` and `?b=`, else the last two)."""
    between = (_id(request.GET.get("a", "")), _id(request.GET.get("b", "")))
    page = queries.practices_over_time(request.actor, journey, between=between)
    return journey_page(request, "journeys/practices.html", journey, {"page": page, "names": NAMES, "hints": HINTS})


def new(request: Request, journey: uuid.UUID) -> HttpResponse:
    """A portrait of today, or of a day before; it begins with the words of the last one."""
    page = queries.practices_over_time(request.actor, journey)
    last = page.portraits[-1] if page.portraits else None
    form = PracticesForm(
        request.POST or None, language=page.language, sessions=_sessions(request, journey), before=last
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.write_practices(
                request.actor,
                journey,
                form.texts(),
                on=data["on"],
                language=data["language"],
                session_id=form.session_id(),
            ),
        )
        if made is not None:
            messages.success(request, _("The portrait is kept. It can be corrected until a finding cites it."))
            return redirect("practices", journey)
    context = {"form": form, "last": last, "row": None}
    return journey_page(
        request, "journeys/practices_write.html", journey, context, status=400 if form.is_bound else 200
    )


def correct(request: Request, journey: uuid.UUID, practices: uuid.UUID) -> HttpResponse:
    """Correct a portrait that no finding cites yet."""
    page = queries.practices_over_time(request.actor, journey)
    row = page.portrait(practices)
    form = PracticesForm(request.POST or None, language=page.language, sessions=[], before=row, correcting=True)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"] or 0

        def act() -> bool:
            services.correct_practices(request.actor, practices, form.texts(), number=number)
            return True

        if attempt(form, act):
            messages.success(request, _("Saved."))
            return redirect("practices", journey)
        form.renew(row)
    context = {"form": form, "last": None, "row": row, "names": NAMES}
    return journey_page(
        request, "journeys/practices_write.html", journey, context, status=400 if form.is_bound else 200
    )


def _sessions(request: Request, journey: uuid.UUID) -> list[tuple[str, str]]:
    page = sessions(request.actor, journey)
    return [(str(row.id), f"{row.on:%d/%m/%Y} – {row.title}") for row in (*page.held, *page.coming)]


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
