"""The accompanist's pages: space, log."""

from datetime import timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import LogEntry
from vises.apps.journeys.services import deliverables, passes, sessions, words
from vises.kernel.clock import today


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_the_space_says_what_waits_for_whom(world: Any, as_user: Any) -> None:
    j = world.journey.id
    words.write_words(SYSTEM, j, "portrait", "needs", "x")
    deliverables.propose(SYSTEM, j, "portrait")
    passes.first_hour_link(SYSTEM, j, name="Nadia B.", language="fr")
    sessions.plan_session(SYSTEM, j, title="Workshop zero", on=today() - timedelta(days=1))
    sessions.plan_session(SYSTEM, j, title="Workshop one", on=today() + timedelta(days=1))
    page = _html(as_user("claire").get("/accompaniment/"))
    assert page.count("<h1") == 1 and "1 thing waits for you." in page
    assert "Note how it went: Workshop zero" in page and "Workshop one" in page and "tomorrow" in page
    assert "Nadia B." in page and f"/journeys/{j}/standing/portrait/" in page
    assert 'href="/accompaniment/"' in _html(as_user("claire").get("/methods/"))


def test_whoever_accompanies_nobody_is_told_what_it_is_for(as_user: Any) -> None:
    page = _html(as_user("nadia").get("/accompaniment/"))
    assert 'class="empty"' in page and "L'Atelier" not in page
    assert 'href="/accompaniment/"' not in page


def test_time_is_noted_and_taken_away(world: Any, as_user: Any) -> None:
    browser, address = as_user("claire"), "/accompaniment/log/"
    assert 'class="empty"' in _html(browser.get(address))
    sent = {"do": "write", "journey": str(world.journey.id), "on": str(today()), "minutes": "90", "kind": "exchange"}
    wrong = browser.post(address, {**sent, "minutes": "90.5", "words": "a long call"})
    assert wrong.status_code == 400 and "a long call" in _html(wrong) and 'role="alert"' in _html(wrong)
    assert browser.post(address, {**sent, "journey": str(world.other_journey.id)}).status_code == 400
    assert browser.post(address, {**sent, "on": str(today() + timedelta(days=9))}).status_code == 400
    assert browser.post(address, {**sent, "travel_minutes": "30", "words": "a long call"}).status_code == 302
    page = _html(browser.get(address))
    assert "a long call" in page and "90 minutes" in page and "30 on the road" in page
    assert "a long call" not in _html(as_user("nadia").get(address))
    entry = {"do": "take-away", "entry": str(LogEntry.objects.get().id)}
    assert as_user("nadia").post(address, entry).status_code == 404
    assert as_user("claire").post(address, {**entry, "entry": "x"}).status_code == 404
    assert as_user("claire").post(address, entry).status_code == 302
    assert not LogEntry.objects.exists()


def test_a_session_just_held_fills_the_form(world: Any, as_user: Any) -> None:
    row = sessions.plan_session(SYSTEM, world.journey.id, title="Workshop one", on=today())
    sessions.hold_session(SYSTEM, row.id, presences=[], minutes=115)
    browser, address = as_user("claire"), "/accompaniment/log/"
    assert f"?session={row.id}" in _html(browser.get(address))
    page = _html(browser.get(f"{address}?session={row.id}"))
    assert 'value="115"' in page and str(row.id) in page
    for odd in ("?year=x", "?year=99999", "?session=%00", "?year=2019"):
        assert browser.get(address + odd).status_code == 200
