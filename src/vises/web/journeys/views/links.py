"""Pages behind a link without account: the first hour, confirming, what a group expects."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.guests import confirming, first_hour_behind
from vises.apps.journeys.services import deliverables, guests
from vises.apps.journeys.services.passes import journey_behind
from vises.kernel.problems import NotFound
from vises.web.journeys.forms import ChangeForm, ExpectForm, FirstHourForm
from vises.web.journeys.views.mine import language_here
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def first_hour(request: Request, token: str) -> HttpResponse:
    """Three questions on one page, and last year's report."""
    page = first_hour_behind(token)
    form = FirstHourForm(
        request.POST if request.method == "POST" else None, request.FILES or None, initial=page.answers
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        file = data.pop("file")

        def keep() -> bool:
            guests.answer_first_hour(
                token, data, language=language_here(), file=(file.name, file.chunks()) if file else None
            )
            return True

        if attempt(form, keep):
            return redirect("first-hour-thanks", token)
    context = {"form": form, "page": page, "token": token}
    return render(request, "journeys/first_hour.html", context, status=400 if form.is_bound else 200)


def first_hour_thanks(request: Request, token: str) -> HttpResponse:
    """What happens next, and the sheet for the team."""
    context = {"page": first_hour_behind(token), "token": token}
    return render(request, "journeys/first_hour_thanks.html", context)


def first_hour_sheet(request: Request, token: str) -> HttpResponse:
    """The same three questions on paper, for the team."""
    return render(request, "journeys/first_hour_sheet.html", {"page": first_hour_behind(token), "token": token})


def confirm(request: Request, token: str) -> HttpResponse:
    """A deliverable to read; "that's us", or "change" with words. No password."""
    page = confirming(token, language_here())
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ChangeForm(request.POST if do == "change" else None)
    if do == "confirm":
        deliverables.confirm(page.guest, page.journey_id, page.code, name=page.guest.name, guest_scope=page.scope_id)
        return redirect("confirm", token)
    if do == "change" and form.is_valid():

        def ask() -> bool:
            words = form.cleaned_data["words"]
            deliverables.ask_change(
                page.guest, page.journey_id, page.code, words, name=page.guest.name, guest_scope=page.scope_id
            )
            return True

        if attempt(form, ask):
            messages.success(request, _("Your accompanist sees it on the page of the journey."))
            return redirect("confirm", token)
    context = {"page": page, "form": form}
    return render(request, "journeys/confirm.html", context, status=400 if do else 200)


def expect(request: Request, token: str) -> HttpResponse:
    """What a group expects, in its own words."""
    _guest, journey, group = journey_behind(token, "expect")
    if group is None:
        raise NotFound("access.link-ended")
    form = ExpectForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():

        def say() -> bool:
            guests.expect(token, form.cleaned_data["text"], form.cleaned_data["said_by"], language=language_here())
            return True

        if attempt(form, say):
            messages.success(request, _("Thank you. Your words stand beside the questions that are proposed."))
            return redirect("expect", token)
    context = {"form": form, "enterprise": journey.enterprise.name, "group": group.names}
    return render(request, "journeys/expect.html", context, status=400 if form.is_bound else 200)
