"""Themes that come together, and who was heard."""

import uuid

from django.http import HttpResponse

from vises.analysis.disclosure import INSIDE
from vises.apps.coding.queries.together import together_page
from vises.web.coding.frame import page as framed
from vises.web.layout.routes import Request


def together(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Counts for whoever sees the journey; words for nobody."""
    page = together_page(request.actor, journey)
    return framed(request, "coding/together.html", journey, {"page": page, "fewest": INSIDE})
