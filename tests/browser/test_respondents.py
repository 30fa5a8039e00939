"""Every page that somebody who answers may meet, at every door and in three languages: no axe violation, by keyboard,
at 320 px, with letters twice as large, and nothing to press that is smaller than a thumb."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser.conftest import NARROW, PHONE, Visitor
from tests.browser.pictures import open_round
from tests.browser.test_doors import SMALL
from tests.browser.test_keyboard import tab_to
from tests.browser.test_offline import _answer_every_kind, _asking
from tests.browser.test_offline_ways import mailed

Visit = Callable[..., Visitor]
LANGUAGES = ("fr", "nl")
"""Those of the questionnaire; what has no language is asked in English below."""
DOORS = ("web", "easy", "kiosk", "interview", "group", "personal", "offline", "offline interview", "offline group")


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return {}


@pytest.fixture
def doors(made: dict[str, str], visitor: Visit) -> dict[str, str]:
    """The addresses of one more round, as its accompanist finds them; a personal link is good for one language."""
    if not made:
        claire = visitor(role="accompanist")
        made["web"] = open_round(claire)
        made["round"] = around = claire.page.url
        made["easy"], made["kiosk"] = f"{made['web']}easy/", f"{made['web']}kiosk/"
        made["offline"] = made["web"].replace("/a/", "/offline/")
        page = claire.go(f"{around}doors/interview/")
        page.locator("main form button[value=make]").click()
        made["interview"] = _href(page, ".door-address a[href*='/for/']:not([href*=offline])")
        made["offline interview"] = _href(page, "a[href*='/offline/for/']")
        page = claire.go(f"{around}people/groups/")
        page.locator("main input[name^=target]").first.fill("20")
        page.locator("main form button.button").click()
        made["group"] = _href(page, "main a[href^='/g/']")
        made["offline group"] = _href(page, "main a[href*='/offline/g/']")
        for language in LANGUAGES:
            made[f"personal {language}"] = mailed(claire, around)
    return made


def _href(page: Page, at: str) -> str:
    return page.locator(at).first.get_attribute("href") or ""


def _held(someone: Visitor, language: str = "") -> None:
    """What every page of somebody who answers is held to."""
    page = someone.page
    someone.check()
    for size in (PHONE, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        small = page.evaluate(SMALL)
        assert not small, (page.url, size["width"], small)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    if language:
        assert page.locator("html").get_attribute("lang") == language, page.url


def _choose(page: Page) -> None:
    for group in page.locator("fieldset:has(input[type=radio])").all():
        if not group.locator("input:checked").count():
            group.locator("label.pick").last.click()
            page.wait_for_timeout(100)
    for field in page.locator("main textarea, main input[type=text]").all():
        if not field.input_value():
            field.fill("12")


def _to_the_receipt(someone: Visitor, language: str) -> int:
    """From the first page to the receipt by keyboard, through what is to be mended. Returns how many pages."""
    page = someone.page
    _held(someone, language)
    for group in page.locator("fieldset:has(input[name=how])").all():
        group.locator("label.pick").first.click()
    tab_to(page, ".go")
    page.keyboard.press("Enter")
    for number in range(1, 40):
        page.locator("p.place, .receipt").first.wait_for()
        _held(someone, language)
        if page.locator(".receipt output").count():
            return number
        if number == 1:  # sent as it is: what has to be answered is told
            page.locator("button.go:visible").last.click()
            page.wait_for_timeout(300)
            _held(someone)
        _choose(page)
        before = page.locator("p.place").inner_text() if page.locator("p.place").count() else ""
        tab_to(page, "button.go")
        page.keyboard.press("Enter")
        page.wait_for_timeout(500)
        assert before or page.locator(".receipt, p.place").count()
    raise AssertionError(f"{page.url}: no receipt")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("door", DOORS)
def test_a_door_from_its_first_page_to_the_receipt(
    visitor: Visit, doors: dict[str, str], door: str, language: str
) -> None:
    someone = visitor(phone=True, language=language)
    page = someone.go(doors.get(f"{door} {language}") or doors[door])
    page.locator("button.go").first.wait_for()
    assert _to_the_receipt(someone, language) > 1
    code = page.locator(".receipt output").inner_text()
    if door != "web":
        return
    page = someone.go("/receipt/")
    _held(someone, language)
    page.locator("input[name=code]").fill("ACDE-FHJK-LMNP-RTVW")
    page.locator("main form button").first.click()
    _held(someone, language)  # nothing is kept under it
    page.locator("input[name=code]").fill(code)
    page.locator("main form button").first.click()
    _held(someone, language)
    page.locator("button[value=correct]").click()
    _held(someone)
    someone.go("/receipt/").locator("input[name=code]").fill(code)
    page.locator("main form button").first.click()
    page.locator("button[value=withdraw]").click()
    _held(someone, language)


@pytest.mark.parametrize("door", ["web", "kiosk", "interview", "offline"])
def test_every_kind_of_question(visitor: Visit, doors: dict[str, str], data: Path, door: str) -> None:
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    with _asking(data, doors["web"].rstrip("/").rpartition("/")[2]):
        someone = visitor(phone=True, language="en")
        page = someone.go(doors[door])
        page.wait_for_timeout(1200)  # the server remembers a round for a second
        page = someone.go(doors[door])
        page.locator("button.go").first.wait_for()
        for group in page.locator("fieldset:has(input[name=how])").all():
            group.locator("label.pick").first.click()
        page.locator("button.go").first.click()
        if door == "kiosk":  # one question a screen: each as it comes, and with what is said when it is left empty
            for _ in range(12):
                _held(someone)
                page.locator("button.go:visible").last.click()
                page.wait_for_timeout(300)
                _choose(page)
            return
        page.locator("p.place").wait_for()
        _answer_every_kind(page, photo.getvalue(), lambda: _held(someone))
        _held(someone)


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_what_opens_nothing_any_more(visitor: Visit, doors: dict[str, str], language: str) -> None:
    claire = visitor(role="accompanist")
    address, around = open_round(claire), claire.page.url
    link: Any = mailed(claire, around)
    someone = visitor(phone=True, language=language)
    someone.go(f"{link}stop/")
    _held(someone)
    someone.page.locator("main form button").click()
    _held(someone)
    claire.go(around).locator("button[value=close]").click()
    for page in (address, f"{address}easy/", f"{address}kiosk/", link, address.replace("/a/", "/offline/")):
        someone.go(page)
        someone.page.wait_for_timeout(1500)
        _held(someone)
    for wrong in ("/a/nothing/", "/i/nothing/", "/g/nothing/", "/for/nothing/", "/offline/i/nothing/"):
        someone.go(wrong)
        _held(someone)
