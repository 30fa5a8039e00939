"""The page of names: one by one, all of a kind, what was not found, and back again."""

import re
from typing import Any

import pytest
from django.urls import reverse

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services
from vises.apps.coding.models import Text
from vises.apps.collection.services.documents import add_document

WORDS = "Samira vient de Jemappes. Elle voit Ginette et Rose. Samira rit, chez le boulanger Cornil."


@pytest.fixture
def text(line) -> Text:  # type: ignore[no-untyped-def]
    kept = add_document(SYSTEM, line.id, kind="interview", title="Voisine", text=WORDS, language="fr")
    return services.take_in(SYSTEM, kept.document.id)


@pytest.fixture
def browser(as_user, world, text):  # type: ignore[no-untyped-def]
    browser = as_user("rita")
    browser.cookies["django_language"] = "en"
    browser.here = reverse("names", args=[world.journey.id, text.id])
    return browser


def send(browser: Any, text: Text, **data: Any) -> str:
    text.refresh_from_db()
    page = browser.post(browser.here, {"seen": text.hash, **data}, follow=True)
    assert page.status_code == 200
    text.refresh_from_db()
    return page.content.decode()


def test_names_are_replaced_as_somebody_confirms_them(browser, text) -> None:  # type: ignore[no-untyped-def]
    first = browser.get(browser.here).content.decode()
    assert "Keep the key and begin" in first and "Cornil" not in first
    page = send(browser, text, do="begin")
    assert "Samira" in page and "2 places" in page and "Cornil" in page
    place = re.search(r'name="place" value="(\d+-\d+)"[^>]*><span>[^<]*<mark>Ginette', page)
    assert place is not None
    page = send(browser, text, do="ticked", place=place[1])
    assert "1 place is replaced." in page and "[prénom 1] et Rose" in text.body and text.body.count("Samira") == 2
    page = send(browser, text, do="ticked", name="first:samira", **{"stands-first:samira": "Nadia"})
    assert text.body.count("Nadia") == 2 and 'value="first:nadia"' not in page
    send(browser, text, do="pass:Rose")
    page = send(browser, text, do="kind:place")
    assert "[lieu 1]" in text.body and "Replace all places" not in page and 'name="name" value="first:rose"' not in page
    page = send(browser, text, do="own", words="le boulanger", kind="employer", stands="")
    assert "chez [organisation 1] Cornil" in text.body
    back = re.search(r'value="(back:[0-9a-f-]+)">put back<span class="visually-hidden">: Nadia', page)
    assert back is not None
    send(browser, text, do=back[1])
    assert text.body.count("Samira") == 2 and "Nadia" not in text.body


def test_what_cannot_be_done_is_said_and_changes_nothing(browser, text) -> None:  # type: ignore[no-untyped-def]
    send(browser, text, do="begin")
    before = text.body
    assert "Choose at least one name" in send(browser, text, do="ticked")
    assert "Somebody else changed this" in send(browser, text, do="kind:first", seen="old")
    page = browser.post(browser.here, {"do": "own", "seen": text.hash, "words": "nowhere", "kind": "first"})
    assert page.status_code == 400 and "nowhere" in page.content.decode()
    for wrong in ("back:nonsense", "share:nonsense", "end:nonsense"):
        assert browser.post(browser.here, {"do": wrong, "seen": text.hash}).status_code == 404
    browser.post(browser.here, {"do": "nonsense"})
    text.refresh_from_db()
    assert text.body == before


def test_the_referent_says_who_keeps_the_key_and_reads_nothing(as_user, world, text) -> None:  # type: ignore[no-untyped-def]
    nadia = as_user("nadia")
    here = reverse("names", args=[world.journey.id, text.id])
    page = nadia.get(here).content.decode()
    assert "Samira" not in page and "Ginette" not in page and world.users["rita"].name in page
    page = nadia.post(here, {"do": f"share:{world.users['rita'].id}"}, follow=True).content.decode()
    assert "Samira" not in page and f"end:{world.users['rita'].id}" in page
    assert nadia.post(here, {"do": "ticked", "name": "first:samira", "seen": text.hash}).status_code == 403


def test_the_number_of_queries_does_not_grow_with_names(browser, text, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    send(browser, text, do="begin")
    send(browser, text, do="kind:first")
    with django_assert_max_num_queries(40):
        browser.get(browser.here)
