"""Tags of a journey's pages."""

from typing import Any

from django import template
from django.urls import reverse

from vises.apps.journeys.queries.exchanges import exchange, takes_part
from vises.web.journeys.forms import MessageForm
from vises.web.journeys.views.mine import language_here

register = template.Library()
LATEST = 5  # messages shown under a deliverable; all of them are printed


@register.inclusion_tag("journeys/exchange_here.html", takes_context=True)
def exchange_here(context: dict[str, Any]) -> dict[str, Any]:
    """The exchange under the page of a deliverable, for those who take part; nothing on any other page."""
    frame, request = context.get("frame"), context["request"]
    if frame is None:
        return {}
    knots = [knot for station in frame.stations for knot in station.knots]
    knot = next((one for one in knots if reverse(one.room, args=[frame.id]) == request.path), None)
    if knot is None or not takes_part(request.actor, frame, knot.code):
        return {}
    page = exchange(request.actor, frame.id, knot.code)
    return {
        "frame": frame,
        "knot": knot,
        "page": page,
        "earlier": page.messages[:-LATEST],
        "latest": page.messages[-LATEST:],
        "form": MessageForm(initial={"language": language_here()}, auto_id="exchange_%s"),
    }
