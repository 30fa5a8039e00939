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


def test_proposals_are_confirmed_and_refused_by_keyboard(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist")
    page = claire.go(f"{journey_of(claire)}coding/")
    page.locator("#codebook ~ div th a", has_text="prix").first.click()
    page.get_by_role("link", name="Qu'est-ce qui pourrait encore se ranger ici ?").click()
    here = page.url
    proposed = page.locator("#proposals ~ ol > li")
    before = proposed.count()
    assert before >= 2 and proposed.first.locator(".chip").count() >= 2
    claire.check()
    words, refused = (proposed.nth(n).locator("mark").inner_text() for n in (0, 1))
    proposed.nth(1).get_by_role("button", name="Cela ne se range pas ici").press("Enter")
    expect(page.locator("main")).to_contain_text("1 endroit a été écarté")
    expect(proposed.locator("mark", has_text=refused)).to_have_count(0)
    proposed.first.get_by_role("button", name="Cela se range ici").press("Enter")
    expect(proposed.locator("mark", has_text=words)).to_have_count(0)
    claire.check()
    # the mark says where it comes from, in its place
    page.get_by_role("link", name="prix", exact=True).first.click()
    row = page.locator(".passages > li", has_text=words)
    expect(row).to_contain_text("proposé par la machine, confirmé par Claire")
    row.get_by_role("link").first.click()
    row = page.locator("[data-passages] > li", has_text=words).first
    expect(row).to_contain_text("proposé par la machine, confirmé par Claire")
    row.locator("summary").click()
    row.get_by_role("link", name="Chercher des mots qui ressemblent à ceux-ci").click()
    expect(page.locator("#like")).to_be_visible()
    claire.check()
    claire.go(here)
    page.get_by_role("button", name="Les proposer à nouveau").click()
    expect(proposed.locator("mark", has_text=refused)).to_have_count(1)


def test_with_a_finger_the_themes_come_to_the_words(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist", phone=True, has_touch=True)
    open_text(claire, 3)
    page = claire.page
    rows = page.locator("[data-passages] > li")
    before = rows.count()
    expect(page.locator("[data-leave]")).to_be_hidden()
    pick = """() => {
        const words = document.querySelectorAll("[data-sentence] [data-at]")[2].firstChild;
        const range = document.createRange();
        range.setStart(words, 0); range.setEnd(words, words.data.length);
        const selection = document.getSelection(); selection.removeAllRanges(); selection.addRange(range);
    }"""
    page.evaluate(pick)
    theme = page.locator("[data-found] [role=option]", has_text="rencontres").first
    expect(theme).to_be_in_viewport()
    chosen = page.locator("[data-chosen]").inner_text()
    claire.check()
    theme.tap()
    expect(rows).to_have_count(before + 1)
    expect(rows.filter(has_text=chosen[:60]).filter(has_text="rencontres").first).to_contain_text("rencontres")
    expect(page.locator("[data-leave]")).to_be_hidden()
    page.evaluate("document.getSelection().removeAllRanges()")
    page.evaluate(pick)
    page.locator("[data-leave]").tap()
    expect(page.locator("[data-leave]")).to_be_hidden()
    page.locator("[data-undo]").click()
    expect(rows).to_have_count(before)
