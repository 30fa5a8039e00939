"""Asking one person once for all that a story tells of her: her page, the sheet, the page for whoever asks."""

import re

import pytest
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.valorisation import services

WORDS = ("J'entre par la même porte", "Personne ne me demande rien")


@pytest.fixture
def asked_for(told):  # type: ignore[no-untyped-def]
    """A quote whose person is told of under two sentences."""
    rita, body = told.world.actor("rita"), told.passage.text.body
    start = body.index(WORDS[1])
    other = coding.mark(rita, told.passage.text_id, told.code.id, start, start + len(WORDS[1]))
    services.add_quote(SYSTEM, told.figure_claim.id, other.id)
    return told.claim.quotes.get()


def _html(response) -> str:  # type: ignore[no-untyped-def]
    text: str = response.content.decode()
    return text.replace("&#x27;", "'")


def _in_english(client: Client, settings) -> Client:  # type: ignore[no-untyped-def]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_she_reads_all_of_it_together_and_answers_once(told, asked_for, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    services.publish(told.world.actor("nadia"), told.story.id)
    one = f"/journeys/{told.world.journey.id}/story/quotes/{asked_for.id}/"
    claire = _in_english(as_user("claire"), settings)
    page = _html(claire.get(one))
    assert "2 passages of this person" in page and f"{one}all/" in page
    page = _html(claire.get(f"{one}all/"))
    assert all(words in page for words in WORDS) and page.count("<h1") == 1
    page = _html(claire.post(f"{one}all/", {"do": "ask", "language": "en"}))
    link = re.search(r'href="http://[^/"]+(/account/[^/"]+/)\?lang=en"', page)
    assert link is not None and "shown only now" in page
    phone = _in_english(Client(), settings)
    hers = _html(phone.get(link[1]))
    assert all(words in hers for words in WORDS) and hers.count("<h1") == 1 and "/journeys/" not in hers
    assert phone.post(link[1], {"name": "Awa"}).status_code == 400
    assert phone.post(link[1], {"reach": "no"}).status_code == 302
    assert "is kept" in _html(phone.get(f"{link[1]}?kept=1"))
    public = _html(Client().get(f"/stories/{told.story.slug}/?lang=fr"))
    assert not any(words in public for words in WORDS)
    page = _html(claire.get(f"{one}all/"))
    assert "She is not asked again" in page and not any(words in page for words in WORDS)
    assert as_user("patrick").get(f"{one}all/").status_code == 404


def test_on_paper_and_with_a_witness(told, asked_for, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    place = f"/journeys/{told.world.journey.id}/story/quotes/{asked_for.id}/all/"
    claire = _in_english(as_user("claire"), settings)
    for language in ("fr", "nl", "en", "xx"):
        assert claire.get(f"{place}?format=pdf&lang={language}").content.startswith(b"%PDF")
    assert claire.post(place, {"do": "note", "reach": "public", "way": "paper"}).status_code == 400
    sent = {"do": "note", "reach": "public", "way": "paper", "witness": "Monique", "name": "Awa"}
    assert claire.post(place, sent).status_code == 302
    page = _html(claire.get(place))
    assert "Monique" in page and "as Awa" in page and "the person agrees: published" in page
