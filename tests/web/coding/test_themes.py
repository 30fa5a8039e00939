"""The codebook's pages: examples and memos, two themes made one, one divided, and back."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Code, Passage
from vises.apps.collection.services.documents import add_document


@pytest.fixture(autouse=True)
def _in_english(client) -> None:  # type: ignore[no-untyped-def]
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def themes(world, line):  # type: ignore[no-untyped-def]
    kept = add_document(SYSTEM, line.id, kind="interview", title="Un", text="On me salue. La porte.", language="fr")
    text = services.take_in(SYSTEM, kept.document.id)
    made = [services.add_code(SYSTEM, world.journey.id, names={"en": name}) for name in ("Door", "Welcome")]
    services.mark(SYSTEM, text.id, made[0].id, 0, 12)
    services.mark(SYSTEM, text.id, made[0].id, 13, 22)
    return made


def test_an_example_and_a_memo_are_kept(as_user, world, themes) -> None:  # type: ignore[no-untyped-def]
    browser, coding = as_user("rita"), f"/journeys/{world.journey.id}/coding/"
    browser.post(
        f"/journeys/{world.journey.id}/themes/{themes[0].id}/",
        {"do": "change", "names_en": "Door", "examples_en": "the same door", "memo": "only ours"},
    )
    page = browser.get(coding).content.decode()
    assert "the same door" in page and "only ours" in page
    assert "only ours" not in as_user("fred").get(coding).content.decode()


def test_made_one_and_back(as_user, world, themes) -> None:  # type: ignore[no-untyped-def]
    browser, coding = as_user("rita"), f"/journeys/{world.journey.id}/coding/"
    here = f"/journeys/{world.journey.id}/themes/{themes[0].id}/"
    wrong = browser.post(here, {"do": "merge", "into": ""})
    assert wrong.status_code == 400 and wrong.content.decode().count("<h1") == 1
    assert browser.post(here, {"do": "merge", "into": themes[1].id}).status_code == 302
    page = browser.get(coding).content.decode()
    assert "“Door” went into “Welcome”" in page and "Rita here" in page
    change = page.split('name="change" value="')[1].split('"')[0]
    assert as_user("stranger rita").post(coding, {"do": "undo", "change": change}).status_code == 404
    as_user("rita").post(coding, {"do": "undo", "change": change})
    assert Passage.objects.filter(code=themes[0]).count() == 2
    assert "undone by Rita here" in as_user("rita").get(coding).content.decode()


def test_divided_by_readers_only(as_user, world, themes) -> None:  # type: ignore[no-untyped-def]
    here = f"/journeys/{world.journey.id}/themes/{themes[0].id}/split/"
    page = as_user("nadia").get(here).content.decode()
    assert "La porte." not in page and "You read no passage" in page
    browser, taken = as_user("rita"), Passage.objects.get(start=13)
    assert "La porte." in browser.get(here).content.decode()
    wrong = browser.post(here, {"names_en": "", "passages": [str(taken.id)]})
    assert wrong.status_code == 400 and "checked" in wrong.content.decode()
    assert browser.post(here, {"names_en": "Gate", "passages": [str(taken.id)]}).status_code == 302
    assert Code.objects.get(names__en="Gate").passages.get() == taken
