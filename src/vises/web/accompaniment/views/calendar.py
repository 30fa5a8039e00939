"""The calendar on one's phone: its private address, and what it answers."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.calendar import calendar_behind, feed_of
from vises.apps.journeys.services.calendar import make_feed, withdraw_feed
from vises.web.accompaniment.ical import as_ical
from vises.web.layout.routes import Request


def calendar(request: Request) -> HttpResponse:
    """Make the address, make it anew, withdraw it. The address is shown once, on the page that made it."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "withdraw":
        withdraw_feed(request.actor)
        messages.success(request, _("The address opens nothing any more."))
        return redirect("calendar")
    address = ""
    if do == "make":
        address = settings.BASE_ADDRESS + reverse("calendar-feed", args=[make_feed(request.actor)])
    context = {
        "feed": feed_of(request.actor),
        "address": address,
        "subscribe": "webcal" + address.removeprefix("https").removeprefix("http") if address else "",
    }
    return render(request, "accompaniment/calendar.html", context)


def feed(request: Request, token: str) -> HttpResponse:
    """What a calendar gets that asks at the address."""
    response = HttpResponse(as_ical(calendar_behind(token)), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="vises.ics"'
    response.headers["Cache-Control"] = "private, max-age=900"
    return response
