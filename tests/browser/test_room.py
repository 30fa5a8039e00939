"""A question room: six guests on six phones and the screen on the wall; one loses her connection and sends again."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect
from tests.browser.pictures import journey_of
from tests.browser.walking import submit

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor


def _open_room(claire: "Visitor") -> tuple[str, str]:
    """A session is planned and its room opened. Returns the address of the page that leads it, and the code."""
    journey = journey_of(claire)
    page = claire.go(f"{journey}sessions/")
    submit(page, {"title": "Atelier 3, la question", "on": date.today().isoformat()})
    page = claire.go(f"{journey}room/")
    submit(page, {"session": "~Atelier 3, la question", "manner": "consent"})
    lead = page.url
    page = claire.go(f"{lead}screen/")
    claire.check()
    return lead, page.locator("p.code").inner_text()


def _come_in(guest: "Visitor", code: str, number: int) -> Page:
    page = guest.go("/room/")
    page.locator("[name=code]").fill(code.lower())
    page.locator("main button").first.click()
    groups = page.locator("[name=stakeholder]")
    groups.first.wait_for()
    groups.nth(number % groups.count()).check()
    page.locator("form .button").click()
    page.locator("form[data-send]").wait_for()
    return page


def test_six_guests_and_a_screen_one_losing_its_connection(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    lead, code = _open_room(claire)
    screen = claire.page
    guests = [visitor(language=("fr", "nl")[number % 2], phone=True) for number in range(6)]
    phones = [_come_in(guest, code, number) for number, guest in enumerate(guests)]
    expect(screen.locator(".wall-there")).to_contain_text("6")
    guests[0].check()

    phones[0].locator("textarea").fill("Que change la boutique pour les jeunes ?")
    phones[0].locator("form .button").click()
    expect(screen.locator(".table-list")).to_contain_text("Que change la boutique pour les jeunes ?")
    expect(phones[5].locator(".table-list")).to_contain_text("Que change la boutique pour les jeunes ?")

    # a phone in a pocket of no network: the words stay, also when the page is left, and go once
    guests[1].context.set_offline(True)
    phones[1].locator("textarea").fill("Wat verandert de winkel voor de buurt?")
    phones[1].locator("form .button").click()
    expect(phones[1].locator("[data-said]")).to_contain_text("Geen verbinding")
    assert phones[1].locator("textarea").input_value() == "Wat verandert de winkel voor de buurt?"
    guests[1].context.set_offline(False)
    expect(phones[1].locator("[data-said]")).to_contain_text("op tafel")
    expect(screen.locator(".table-list")).to_contain_text("Wat verandert de winkel voor de buurt?")

    # the answer is lost, not the question: sent again, it is one
    lost: list[bool] = []
    guests[2].context.route(
        "**/room/*/",
        lambda route: (
            (route.fetch(), lost.append(True), route.abort())
            if route.request.method == "POST" and not lost
            else route.continue_()
        ),
    )
    phones[2].locator("textarea").fill("Qui n'ose pas venir ?")
    phones[2].locator("form .button").click()
    expect(phones[2].locator("[data-said]")).to_contain_text("sur la table")
    assert lost
    leading = claire.context.new_page()
    leading.goto(lead)
    assert leading.locator(".question-text", has_text="Qui n'ose pas venir ?").count() == 1
    assert leading.locator(".candidate").count() == leading.locator(".question-text").count()

    # the room goes on: every phone follows by itself, whoever is writing is not interrupted
    phones[3].locator("textarea").fill("Encore en train d'écrire")
    leading.locator("button[name=do][value=go]").first.click()
    for number in (0, 4, 5):
        expect(phones[number].locator("h1")).to_contain_text(("ensemble", "bij elkaar")[number % 2])
    expect(phones[3].locator("[data-line] a")).to_be_visible()
    assert phones[3].locator("textarea").input_value() == "Encore en train d'écrire"

    # weighing: each says what she thinks, also with no network for a while; nothing is shown before everybody decides
    leading.reload()
    leading.locator("button[name=do][value=go]").first.click()
    for number in (0, 5):
        expect(phones[number].locator("h1")).to_contain_text(("pensez-vous", "vind je")[number % 2])
    guests[5].context.set_offline(True)
    for number in (0, 5):
        phone = phones[number]
        questions = phone.locator("form fieldset")
        for place in range(questions.count()):
            questions.nth(place).locator("input").nth(1 if (number, place) == (5, 0) else 0).check()
        if number == 5:
            phone.locator("textarea").first.fill("De jongeren zelf ontbreken.")
        phone.locator("form .button").click()
    expect(phones[0].locator("[data-said]")).to_contain_text("gardé")
    guests[0].check()
    expect(phones[5].locator("[data-said]")).to_contain_text("Geen verbinding")
    guests[5].context.set_offline(False)
    expect(phones[5].locator("[data-said]")).to_contain_text("bewaard")
    expect(screen.locator(".saying")).to_contain_text("2")
    assert "De jongeren zelf ontbreken." not in screen.content()
    leading.reload()
    leading.locator("button[name=do][value=go]").first.click()
    expect(screen.locator(".reasons")).to_contain_text("De jongeren zelf ontbreken.")
    expect(phones[0].locator(".reasons")).to_contain_text("De jongeren zelf ontbreken.")
    guests[0].check()

    # the choice is drawn from the room, and everybody reads it on her phone
    leading.locator('a[href*="question/decide/?live="]').first.click()
    assert "De jongeren zelf ontbreken." in leading.locator("form.decide").inner_html()
    leading.locator("[name=reasons]").fill("Elle parle de tous ceux qui viennent.")
    leading.locator("form.decide .button").click()
    leading.wait_for_url("**/decision/")
    expect(phones[0].locator("main")).to_contain_text("Elle parle de tous ceux qui viennent.")
    leading.goto(lead)

    # closed: dead at once
    leading.locator("summary", has_text="Fermer la salle").click()
    leading.locator("button[name=do][value=close]").click()
    for phone in (phones[0], phones[4]):
        expect(phone.locator("main")).not_to_contain_text("Elle parle de tous")
    assert claire.context.request.get(lead).status == 200
    screen.wait_for_load_state("networkidle")  # the wall leaves by itself where a room is closed
    claire.go(lead)
    claire.check()


def test_a_phone_without_scripts_proposes_all_the_same(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    page = claire.go(f"{journey_of(claire)}room/")
    rooms = page.locator('.tasks a[href*="/room/"]')
    lead = f"{claire.address}{rooms.first.get_attribute('href')}" if rooms.count() else _open_room(claire)[0]
    if "salle est fermée" in claire.go(lead).content():
        claire.go(f"{journey_of(claire)}room/")
        submit(claire.page, {"session": "~Atelier 3, la question", "manner": "vote"})
        lead = claire.page.url
    code = claire.go(f"{lead}screen/").locator("p.code").inner_text()
    guest = visitor(language="fr", phone=True, scripts=False)
    phone = _come_in(guest, code, 0)
    phone.locator("textarea").fill("Sans script aussi ?")
    phone.locator("form .button").click()
    assert "Sans script aussi ?" in phone.locator(".table-list").inner_text()
