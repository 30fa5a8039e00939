"""The closing file: read, printed, or taken along as PDF."""

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from vises.apps.journeys.queries.path import path
from vises.kernel.clock import today
from vises.web.accompaniment.closing import parts
from vises.web.accompaniment.dossier import safe_name
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request


def closing_file(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Whoever may read the journey reads it: the enterprise decides that in its engagement note."""
    frame = journey_frame(request, journey)
    page = path(request.actor, journey)
    language = get_language() or "fr"
    address = settings.BASE_ADDRESS + reverse("story-public", args=["STORY"]).replace("STORY", "%s")
    context = {
        "page": page,
        "parts": parts(request.actor, frame, page, language, address=address),
        "today": today(),
    }
    if request.GET.get("format") == "pdf":
        html = render_to_string("accompaniment/closing_paper.html", {"frame": frame, "language": language, **context})
        response = HttpResponse(tagged_pdf(html), content_type="application/pdf")
        name = f"{safe_name(frame.enterprise)}-{today():%Y-%m-%d}.pdf"
        response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
        return response
    return journey_page(request, "accompaniment/closing.html", journey, context)
