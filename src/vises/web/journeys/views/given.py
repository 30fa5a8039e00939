"""Links without account: which were given, to whom, how they stand; and ending them."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.collection.queries.rounds import rounds
from vises.apps.collection.services.waves import close_wave
from vises.apps.journeys.queries.links import given_links
from vises.apps.journeys.services.passes import end_link
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import NotFound
from vises.web.journeys.words import PURPOSES
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def given(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Every link that was given, by what it is for; rounds of answers with them. One press ends a link at once."""
    if request.method == "POST":
        id_ = _uuid(request.POST.get("link", ""))
        if request.POST.get("do") == "close":
            if all(row.id != id_ for row in rounds(request.actor, journey)):
                raise NotFound()
            close_wave(request.actor, id_)
            messages.success(request, _("The round is closed: its address and its QR code take no answers any more."))
        else:
            end_link(request.actor, journey, id_)
            messages.success(request, _("The link is ended: it opens nothing any more."))
        return redirect("given-links", journey)
    links = given_links(request.actor, journey)
    known = [purpose for purpose in PURPOSES if any(link.purpose == purpose for link in links)]
    others = sorted({link.purpose for link in links} - set(known))
    groups = [
        (
            PURPOSES.get(purpose, (_("Other links"), ""))[0],
            PURPOSES.get(purpose, ("", ""))[1],
            [link for link in links if link.purpose == purpose and link.open],
            [link for link in links if link.purpose == purpose and not link.open],
        )
        for purpose in (*known, *others)
    ]
    context = {"groups": groups, "rounds": rounds(request.actor, journey), "language_names": LANGUAGE_NAMES}
    return journey_page(request, "journeys/given.html", journey, context)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
