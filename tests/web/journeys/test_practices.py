"""Pages of the practices over time: written, compared, corrected, cited."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Practice, PracticesPortrait
from vises.apps.journeys.services import practices as services


@pytest.fixture(autouse=True)
def _in_english(client: Client, settings: Any) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _write(world: Any, on: date, text: str) -> PracticesPortrait:
    return services.write_practices(SYSTEM, world.journey.id, {"prices": text}, on=on, language="fr")


def test_a_portrait_is_written_from_the_last_one_and_shown_beside_it(world: Any, as_user: Any) -> None:
    here, browser = f"/journeys/{world.journey.id}/practices/", as_user("claire")
    assert "Write the first portrait" in _html(browser.get(here))
    assert here in _html(browser.get(f"/journeys/{world.journey.id}/portrait/"))
    _write(world, date(2025, 3, 1), "Deux prix. Une carte.")
    page = _html(browser.get(f"{here}new/"))
    assert page.count("<h1") == 1 and "Deux prix. Une carte." in page
    sent = {"on": "2026-03-01", "language": "fr", "number": "0", "prices": "Deux prix. Plus de carte."}
    assert browser.post(f"{here}new/", sent).status_code == 302
    page = _html(browser.get(here))
    assert "<ins>Plus de carte.</ins>" in page and "<del>Une carte.</del>" in page and page.count("<h1") == 1
    again = browser.post(f"{here}new/", {**sent, "prices": "tapé encore"})
    assert again.status_code == 400 and "already" in _html(again) and "tapé encore" in _html(again)
    reader = _html(as_user("nadia").get(here))
    assert "Plus de carte." in reader


def test_a_correction_loses_nothing_and_a_cited_portrait_stays(world: Any, as_user: Any) -> None:
    row, browser = _write(world, date(2026, 3, 1), "Deux prix."), as_user("claire")
    here = f"/journeys/{world.journey.id}/practices/{row.id}/"
    services.correct_practices(SYSTEM, row.id, {"prices": "Un autre a écrit."}, number=1)
    answer = browser.post(here, {"number": "1", "prices": "tapé par moi"})
    page = _html(answer)
    assert answer.status_code == 400 and "tapé par moi" in page and "Un autre a écrit." in page
    assert browser.post(here, {"number": "2", "prices": "tapé par moi"}).status_code == 302
    services.fix_practice(SYSTEM, Practice.objects.select_related("portrait__journey").get())
    assert "it stays as written" in _html(browser.get(here))


def test_a_number_of_queries_that_does_not_grow(world: Any, as_user: Any, django_assert_max_num_queries: Any) -> None:
    for year in range(2015, 2026):
        _write(world, date(year, 3, 1), f"Prix de {year}.")
    browser = as_user("claire")
    with django_assert_max_num_queries(40):
        page = _html(browser.get(f"/journeys/{world.journey.id}/practices/?a=x&b=y"))
    assert "Compare" in page
