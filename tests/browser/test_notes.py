"""A question in Dutch, on a phone, finds its French twin; a body treats it; the answer comes back and helps.

The question is asked without scripts: pages are looked at with axe where scripts run, for axe is one.
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.browser.pictures import journey_of
from tests.browser.walking import press

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

FRENCH = "Comment inviter à la restitution des clients qui lisent mal ?"
DUTCH = "Hoe nodigen we klanten die moeilijk lezen uit op de terugkoppeling?"
ANSWER_FR = "Passez par quelqu'un qu'ils connaissent, et montrez une photo plutôt qu'une lettre."
ANSWER_NL = "Ga via iemand die ze kennen, en toon een foto in plaats van een brief."


def test_a_dutch_question_joins_its_french_twin_and_both_are_told(visitor: Callable[..., Any]) -> None:
    claire: Visitor = visitor(role="accompanist", language="nl", phone=True, scripts=False)
    room = f"{journey_of(claire)}restitutions/"
    page = claire.go(room)
    press(page, page.get_by_role("link", name="Iets vragen of vertellen aan het programma"))
    page.locator("textarea").fill(DUTCH)
    press(page, page.get_by_role("button", name="Doorgeven"))
    twin = page.locator(".near li", has_text=FRENCH)
    assert twin.count() == 1
    assert page.locator("textarea").input_value() == DUTCH  # nothing typed is lost
    press(page, twin.get_by_role("button", name="Ik ook"))
    assert FRENCH in page.locator("main").inner_text() and "/learning/notes/" in page.url
    note = page.url

    an: Visitor = visitor(role="researcher", language="fr")
    press(an.page, an.go("/learning/").get_by_role("link", name="Groupe de travail « Questions »"))
    an.check()
    waiting = an.page.locator("li.card", has_text=FRENCH)
    assert "2 personnes demandent la même chose" in waiting.inner_text()
    press(an.page, waiting.get_by_role("button", name="La prendre"))
    an.check()
    an.page.locator("[name=answers_fr]").fill(ANSWER_FR)
    an.page.locator("[name=answers_nl]").fill(ANSWER_NL)
    press(an.page, an.page.get_by_role("button", name="C'est notre réponse"))
    press(an.page, an.page.get_by_role("button", name=re.compile("La rendre à 2 personnes")))
    an.check()

    # on the step where she was stuck, in her language, with one click
    claire = visitor(role="accompanist", language="nl", phone=True)
    page = claire.go(room)
    assert ANSWER_NL in page.locator(".came-back").inner_text()
    claire.check()
    press(page, page.get_by_role("button", name="Het hielp", exact=True))
    assert page.url.endswith(room)
    page = claire.go(note)
    assert "Het hielp: 1" in page.locator("main").inner_text()

    # and by mail, whose link opens without an account
    page.wait_for_timeout(3000)  # the worker sends it
    page = claire.go("/demonstration/mails/")
    mailed = page.locator("article", has_text=ANSWER_FR).first
    link = mailed.locator("a", has_text="/learning/told/").get_attribute("href")
    assert link
    guest: Visitor = visitor(language="fr")
    guest.go(re.sub(r"^https?://[^/]+", "", link))
    assert ANSWER_FR in guest.page.locator("main").inner_text()
    guest.check()
    press(guest.page, guest.page.get_by_role("button", name="Cela a aidé en partie"))
    assert "Merci" in guest.page.locator("main").inner_text()


def test_a_script_shows_the_twin_while_one_writes(visitor: Callable[..., Any]) -> None:
    claire: Visitor = visitor(role="accompanist", language="nl", phone=True)
    page = claire.go(f"{journey_of(claire)}ask/?at=instruments")
    page.locator("textarea").press_sequentially("Ons formulier voor toestemming is te lang voor wie niet leest")
    page.locator(".near li").first.wait_for()
    assert "Le formulaire d'accord est trop long" in page.locator(".near").inner_text()
    claire.check()
