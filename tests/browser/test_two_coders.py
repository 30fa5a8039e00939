"""Two people mark the same sentences blind, see where they differ, and say together what stays."""

from collections.abc import Callable

from playwright.sync_api import expect
from tests.browser.conftest import Visitor
from tests.browser.pictures import journey_of


def _name_reader(claire: Visitor, journey: str) -> None:
    """Claire names Nadia in the plan, for the line of the life stories."""
    page = claire.go(f"{journey}plan/")
    page.locator('main a[href*="/plan/"]', has_text="Comment on en vient à revenir").first.click()
    form = page.locator("form", has=page.locator('[name="r-user"]'))
    page.get_by_text("Nommer quelqu'un").click()
    someone = form.locator('[name="r-user"] option', has_text="Nadia").first.get_attribute("value")
    form.locator('[name="r-user"]').select_option(someone)
    form.locator("button").click()
    expect(page.locator("#readers ~ ul")).to_contain_text("Nadia")


def _mark(someone: Visitor, first: int, last: int, letters: str, theme: str) -> None:
    """Mark sentences by keyboard: the place by the arrows, the theme by its letters."""
    page, keys = someone.page, someone.page.keyboard
    page.locator("[data-coder]").focus()
    wanted = "".join(page.locator(f"#s{first} [data-at]").all_text_contents())
    for _ in range(20):
        keys.press("ArrowDown")
        if page.locator("[data-chosen]").inner_text() == wanted:
            break
    for _ in range(last - first):
        keys.press("Shift+ArrowDown")
    rows = page.locator("[data-passages] > li")
    before = rows.count()
    keys.type(letters)
    expect(page.locator("[data-found] [aria-selected=true]")).to_have_text(theme)
    keys.press("Enter")
    expect(rows).to_have_count(before + 1)


def test_two_coders_blind(visitor: Callable[..., Visitor]) -> None:
    claire, nadia = visitor(role="accompanist"), visitor(role="referent")
    journey = journey_of(claire)
    _name_reader(claire, journey)
    page = claire.go(f"{journey}coding/")
    page.locator('.tasks a[href*="/texts/"]').nth(3).click()
    text = page.url
    before = page.locator("[data-passages] > li").count()
    page.get_by_role("link", name="Le lire à deux").click()
    here = page.url
    page.locator("[name=last]").fill("12")
    page.locator("[name=second]").select_option(label="Nadia B.")
    claire.check()
    page.get_by_role("button", name="Commencer à lire").click()
    expect(page.locator("[data-passages] > li")).to_have_count(0)  # marks of old are hidden
    expect(page.locator("[data-sentence]")).to_have_count(12)
    _mark(claire, 2, 3, "dignit", "dignité")
    _mark(claire, 6, 6, "prix", "prix")
    claire.check()
    # Nadia comes by the text itself, and sees neither old marks nor Claire's
    nadia.go(text)
    assert nadia.page.url == here
    expect(nadia.page.locator("[data-passages] > li")).to_have_count(0)
    expect(nadia.page.locator("[data-coder] mark")).to_have_count(0)
    _mark(nadia, 2, 3, "dignit", "dignité")
    _mark(nadia, 8, 8, "prix", "prix")
    nadia.page.get_by_role("button", name="Ma lecture est finie").click()
    expect(nadia.page.locator("main")).not_to_contain_text("alpha")
    claire.go(here)
    expect(page.locator("[data-passages] > li")).to_have_count(2)
    page.get_by_role("button", name="Ma lecture est finie").click()
    expect(page.locator("#talk ~ form fieldset")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("alpha de Krippendorff")
    claire.check()
    first, second = (page.locator("#talk ~ form fieldset").nth(n) for n in range(2))
    first.locator("input[value=first]").check()
    second.locator("input[value=none]").check()
    page.get_by_role("button", name="Garder comme passages").click()
    expect(page.locator("main")).to_contain_text("2 passages")
    claire.check()
    claire.go(text)
    expect(page.locator("[data-passages] > li")).to_have_count(before + 2)


def test_a_blind_reading_without_a_script(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist", scripts=False)
    page = claire.go(f"{journey_of(claire)}coding/")
    page.locator('.tasks a[href*="/texts/"]').nth(4).click()
    page.get_by_role("link", name="Le lire à deux").click()
    page.locator("[name=second]").select_option(label="Monique D.")
    page.get_by_role("button", name="Commencer à lire").click()
    page.locator("[name=first]").fill("2")
    page.locator("[name=code]").select_option(label="dignité")
    page.get_by_role("button", name="Marquer ce passage").click()
    rows = page.locator("[data-passages] > li")
    expect(rows).to_have_count(1)
    rows.first.get_by_role("button", name="Retirer cette marque").click()
    expect(rows).to_have_count(0)
    page.get_by_role("button", name="Arrêter sans comparer").click()
    expect(page.get_by_role("button", name="Commencer à lire")).to_be_visible()


def test_two_coders_see_each_other_at_work(visitor: Callable[..., Visitor]) -> None:
    """What one marks comes to the other by itself, who keeps her place, her choice of words and what she typed."""
    claire, nadia = visitor(role="accompanist"), visitor(role="accompanist")
    page = claire.go(f"{journey_of(claire)}coding/")
    page.locator('.tasks a[href*="/texts/"]').nth(1).click()
    other = nadia.go(page.url)
    rows = page.locator("[data-passages] > li")
    before = rows.count()
    page.locator("[data-coder]").focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    chosen = page.locator("[data-chosen]").inner_text()
    page.keyboard.type("prix"[:2])
    page.evaluate("scrollTo(0, 260)")
    top = page.evaluate("document.querySelector('[data-piece]:nth-of-type(4)')?.getBoundingClientRect().top ?? 0")
    _mark(nadia, 1, 2, "dignit", "dignité")
    expect(rows).to_have_count(before + 1, timeout=15_000)
    expect(page.locator("[data-others]")).to_contain_text("dignité")
    expect(page.locator("[data-letters]")).to_have_value("pr")
    assert page.locator("[data-chosen]").inner_text() == chosen
    assert page.evaluate("document.activeElement.hasAttribute('data-letters')")
    now = page.evaluate("document.querySelector('[data-piece]:nth-of-type(4)')?.getBoundingClientRect().top ?? 0")
    assert abs(now - top) <= 2, "the page moved under her hands"
    claire.check()
    other.keyboard.press("Control+z")
    expect(rows).to_have_count(before, timeout=15_000)
    # nothing was lost: she goes on and marks what she had chosen
    page.locator("[data-letters]").focus()
    page.keyboard.type("ix")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(before + 1)
    expect(rows.filter(has_text=chosen).first).to_be_visible()
    expect(other.locator("[data-others]")).to_contain_text("prix", timeout=15_000)
