"""Asking the person who said a passage: her page, the page for whoever asks, what the editor shows after a no."""

import re

from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.coding import services as coding
from vises.apps.collection.services.documents import add_document
from vises.apps.valorisation import services
from vises.apps.valorisation.models import QuoteConsent

WORDS = "entre par la même porte"


def _html(response) -> str:  # type: ignore[no-untyped-def]
    text: str = response.content.decode()
    return text


def _in_english(client: Client, settings) -> Client:  # type: ignore[no-untyped-def]
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_the_person_sees_her_words_in_their_place_and_says_no(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    quote = told.claim.quotes.get()
    services.publish(told.world.actor("nadia"), told.story.id)
    address = f"/journeys/{told.world.journey.id}/story/quotes/{quote.id}/"
    editor = f"/journeys/{told.world.journey.id}/story/sentences/{told.claim.id}/"
    browser = _in_english(as_user("claire"), settings)
    assert "Ask its person" in _html(browser.get(editor))
    page = _html(browser.post(address, {"do": "ask", "language": "en"}))
    link = re.search(r'href="http://[^/"]+(/quote/[^/"]+/)\?lang=en"', page)
    assert link is not None and "<svg" in page and "shown only now" in page
    assert "no answer yet" in _html(browser.get(editor))
    phone = _in_english(Client(), settings)
    page = _html(phone.get(link.group(1)))
    assert WORDS in page and page.count("<h1") == 1 and "/journeys/" not in page
    empty = phone.post(link.group(1), {"name": "Fatou"})
    assert empty.status_code == 400 and "Fatou" in _html(empty)
    past = phone.post(link.group(1), {"reach": "public", "until": "2020-01-01"})
    assert past.status_code == 400 and "2020-01-01" in _html(past)
    assert phone.post(link.group(1), {"reach": "public", "name": "Fatou"}).status_code == 302
    services.publish(told.world.actor("nadia"), told.story.id)
    assert "Fatou" in _html(_in_english(Client(), settings).get(f"/stories/{told.story.slug}/"))
    assert phone.post(link.group(1), {"reach": "no"}).status_code == 302
    assert "is kept" in _html(phone.get(f"{link.group(1)}?kept=1"))
    public = _html(_in_english(Client(), settings).get(f"/stories/{told.story.slug}/"))
    assert WORDS not in public and "Fatou" not in public
    shown = _html(browser.get(editor))
    assert "does not want it" in shown and "the person says no" in shown
    services.remove_quote(told.world.actor("claire"), quote.id)
    assert phone.get(link.group(1)).status_code == 404


def test_an_answer_read_aloud_is_noted_with_its_witness(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    quote = told.claim.quotes.get()
    address = f"/journeys/{told.world.journey.id}/story/quotes/{quote.id}/"
    browser = _in_english(as_user("claire"), settings)
    missing = browser.post(address, {"do": "note", "reach": "funder", "way": "aloud"})
    assert missing.status_code == 400 and not QuoteConsent.objects.exists()
    sent = {"do": "note", "reach": "funder", "way": "aloud", "witness": "Monique"}
    assert browser.post(address, sent).status_code == 302
    page = _html(browser.get(address))
    assert "Monique" in page and "inside and funders" in page
    assert as_user("patrick").get(address).status_code == 404


def test_a_funder_reads_words_for_funders_by_a_link_that_the_referent_gives(told, as_user) -> None:  # type: ignore[no-untyped-def]
    referent = as_user("nadia")
    quote = told.claim.quotes.get()
    person = services.ask_about_quote(SYSTEM, quote.id, language="fr")
    services.answer_about_quote(person, reach="funder")
    services.publish(told.world.actor("nadia"), told.story.id)
    place = f"/journeys/{told.world.journey.id}/story/publish/"
    assert referent.post(place, {"do": "funder", "name": " ", "language": "fr"}).status_code == 400
    page = referent.post(place, {"do": "funder", "name": "La Région", "language": "fr"}).content.decode()
    address = re.search(r'href="(http://testserver/story-for-funders/[^"]+)"', page)
    assert address is not None and page.count("<h1") == 1
    anybody = Client()
    shown = anybody.get(address[1])
    text = shown.content.decode()
    assert "La Région" in text and WORDS in text and text.count("<h1") == 1
    assert shown.headers["Cache-Control"] == "no-store"
    assert WORDS not in anybody.get(f"/stories/{told.story.slug}/?lang=fr").content.decode()
    services.answer_about_quote(person, reach="no")
    assert WORDS not in anybody.get(address[1]).content.decode()
    services.withdraw(told.world.actor("nadia"), told.story.id)
    assert anybody.get(address[1]).status_code == 404


def test_the_accompanist_asks_somebody_who_was_never_asked_by_paper_or_link(told, as_user, settings) -> None:  # type: ignore[no-untyped-def]
    words = "Chez nous on dit bonjour"
    line = told.documents[0].document.line_id
    old = add_document(SYSTEM, line, kind="interview", title="2015", text=f"{words}.", language="fr")
    rita = told.world.actor("rita")
    passage = coding.mark(rita, coding.take_in(rita, old.document.id).id, told.code.id, 0, len(words))
    browser = _in_english(as_user("claire"), settings)
    editor = f"/journeys/{told.world.journey.id}/story/sentences/{told.claim.id}/"
    page = _html(browser.get(editor))
    assert "Nobody was asked yet" in page and "Put here, to ask" in page
    assert "canary-unconsented" in page.split("<details>")[1]  # she said no: nothing to click beside it
    assert browser.post(editor, {"do": "quote", "passage": str(passage.id)}).status_code == 302
    page = _html(browser.get(editor))
    assert "stays inside until a yes" in page and "Nobody was asked yet" not in page
    quote = told.claim.quotes.get(passage=passage)
    address = f"/journeys/{told.world.journey.id}/story/quotes/{quote.id}/"
    page = _html(browser.get(address))
    assert "If she has already told you no, do not ask" in page and page.count("<h1") == 1
    for language in ("fr", "nl", "en", "xx"):
        sheet = browser.get(f"{address}?format=pdf&lang={language}")
        assert sheet.headers["Content-Type"] == "application/pdf" and sheet.content.startswith(b"%PDF")
    assert words not in _html(as_user("nadia").get(editor))
    assert as_user("patrick").get(f"{address}?format=pdf").status_code == 404
    browser = _in_english(as_user("claire"), settings)
    assert browser.post(address, {"do": "note", "reach": "no", "way": "aloud", "witness": "Monique"}).status_code == 302
    page = _html(browser.get(address))
    assert "She is not asked again" in page and "Make the link" not in page and words not in page
    assert "pdf" not in browser.get(f"{address}?format=pdf").headers["Content-Type"]
    refused = browser.post(address, {"do": "ask", "language": "fr"})
    assert refused.status_code == 400 and "is not asked again" in _html(refused)
