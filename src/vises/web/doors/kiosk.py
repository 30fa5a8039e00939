"""A screen on the spot, for one person after the other: large, and empty again for the next."""

import uuid

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.asking import asking
from vises.web.collection.answering import responded
from vises.web.collection.ways import Visit, Way, through
from vises.web.layout.journey import journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request


def about(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """How to put up a screen."""
    page = queries.wave_page(request.actor, wave)
    address = f"{settings.BASE_ADDRESS}{reverse('kiosk', kwargs={'token': page.token})}"
    context = {"page": page, "address": address, "qr": qr_drawing(address)}
    return journey_page(request, "doors/kiosk.html", journey, context)


@csrf_exempt
def kiosk(request: Request, token: str) -> HttpResponse:
    """The questionnaire on a screen that several people use."""
    return responded(request, lambda: _met(request, token))


# as with the page on the web: the signed draft and the address are all that counts, no cookie is read


def _met(request: Request, token: str) -> Visit:
    way = Way(
        "kiosk",
        request.path,
        first="doors/kiosk_first.html",
        style="kiosk",
        sheet="doors/kiosk.css",
        script="doors/kiosk.js",
        again=request.path,
        faces=True,
        one_by_one=True,
    )
    address = f"{settings.BASE_ADDRESS}{reverse('answer', kwargs={'token': token})}"
    return through(asking(token), way, qr=qr_drawing(address))
