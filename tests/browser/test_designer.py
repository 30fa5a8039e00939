"""Somebody who never saw a spreadsheet makes a questionnaire by keyboard alone, publishes it, and answers it."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page
from tests.browser.conftest import Visitor
from tests.browser.pictures import journey_of

QUESTIONS: tuple[tuple[str, str, list[str]], ...] = (
    ("Avez-vous rencontré quelqu'un ici ?", "one", ["oui", "non"]),
    ("Qui avez-vous rencontré ?", "text", []),
    ("Que faites-vous ici ?", "several", ["acheter", "coudre", "parler"]),
    ("Vous sentez-vous accueilli ?", "scale", []),
    ("Combien de fois êtes-vous venu ?", "number", []),
    ("Qu'est-ce qui a changé pour vous ?", "long", []),
)


def _enter(page: Page) -> None:
    """Press Enter where the keyboard stands, and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def _press(page: Page, words: str, role: Any = "button") -> None:
    """Reach a control by its name and press it, as a keyboard does."""
    page.get_by_role(role, name=words, exact=True).first.focus()
    _enter(page)


def _type(page: Page, field: str, text: str) -> None:
    page.locator(f"[name='{field}']").first.focus()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type(text)


def _choose(page: Page, field: str, value: str) -> None:
    """A radio button, with the arrow keys."""
    page.locator(f"[name='{field}']:checked, [name='{field}']").first.focus()
    for _ in range(20):
        if page.locator(f"[name='{field}'][value='{value}']").is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{field} has no {value}")


def test_a_questionnaire_made_by_keyboard_published_and_answered(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(language="en-GB")
    claire.go("/?lang=en")
    claire.enter_as("accompanist")
    page = claire.go(f"{journey_of(claire)}instruments/?lang=en")
    page.locator('main a[href*="/instruments/design/new/"]').first.focus()
    _enter(page)
    claire.check()
    _type(page, "titles_fr", "Notre accueil")
    _press(page, "Go on to the first question")
    for number, (label, kind, answers) in enumerate(QUESTIONS):
        _type(page, "label", label)
        _choose(page, "kind", kind)
        if answers:
            _type(page, "answers", "\n".join(answers))
        if kind == "scale":
            _type(page, "low", "pas du tout")
            _type(page, "high", "tout à fait")
        if number == 0:
            claire.check()
        _press(page, "Add it" if number == len(QUESTIONS) - 1 else "Add it and write the next")
    assert page.locator("ol.questions > li").count() == 6
    claire.check()
    here = page.url.split("#")[0]

    _press(page, "Qui avez-vous rencontré ?", "link")
    claire.check()
    _press(page, "Ask it only of some", "link")
    claire.check()
    page.locator("[name=ask]").first.focus()
    page.keyboard.press("Space")
    _press(page, "Go on with this question")
    claire.check()
    _choose(page, "how", "is")
    _choose(page, "value", "oui")
    _press(page, "Add this condition")
    claire.check()

    claire.go(here)
    _press(page, "Languages and title", "link")
    claire.check()
    assert page.locator("select[name=language]").input_value() == "nl"  # the enterprise's other language is proposed
    _press(page, "Add this language")
    for field in page.locator(".pairs textarea").all():
        field.focus()
        page.keyboard.type("nl " + (field.get_attribute("name") or ""))
    claire.check()
    _press(page, "Keep the translations")
    assert not page.locator(".is-missing").count()
    claire.go(here)

    _press(page, "Try it on a phone", "link")
    frame = page.frame_locator(".phone iframe")
    frame.get_by_role("button").first.wait_for()
    claire.check()
    frame.locator("button.go").focus()
    page.keyboard.press("Enter")
    frame.get_by_text("Avez-vous rencontré quelqu'un ici ?").first.wait_for()

    claire.go(here)
    page.get_by_role("button", name=re.compile("^Down: Avez-vous")).focus()
    _enter(page)
    assert "Avez-vous" in page.locator("ol.questions > li").nth(1).inner_text()
    claire.check()
    _press(page, "Go back a step")
    assert "Avez-vous" in page.locator("ol.questions > li").first.inner_text()
    _press(page, "History", "link")
    claire.check()
    claire.go(here)
    _press(page, "Look it over and publish", "link")
    claire.check()
    _press(page, "Publish this version")
    assert page.get_by_role("heading", level=1).inner_text() == "Notre accueil"
    claire.check()

    page = claire.go(f"{journey_of(claire)}collection/")
    page.locator('main a[href*="/collection/round/"]', has_text=re.compile("Notre accueil")).first.focus()
    _enter(page)
    page.locator("main form button.button").first.focus()
    _enter(page)
    address = page.locator('main a[href*="/a/"]').first.get_attribute("href")
    assert address

    someone = visitor(phone=True)
    page = someone.go(f"{address}?language=nl")
    page.locator("button.go").focus()
    _enter(page)
    someone.check()
    for _ in range(6):
        if not page.locator("input[type=radio]").count():
            break
        page.locator("input[type=radio]").first.focus()
        page.keyboard.press("Space")
        page.locator("button.go").focus()
        _enter(page)
    while page.locator("button.go").count():
        page.locator("button.go").focus()
        _enter(page)
    assert re.search(r"[A-Z0-9]{4}", page.locator("main").inner_text())
