"""All doors of a round on one page: whom each is for, and where it is."""

import uuid
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vises.apps.collection.queries import collecting as queries
from vises.web.doors.offline import built
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


@dataclass(frozen=True)
class Door:
    """A door as the page shows it. `page` is the name of its route."""

    title: str | Promise
    for_whom: str | Promise
    page: str
    action: str | Promise


INSTALLED = Door(
    _("Page that works without connection"),
    _("For a workshop, a round of visits, a cellar: one phone or tablet for many people. It sends when it can."),
    "door-offline",
    _("Put it on a phone or tablet"),
)
DOORS = (
    Door(
        _("Paper"),
        _("For a table, a waiting room, whoever prefers a pen. Each sheet has its receipt; it is typed in afterwards."),
        "door-paper",
        _("Print sheets, type them in"),
    ),
    Door(
        _("Easy to read"),
        _("For whoever reads with effort: easier words, one question a screen, drawings and voices."),
        "door-easy",
        _("Write it in easy words"),
    ),
    Door(
        _("Somebody asks and fills in"),
        _("For whoever does not read or write easily, or would rather talk. Read aloud, agreed to aloud."),
        "door-interview",
        _("Fill in for somebody else"),
    ),
    Door(
        _("A screen on the spot"),
        _("For a till, a hall, an event: a tablet with large buttons that begins anew for each person."),
        "door-kiosk",
        _("Put up a screen"),
    ),
    Door(
        _("ODK Collect"),
        _("For whoever asks many people with a phone, also where there is no connection."),
        "door-collect",
        _("Connect a phone"),
    ),
)


def doors(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Whichever door an answer comes through, the same answers result."""
    page = queries.wave_page(request.actor, wave)
    words = {"journey": journey, "wave": wave}
    there = (INSTALLED, *DOORS) if built() else DOORS
    found = [(door, reverse(door.page, kwargs=words)) for door in there]
    return journey_page(request, "doors/doors.html", journey, {"page": page, "doors": found})
