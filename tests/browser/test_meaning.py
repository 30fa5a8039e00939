"""Around the table at L'Armoire Commune: words beside numbers, paper, what groups understood, another wording."""

import re
from collections.abc import Callable

from tests.browser.conftest import Visitor
from tests.browser.pictures import journey_of


def test_a_row_is_judged_and_a_session_changes_how_a_finding_is_worded(visitor: Callable[..., Visitor]) -> None:
    claire = visitor(role="accompanist")
    here = journey_of(claire)
    page = claire.go(f"{here}joint/")
    claire.check()
    assert re.search(r"\b4\d passages", page.locator("main").inner_text()) and page.locator(".beyond").count() == 1

    page.locator("[name=names_fr]").fill("Coudre à plusieurs")
    page.locator("#add ~ form button, section[aria-labelledby=add] button").click()
    claire.check()
    page.get_by_label("apprendre").check()
    page.get_by_label("Venir seul").first.check()
    page.locator("form:has([value=fill]) button").click()
    assert "24 passages" in page.locator("main").inner_text()
    page.locator("[value=contradicts]").check()
    page.locator("[name=j-why_fr]").fill("Les mots parlent d'apprendre, les nombres de venir seul.")
    page.locator("form:has([value=judge]) button").click()
    claire.check()
    assert "Les mots parlent d'apprendre" in page.locator("main").inner_text()
    page.get_by_text("En tirer un constat").click()
    page.locator("[name=f-statements_fr]").fill("Coudre à plusieurs donne envie de revenir.")
    page.locator("[name=f-words_say_fr]").fill("On apprend des autres.")
    page.locator("form:has([value=finding]) button").click()
    assert page.locator(".errors").count() == 1  # what numbers say is missing, and nothing is lost
    assert page.locator("[name=f-statements_fr]").input_value().startswith("Coudre à plusieurs")
    page.locator("[name=f-numbers_say_fr]").fill("57 sur 118 viennent plus facilement.")
    page.locator("form:has([value=finding]) button").click()
    assert "Coudre à plusieurs donne envie" in page.locator("main").inner_text()
    claire.go(f"{here}joint/beyond/")
    claire.check()
    claire.go(f"{here}joint/paper/?lang=nl")
    claire.check()

    page = claire.go(f"{here}interpretation/")
    claire.check()
    page.locator("[name=findings]").last.check()
    page.locator("[name=easy]").check()
    page.get_by_role("button", name="Faire les feuilles").click()
    assert "Coudre à plusieurs donne envie" in page.locator("article h2").inner_text()
    claire.check()
    page = claire.go(f"{here}interpretation/")
    page.locator("details.held[open] a", has_text="Coudre à plusieurs").click()
    claire.check()
    page.locator("[name^=understands_]").first.fill("Oui, si quelqu'un montre.")
    page.locator("[name^=disagrees_]").first.fill("Pas quand il y a foule.")
    page.get_by_role("button", name="Garder ce qui a été compris").click()
    claire.check()
    page.get_by_text("Le formuler autrement").or_(page.locator("summary", has_text="formul")).first.click()
    page.locator("[name=r-statements_fr]").fill("Coudre à plusieurs donne envie de revenir, quand il y a de la place.")
    page.locator("[name=r-why]").fill("Demandé par l'équipe, à la séance.")
    page.locator("form:has([value=reword]) button").click()
    text = page.locator("main").inner_text()
    assert "quand il y a de la place" in text and "Oui, si quelqu'un montre." in text

    anybody = visitor(language="fr")
    page = anybody.go("/stories/")
    page.locator("main a", has_text="Une même porte").or_(page.locator("main a[href*='/stories/']")).first.click()
    assert "Quels constats ont été validés, et par qui" in (page.locator("main").text_content() or "")
    anybody.check()
