"""Without a mouse: come in, answer, mark a passage, open a thread. Wherever the keys lead, it shows."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from tests.browser.conftest import Visitor
from tests.browser.pictures import journey_of, open_round

Visit = Callable[..., Visitor]

# the element that has the keys, and whether anybody can see that it has them
HERE = """(wanted) => {
  const at = document.activeElement;
  if (!at || at === document.body) return { there: false, seen: true, what: 'page' };
  const box = at.getBoundingClientRect();
  const around = [at, at.closest('label'), at.closest('summary')].filter(Boolean);
  const drawn = around.some(one => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== 'none';
  });
  const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
  return { there: at.matches(wanted), seen: drawn && inside, what: at.outerHTML.slice(0, 120) };
}"""


def tab_to(page: Page, wanted: str, *, at_most: int = 120) -> None:
    """Press Tab until the keys are on an element; each stop on the way must be visible as the one that has them."""
    for _press in range(at_most):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE, wanted)
        assert here["seen"], f"{page.url}: the keys are on {here['what']} and nobody sees it"
        if here["there"]:
            return
    raise AssertionError(f"{page.url}: Tab never reaches {wanted}")


def enter(page: Page) -> None:
    """Press Enter where it leads to another page."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_coming_in_and_skipping_to_the_content(visitor: Visit) -> None:
    page = visitor(language="fr").go("/")
    tab_to(page, "a.skip", at_most=1)
    tab_to(page, ".who a")
    enter(page)
    tab_to(page, 'form:has(input[value="referent"]) button')
    enter(page)
    assert "/journeys/" in page.url
    # one Tab and Enter pass over the menu
    tab_to(page, "a.skip", at_most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    tab_to(page, "main a, main button, main summary", at_most=1)


def test_answering_a_questionnaire_and_reading_its_receipt(visitor: Visit) -> None:
    claire = visitor(role="accompanist", language="fr")
    page = visitor(language="fr").go(open_round(claire))
    assert page.locator("html").get_attribute("lang") == "fr"
    tab_to(page, "button[value=begin]")
    enter(page)
    pages = 0
    while page.locator("button.go[value=next]").count():
        asked = page.locator("fieldset.ask:has(input[type=radio])")
        for n in range(asked.count()):
            name = asked.nth(n).locator("input").first.get_attribute("name")
            tab_to(page, f'input[type=radio][name="{name}"]', at_most=20)
            page.keyboard.press("Space")
            page.keyboard.press("ArrowDown")
            expect(page.locator(f'input[name="{name}"]').nth(1)).to_be_checked()
        tab_to(page, "button.go[value=next]", at_most=40)
        enter(page)
        assert not page.locator(".wrong").count(), page.locator(".wrong").inner_text()
        pages += 1
        assert pages < 20
    assert pages >= 1
    receipt = page.locator(".receipt output").inner_text()
    tab_to(page, 'a[href="/receipt/"]')
    enter(page)
    tab_to(page, "input[name=code]")
    page.keyboard.type(receipt)
    enter(page)
    expect(page.locator("main")).not_to_contain_text("Aucune réponse")
    assert page.locator("button[value=withdraw]").count(), page.content()[:3000]


def test_marking_a_passage_with_the_arrow_keys(visitor: Visit) -> None:
    claire = visitor(role="accompanist", language="fr")
    page = claire.go(f"{journey_of(claire)}coding/")
    tab_to(page, 'main a[href*="/texts/"]')
    enter(page)
    before = page.locator("ol.passages > li").count()
    words = " ".join(page.locator(".reading .sentence").nth(1).locator("[data-at]").all_inner_texts())
    tab_to(page, "[data-coder]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.locator("[data-chosen]")).to_contain_text(words[:30])
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "letters"
    page.keyboard.type("dig")
    expect(page.locator("[data-found]")).to_contain_text("ignité")
    page.keyboard.press("Enter")  # the mark is sent behind the page, which stays where it is
    expect(page.locator("ol.passages > li")).to_have_count(before + 1)
    # the same without the script: numbers of sentences
    plain = visitor(role="accompanist", language="fr", scripts=False)
    page = plain.go(claire.page.url)
    page.locator("[name=first]").fill("3")
    page.locator("[name=last]").fill("3")
    page.locator("select[name=code]").select_option(index=1)
    page.locator("form[data-coder-form] button.button:not([hidden], [type=button])").click()
    assert page.locator("ol.passages > li").count() == before + 2


def test_opening_a_thread_down_to_its_method(visitor: Visit) -> None:
    page = visitor(language="nl").go("/stories/")
    tab_to(page, 'main h2 a[href^="/stories/"], main h3 a[href^="/stories/"]')
    enter(page)
    tab_to(page, "details.how-we-know > summary")
    page.keyboard.press("Enter")
    expect(page.locator("details.how-we-know").first).to_have_attribute("open", "")
    tab_to(page, ".knot-decision summary", at_most=40)
    page.keyboard.press("Space")
    expect(page.locator(".knot-decision details").first).to_have_attribute("open", "")
    tab_to(page, ".knot-method a", at_most=10)
    enter(page)
    assert page.url.endswith("/method/3/")
