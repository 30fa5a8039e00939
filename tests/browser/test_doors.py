"""Doors of a round in a real browser: a screen that empties itself, somebody who asks for another, a personal link."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.pictures import open_round

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

# what can be pressed and is smaller than a thumb; a picture of a choice is pressed by its label
SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea')]
  .filter(at => at.checkVisibility() && !at.closest('.visually-hidden, .band'))
  .map(at => [at, (at.closest('label') || at).getBoundingClientRect()])
  .filter(([at, box]) => box.width > 1 && (box.height < 44 || box.width < 44))
  .map(([at, box]) => `${at.outerHTML.slice(0, 60)} ${box.width}x${box.height}`)"""


def _answer_all(someone: "Visitor") -> None:
    """Walk to the receipt, choosing the first of everything; each page is held to what every page must hold."""
    page = someone.page
    for _ in range(20):
        someone.check()
        assert not page.evaluate(SMALL), (page.url, page.evaluate(SMALL))
        if page.locator(".receipt output").count():
            return
        for group in page.locator("fieldset").all():
            if group.locator("input[type=radio]").count():
                group.locator("label").first.click()
        page.locator("button.go:visible").first.click()
    raise AssertionError("no receipt after twenty pages")


def test_a_screen_on_the_spot_empties_itself(visitor: "Callable[..., Visitor]") -> None:
    address = open_round(visitor(role="accompanist"))
    someone = visitor(phone=True)
    page = someone.page
    page.clock.install()
    someone.go(f"{address}kiosk/")
    page.locator("button[value=begin]").click()
    page.locator("label.pick").first.click()
    page.clock.fast_forward(121_000)
    assert page.locator("dialog.still").is_visible()
    page.locator("dialog.still button").click()
    assert page.locator("dialog.still").is_hidden() and page.locator("input:checked").count() == 1
    page.clock.fast_forward(121_000)
    page.clock.fast_forward(31_000)
    page.locator("button[value=begin]").wait_for()
    assert page.locator("input:checked").count() == 0
    page.locator("button[value=begin]").click()
    _answer_all(someone)
    page.get_by_role("link", name="La personne suivante").click()
    assert page.locator("button[value=begin]").is_visible() and not page.locator(".receipt").count()


def test_somebody_asks_for_another_without_scripts(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist")
    open_round(claire)
    page = claire.go(f"{claire.page.url}doors/interview/")
    page.locator("main form button[value=make]").click()
    claire.check()
    address = page.locator(".door-address a").first.get_attribute("href") or ""
    someone = visitor(phone=True, scripts=False)
    page = someone.go(re.sub(r"^https?://[^/]+", "", address))
    page.locator("button[value=begin]").click()
    assert page.locator("[role=alert] a[href='#how']").count() == 1  # how she agreed has to be said
    page.locator("label", has_text="quelqu'un d'autre").click()
    page.locator("button[value=begin]").click()
    for group in page.locator("fieldset").all():
        if group.locator("input[type=radio]").count():
            group.locator("label").first.click()
    page.locator("button.go").last.click()
    assert page.locator(".receipt output").is_visible()


def test_a_link_by_mail_is_good_for_one_answer(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist")
    open_round(claire)
    around = claire.page.url
    page = claire.go(f"{around}people/links/")
    page.locator("[name=addresses]").fill("Rita <rita@example.org>")
    page.locator("main form button.button").click()
    claire.check()
    for _ in range(40):  # the worker sends it
        page = claire.go("/demonstration/mails/")
        found = re.search(r"/i/[\w-]{30,}/(?!stop)", page.content())
        if found:
            break
        page.wait_for_timeout(500)
    assert found
    rita = visitor(phone=True)
    rita.go(found.group(0)).locator("button[value=begin]").click()
    _answer_all(rita)
    assert "Ce lien a servi" in rita.go(found.group(0)).locator("main").inner_text()
    page = claire.go(f"{around}people/")
    assert "Liens qui ont servi" in page.locator("main").inner_text()
    rita.go(f"{found.group(0)}stop/").locator("button").click()
    rita.check()
