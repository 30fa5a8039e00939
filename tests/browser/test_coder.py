"""Coding by keyboard alone; and without any script."""

from collections.abc import Callable

from playwright.sync_api import expect
from tests.browser.conftest import Visitor
from tests.browser.pictures import journey_of


def open_text(someone: Visitor, number: int) -> str:
    """Open a text of the shop; gives its address."""
    page = someone.go(f"{journey_of(someone)}coding/")
    page.locator('.tasks a[href*="/texts/"]').nth(number).click()
    return page.url


def test_a_passage_is_marked_named_and_taken_back_by_keyboard(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist")
    here = open_text(claire, 3)
    page, keys = claire.page, claire.page.keyboard
    rows = page.locator("[data-passages] > li")
    before = rows.count()
    page.locator("[data-coder]").focus()
    for key in ("ArrowDown", "ArrowDown", "Shift+ArrowDown", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        keys.press(key)
    words = page.locator("[data-chosen]").inner_text()
    assert len(words.split()) >= 3
    keys.type("dig")
    expect(page.locator("[data-found] [aria-selected=true]")).to_have_text("dignité")
    keys.press("Tab")
    keys.type("À relire ensemble.")
    keys.press("Control+Enter")
    expect(rows).to_have_count(before + 1)
    expect(page.locator("[data-status]")).to_contain_text("dignité")
    assert page.evaluate("document.activeElement.hasAttribute('data-coder')")
    marked = rows.filter(has_text="À relire ensemble.")
    expect(marked.locator("blockquote")).to_have_text(words)
    # another theme over the same words, one that is not there yet
    keys.type("Gêne au guichet")
    keys.press("Enter")
    keys.press("Enter")
    expect(rows).to_have_count(before + 2)
    expect(page.locator("[data-coder] mark.on-0.on-1").first).to_be_visible()
    claire.check()
    keys.press("Control+z")
    expect(rows).to_have_count(before + 1)
    keys.press("Control+z")
    expect(rows).to_have_count(before)
    claire.go(here)
    expect(rows).to_have_count(before)
    expect(page.locator("[name=code]")).to_contain_text("Gêne au guichet")


def test_the_same_form_marks_without_a_script(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist", scripts=False)
    open_text(claire, 2)
    page = claire.page
    rows = page.locator("[data-passages] > li")
    before = rows.count()
    page.locator("[name=first]").fill("2")
    page.locator("[name=new]").fill("Sans script")
    page.get_by_role("button", name="Marquer ce passage").click()
    expect(rows).to_have_count(before + 1)
    # axe is a script itself: what it cannot see here, the test above has seen
    assert page.locator("h1").count() == 1
    expect(page.locator("[data-letters]")).to_be_hidden()
    row = rows.filter(has_text="Sans script")
    row.locator("summary").click()
    row.get_by_role("button", name="Retirer cette marque").click()
    expect(rows).to_have_count(before)
