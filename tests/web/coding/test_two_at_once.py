"""What others mark comes by itself to who reads the same words; both versions of a theme are shown."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import give_role, set_openings
from vises.apps.accounts.services import make_user
from vises.apps.coding import services
from vises.apps.coding.models import Code
from vises.apps.coding.services.apart import begin_apart
from vises.apps.collection.services.documents import add_document

ASKS = {"headers": {"Accept": "application/json"}}


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def text(world, line):  # type: ignore[no-untyped-def]
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text="On me salue.\nLa porte.", language="fr")
    return services.take_in(SYSTEM, kept.document.id)


@pytest.fixture
def door(world):  # type: ignore[no-untyped-def]
    return services.add_code(SYSTEM, world.journey.id, names={"en": "Door"}, definitions={"en": "first words"})


def test_what_another_coder_marked_comes_without_reloading(as_user, world, text, door) -> None:  # type: ignore[no-untyped-def]
    here, browser = f"/journeys/{world.journey.id}/texts/{text.id}/?page=1", as_user("rita")
    page = browser.get(here).content.decode()
    tag = page.split('data-shows="')[1].split('"')[0].replace("&quot;", '"')
    asks = {"Accept": "application/json", "If-None-Match": tag}
    assert browser.get(here, headers=asks).status_code == 304
    services.mark(SYSTEM, text.id, door.id, 13, 22, memo="by another")
    told = browser.get(here, headers=asks)
    assert told.status_code == 200 and "no-store" in told["Cache-Control"]
    latest = told.json()
    assert "Door" in latest["pieces"]["2"] and "Door" not in latest["pieces"]["1"]
    assert len(latest["rows"]) == 1 and "by another" in latest["rows"][0] and "Door" in latest["options"]
    asks["If-None-Match"] = told["ETag"]
    assert browser.get(here, headers=asks).status_code == 304
    assert as_user("nadia").get(here, headers=asks).status_code == 403
    assert as_user("stranger rita").get(here, headers=asks).status_code == 404
    assert as_user("rita").get(here.replace("=1", "=9"), **ASKS).status_code == 404


def test_after_a_mark_of_ones_own_nothing_more_is_asked_for(as_user, world, text, door) -> None:  # type: ignore[no-untyped-def]
    here, browser = f"/journeys/{world.journey.id}/texts/{text.id}/?page=1", as_user("rita")
    page = browser.get(here).content.decode()
    tag = page.split('data-shows="')[1].split('"')[0].replace("&quot;", '"')
    sent = {"do": "mark", "code": door.id, "start": 0, "end": 11, "seen": text.hash, "shows": tag}
    shows = browser.post(here, sent, **ASKS).json()["shows"]
    assert browser.get(here, headers={"Accept": "application/json", "If-None-Match": shows}).status_code == 304
    # somebody else marks meanwhile: that has yet to be shown
    services.mark(SYSTEM, text.id, door.id, 13, 22)
    sent |= {"start": 3, "shows": shows}
    assert "shows" not in browser.post(here, sent, **ASKS).json()
    assert browser.get(here, headers={"Accept": "application/json", "If-None-Match": shows}).status_code == 200


def test_who_reads_blind_is_sent_away_from_the_marks_of_others(as_user, world, line, text, door) -> None:  # type: ignore[no-untyped-def]
    lea = make_user("lea@here.example", "Léa", "fr")
    give_role(SYSTEM, lea, world.journey.scope, Role.READER, detail=line.id)
    begin_apart(world.actor("rita"), text.id, 1, 2, lea.id)
    services.mark(SYSTEM, text.id, door.id, 13, 22, memo="by another")
    here, browser = f"/journeys/{world.journey.id}/texts/{text.id}/", as_user("rita")
    answer = browser.get(here, **ASKS)
    assert answer.status_code == 302 and "/apart/" in answer["Location"]
    answer = browser.get(answer["Location"], **ASKS)
    assert "by another" not in answer.content.decode() and "Door" not in answer.content.decode()
    page = browser.get(f"/journeys/{world.journey.id}/apart/{text.id}/").content.decode()
    assert "data-shows" not in page and "live.js" not in page and "data-others" not in page


def test_both_versions_of_a_theme_are_shown(as_user, world, door) -> None:  # type: ignore[no-untyped-def]
    browser, here = as_user("rita"), f"/journeys/{world.journey.id}/themes/{door.id}/"
    seen = browser.get(here).content.decode().split('name="seen" value="')[1].split('"')[0]
    services.change_code(SYSTEM, door.id, names={"en": "Door"}, definitions={"en": "their words"})
    answer = browser.post(here, {"do": "change", "names_en": "Gate", "definitions_en": "my words", "seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 400 and "their words" in page and "my words" in page and "What it says now" in page
    assert page.count("<h1") == 1 and Code.objects.get().definitions == {"en": "their words"}
    seen = page.split('name="seen" value="')[1].split('"')[0]
    again = browser.post(here, {"do": "change", "names_en": "Gate", "definitions_en": "both words", "seen": seen})
    assert again.status_code == 302 and Code.objects.get().definitions == {"en": "both words"}
    set_openings(SYSTEM, world.journey.scope, {Role.FEDERATION})
    assert as_user("fred").get(f"/journeys/{world.journey.id}/coding/").status_code == 200
    assert as_user("fred").get(here).status_code == 403  # the memo is for those who mark


def test_a_theme_that_went_into_another_one_meanwhile(as_user, world, door) -> None:  # type: ignore[no-untyped-def]
    gate = services.add_code(SYSTEM, world.journey.id, names={"en": "Gate"})
    here = f"/journeys/{world.journey.id}/themes/{door.id}/"
    services.merge(SYSTEM, door.id, gate.id)
    answer = as_user("rita").post(here, {"do": "change", "names_en": "Entrance"}, follow=True)
    assert "with “Gate” meanwhile" in answer.content.decode()
    assert as_user("stranger rita").get(here).status_code == 404
