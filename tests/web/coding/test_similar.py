"""Proposals for a theme: only a person marks, and the page says which words made them alike."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Passage, Refusal
from vises.apps.collection.services.documents import add_document

MARKED = "The way people look weighs on me."
ALIKE = "Nobody had looked at me like that, without weighing my clothes."
REST = "The bus comes on Tuesday. <b>Prices</b> are low. We drink coffee."


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def look(world, line):  # type: ignore[no-untyped-def]
    code = services.add_code(SYSTEM, world.journey.id, names={"en": "Look"})
    for words in (f"{MARKED} {REST}", f"{REST} {ALIKE}"):
        kept = add_document(SYSTEM, line.id, kind="interview", title=words[:9], text=words, language="en")
        services.take_in(SYSTEM, kept.document.id)
    first = services.texts.Text.objects.get(title=MARKED[:9])
    services.mark(SYSTEM, first.id, code.id, 0, len(MARKED))
    return code


def _fields(page: str) -> dict[str, str]:
    form = page.split('id="proposals"')[1].split("<form")[1]
    return {name: form.split(f'name="{name}" value="')[1].split('"')[0] for name in ("text", "start", "end", "seen")}


def test_confirmed_by_a_person_and_it_says_so(as_user, world, look) -> None:  # type: ignore[no-untyped-def]
    browser, here = as_user("rita"), f"/journeys/{world.journey.id}/themes/{look.id}/similar/"
    page = browser.get(here).content.decode()
    assert f"<mark>{ALIKE}</mark>" in page and "1 proposal" in page and page.count("<h1") == 1
    assert ">weighing</span>" in page and ">looked</span>" in page and "<b>Prices" not in page
    assert Passage.objects.count() == 1
    answer = browser.post(here, {"do": "confirm", **_fields(page)}, follow=True)
    assert "The passage is marked." in answer.content.decode() and "Nothing more comes near" in answer.content.decode()
    made = Passage.objects.get(proposed=True)
    text = browser.get(f"/journeys/{world.journey.id}/texts/{made.text_id}/").content.decode()
    assert "proposed by the machine, confirmed by Rita here" in text and f"/similar/?like={made.id}" in text
    found = browser.get(f"/journeys/{world.journey.id}/passages/", {"code": look.id}).content.decode()
    assert "proposed by the machine, confirmed by Rita here" in found and "What else may belong here?" in found
    like = browser.get(here, {"like": made.id}).content.decode()
    assert "Words like these" in like and ALIKE in like


def test_refused_and_asked_for_again(as_user, world, look) -> None:  # type: ignore[no-untyped-def]
    browser, here = as_user("rita"), f"/journeys/{world.journey.id}/themes/{look.id}/similar/"
    fields = _fields(browser.get(here).content.decode())
    page = browser.post(here, {"do": "refuse", **fields}, follow=True).content.decode()
    assert ALIKE not in page and "1 place was said not to belong here" in page and Refusal.objects.count() == 1
    page = browser.post(here, {"do": "again"}, follow=True).content.decode()
    assert ALIKE in page and not Refusal.objects.exists()


def test_odd_requests_and_others(as_user, world, look) -> None:  # type: ignore[no-untyped-def]
    here = f"/journeys/{world.journey.id}/themes/{look.id}/similar/"
    fields = _fields(as_user("rita").get(here).content.decode())
    for who, status in (("nadia", 403), ("stranger rita", 404), ("patrick", 404)):
        for do in ("confirm", "refuse"):
            assert as_user(who).post(here, {"do": do, **fields}).status_code == status, (who, do)
    page = as_user("nadia").get(here).content.decode()
    assert ALIKE not in page and "You read no text here yet" in page
    browser = as_user("rita")
    for odd in ({"start": "-1"}, {"end": "x"}, {"text": "x"}, {"do": "else"}, {"text": str(look.id)}):
        assert browser.post(here, {"do": "confirm", **fields, **odd}).status_code == 404, odd
    for odd in ({"end": fields["start"]}, {"seen": "0"}):
        assert browser.post(here, {"do": "refuse", **fields, **odd}).status_code == 302, odd
    assert browser.get(here, {"like": "x"}).status_code == 404
    assert browser.get(here, {"like": str(look.id)}).status_code == 404
    assert Passage.objects.count() == 1 and not Refusal.objects.exists()


def test_with_a_sentence_model_it_says_what_it_comes_near_to(as_user, world, line, sentence_model) -> None:  # type: ignore[no-untyped-def]
    code = services.add_code(SYSTEM, world.journey.id, names={"en": "Look"})
    french, dutch = "Le regard des gens <b>pèse</b>.", "De mensen staan naar mij te kijken."
    for words, language in ((french, "fr"), (dutch, "nl")):
        kept = add_document(SYSTEM, line.id, kind="interview", title=words[:9], text=words, language=language)
        services.take_in(SYSTEM, kept.document.id)
    services.mark(SYSTEM, services.texts.Text.objects.get(title=french[:9]).id, code.id, 0, len(french))
    browser, here = as_user("rita"), f"/journeys/{world.journey.id}/themes/{code.id}/similar/"
    page = browser.get(here).content.decode()
    assert f"<mark>{dutch}</mark>" in page and "or that seem to say the same in other words" in page
    assert '<q lang="fr">Le regard des gens &lt;b&gt;p' in page and "Words in common" not in page
    answer = browser.post(here, {"do": "confirm", **_fields(page)}, follow=True).content.decode()
    assert "The passage is marked." in answer and "No way of looking finds everything" in answer
    assert Passage.objects.filter(proposed=True).count() == 1
