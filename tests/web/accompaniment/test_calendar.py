"""The calendar as iCalendar: what any text becomes, line by line, and the pages around it."""

import re
import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.queries.calendar import Calendar, Entry
from vises.apps.journeys.services import sessions
from vises.kernel.clock import today
from vises.web.accompaniment.ical import as_ical

# any text that a form may keep: no control characters but the ends of lines
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\\:\"'éœ’☀👩🏽‍🌾"), max_size=300)
ENTRY = st.builds(
    Entry,
    uid=st.uuids().map(lambda id_: f"session-{id_}"),
    kind=st.sampled_from(["session", "end", "line-start", "line-end", "accompaniment-end"]),
    enterprise=TEXT,
    title=TEXT,
    texts=st.dictionaries(st.sampled_from(["fr", "nl", "en"]), TEXT),
    on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    starts=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(0, 1440),
    place=TEXT,
    cancelled=st.booleans(),
    changes=st.integers(0, 10_000),
    changed_at=st.none() | st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),
    journey_id=st.uuids(),
    session_id=st.none() | st.uuids(),
)


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def _unescaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11, read by the letter."""
    return re.sub(r"\\([\\;,nN])", lambda found: "\n" if found[1] in "nN" else found[1], text)


def _properties(file: bytes) -> list[list[tuple[str, str]]]:
    """Events as lists of (name with parameters, raw value), unfolded as RFC 5545, 3.1 says."""
    lines = re.sub(b"\r\n[ \t]", b"", file).decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    events: list[list[tuple[str, str]]] = []
    for line in lines:
        if line == "BEGIN:VEVENT":
            events.append([])
        elif events and ":" in line:
            name, _colon, value = line.partition(":")
            events[-1].append((name, value))
    return events


@settings(max_examples=150, deadline=None)
@given(st.lists(ENTRY, max_size=4, unique_by=lambda entry: entry.uid), st.sampled_from(["fr", "nl", "en"]))
def test_whatever_is_written_the_file_is_whole(entries: list[Entry], language: str) -> None:
    file = as_ical(Calendar(language, "Europe/Brussels", tuple(entries)))
    for line in file.split(b"\r\n"):
        assert len(line) <= 75 and b"\n" not in line and b"\r" not in line
        line.decode()  # no sign is cut in two
    events = _properties(file)
    assert len(events) == len(entries)
    parsed = icalendar.Calendar.from_ical(file)
    for entry, raw, event in zip(entries, events, parsed.walk("VEVENT"), strict=True):
        said = dict(raw)
        assert said["UID"] == f"{entry.uid}@vises" and said["SEQUENCE"] == str(entry.changes)
        assert re.fullmatch(r"\d{8}T\d{6}Z", said["DTSTAMP"]) and len([n for n, _v in raw if n == "DTSTAMP"]) == 1
        if entry.starts is not None:
            assert event.start == entry.starts.replace(microsecond=0)
            assert event.end - event.start == timedelta(minutes=max(entry.minutes, 1))
            assert said["DTSTART"].endswith("Z")
        else:
            assert said["DTSTART;VALUE=DATE"] == f"{entry.on:%Y%m%d}"
            assert said["DTEND;VALUE=DATE"] == f"{entry.on + timedelta(days=1):%Y%m%d}"
        if entry.title or entry.kind == "session":
            assert entry.kind in {"end"} or entry.title in _unescaped(said["SUMMARY"])
        if entry.place:
            assert _unescaped(said["LOCATION"]) == entry.place
        wanted = ("CANCELLED" if entry.cancelled else "CONFIRMED") if entry.kind == "session" else None
        assert said.get("STATUS") == wanted


def test_what_a_phone_gets(world: Any, as_user: Any) -> None:
    row = sessions.plan_session(
        SYSTEM,
        world.journey.id,
        title="Atelier 1; notre portrait, enfin",
        on=date(2026, 12, 3),
        starts_at=time(14),
        minutes_planned=90,
        place="Le magasin, au fond",
    )
    browser = as_user("claire")
    page = browser.post("/accompaniment/calendar/", {"do": "make"}).content.decode()
    address = re.search(r"http://[^<]+/calendar/[^<]+/vises\.ics", page)
    assert address is not None and "shown only now" in page and "webcal://" in page
    path = address[0].partition("/calendar/")
    client = type(browser)()
    answer = client.get("/calendar/" + path[2])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    text = answer.content.decode()
    assert "DTSTART:20261203T130000Z\r\n" in text and "DTEND:20261203T143000Z\r\n" in text
    assert "SUMMARY:L'Atelier du Pont · Atelier 1\\; notre portrait\\, enfin" in text
    assert f"UID:session-{row.id}@vises\r\n" in text and "STATUS:CONFIRMED" in text
    assert address[0] not in browser.get("/accompaniment/calendar/").content.decode()
    assert client.post("/calendar/" + path[2]).status_code == 405
    sessions.cancel_session(SYSTEM, row.id)
    assert "STATUS:CANCELLED" in client.get("/calendar/" + path[2]).content.decode()
    browser.post("/accompaniment/calendar/", {"do": "withdraw"})
    assert client.get("/calendar/" + path[2]).status_code == 404
    assert client.get("/calendar/nothing/vises.ics").status_code == 404


def test_the_hour_is_written_and_changed_on_the_session(world: Any, as_user: Any) -> None:
    browser, address = as_user("claire"), f"/journeys/{world.journey.id}/sessions/"
    sent = {"title": "S", "on": str(today()), "starts_at": "25:00", "kind": "workshop", "language": "fr"}
    assert browser.post(address, sent).status_code == 400
    made = browser.post(address, {**sent, "starts_at": "13:30", "minutes_planned": "75"})
    assert "13:30" in browser.get(made.url).content.decode()
    assert "13:30" in browser.get(f"{made.url}change/").content.decode()
    assert "13:30" in browser.get(f"{made.url}agenda/").content.decode()
    assert "13:30" in browser.get("/accompaniment/").content.decode()


def test_an_id_is_no_address(world: Any, client: Any) -> None:
    assert client.get(f"/calendar/{uuid.uuid4()}/vises.ics").status_code == 404
