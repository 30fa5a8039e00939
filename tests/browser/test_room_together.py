"""The portrait and the rings filled in around the table: two phones write at once, and one act brings it in."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from playwright.sync_api import expect
from tests.browser.pictures import journey_of
from tests.browser.walking import submit

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor


def _open(claire: "Visitor", subject: str, title: str) -> tuple[str, str]:
    journey = journey_of(claire)
    submit(claire.go(f"{journey}sessions/"), {"title": title, "on": date.today().isoformat()})
    page = claire.go(f"{journey}room/?subject={subject}")
    submit(page, {"session": f"~{title}"})
    lead = page.url
    return lead, claire.go(f"{lead}screen/").locator("p.code").inner_text()


def _come_in(guest: "Visitor", code: str, number: int) -> None:
    page = guest.go("/room/")
    page.locator("[name=code]").fill(code)
    page.locator("main button").first.click()
    page.locator("[name=stakeholder]").nth(number).check()
    page.locator("form .button").click()
    page.locator("form[data-send]").wait_for()


def _send(guest: "Visitor") -> None:
    guest.page.locator("form[data-send] .button").click()
    kept = "table" if guest.page.locator("html[lang=fr]").count() else "tafel"
    expect(guest.page.locator("[data-said]")).to_contain_text(kept)


def test_a_portrait_is_filled_in_by_two_phones_and_brought_in(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    lead, code = _open(claire, "portrait", "Atelier du portrait")
    screen = claire.page
    phones = [visitor(language=language, phone=True) for language in ("fr", "nl")]
    for number, phone in enumerate(phones):
        _come_in(phone, code, number)
        phone.check()
    for phone, words in zip(phones, ("s'habiller sans honte", "gezien worden"), strict=True):
        phone.page.locator("select[name=heading]").select_option("needs")
        phone.page.locator("textarea").fill(words)
    for phone in phones:
        _send(phone)
    expect(screen.locator(".table-list")).to_contain_text("s'habiller sans honte")
    expect(screen.locator(".table-list")).to_contain_text("gezien worden")
    claire.check()
    claire.go(lead)
    claire.check()
    claire.go(f"{lead}take/")
    claire.check()
    field = claire.page.locator("textarea[name=text_needs]")
    assert "s'habiller sans honte" in field.input_value() and "gezien worden" in field.input_value()
    claire.page.locator("main form .button").click()
    expect(claire.page.locator("#needs")).to_contain_text("gezien worden")
    expect(claire.page.locator("#needs details", has_text="autour de la table")).to_have_count(1)


def test_rings_are_placed_on_phones_and_brought_onto_the_map(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    lead, code = _open(claire, "rings", "Atelier des cercles")
    phones = [visitor(language=language, phone=True) for language in ("fr", "nl")]
    for number, (phone, ring) in enumerate(zip(phones, ("consulted", "co-decides"), strict=True)):
        _come_in(phone, code, number)
        phone.check()
        phone.page.locator("select[name=about]").select_option(index=1)
        phone.page.locator(f"[name=degree][value={ring}]").check()
        phone.page.locator("[name=difficulty]").fill(f"difficile {number}")
        _send(phone)
        assert phone.page.locator("[name=degree]:checked").count() == 0
    claire.go(lead)
    expect(claire.page.locator(".seen-apart")).to_have_count(1)
    claire.check()
    claire.page.locator("main .actions form .button").first.click()
    claire.go(f"{lead}take/")
    claire.check()
    claire.page.locator("main form select").first.select_option("co-decides")
    claire.page.locator("main form .actions .button").click()
    expect(claire.page.locator("h1")).to_be_visible()
    claire.check()
    claire.go(f"{lead}sheet/")
    claire.check()


def test_phones_and_the_wall_go_on_to_the_next_subject_with_the_same_code(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    lead, code = _open(claire, "rings", "Une soirée, deux sujets")
    wall, phone = claire.page, visitor(language="nl", phone=True)
    _come_in(phone, code, 0)
    leading = visitor(role="accompanist", language="fr")
    page = leading.go(lead)
    page.locator("summary", has_text="Continuer avec un autre sujet").click()
    page.locator("[name=g-subject][value=portrait]").check()
    leading.check()
    page.get_by_role("button", name="tout le monde suit").click()
    assert page.url != lead
    leading.check()
    expect(phone.page.locator("h1")).to_contain_text("Wie zijn wij")
    expect(wall.locator("h1")).to_contain_text("Qui sommes-nous")
    assert wall.locator("p.code").inner_text() == code
    phone.page.locator("textarea").fill("gezien worden")
    _send(phone)
    expect(wall.locator(".table-list")).to_contain_text("gezien worden")
    # words that are still being written are not laid where they do not belong
    phone.page.locator("textarea").fill("nog niet klaar")
    page.locator("summary", has_text="Continuer avec un autre sujet").click()
    page.locator("[name=g-subject][value=question]").check()
    page.get_by_role("button", name="tout le monde suit").click()
    expect(phone.page.locator("[data-line] a")).to_be_visible()
    phone.page.locator("form[data-send] .button").click()
    expect(phone.page.locator("[data-said]")).to_contain_text("iets anders")
    assert phone.page.locator("textarea").input_value() == "nog niet klaar"
    phone.page.locator("[data-line] a").click()
    expect(phone.page.locator("[name=text]")).to_be_empty()
    leading.go(lead)
    leading.check()
