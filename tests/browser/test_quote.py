"""A quote whose person says no: she sees it in its place on her phone, and it leaves the published page at once."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.pictures import journey_of

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor


def test_a_quote_whose_person_says_no(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    page = claire.go(f"{journey_of(claire)}story/")
    for address in [a.get_attribute("href") or "" for a in page.locator('a[href*="/story/sentences/"]').all()]:
        page = claire.go(address)
        if page.locator('.quote a[href*="/story/quotes/"]').count():
            break
    claire.check()
    words = page.locator(".quote blockquote").first.inner_text()
    page.locator('.quote a[href*="/story/quotes/"]').first.click()
    claire.check()
    page.locator("section[aria-labelledby=ask] button").click()
    claire.check()
    link = page.locator("p.address a").get_attribute("href") or ""

    anybody = visitor(language="fr")
    stories = anybody.go("/stories/")
    stories.locator("a", has_text="Une seule porte").or_(stories.locator('main a[href^="/stories/"]')).first.click()
    published = stories.url
    assert words in stories.content()

    person = visitor(language="fr", phone=True)
    hers = person.go(link)
    assert words in hers.locator(".in-place").inner_text()
    person.check()
    hers.locator("[name=reach][value=no]").check()
    hers.locator("form .button").click()
    person.check()
    assert words not in anybody.go(published).content()
    page = claire.go(address)
    assert words not in page.locator("section[aria-labelledby=quotes] .quote").first.inner_text()
    claire.check()
