"""The same people at two moments, without names: how many could be paired, and what changed for them."""

import uuid

from django.http import HttpResponse

from vises.apps.datasets.pairing import compared
from vises.kernel.problems import NotFound
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def pairs(request: Request, journey: uuid.UUID, wave: uuid.UUID, other: uuid.UUID) -> HttpResponse:
    """Two rounds of one line of the plan side by side, person by person, in numbers only."""
    page = compared(request.actor, wave, other)
    if page.journey_id != journey:
        raise NotFound()
    return journey_page(request, "results/pairs.html", journey, {"page": page})
