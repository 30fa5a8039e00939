"""Somebody on a picture sees it in its place on her phone, in Dutch, and says no: the page shows it no more."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.pictures import journey_of

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor


def test_a_picture_on_which_somebody_says_no(visitor: "Callable[..., Visitor]") -> None:
    claire = visitor(role="accompanist", language="fr")
    page = claire.go(f"{journey_of(claire)}story/")
    claire.check()
    page.locator('section[aria-labelledby=picture] a[href$="/picture/people/"]').click()
    claire.check()
    people = page.url
    assert page.locator("ul.tasks > li").count() == 3
    page.locator("ul.tasks > li a").first.click()
    claire.check()
    page.locator("select[name=language]").select_option("nl")
    page.locator("section[aria-labelledby=ask] button").click()
    claire.check()
    link = page.locator("p.address a").get_attribute("href") or ""

    anybody = visitor(language="nl")
    stories = anybody.go("/stories/")
    stories.locator('main a[href^="/stories/"]').first.click()
    published, address = stories.url, stories.locator("figure.picture img").get_attribute("src") or ""
    assert anybody.context.request.get(f"{anybody.address}{address}").status == 200

    person = visitor(language="nl", phone=True)
    hers = person.go(link)
    picture = hers.locator(".in-place img")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    assert "Eén deur, één tafel" in hers.locator(".in-place").inner_text()
    assert hers.locator("h1").inner_text() == "Mogen we deze foto tonen?"
    person.check()
    hers.locator("[name=reach][value=no]").check()
    hers.locator("form .button").click()
    person.check()

    assert anybody.go(published).locator("figure.picture").count() == 0
    anybody.check()
    assert anybody.context.request.get(f"{anybody.address}{address}").status == 404
    page = claire.go(people)
    assert page.locator("figure.picture").count() == 0
    claire.check()
    referent = visitor(role="referent", language="fr")
    page = referent.go(f"{journey_of(referent)}story/publish/")
    assert page.locator('main a[href$="/picture/people/"]').count() == 1
    referent.check()
