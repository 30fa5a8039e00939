"""Resting, coming back, and the time it takes, on their pages."""

from typing import Any

import pytest

from vises.apps.access.rules import Role
from vises.apps.journeys.models import Deliverable
from vises.apps.journeys.queries.frame import frame as frame_of
from vises.apps.journeys.services import engagement, moves


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def test_a_journey_rests_and_whoever_comes_back_finds_where_it_was(world: Any, as_user: Any) -> None:
    at = f"/journeys/{world.journey.id}/"
    browser = as_user("claire")
    late = browser.post(f"{at}place/", {"do": "pause", "rest-reason": "summer", "rest-until": "2001-01-01"})
    assert late.status_code == 400 and "not to come any more" in _html(late) and "summer" in _html(late)
    assert browser.post(f"{at}place/", {"do": "pause", "rest-reason": "summer"}).status_code == 302
    page = _html(as_user("nadia").get(at))
    assert "here is where you were" in page and "summer" in page
    assert as_user("nadia").post(f"{at}place/", {"do": "resume"}).status_code == 302
    assert "You took it up again" in _html(as_user("mo").get(at))


def test_the_time_it_takes_is_a_chart_and_a_table(world: Any, as_user: Any) -> None:
    at = f"/journeys/{world.journey.id}/"
    frame = {"do": "frame", "frame-half_days": "9", "frame-hours_agreed": "60"}
    assert as_user("claire").post(f"{at}engagement/", {**frame, "frame-hours_agreed": "x"}).status_code == 400
    assert as_user("claire").post(f"{at}engagement/", frame).status_code == 302
    assert "at most 60 hours of our people" in _html(as_user("mo").get(f"{at}engagement/"))
    page = _html(as_user("claire").get(f"{at}burden/"))
    assert "<svg" in page and "<table" in page and "Agreed for the enterprise: 60 hours" in page
    assert "Your own work" in page and "Your own work" not in _html(as_user("nadia").get(f"{at}burden/"))
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.COORDINATOR})
    assert as_user("cora").get(f"{at}burden/").status_code == 403
    moves.end_journey(world.actor("claire"), world.journey.id)
    assert "To leave out next time?" in _html(as_user("claire").get(f"{at}burden/"))


def test_a_step_that_waits_for_a_yes_is_not_called_confirmed(world: Any, as_user: Any) -> None:
    at = f"/journeys/{world.journey.id}/"
    browser = as_user("claire")
    station = frame_of(world.actor("claire"), world.journey.id).station()
    for knot in station.knots:
        Deliverable.objects.update_or_create(journey=world.journey, code=knot.code, defaults={"state": "confirmed"})
    page = _html(browser.get(at))
    assert "This step is confirmed" in page and "waits for a yes" not in page
    Deliverable.objects.filter(journey=world.journey, code=station.knots[-1].code).update(state="proposed")
    page = _html(browser.get(at))
    assert "This step is written, and waits for a yes" in page and "This step is confirmed" not in page


def test_a_step_left_without_its_look_back_says_so_once_one_went_on(world: Any, as_user: Any) -> None:
    at = f"/journeys/{world.journey.id}/"
    browser = as_user("claire")
    moves.place(world.actor("claire"), world.journey.id, "step-2")
    page = _html(browser.get(at))
    assert "has not had its look back yet" in page and "closings/?step=step-1" in page
    assert "has not had its look back" not in _html(as_user("rita").get(at))  # she only reads
    held = {"step": "step-1", "surprised": "So many agreed.", "adjust": "", "method": "", "language": "en"}
    assert as_user("claire").post(f"{at}closings/", held).status_code == 302
    assert "has not had its look back" not in _html(as_user("claire").get(at))
