"""The meetings of a programme: the day, its workshops, who came."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.programmes import services
from vises.apps.programmes.queries import meetings as queries
from vises.apps.programmes.queries.bodies import organisation_choices
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.meetings import CameForm, MeetingForm, WorkshopForm
from vises.web.programmes.words import organisations_in_words


def meetings(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The meetings of a programme, to come and held."""
    page = queries.meetings(request.actor, programme)
    return render(request, "programmes/meetings.html", {"page": page, "programme_id": programme})


def new_meeting(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Plan a meeting."""
    form = MeetingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: services.plan_meeting(request.actor, programme, **form.said()))
        if made is not None:
            messages.success(request, _("The meeting is planned. Now add its workshops."))
            return redirect("meeting", programme, made.id)
    context = {"form": form, "programme_id": programme}
    return render(request, "programmes/new_meeting.html", context, status=400 if form.is_bound else 200)


def meeting(request: Request, programme: uuid.UUID, meeting: uuid.UUID) -> HttpResponse:
    """One meeting; who decides adds workshops here, and notes who came."""
    page = queries.meeting(request.actor, meeting)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    workshop = came = None
    if page.may_decide:
        workshop = WorkshopForm(request.POST if do == "workshop" else None, prefix="workshop")
        came = CameForm(
            request.POST if do == "came" else None,
            organisations=organisation_choices(request.actor, page.programme_id),
            initial={"came": "\n".join(f"{row.name}; {row.people}" for row in page.came)},
        )
        if workshop.is_bound and workshop.is_valid():
            said = workshop.said()
            if attempt(workshop, partial(services.add_workshop, request.actor, meeting, **said)) is not None:
                messages.success(request, _("The workshop is on the list."))
                return redirect("meeting", programme, meeting)
        if came.is_bound and came.is_valid():
            counts = came.cleaned_data["came"]
            noted = attempt(came, lambda: services.note_attendance(request.actor, meeting, counts))
            if noted is not None:
                messages.success(request, _("Kept: who came."))
                return redirect("meeting", programme, meeting)
    context = {
        "page": page,
        "workshop": workshop,
        "came": came,
        "kinds": [organisations_in_words(kind, count) for kind, count in page.kinds],
    }
    return render(request, "programmes/meeting.html", context, status=400 if request.method == "POST" else 200)


def change_meeting(request: Request, programme: uuid.UUID, meeting: uuid.UUID) -> HttpResponse:
    """Another day or place, how many came; or it will not take place."""
    page = queries.meeting(request.actor, meeting)
    if request.method == "POST" and request.POST.get("do") == "cancel":
        try:
            services.cancel_meeting(request.actor, meeting)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("meeting", programme, meeting)
        messages.success(request, _("The meeting is cancelled. Tell those who were to come."))
        return redirect("meetings", programme)
    form = MeetingForm(request.POST if request.method == "POST" else None, meeting=page)
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.change_meeting(request.actor, meeting, **form.said()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("meeting", programme, meeting)
    context = {"form": form, "page": page}
    return render(request, "programmes/change_meeting.html", context, status=400 if form.is_bound else 200)


def workshop(request: Request, programme: uuid.UUID, meeting: uuid.UUID, workshop: uuid.UUID) -> HttpResponse:
    """Say anew what a workshop is and how many came; or take it off the day."""
    page = queries.meeting(request.actor, meeting)
    row = next((one for one in page.workshops if one.id == workshop), None)
    if row is None:
        raise NotFound()
    if request.method == "POST" and request.POST.get("do") == "drop":
        try:
            services.drop_workshop(request.actor, workshop)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
        else:
            messages.success(request, _("The workshop is off the list."))
        return redirect("meeting", programme, meeting)
    form = WorkshopForm(request.POST if request.method == "POST" else None, workshop=row)
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.change_workshop(request.actor, workshop, **form.said()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("meeting", programme, meeting)
    context = {"form": form, "page": page, "row": row}
    return render(request, "programmes/workshop.html", context, status=400 if form.is_bound else 200)
