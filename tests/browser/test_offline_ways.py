"""The page that works without connection: what a questionnaire shows, lists from files, personal links, groups."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Page
from tests.browser.offline_device import until
from tests.browser.pictures import journey_of, open_round
from tests.browser.test_doors import SMALL
from tests.browser.test_offline import LEFT, _fill, _rows

from vises.kernel.ids import new_id
from vises.xforms import parse_xform, to_row

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

TOWNS = "name;label;zone\nmons;Mons;Hainaut\nnamur;Namur;Namur\n"
SOUND = b"ID3\x03\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + b"\0" * 413
SURVEY = [
    ["type", "name", "label::Français (fr)", "label::Nederlands (nl)", "media::image::Français (fr)",
     "media::image::Nederlands (nl)", "media::audio::Français (fr)", "calculation"],
    ["select_one yn", "met", "Vous la connaissez ?", "Ken je haar?", "q.png", "q-nl.png", "q.mp3", ""],
    ["select_one_from_file towns.csv", "town", "Votre ville ?", "Je stad?", "", "", "", ""],
    ["calculate", "zone", "", "", "", "", "", "pulldata('towns', 'zone', 'name', ${town})"],
    ["note", "where", "Vous êtes de la zone ${zone}.", "Je bent van de zone ${zone}.", "", "", "", ""],
    ["text", "said", "Un mot", "Een woord", "", "", "", ""],
]  # fmt: skip
CHOICES = [
    ["list_name", "name", "label::Français (fr)", "label::Nederlands (nl)", "media::image::Français (fr)"],
    ["yn", "y", "oui", "ja", "oui.png"],
    ["yn", "n", "non", "nee", ""],
]


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    for title, rows in (("survey", SURVEY), ("choices", CHOICES)):
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.remove(book.worksheets[0])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _picture(colour: str) -> bytes:
    data = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


def _with_pictures(claire: "Visitor") -> str:
    """A round of a questionnaire with pictures, a sound and a list from a file, set up as its accompanist does."""
    page = claire.go(f"{journey_of(claire)}instruments/")
    page.locator("main a[href*='/instruments/write/'][href*='/questionnaire/']").first.click()
    page.locator("[name=titles_fr]").fill("Avec des images")
    file = {"name": "images.xlsx", "mimeType": "application/octet-stream", "buffer": _workbook()}
    page.locator("[name=xlsform]").set_input_files([file])  # type: ignore[list-item]
    page.locator("main form button.button").first.click()
    given = {"q.png": _picture("red"), "q-nl.png": _picture("blue"), "oui.png": _picture("green"), "q.mp3": SOUND}
    given["towns.csv"] = TOWNS.encode()
    files = [{"name": name, "mimeType": "application/octet-stream", "buffer": data} for name, data in given.items()]
    page.locator("details", has=page.locator("[name=given]")).locator("summary").click()
    page.locator("[name=given]").set_input_files(files)  # type: ignore[arg-type]
    page.locator("main form", has=page.locator("[name=given]")).locator("button").last.click()
    claire.check()
    version = page.url.rstrip("/").rsplit("/", 1)[1]
    page = claire.go(f"{journey_of(claire)}collection/round/{version}/")
    page.locator("[name=title_fr]").fill("Avec des images")
    page.locator("main form button.button").first.click()
    return page.locator('main a[href*="/a/"]').first.get_attribute("href") or ""


def _seen(page: Page) -> list[int]:
    """How wide each picture on the page is; 0 for one that cannot be seen."""
    page.wait_for_timeout(400)
    widths: list[int] = page.evaluate("() => [...document.images].map((at) => at.naturalWidth)")
    return widths


def test_what_a_questionnaire_shows_is_there_without_connection(visitor: "Callable[..., Visitor]", data: Path) -> None:
    words = f"mot {new_id().hex}"
    address = _with_pictures(visitor(role="accompanist"))
    someone = visitor(phone=True)
    page = someone.go(address.replace("/a/", "/offline/"))
    page.get_by_text("fonctionne sans connexion").wait_for()
    someone.context.set_offline(True)
    page.reload()
    page.get_by_text("Pas de connexion").first.wait_for()
    page.locator("button.go").click()
    page.locator("label.pick").first.wait_for()
    assert _seen(page) == [40, 40]  # beside the question, and in its first choice
    assert str(page.locator(".voice audio").get_attribute("src")).startswith("blob:")
    someone.check()
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.locator("label.pick", has_text="oui").click()
    page.locator("label.pick", has_text="Mons").click()
    page.get_by_text("de la zone Hainaut").wait_for()
    page.locator("textarea, input[type=text]").last.fill(words)
    page.locator("button.go").click()
    page.locator(".receipt output").wait_for()
    someone.context.set_offline(False)
    until(lambda: len(_rows(data, words)) == 1)
    page.goto(f"{someone.address}{address}" if address.startswith("/") else address)
    page.locator("button[value=begin]").click()
    assert _seen(page) == [40, 40]  # the page on the web shows the same
    page.locator("label.pick", has_text="oui").click()
    page.locator("label.pick", has_text="Mons").click()
    page.locator("textarea, input[type=text]").last.fill(words)
    for _ in range(4):
        with page.expect_navigation():
            page.locator("button.go").last.click()
        if page.locator(".receipt").count():
            break
    found = {}
    for door, form, xml in _rows(data, words):
        found[door] = to_row(parse_xform(form), xml)
        found[door].pop("meta/instanceID")
    assert found["offline"] == found["web"] and found["web"]["zone"] == "Hainaut", found


def test_pictures_that_did_not_come_are_told_and_come_later(visitor: "Callable[..., Visitor]") -> None:
    address = _with_pictures(visitor(role="accompanist"))
    someone = visitor(phone=True, language="nl")
    someone.context.route(re.compile(r"/f/"), lambda route: route.abort())
    page = someone.go(address.replace("/a/", "/offline/"))
    page.get_by_text("zijn er nog niet").wait_for()
    assert not page.get_by_text("werkt zonder verbinding").count()  # it would not be true
    someone.check()
    someone.context.unroute(re.compile(r"/f/"))
    page.evaluate("() => dispatchEvent(new Event('online'))")
    page.get_by_text("werkt zonder verbinding").wait_for()


def mailed(claire: "Visitor", around: str) -> str:
    """The personal link to a round that somebody finds in her mail."""
    name = f"rita-{new_id().hex[:8]}@example.org"
    page = claire.go(f"{around}people/links/")
    page.locator("[name=addresses]").fill(name)
    page.locator("main form button.button").click()
    for _ in range(40):  # the worker sends it
        page = claire.go("/demonstration/mails/")
        mail = page.locator("article, li, section", has_text=name).last
        found = re.search(r"/i/[\w-]{30,}/(?!stop)", mail.inner_html()) if mail.count() else None
        if found:
            return found.group(0)
        page.wait_for_timeout(500)
    raise AssertionError("no mail came")


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_a_personal_link_is_put_on_a_phone_and_gives_one_answer(
    visitor: "Callable[..., Visitor]", data: Path, language: str
) -> None:
    words = f"mot {new_id().hex}"
    claire = visitor(role="accompanist")
    open_round(claire)
    link = mailed(claire, claire.page.url)
    rita = visitor(phone=True, language=language)
    page = rita.go(link)
    rita.check()
    page.locator(".without a").click()
    page.get_by_text({"fr": "fonctionne sans connexion", "nl": "werkt zonder verbinding"}[language]).wait_for()
    rita.context.set_offline(True)
    page.reload()
    page.locator("button.go").click()
    _fill(page, words)
    page.locator("button.later").click()  # the bus comes: she goes on later, and does not begin another one
    page.locator(".kept button.more").wait_for()
    assert not page.locator("button.go").count()
    rita.check()
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.locator(".kept button.more").first.click()
    page.locator("label.pick").first.wait_for()
    page.locator("button.go").click()
    page.locator(".receipt output").wait_for()
    rita.check()
    page.reload()
    page.get_by_text({"fr": "Vous avez répondu", "nl": "Je hebt geantwoord"}[language]).wait_for()
    assert not page.locator("button.go").count() and page.evaluate(LEFT) == [0, 1]
    rita.check()
    rita.context.set_offline(False)
    until(lambda: len(_rows(data, words)) == 1)
    until(lambda: page.evaluate(LEFT) == [0, 0])
    page.reload()
    page.get_by_text({"fr": "Vous avez répondu", "nl": "Je hebt geantwoord"}[language]).wait_for()
    told = {"fr": "Ce lien a servi", "nl": "Deze link"}[language]
    assert told in rita.go(link).locator("main").inner_text()


def test_a_personal_link_used_elsewhere_keeps_what_waits_and_says_so(
    visitor: "Callable[..., Visitor]", data: Path
) -> None:
    words, others = f"mot {new_id().hex}", f"mot {new_id().hex}"
    claire = visitor(role="accompanist")
    open_round(claire)
    link = mailed(claire, claire.page.url)
    rita = visitor(phone=True)
    page = rita.go(f"/offline{link}")
    page.get_by_text("fonctionne sans connexion").wait_for()
    rita.context.set_offline(True)
    page.locator("button.go").click()
    _fill(page, words)
    page.locator("button.go").click()
    page.locator(".receipt output").wait_for()
    at_home = visitor()
    other = at_home.go(link)
    other.locator("button[value=begin]").click()
    _fill(other, others)
    for _ in range(4):
        with other.expect_navigation():
            other.locator("button.go").last.click()
        if other.locator(".receipt").count():
            break
    rita.context.set_offline(False)
    page.get_by_text("Ce lien a servi").first.wait_for()
    page.reload()
    page.get_by_text("n'a pas pu être envoyée").first.wait_for()
    assert not page.get_by_text("Vous avez répondu").count()  # that answer was not taken
    rita.check()
    assert page.evaluate(LEFT) == [0, 1] and not _rows(data, words) and len(_rows(data, others)) == 1
    with page.expect_download() as saving:  # it is hers: as a file that can be taken in like any other table
        page.get_by_role("link", name="Enregistrer en fichier").click()
    table = next(csv.DictReader(Path(saving.value.path()).read_text("utf-8-sig").splitlines()))
    assert words in table.values() and table["meta/instanceID"].startswith("uuid:")
    assert saving.value.suggested_filename.endswith(".csv")
    page.get_by_role("button", name="Jeter").click()
    rita.check()
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.get_by_role("button", name="Garder").click()
    page.get_by_role("button", name="Jeter").click()
    assert page.evaluate(LEFT) == [0, 1]  # asked once more
    page.get_by_role("button", name="Jeter", exact=True).click()
    until(lambda: page.evaluate(LEFT) == [0, 0])
    page.get_by_text("Rien n'attend").first.wait_for()


def test_the_device_of_a_group_counts_for_it_and_outlives_its_address(
    visitor: "Callable[..., Visitor]", data: Path
) -> None:
    words = f"mot {new_id().hex}"
    claire = visitor(role="accompanist")
    public = open_round(claire)
    around = claire.page.url

    def wanted(number: str) -> Page:
        page = claire.go(f"{around}people/groups/")
        page.locator("main input[type=number], main input[name^=target]").first.fill(number)
        page.locator("main form button.button").click()
        return page

    page = wanted("20")
    claire.check()
    address = page.locator("a[href*='/offline/g/']").first.get_attribute("href") or ""
    someone = visitor(phone=True)
    page = someone.go(address)
    page.get_by_text("fonctionne sans connexion").wait_for()

    def answer() -> None:
        page.locator("button.go").click()
        _fill(page, words)
        page.locator("button.go").click()
        page.locator(".receipt output").wait_for()
        page.get_by_role("button", name="La personne suivante").click()

    answer()
    until(lambda: len(_rows(data, words)) == 1)
    someone.context.set_offline(True)
    answer()
    answer()
    page.get_by_text("2 réponses attendent").first.wait_for()
    wanted("")  # the group is not wanted any more: its address opens nothing
    someone.context.set_offline(False)
    page.get_by_text("n'ont pas pu être envoyées").first.wait_for()
    page.reload()
    page.locator(".kept .error").first.wait_for()
    someone.check()
    assert not page.locator("button.go").count()  # nobody begins at an address that opens nothing
    assert page.evaluate(LEFT) == [0, 2] and len(_rows(data, words)) == 1
    page = someone.go(public.replace("/a/", "/offline/"))  # another address of the round takes them along
    until(lambda: len(_rows(data, words)) == 3)
    until(lambda: page.evaluate(LEFT) == [0, 0])
