"""What stands beside every page of a journey: a quiet link to ask the programme, and what came back from it."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse

from vises.apps.journeys.queries.frame import JourneyFrame
from vises.apps.learning.queries.beside import Beside, beside
from vises.web.learning.words import HELPED, OWNERS

register = template.Library()


@dataclass(frozen=True)
class Here:
    """Where in a journey a page is: its step, its deliverable (if any), and whether it is the deliverable's page."""

    step: str
    deliverable: str
    itself: bool


def here(frame: JourneyFrame, path: str) -> Here:
    """Where the page at this address is."""
    for station in frame.stations:
        for knot in station.knots:
            room = reverse(knot.room, args=[frame.id])
            if path.startswith(room):
                return Here(station.id, knot.code, path == room)
    return Here(frame.step, "", path == reverse("journey", args=[frame.id]))


@register.inclusion_tag("learning/ask_link.html", takes_context=True)
def ask_programme(context: dict[str, Any]) -> dict[str, Any]:
    """The link from where one is stuck; nothing on a journey outside programmes."""
    frame, request = context["frame"], context["request"]
    if not frame.guided:
        return {}
    place = here(frame, request.path)
    address = reverse("ask", args=[frame.id])
    if request.path == address:
        return {}
    return {"address": f"{address}?at={place.deliverable or place.step}"}


@register.inclusion_tag("learning/beside.html", takes_context=True)
def beside_journey(context: dict[str, Any]) -> dict[str, Any]:
    """What came back here, lessons for here, and what asks for a word: on the path and on deliverables' pages."""
    frame, request = context["frame"], context["request"]
    place = here(frame, request.path)
    found: Beside | None = None
    if frame.guided and place.itself and request.method == "GET":
        found = beside(
            request.actor,
            frame.id,
            step=place.step,
            deliverable=place.deliverable,
            may_confirm=frame.may_confirm,
            whole=not place.deliverable,
        )
    return {
        "found": found,
        "frame": frame,
        "helped": HELPED,
        "owners": OWNERS,
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
