"""A second enterprise: from nothing to a published page, with a questionnaire of others answered in the browser."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from playwright.sync_api import Page
from tests.browser.walking import Value, Values, answer, hold, last, look_in, mailed, press, recruit, sign_up, submit

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

NAME = "La Bonne Adresse"
REFERENT, ACCOMPANIST = "solange@bonne-adresse.example", "wim@bonne-adresse.example"
RESPONDENTS = 25
DAY = date.today() - timedelta(days=9)


NEW: dict[str, Value] = {
    "name": NAME,
    "languages": ["fr", "nl"],
    "territory": "~Wallonie",
    "referent_name": "Solange R.",
    "referent_email": REFERENT,
    "accompanist_name": "Wim D.",
    "accompanist_email": ACCOMPANIST,
}


def first_hour(accompanist: "Visitor", manager: "Visitor", journey: str, report: Path) -> None:
    page = accompanist.go(f"{journey}invite/")
    accompanist.check()
    submit(page, {"name": "Solange R.", "email": REFERENT, "language": "fr"})
    page = manager.go(mailed(manager, REFERENT, "/first-hour/"))
    manager.check()
    submit(
        page,
        {
            "motives": "Savoir si un logement change aussi le reste.",
            "fears": "Qu'on compare nos locataires.",
            "existing": "Le registre des baux.",
            "file": str(report),
        },
    )
    manager.check()
    assert "Savoir si un logement" in accompanist.go(f"{journey}engagement/").locator("main").inner_text()


def step_one(accompanist: "Visitor", journey: str) -> None:
    page = accompanist.go(f"{journey}engagement/?change=frame")
    submit(page, {"frame-half_days": 8, "frame-ends_on": "2027-06-30"}, do="frame")
    accompanist.check()
    for heading, words in {
        "needs": "Se loger sans dépendre d'un garant.",
        "missions": "Louer autrement, et rester joignables.",
        "practices": "Une visite, puis un café : jamais de dossier à glisser sous une porte.",
    }.items():
        page = accompanist.go(f"{journey}portrait/{heading}/")
        fields = {"text": words, "source": "réunion d'équipe", "language": "fr"}
        submit(page, {f"{heading}-{name}": value for name, value in fields.items()})
    accompanist.check()
    for french, dutch, size in (
        ("Ménages locataires", "Huurders", 140),
        ("Voisins", "Buren", 60),
        ("Commune", "Gemeente", 4),
    ):
        page = accompanist.go(f"{journey}stakeholders/new/")
        submit(page, {"names_fr": french, "names_nl": dutch, "kind": "public", "size": size})
    accompanist.check()
    page = accompanist.go(f"{journey}expectations/")
    submit(
        page,
        {
            "stakeholder": "~Commune",
            "text": "Comprendre ce qui fait tenir un bail.",
            "channel": "spoken",
            "language": "fr",
        },
        do="say",
    )
    accompanist.check()


def confirm(accompanist: "Visitor", manager: "Visitor", journey: str) -> None:
    """The referent says "that's us" behind a mailed link, without password."""
    page = accompanist.go(f"{journey}standing/portrait/")
    accompanist.check()
    submit(page, {"mail-name": "Solange R.", "mail-email": REFERENT, "mail-language": "fr"}, do="mail")
    page = manager.go(mailed(manager, REFERENT, "/confirm/"))
    assert "jamais de dossier" in page.locator("main").inner_text()
    manager.check()
    press(page, page.locator("button[value=confirm]"))
    assert "Solange R." in page.locator(".note.done").inner_text()


def choose_question(accompanist: "Visitor", journey: str) -> None:
    page = accompanist.go(f"{journey}question/")
    for text, group in (
        ("Que change un logement stable dans le quotidien des ménages ?", "~Ménages"),
        ("Les voisins se parlent-ils davantage ?", "~Voisins"),
    ):
        submit(page, {"text": text, "stakeholder": group, "channel": "spoken", "language": "fr"})
    accompanist.check()
    page.locator(".candidate", has_text="logement stable").get_by_role("link", name="Choisir celle-ci").click()
    aside = page.locator("[name^=aside_]").first.get_attribute("name") or ""
    submit(
        page,
        {
            "reasons": "Elle parle de tous, et nul ne connaît la réponse.",
            "manner": "consent",
            "text_nl": "Wat verandert een vaste woning in het dagelijks leven?",
            aside: "Elle attend le cycle suivant.",
            "not_heard": ["~Commune"],
            "not_heard_words": "Invitée deux fois; nous irons chez elle.",
            "group_1": "~Voisins",
            "words_1": "Nous aurions aimé l'autre.",
        },
    )
    assert page.url.endswith("/decision/")
    accompanist.check()


def plan_survey(accompanist: "Visitor", journey: str, workbook: Path) -> str:
    """A line, its readers, the workbook, a round. Returns the path of the answering page."""
    page = accompanist.go(f"{journey}plan/new/")
    accompanist.check()
    submit(
        page,
        {
            "looks_at_fr": "Ce que vivent les ménages",
            "looks_at_nl": "Wat gezinnen beleven",
            "method": "survey",
            "from_whom": ["~Ménages"],
            "by_whom": "Wim",
            "target": 40,
            "unit": "people",
            "respondent_minutes": 12,
        },
    )
    submit(page, {"r-name": "Ginette, du comité de quartier", "r-as_what": "trusted"}, do="reader")
    accompanist.check()
    line = last(page)
    page = accompanist.go(f"{journey}instruments/write/{line}/questionnaire/")
    submit(page, {"titles_fr": "Vivre ici", "titles_nl": "Hier wonen", "xlsform": str(workbook)})
    accompanist.check()
    version = last(page)
    page = accompanist.go(f"{journey}collection/round/{version}/")
    accompanist.check()
    submit(
        page,
        {"title_fr": "Printemps", "introduction_fr": "Bonjour.", "group_size": 140, "uses": ["quote", "public"]},
    )
    accompanist.check()
    address = page.locator("main").inner_text()
    return "/a/" + address.split("/a/")[1].split()[0].rstrip("/") + "/"


def household(number: int) -> Values:
    """What the household of this number answers; the first ticks too much before it reads how many it may."""
    asked: dict[str, int] = {}

    def values(label: str, choices: int) -> str:
        asked[label] = asked.get(label, 0) + 1
        if not choices:
            return "Le bail est à mon nom, et le reste suit." if "commentaires" in label else f"Rue Haute {number}"
        if "maladies" in label:
            return "0 1 2 3" if number == 0 and asked[label] == 1 else f"{number % 5} 5"
        return str(number % 3)

    return values


def look_at_questionnaire(reader: "Visitor", path: str) -> None:
    """The first pages as somebody sees them before answering, in both languages of the form and for everybody."""
    page = reader.go(path)
    reader.check()
    with page.expect_navigation():
        page.locator("button[name=language][value=en]").click()
    assert page.get_by_role("button", name="Begin").count()
    with page.expect_navigation():
        page.locator("button[value=begin]").click()
    assert "Household Information" in page.locator("form").inner_text()
    reader.check()
    with page.expect_navigation():
        page.locator(".moves button[value=next]").click()
    assert page.locator(".wrong li").count() >= 3  # what is required is named
    reader.check()


def answer_all(respondent: "Visitor", path: str) -> list[str]:
    """Everybody answers on a phone without JavaScript. Returns the receipts."""
    receipts = []
    for number in range(RESPONDENTS):
        page = respondent.go(path)
        for use in page.locator("[name=consent]").all():
            use.check()
        with page.expect_navigation():
            page.locator("button[value=begin]").click()
        receipt, complaints = answer(page, household(number), more=1 if number == 0 else 0)
        receipts.append(receipt)
        assert "District" in complaints  # the cascade: districts are known once the region is
        assert ("Up to 3 options" in complaints) == (number == 0)
        assert ("Type d'accès" in complaints) == (number % 3 == 0)  # asked only with access to the internet
    assert len(set(receipts)) == RESPONDENTS
    return receipts


def cite(accompanist: "Visitor", journey: str) -> None:
    page = accompanist.go(f"{journey}results/")
    assert f"{RESPONDENTS} réponses" in page.locator("main").inner_text()
    accompanist.check()
    page.locator('a[href*="internetHH"]:visible').first.click()
    accompanist.check()
    submit(page, {"category": "~Oui"})
    assert page.locator("#cited").count()


def find(accompanist: "Visitor", journey: str) -> None:
    page = accompanist.go(f"{journey}findings/")
    submit(
        page,
        {
            "statements_fr": "Une adresse stable contribue à rester relié.",
            "statements_nl": "Een vast adres helpt om verbonden te blijven.",
            "limits_fr": "Nous n'avons pas entendu ceux qui sont partis.",
            "limits_nl": "Wie vertrok, hebben we niet gehoord.",
        },
    )
    submit(
        page,
        {
            "e-side": "for",
            "e-evidence": "~Internet",
            "e-says_fr": "Une partie est reliée chez elle.",
            "e-says_nl": "Een deel is thuis verbonden.",
        },
        do="evidence",
    )
    submit(page, {"j-strength": "medium", "j-session": "~Atelier 1", "j-why": "Une seule source."}, do="judge")
    submit(page, {"s-state": "shared"}, do="state")
    accompanist.check()
    accompanist.go(f"{journey}findings/")
    accompanist.check()


def give_back(accompanist: "Visitor", journey: str) -> None:
    page = accompanist.go(f"{journey}sessions/")
    fields: dict[str, Value] = {"title": "Retour aux locataires", "on": DAY.isoformat(), "kind": "restitution"}
    submit(page, fields | {"language": "fr"})
    session = last(page)
    page = accompanist.go(f"{journey}restitutions/{session}/")
    accompanist.check()
    submit(page, {"changed": "Le mot « bénéficiaire » est parti.", "supports": "Une affiche", "language": "fr"})
    accompanist.check()
    page = accompanist.go(f"{journey}improvements/")
    submit(
        page,
        {
            "what_fr": "Une borne wifi à l'entrée.",
            "what_nl": "Wifi aan de ingang.",
            "who": "Solange",
            "on": (date.today() + timedelta(days=90)).isoformat(),
        },
        do="decide",
    )
    accompanist.check()


def tell(accompanist: "Visitor", referent: "Visitor", journey: str) -> str:
    """The story, written by the accompanist, published by the referent. Returns its path."""
    page = accompanist.go(f"{journey}story/")
    submit(
        page,
        {
            "languages": ["fr", "nl"],
            "titles_fr": "Une adresse, et la suite",
            "titles_nl": "Een adres, en dan",
            "how_and_why_fr": "Nous louons autrement.",
            "how_and_why_nl": "Wij verhuren anders.",
            "choices_and_limits_fr": "Peu de monde, une seule ville.",
            "choices_and_limits_nl": "Weinig mensen, één stad.",
            "what_next_fr": "Une borne wifi.",
            "what_next_nl": "Wifi.",
        },
        do="write",
    )
    submit(
        page,
        {
            "c-texts_fr": "Avoir une adresse aide à rester relié.",
            "c-texts_nl": "Een adres hebben helpt om verbonden te blijven.",
            "c-finding": "~Une adresse stable",
        },
        do="add-claim",
    )
    accompanist.check()
    accompanist.go(f"{journey}story/")
    accompanist.check()
    page = referent.go(f"{journey}story/publish/")
    referent.check()
    press(page, page.locator('button[value="publish"]'))
    return page.locator("dl.facts a").first.get_attribute("href") or ""


def read_in_public(anybody: "Visitor", story: str, counted: str) -> None:
    """From a sentence to the decision and the method in four clicks."""
    page = anybody.go(story)
    assert page.locator("h1").inner_text() == "Une adresse, et la suite"
    assert "Nous n'avons pas entendu ceux qui sont partis" in page.locator(".limits").inner_text()
    assert "Commune" in page.locator(".limits").inner_text()  # who was not heard
    assert counted in page.locator(".claim .figure").first.inner_text()
    anybody.check()
    page.locator(".how-we-know > summary").click()
    page.locator(".how-we-know a[href*='/thread/']").click()
    decision = page.locator(".knot-decision")
    assert "12 personnes" in decision.inner_text()
    assert "logement stable" in page.locator(".knot-question").inner_text()
    decision.locator("summary").click()
    assert "nul ne connaît la réponse" in decision.inner_text()
    assert "Les voisins se parlent-ils" in decision.inner_text()
    inside = page.content()
    assert not [word for word in ("Ginette", "aurions aimé l'autre", "Rue Haute", "Wim") if word in inside]
    anybody.check()
    page.locator(".knot-method a").click()
    assert "/method/" in page.url


def take_back(respondent: "Visitor", receipt: str) -> None:
    page = respondent.go("/receipt/")
    submit(page, {"code": receipt}, do="see")
    assert "Rue Haute" in page.locator("main").inner_text()
    press(page, page.locator("button[value=withdraw]"))
    assert page.locator("[role=status]").count()


def wait_until_gone(page: Page, part: str) -> None:
    """Look again until a page does not show this any more: a job counts anew."""
    for _second in range(60):
        if not page.locator(part).count():
            return
        page.wait_for_timeout(500)
        page.reload()
    raise AssertionError(f"{page.url}: {page.locator(part).all_inner_texts()}")


def test_from_nothing_to_a_published_page(visitor: Callable[..., Any], shared: Path, tmp_path: Path) -> None:
    workbook = shared / "standards" / "xlsform" / "socio-economic-survey.xlsx"
    report = tmp_path / "rapport.txt"
    report.write_text("Rapport 2025 : 140 baux.", encoding="utf-8")
    recruit(visitor(role="coordinator"), NEW)
    accompanist, manager = visitor(), visitor(phone=True)
    page = sign_up(accompanist, ACCOMPANIST)
    page.get_by_role("link", name=NAME).first.click()
    accompanist.check()
    journey = urlsplit(page.url).path
    first_hour(accompanist, manager, journey, report)
    step_one(accompanist, journey)
    confirm(accompanist, manager, journey)
    workshop: dict[str, Value] = {"title": "Atelier 1", "on": DAY.isoformat(), "deliverables": ["~Question"]}
    there = {"Ménages locataires": 9, "Voisins": 3}
    hold(accompanist, journey, workshop | {"language": "fr"}, there, "Trois idées, une question.")
    choose_question(accompanist, journey)
    path = plan_survey(accompanist, journey, workbook)
    look_at_questionnaire(visitor(phone=True), path)
    respondent = visitor(phone=True, scripts=False)
    receipts = answer_all(respondent, path)
    cite(accompanist, journey)
    find(accompanist, journey)
    give_back(accompanist, journey)
    sign_up(manager, REFERENT)
    story = tell(accompanist, manager, journey)

    for language in ("nl", "en"):
        look_in(accompanist, language, [f"{journey}{room}/" for room in ("decision", "plan", "results", "findings")])

    anybody = visitor()
    read_in_public(anybody, story, f"9 personnes sur {RESPONDENTS}")
    take_back(respondent, receipts[0])
    page = anybody.go(story)
    # "9 of 17" beside "8 of 16" would tell what one person had said: the figure goes, and the enterprise is asked
    wait_until_gone(page, ".claim .figure")
    anybody.check()
    assert manager.go(f"{journey}story/").locator("button[value=settle]").count()
    manager.check()
    again = respondent.go("/receipt/")
    again.locator("[name=code]").fill(receipts[0])
    again.locator("button[value=see]").click()
    assert again.locator(".error").count()  # nothing stands behind it any more
    for language, title in (("nl", "Een adres, en dan"), ("fr", "Une adresse, et la suite")):
        reader = visitor(language=language)
        assert reader.go(story).locator("h1").inner_text() == title
        reader.check()
