"""A calendar as iCalendar (RFC 5545). The library knows how to fold lines and escape signs.

Hours are written in UTC, worked out from the clock of the programme's time zone: no table of summer time is needed,
and a phone in another zone shows the right hour.
"""

from datetime import UTC, timedelta

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from vises.apps.journeys.queries.calendar import Calendar, Entry
from vises.kernel.clock import now
from vises.kernel.locale import pick

AGAIN = timedelta(hours=6)  # how often a calendar may ask


def as_ical(calendar: Calendar) -> bytes:
    """The calendar as a file of type text/calendar, in the language of whoever subscribed."""
    with override(calendar.language):
        written = icalendar.Calendar()
        written.add("prodid", "-//vises//accompaniment//EN")
        written.add("version", "2.0")
        written.add("calscale", "GREGORIAN")
        written.add("method", "PUBLISH")
        written.add("name", _("vises: sessions and dates"))
        written.add("x-wr-calname", _("vises: sessions and dates"))
        written.add("x-wr-timezone", calendar.zone)
        written.add("refresh-interval", icalendar.vDuration(AGAIN), parameters={"VALUE": "DURATION"})
        written.add("x-published-ttl", icalendar.vDuration(AGAIN))
        for entry in calendar.entries:
            written.add_component(_event(entry, calendar.language))
        file: bytes = written.to_ical()
        return file


def _event(entry: Entry, language: str) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@vises")
    event.add("dtstamp", now().astimezone(UTC).replace(microsecond=0))
    event.add("summary", f"{entry.enterprise} · {_title(entry, language)}")
    if entry.starts is not None:
        event.add("dtstart", entry.starts)
        event.add("dtend", entry.starts + timedelta(minutes=max(entry.minutes, 1)))
    else:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
        event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    address = settings.BASE_ADDRESS + _path(entry)
    event.add("url", address)
    event.add("description", address)
    event.add("class", "PRIVATE")
    event.add("sequence", entry.changes)
    if entry.kind == "session":
        event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.changed_at is not None:
        event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    return event


def _title(entry: Entry, language: str) -> str:
    what = entry.title or pick(entry.texts, language)[0]
    if entry.kind == "line-start":
        return _("begins: %(what)s") % {"what": what}
    if entry.kind == "line-end":
        return _("ends: %(what)s") % {"what": what}
    if entry.kind == "end":
        return _("end as agreed in the engagement note")
    if entry.kind == "accompaniment-end":
        return _("end of the accompaniment: %(what)s") % {"what": what}
    return what


def _path(entry: Entry) -> str:
    if entry.session_id is not None:
        return reverse("session", args=[entry.journey_id, entry.session_id])
    if entry.kind in {"line-start", "line-end"}:
        return reverse("plan", args=[entry.journey_id])
    return reverse("journey", args=[entry.journey_id])
