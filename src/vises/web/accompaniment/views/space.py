"""The accompanist's space: one page for the train."""

from django.http import HttpResponse
from django.shortcuts import render

from vises.apps.journeys.queries.caseload import caseload
from vises.apps.journeys.queries.exchanges import unread_of
from vises.apps.journeys.queries.log import this_month
from vises.web.journeys.words import UNUSED
from vises.web.layout.routes import Request


def accompaniment(request: Request) -> HttpResponse:
    """What waits for whom, the next meetings, each enterprise at its step."""
    page = caseload(request.actor)
    unread = unread_of(request.actor)
    context = {
        "page": page,
        "unread": unread,
        "waiting": page.mine + len(unread),
        "month": this_month(request.actor),
        "unused": UNUSED,
    }
    return render(request, "accompaniment/space.html", context)
