"""Pages about versions: a journey's, its preview with the decision, and the programme's in counts."""

import re
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Journey, VersionMove
from vises.apps.journeys.services import deliverables, moves, words
from vises.apps.programmes.models import Programme


@pytest.fixture
def at(world: Any) -> str:
    words.write_words(SYSTEM, world.journey.id, "portrait", "needs", "Se vêtir")
    deliverables.touch(SYSTEM, world.journey, "engagement-note")
    deliverables.confirm(SYSTEM, world.journey.id, "engagement-note", name="Nadia")
    moves.place(SYSTEM, world.journey.id, "step-1")
    return f"/journeys/{world.journey.id}/version/"


def _code(world: Any) -> str:
    code: str = Journey.objects.get(pk=world.journey.pk).methodology.code
    return code


def _seen(browser: Any, address: str) -> str:
    found = re.search(r'name="seen" value="([0-9a-f]+)"', browser.get(address).content.decode())
    assert found, address
    return found.group(1)


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
@pytest.mark.parametrize("page", ["", "1/", "2/"])
def test_pages_open_in_every_language(as_user: Any, at: str, page: str, language: str) -> None:
    for name in ("nadia", "claire", "mo"):
        answer = as_user(name).get(f"{at}{page}", HTTP_ACCEPT_LANGUAGE=language)
        html = answer.content.decode()
        assert answer.status_code == 200 and html.count("<h1") == 1 and f'<html lang="{language}"' in html
        assert not re.search(r"<[^>]*\sstyle=|<script>", html)
    assert "<form" not in as_user("mo").get(f"{at}{page}").content.decode().split("<main")[1].split("</main>")[0]


def test_the_referent_reads_moves_and_goes_back(as_user: Any, world: Any, at: str) -> None:
    browser = as_user("nadia")
    browser.cookies["django_language"] = "en"
    page = browser.get(f"{at}2/").content.decode()
    assert "look at it again" in page and "confirmed" in page and "Move to version 2" in page
    sent = {"do": "move", "seen": _seen(browser, f"{at}2/"), "why": "plus simple"}
    assert browser.post(f"{at}2/", sent | {"seen": "0" * 64}).status_code == 400
    assert browser.post(f"{at}2/", sent).status_code == 302
    assert _code(world) == "2"
    assert browser.post(f"{at}2/", sent).status_code == 404  # it is there: nothing to move to
    listed = browser.get(at).content.decode()
    assert "you came from it" in listed and "plus simple" in listed and "Nadia here" in listed
    assert "Go back to version 3" in browser.get(f"{at}3/").content.decode()
    assert browser.post(f"{at}3/", {"do": "move", "seen": _seen(browser, f"{at}3/")}).status_code == 302
    assert _code(world) == "3"
    assert "Back from version 2 to version 3" in browser.get(at).content.decode()


def test_what_was_typed_stays_when_the_journey_changed_meanwhile(as_user: Any, world: Any, at: str) -> None:
    browser = as_user("nadia")
    browser.cookies["django_language"] = "en"
    seen = _seen(browser, f"{at}2/")
    deliverables.confirm(SYSTEM, world.journey.id, "portrait", name="Nadia")
    refused = browser.post(f"{at}2/", {"do": "move", "seen": seen, "why": "Plus simple <b>"})
    html = refused.content.decode()
    assert refused.status_code == 400 and "Plus simple &lt;b&gt;" in html and "Nothing was moved" in html
    # the page shows the journey as it is now; sending again then means that
    again = re.search(r'name="seen" value="([0-9a-f]+)"', html)
    assert again and browser.post(f"{at}2/", {"do": "move", "seen": again.group(1)}).status_code == 302


def test_an_accompanist_proposes_and_the_referent_sees_it(as_user: Any, world: Any, at: str) -> None:
    claire = as_user("claire")
    sent = {"do": "propose", "seen": _seen(claire, f"{at}2/"), "why": "<i>voir</i>"}
    assert claire.post(f"{at}2/", sent | {"do": "move"}).status_code == 403
    assert claire.post(f"{at}2/", sent).status_code == 302
    assert _code(world) == "3"
    assert claire.post(f"{at}1/", {"do": "propose", "seen": _seen(claire, f"{at}1/")}).status_code == 400
    nadia = as_user("nadia")
    nadia.cookies["django_language"] = "en"
    shown = nadia.get(at).content.decode()
    assert "Claire here proposes version 2." in shown and "&lt;i&gt;voir&lt;/i&gt;" in shown
    assert nadia.post(f"{at}2/", {"do": "stay", "why": "pas maintenant"}).status_code == 302
    assert VersionMove.objects.get().state == "declined"
    claire = as_user("claire")
    assert claire.post(f"{at}2/", sent).status_code == 302
    assert claire.post(f"{at}2/", {}).status_code == 400  # no button was pressed: nothing is done
    assert VersionMove.objects.filter(state="proposed").exists()
    assert claire.post(f"{at}2/", {"do": "withdraw"}).status_code == 302
    assert claire.post(f"{at}2/", {"do": "withdraw"}).status_code == 400


def test_members_and_others_only_read_or_see_nothing(as_user: Any, world: Any, at: str) -> None:
    assert as_user("mo").post(f"{at}2/", {"do": "move"}).status_code == 403
    for name in ("cora", "fred", "paula", "bo", "patrick", "ada", "stranger nadia"):
        assert as_user(name).get(at).status_code == 404
    assert as_user("nadia").get(f"{at}9/").status_code == 404


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_the_programme_in_counts(as_user: Any, world: Any, at: str, language: str) -> None:
    page = f"/programmes/{world.programme.id}/versions/"
    browser = as_user("cora")
    for query in ({}, {"to": "1"}, {"to": "2"}):
        answer = browser.get(page, query, HTTP_ACCEPT_LANGUAGE=language)
        html = answer.content.decode()
        assert answer.status_code == 200 and html.count("<h1") == 1
        assert "Atelier du Pont" not in html.split("<main")[1].split("</ol>")[1]  # it opened itself to nobody
    assert browser.get(page, {"to": "9"}).status_code == 404
    assert browser.post(page, {"version": "9"}).status_code == 400
    assert browser.post(page, {"version": "2"}).status_code == 302
    assert Programme.objects.get(pk=world.programme.pk).methodology.code == "2"
    assert _code(world) == "3"
    for name, status in (("an", 403), ("fred", 403), ("patrick", 403), ("nadia", 404), ("stranger cora", 404)):
        assert as_user(name).get(page).status_code == status


def test_pages_of_versions_cost_few_queries(
    as_user: Any, world: Any, at: str, django_assert_max_num_queries: Any
) -> None:
    browser = as_user("nadia")
    for page in (at, f"{at}2/"):
        browser.get(page)
        with django_assert_max_num_queries(45):
            browser.get(page)
