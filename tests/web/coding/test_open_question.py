"""Answers to an open question on one page: with and without a script, nothing lost, readers only."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage, ReadingApart
from vises.apps.collection.models import Answer

SECRET = "On me salue. La porte est la même."


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def place(world, wave, answer):  # type: ignore[no-untyped-def]
    answer(wave, "uuid:a", changed=SECRET, consents=("quote", "public"))
    answer(wave, "uuid:b", changed="Rien. Vraiment rien.")
    return f"/journeys/{world.journey.id}/texts/{wave.id}/changed/"


@pytest.fixture
def theme(world):  # type: ignore[no-untyped-def]
    return services.add_code(SYSTEM, world.journey.id, names={"en": "Door"})


def _hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def test_the_coding_page_leads_to_the_answers_of_readers_only(as_user, world, wave, place, theme) -> None:  # type: ignore[no-untyped-def]
    coding = f"/journeys/{world.journey.id}/coding/"
    page = as_user("rita").get(coding).content.decode()
    assert f'class="button" href="{place}"' in page and SECRET not in page
    page = as_user("nadia").get(coding).content.decode()
    assert place not in page and "Qu&#x27;est-ce qui a changé ?" in page
    assert as_user("nadia").get(place).status_code == 403
    assert as_user("stranger rita").get(place).status_code == 404


def test_marking_what_was_selected(as_user, world, wave, place, theme) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("rita")
    page = browser.get(place).content.decode()
    assert page.count("<h1") == 1 and "2 of 2 people wrote" in page and "may be quoted" in page
    assert "not to be quoted" in page
    turn = f"{Answer.objects.get(instance_id='uuid:a').id}:changed"
    assert f'data-turn="{turn}"' in page
    sent = {"do": "mark", "code": theme.id, "turn": turn, "start": "13", "end": "33"}
    done = browser.post(place, sent)
    passage = Passage.objects.get()
    assert done["Location"] == f"{place}?page=1#p-{passage.id}"
    page = browser.get(place).content.decode()
    assert "La porte est la même" in page and f'id="p-{passage.id}"' in page and "may be published" in page
    # the same words, reached by the id of their text
    assert browser.get(f"/journeys/{world.journey.id}/texts/{passage.text_id}/")["Location"] == f"{place}?page=1"
    listed = browser.get(f"/journeys/{world.journey.id}/passages/").content.decode()
    assert "La porte est la même" in listed
    browser.post(place, {"do": "memo", "passage": passage.id, "memo": "à relire"})
    assert "à relire" in browser.get(place).content.decode()
    browser.post(place, {"do": "unmark", "passage": passage.id})
    assert not Passage.objects.exists()


def test_marking_by_numbers_and_what_can_go_wrong(as_user, wave, place, theme, answer) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("rita")
    page = browser.get(place).content.decode()
    seen = _hidden(page, "seen")
    sent = {"do": "mark", "code": theme.id, "seen": seen, "memo": "une pensée"}
    for first, last, why in (("2", "3", "two people"), ("9", "9", "sentence"), ("", "", "number stands before")):
        wrong = browser.post(place, sent | {"first": first, "last": last})
        assert wrong.status_code == 400 and why in wrong.content.decode(), first
        assert "une pensée" in wrong.content.decode()
    assert browser.post(place, sent | {"first": "1"}).status_code == 302
    assert Passage.objects.get().text.body[:20]
    answer(wave, "uuid:c", changed="Une de plus.")
    wrong = browser.post(place, sent | {"first": "2"})
    assert wrong.status_code == 400 and "have moved" in wrong.content.decode()


def test_what_no_page_sends_is_refused_softly(as_user, world, wave, place, theme) -> None:  # type: ignore[no-untyped-def]
    browser = as_user("rita")
    for page in ("0", "2", "x", "-1", "9" * 40):
        assert browser.get(place, {"page": page}).status_code == 404
    assert browser.get(place.replace("changed", "met")).status_code == 404
    for turn in ("", "x", "x:changed", f"{world.journey.id}:changed"):
        sent = {"do": "mark", "code": theme.id, "turn": turn, "start": "0", "end": "5"}
        assert browser.post(place, sent).status_code in {400, 404}
    assert not Passage.objects.exists()


def test_an_answer_is_not_read_apart_even_by_its_address(as_user, world, wave, place, theme) -> None:  # type: ignore[no-untyped-def]
    row = Answer.objects.get(instance_id="uuid:a")
    text = services.mark_said(SYSTEM, row.id, "changed", theme.id, 0, 5).text_id
    address, sent = f"/journeys/{world.journey.id}/apart/{text}/", {"do": "begin", "first": "1", "last": "1"}
    for answer in (as_user("rita").get(address), as_user("rita").post(address, sent)):
        assert answer.status_code == 302 and answer.url.endswith(f"/texts/{text}/")
    assert not ReadingApart.objects.exists()
