"""Telling people by mail where a journey stood, when its pause ends."""

import uuid
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vises.apps.access.actor import actor_for
from vises.apps.access.services import allows
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Closing, Journey, Pause
from vises.apps.journeys.queries.contacts import people_of
from vises.apps.journeys.queries.frame import JourneyFrame, frame
from vises.apps.journeys.queries.path import Next, next_of
from vises.kernel.clock import now
from vises.kernel.locale import pick
from vises.platform.jobs.services import enqueue, job
from vises.platform.mail.services import send


def tell_resumed(journey: Journey, pause: Pause, by: uuid.UUID | None) -> None:
    """Everybody in the journey but whoever took it up again is told, once per pause."""
    for person in people_of(journey.id):
        if person.id != by:
            enqueue(
                "journeys.restart",
                key=f"restart:{pause.id}:{person.id}",
                user=str(person.id),
                journey=str(journey.id),
                mail="restart",
            )


def remind(journey: Journey, pause: Pause, until: date) -> None:
    """On the day wished, the journey's people are asked whether they take it up again; nothing happens by itself."""
    at = datetime.combine(until, time(7), tzinfo=ZoneInfo("Europe/Brussels"))
    enqueue("journeys.pause-ends", key=f"pause-ends:{pause.id}", after=at - now(), pause=str(pause.id))


@job("journeys.pause-ends")
def _pause_ends(pause: str) -> None:
    row = Pause.objects.filter(pk=pause, ended_on=None).select_related("journey").first()
    if row is None or row.journey.paused_since is None:
        return
    for person in people_of(row.journey_id):
        enqueue(
            "journeys.restart",
            key=f"pause-ends:{row.id}:{person.id}",
            user=str(person.id),
            journey=str(row.journey_id),
            mail="pause-ends",
        )


@job("journeys.restart")
def _restart(user: str, journey: str, mail: str) -> None:
    person = User.objects.filter(pk=user, is_active=True).first()
    actor = actor_for(person)
    row = Journey.objects.filter(pk=journey).first()
    if person is None or row is None or not allows(actor, "journey.view", row.scope_id):
        return
    around = frame(actor, row.id)
    closed = frozenset(Closing.objects.filter(journey=row).values_list("step", flat=True))
    with translation.override(person.language):
        knots = [knot for station in around.stations for knot in station.knots if knot.waits_for]
        waits = [pick(knot.titles, person.language)[0] for knot in knots]
        words = next_words(next_of(around, closed), around, person.language)
    send(
        person.email,
        f"mails/{mail}",
        person.language,
        key=f"{mail}:{row.id}:{person.id}:{now():%Y-%m-%d}",
        name=person.name,
        enterprise=around.enterprise,
        step=pick(around.station().titles, person.language)[0],
        waits=", ".join(waits) or "–",
        next=words,
        address=settings.BASE_ADDRESS + reverse("journey", args=[row.id]),
    )


def next_words(found: Next, around: JourneyFrame, language: str) -> str:
    """The one next thing to do, in the language that is active."""
    what = pick(found.knot.titles, language)[0] if found.knot else ""
    step = pick(found.station.titles, language)[0] if found.station else ""
    words = {
        "confirm": _("read “%(what)s” and say whether that's you"),
        "change": _("change “%(what)s” as was asked"),
        "write": _("work on “%(what)s”"),
        "close": _("hold the reflective moment of “%(step)s”"),
        "place": _("go on to “%(step)s”"),
        "finish": _("look at what you decided to improve"),
        "start-again": _("look at what you decided to improve"),
        "read": _("read where it stands"),
    }
    return words[found.do] % {"what": what, "step": step}
