"""Walks through the demonstration: languages, six doors, a published thread, first hours, sheets and agendas."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from tests.browser.conftest import Visitor

Visit = Callable[..., Visitor]
ENTERPRISE = "L'Armoire Commune"


def journey(someone: Visitor, name: str = ENTERPRISE) -> str:
    """The address of an enterprise's journey, from the list of one's journeys."""
    someone.go("/journeys/")
    link = someone.page.locator("main a", has_text=name).first
    address = link.get_attribute("href")
    assert address
    return address


def mailed(someone: Visitor, to: str) -> str:
    """The link in the newest mail to an address, as its reader would open it."""
    page = someone.go("/demonstration/mails/")
    mail = page.locator("article", has_text=to).first
    for _turn in range(40):  # the worker sends it
        if mail.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    link = mail.locator("a[href^=http]").first.get_attribute("href")
    assert link
    return link


def lang(page: Page) -> str | None:
    return page.locator("html").get_attribute("lang")


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "Récits"), ("nl", "Verhalen"), ("en", "Stories"), ("de", "Récits")]
)
def test_the_first_page_answers_in_the_language_of_the_browser(visitor: Visit, language: str, words: str) -> None:
    page = visitor(language=language).go("/")
    assert lang(page) == (language if language != "de" else "fr")
    expect(page.get_by_role("link", name=words, exact=True).first).to_be_visible()


def test_the_language_is_switched_anywhere_and_stays(visitor: Visit) -> None:
    someone = visitor(language="fr")
    page = someone.go("/stories/")
    someone.check()
    for code, switch in (("nl", "Nederlands"), ("en", "English"), ("fr", "Français")):
        page.locator("form.languages").get_by_role("button", name=switch).click()
        assert lang(page) == code and page.url.endswith("/stories/")
        someone.go("/glossary/")
        assert lang(page) == code
        someone.go("/stories/")
    # a deep page keeps its place as well
    page.locator("main ul h2 a, main ul h3 a").first.click()
    address = page.url
    page.locator("form.languages").get_by_role("button", name="Nederlands").click()
    assert lang(page) == "nl" and page.url.split("?")[0] == address.split("?")[0]


@pytest.mark.parametrize(
    ("role", "where"),
    [
        ("referent", r"/journeys/"),
        ("accompanist", r"/journeys/$"),
        ("researcher", r"/programmes/"),
        ("federation", r"/programmes/"),
        ("coordinator", r"/programmes/"),
        ("funder", r"/programmes/"),
    ],
)
def test_one_click_a_role_and_each_lands_where_she_works(visitor: Visit, role: str, where: str) -> None:
    someone = visitor(role=role)
    assert re.search(where, someone.page.url), someone.page.url
    # the demonstration says so on every page, and leads back to the doors
    expect(someone.page.locator("aside.band")).to_be_visible()
    someone.page.locator("aside.band a").first.click()
    assert someone.page.url.endswith("/demonstration/")


@pytest.mark.parametrize(("language", "asks"), [("fr", "Comment le savons-nous"), ("nl", "Hoe weten we dit")])
def test_a_published_sentence_leads_to_the_decision_and_the_method(visitor: Visit, language: str, asks: str) -> None:
    someone = visitor(language=language)
    page = someone.go("/stories/")
    clicks = 0

    page.locator("main li", has_text=ENTERPRISE).locator("h2 a, h3 a").first.click()
    clicks += 1
    claim = page.locator("li.claim").first
    sentence = claim.locator(".sentence").inner_text()
    assert len(sentence) > 20 and lang(page) == language

    thread = claim.locator("details.how-we-know")
    expect(thread.locator("summary").first).to_contain_text(asks)
    thread.locator("summary").first.click()
    clicks += 1
    for knot in ("finding", "evidence", "against", "question", "decision", "method"):
        expect(thread.locator(f".knot-{knot}")).to_be_visible()

    # down into one piece of evidence: instrument and line of the plan
    piece = thread.locator(".knot-evidence .piece").first
    piece.locator("details > summary").first.click()
    clicks += 1
    expect(piece.locator("details")).to_contain_text(re.compile(r"118"))

    decision = thread.locator(".knot-decision")
    decision.locator("details > summary").first.click()
    clicks += 1
    expect(decision.locator("details")).to_be_visible()
    assert len(decision.inner_text()) > 200
    # names stay inside
    assert "Nadia" not in thread.inner_text() and "Yamina" not in thread.inner_text()

    thread.locator(".knot-method a").click()
    clicks += 1
    assert page.url.endswith("/method/3/") and clicks <= 6
    assert lang(page) == language
    expect(page.locator("h1")).to_contain_text("3")
    # nobody signed in for any of this
    expect(page.locator(".who form")).to_have_count(0)


def test_the_thread_has_an_address_of_its_own_and_a_tagged_paper(visitor: Visit) -> None:
    someone = visitor(language="nl")
    page = someone.go("/stories/")
    page.locator("main li", has_text=ENTERPRISE).locator("h2 a, h3 a").first.click()
    story = page.url
    paper = page.locator('a[href$=".pdf"]').first.get_attribute("href")
    page.locator("details.how-we-know > summary").first.click()
    page.locator("details.how-we-know").first.locator('a[href*="/thread/"]').click()
    expect(page.locator(".knot-decision")).to_be_visible()
    someone.check()
    page.locator(".trail a").last.click()
    assert page.url.split("?")[0] == story.split("?")[0]
    answer = someone.context.request.get(f"{someone.address}{paper}")
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(answer.body()))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and str(catalogue["/Lang"]).startswith("nl")


def test_the_funder_sees_counts_and_no_enterprise(visitor: Visit) -> None:
    coordinator = visitor(role="coordinator", language="en")
    inside = {journey(visitor(role="accompanist", language="en"))}
    coordinator.go("/programmes/")
    page = coordinator.page
    page.locator("main a", has_text="Cross-border").first.click()
    names = [name for name in page.locator(".board a.dot").evaluate_all("all => all.map(a => a.title)") if name]
    inside |= set(page.locator(".board a.dot").evaluate_all("all => all.slice(0, 5).map(a => a.getAttribute('href'))"))
    assert len(names) > 20

    funder = visitor(role="funder", language="en")
    funder.go("/programmes/")
    funder.page.locator("main a", has_text="Cross-border").first.click()
    words = funder.page.locator("main").inner_text()
    assert "69 enterprises planned, 56 accompanied" in words
    assert not [name for name in names if name in words]
    assert not funder.page.locator(".dot").count() and not funder.page.locator('main a[href*="/journeys/"]').count()
    # steps are told where three or more stand there
    steps = funder.page.locator("table").first.locator("tbody tr").first.locator("td").all_inner_texts()
    assert "14" in steps and "29" in steps, steps
    for address in sorted(inside):
        answer = funder.context.request.get(f"{funder.address}{address}")
        assert answer.status == 404, address


def test_the_coordinator_sees_69_planned_and_56_accompanied_as_dots(visitor: Visit) -> None:
    someone = visitor(role="coordinator", language="en")
    page = someone.go("/programmes/")
    page.locator("main a", has_text="Cross-border").first.click()
    expect(page.locator(".lead")).to_contain_text("69 enterprises planned, 56 accompanied")
    board = page.locator(".board .dot")
    # those that keep their step to themselves are counted, not placed
    kept = int(page.locator(".lane-kept h2 .quiet").inner_text())
    assert kept >= 3 and board.count() + kept == 69
    assert page.locator(".lane-planned .dot, .lane-withdrawn .dot").count() == 13
    counted = [int(text) for text in page.locator(".board h2 .quiet").all_inner_texts()]
    assert sum(counted) == 69
    # each dot says in words who it is; a narrowed page counts again
    assert all(text.strip() for text in board.locator(".visually-hidden").all_inner_texts())
    page.locator("#n-territory").select_option(index=1)
    page.locator("form.narrow button").click()
    assert 0 < page.locator(".board .dot").count() < 69
    table = page.locator("table").last
    assert table.count()
    # an enterprise that opened its space opens from its dot
    page.locator(".board a.dot").first.click()
    expect(page.locator(".stations")).to_be_visible()


def test_raw_words_are_read_by_those_the_plan_names_only(visitor: Visit) -> None:
    claire = visitor(role="accompanist", language="en")
    address = journey(claire)
    claire.go(f"{address}coding/")
    texts = claire.page.locator('main a[href*="/texts/"]')
    assert texts.count() >= 9
    text = texts.first.get_attribute("href") or ""
    claire.go(text)
    words = claire.page.locator(".reading .sentence").first.inner_text()
    assert len(words) > 10

    nadia = visitor(role="referent", language="en")
    assert nadia.context.request.get(f"{nadia.address}{address}").ok
    assert nadia.context.request.get(f"{nadia.address}{text}").status in {403, 404}
    nadia.go(f"{address}coding/")
    assert not nadia.page.locator('main a[href*="/texts/"]').count()
    reading = claire.go(f"{address}reading/").locator("main ul.tasks a")
    assert reading.count()
    answers = reading.first.get_attribute("href") or ""
    assert claire.context.request.get(f"{claire.address}{answers}").ok
    assert nadia.context.request.get(f"{nadia.address}{answers}").status in {403, 404}


def test_twenty_minutes_of_a_manager_on_a_phone(visitor: Visit) -> None:
    """A mailed link: three questions, last year's report, the sheet for the team, and the promise."""
    claire = visitor(role="accompanist", language="fr")
    address = journey(claire, "Le Point Arrière")
    page = claire.go(f"{address}invite/")
    page.locator("main [name=name]").fill("Odile Q.")
    page.locator("[name=email]").fill("odile@point-arriere.example")
    page.locator("select[name=language]").select_option("fr")
    page.locator("main form button.button").first.click()
    link = mailed(claire, "odile@point-arriere.example")

    odile = visitor(language="fr", phone=True)
    page = odile.go(link)
    assert lang(page) == "fr"
    odile.check()
    promise = page.locator("main").inner_text()
    assert "not" in promise.lower() or "personne" in promise.lower()
    page.locator("[name=motives]").fill("Montrer ce que la couture change pour nos travailleuses.")
    page.locator("[name=fears]").fill("Des papiers de plus, et être comparées.")
    page.locator("[name=existing]").fill("Le rapport de l'an dernier et un cahier de l'atelier.")
    page.locator("input[type=file]").set_input_files(
        {"name": "rapport 2025.csv", "mimeType": "text/csv", "buffer": b"mois,pieces\njanvier,212\n"}
    )
    page.locator("main form button.button").click()
    assert page.url.endswith("/thanks/")
    odile.check()
    page.locator('a[href$="/sheet/"]').click()
    page.emulate_media(media="print")
    assert page.locator("section.blank").count() == 3
    assert page.locator("header.top").is_hidden()
    page.emulate_media(media="screen")

    # her words stand in the engagement note, her file among what is already there
    page = claire.go(f"{address}engagement/")
    expect(page.locator("main")).to_contain_text("Des papiers de plus, et être comparées.")
    page = claire.go(f"{address}existing/")
    expect(page.locator("main")).to_contain_text("rapport 2025.csv")


def ask_for_confirmation(claire: Visitor, address: str, deliverable: str, mail: str) -> str:
    """The accompanist mails the referent the link of one page. Returns the link."""
    page = claire.go(f"{address}standing/{deliverable}/")
    form = page.locator("main form", has=page.locator("[name=mail-email]"))
    form.locator("[name=mail-name]").fill("Odile Q.")
    form.locator("[name=mail-email]").fill(mail)
    form.locator("button[name=do][value=mail]").click()
    return mailed(claire, mail)


def test_that_is_us_or_change_without_a_password(visitor: Visit) -> None:
    claire = visitor(role="accompanist", language="fr")
    address = journey(claire, "Le Jardin Suspendu")
    # the accompanist writes on the enterprise's behalf
    page = claire.go(f"{address}portrait/missions/")
    page.locator("main textarea").first.fill("Cultiver sur les toits, avec celles et ceux d'à côté.")
    page.locator("main form button.button").first.click()

    odile = visitor(language="fr", phone=True)
    page = odile.go(ask_for_confirmation(claire, address, "portrait", "jardin@example.org"))
    expect(page.locator("main")).to_contain_text("Cultiver sur les toits")
    odile.check()
    page.locator("[name=words]").fill("Ce n'est pas « à côté » : c'est le quartier.")
    page.locator("button[name=do][value=change]").click()
    expect(page.locator("main")).to_contain_text("c'est le quartier")

    page = claire.go(address)
    expect(page.locator("main .next-card")).to_contain_text("c'est le quartier")
    page = claire.go(f"{address}portrait/missions/")
    page.locator("main textarea").first.fill("Cultiver sur les toits, avec le quartier.")
    page.locator("main form button.button").first.click()

    page = odile.go(ask_for_confirmation(claire, address, "portrait", "jardin2@example.org"))
    expect(page.locator("main")).to_contain_text("avec le quartier.")
    page.locator("button[name=do][value=confirm]").click()
    expect(page.locator("main .note.done")).to_be_visible()
    expect(page.locator("button[name=do]")).to_have_count(0)
    page = claire.go(f"{address}standing/portrait/")
    expect(page.locator("main .note.done")).to_contain_text("Odile Q.")


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_workshop_sheet_on_a3_as_page_and_pdf(visitor: Visit, language: str) -> None:
    someone = visitor(role="accompanist", language="fr")
    address = journey(someone)
    page = someone.go(f"{address}sheets/portrait/?lang={language}")
    assert lang(page) == language
    someone.check()
    answer = someone.context.request.get(f"{someone.address}{address}sheets/portrait/?lang={language}&format=pdf")
    assert answer.ok
    reader = PdfReader(io.BytesIO(answer.body()))
    box = reader.pages[0].mediabox
    millimetres = sorted(round(float(side) * 25.4 / 72) for side in (box.width, box.height))
    assert len(reader.pages) == 1 and millimetres == [297, 420]
    assert str(reader.trailer["/Root"]["/Lang"]).startswith(language)
    heading = page.locator("article.sheet h1").inner_text().split()[0]
    assert heading.lower() in reader.pages[0].extract_text().lower()


def test_an_agenda_is_printed_without_the_screen_around_it(visitor: Visit) -> None:
    someone = visitor(role="accompanist", language="fr")
    someone.go("/journeys/")
    someone.page.locator('main a[href*="/agenda/"]').first.click()
    page = someone.page
    someone.check()
    assert page.locator("ol.agenda li").count() >= 4
    page.emulate_media(media="print")
    for hidden in ("header.top", "aside.band", "footer.foot", ".no-print"):
        if page.locator(hidden).count():
            assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator("ol.agenda").first.is_visible()
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    assert len(paper.pages) <= 3
    assert page.locator("h1").inner_text().split()[0] in paper.pages[0].extract_text()
