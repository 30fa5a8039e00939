"""The frame of a journey's pages: trail, path, what one may do."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from vises.apps.journeys.queries.frame import JourneyFrame, frame
from vises.web.layout.routes import Request


def journey_frame(request: Request, journey_id: uuid.UUID) -> JourneyFrame:
    """The frame, read once per request."""
    kept: dict[uuid.UUID, JourneyFrame] = request.__dict__.setdefault("_frames", {})
    if journey_id not in kept:
        kept[journey_id] = frame(request.actor, journey_id)
    return kept[journey_id]


def journey_page(
    request: Request, template: str, journey_id: uuid.UUID, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page within a journey; its template extends `layout/journey.html` and finds `frame` in its context."""
    around = journey_frame(request, journey_id)
    return render(request, template, {"frame": around, **context}, status=status)
