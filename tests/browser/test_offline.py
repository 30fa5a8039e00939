"""The page that works without connection, in a Chromium that is killed like a phone whose battery dies: every answer
arrives exactly once."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page
from tests.browser.offline_device import Device, Road, device, held, until
from tests.browser.pictures import open_round
from tests.browser.test_doors import SMALL

from vises.kernel.ids import new_id
from vises.xforms import parse_xform, to_row

if TYPE_CHECKING:
    from tests.browser.conftest import Visitor

LEFT = """() => new Promise((told) => {
  const opening = indexedDB.open('vises-offline');
  opening.onsuccess = () => {
    const tx = opening.result.transaction(['drafts', 'queue']);
    const found = ['drafts', 'queue'].map((name) => tx.objectStore(name).count());
    tx.oncomplete = () => told(found.map((one) => one.result));
  };
})"""
"""How many drafts and how many waiting answers are on the device."""


@pytest.fixture
def road(server: str) -> Iterator[Road]:
    found = Road(server)
    yield found
    found.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Device]:
    with device(chromium.browser_type) as found:
        yield found


@pytest.fixture(scope="module")
def opened() -> dict[str, str]:
    return {}


@pytest.fixture
def address(opened: dict[str, str], visitor: "Callable[..., Visitor]") -> str:
    """The address of one more round, as its accompanist finds it behind the doors."""
    if not opened:
        claire = visitor(role="accompanist")
        opened["public"] = open_round(claire)
        claire.go(f"{claire.page.url}doors/")
        claire.page.locator("a[href$='/doors/offline/']").click()
        claire.check()
        shown = claire.page.locator(".door-address a").get_attribute("href") or ""
        opened["offline"] = shown.partition("/offline/")[2]
    return f"/offline/{opened['offline']}"


def _rows(data: Path, words: str) -> list[tuple[str, str, str]]:
    """Door, form and XML of every answer in which these words stand; also of what was put aside."""
    found = []
    with closing(sqlite3.connect(f"file:{data / 'vises.sqlite3'}?mode=ro", uri=True)) as db:
        for table in ("collection_answer", "collection_quarantine"):
            asked = (
                f"SELECT a.door, v.xform, a.xml FROM {table} a JOIN collection_wave w ON w.id = a.wave_id "
                "JOIN instruments_instrumentversion v ON v.id = w.version_id WHERE a.xml LIKE ?"
            )
            found += db.execute(asked, (f"%{words}%",)).fetchall()
    return found


def _open(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_text("fonctionne sans connexion").wait_for()


def _fill(page: Page, words: str) -> None:
    page.locator("label.pick").first.wait_for()
    for group in page.locator("fieldset").all():
        group.locator("label").first.click()
    page.locator("textarea, input[type=text]").last.fill(words)
    page.wait_for_timeout(700)  # it is kept while one writes


def _begun(phone: Device, address: str, words: str, *scripts: str) -> Page:
    page = phone.start(*scripts)
    _open(page, address)
    page.locator("button.go").click()
    _fill(page, words)
    return page


def _finish(page: Page) -> None:
    page.locator("button.go").click()


def _arrived(phone: Device, data: Path, words: str, number: int = 1) -> None:
    """It is there, as often as it should be; and nothing of it is left on the device."""
    page = phone.page
    until(lambda: len(_rows(data, words)) >= number)
    page.get_by_text("Rien n'attend").first.wait_for()
    assert page.evaluate(LEFT) == [0, 0]
    page.wait_for_timeout(300)
    assert len(_rows(data, words)) == number
    assert {door for door, _form, _xml in _rows(data, words)} == {"offline"}


def test_filled_in_without_connection_and_delivered_once(
    visitor: "Callable[..., Visitor]", server: str, data: Path, address: str
) -> None:
    words = f"mot {new_id().hex}"
    someone = visitor(phone=True)
    page = someone.go(address)
    page.get_by_text("fonctionne sans connexion").wait_for()
    someone.context.set_offline(True)
    page.reload()
    page.get_by_text("Pas de connexion").first.wait_for()
    someone.check()
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.locator("button.go").click()
    page.locator("label.pick").first.wait_for()
    _finish(page)
    page.locator("[role=alert] a").first.click()  # the first question has to be answered
    someone.check()
    _fill(page, words)
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.locator("button.later").click()
    page.get_by_role("button", name="Reprendre").wait_for()
    someone.check()
    page.reload()
    page.get_by_role("button", name="Reprendre").click()
    page.locator("label.pick").first.wait_for()
    assert page.locator("textarea, input[type=text]").last.input_value() == words
    _finish(page)
    code = page.locator(".receipt output").inner_text()
    someone.check()
    assert not page.evaluate(SMALL), page.evaluate(SMALL)
    page.get_by_role("button", name="La personne suivante").click()
    page.get_by_text("1 réponse attend").first.wait_for()
    someone.check()
    assert words not in page.content() and code not in page.content()
    assert not page.get_by_role("button", name="Reprendre").count()
    assert not _rows(data, words)
    someone.context.set_offline(False)
    page.get_by_text("Dernier envoi").wait_for()
    assert len(_rows(data, words)) == 1 and page.evaluate(LEFT) == [0, 0]
    someone.go("/receipt/").locator("#code").fill(code)
    page.locator("main form button").first.click()
    assert words in page.locator("main").inner_text()


def _going_on(page: Page, address: str, words: str) -> None:
    """Whoever takes the device again goes on with what was begun."""
    _open(page, address)
    page.get_by_role("button", name="Reprendre").click()
    page.locator("label.pick").first.wait_for()
    assert page.locator("textarea, input[type=text]").last.input_value() == words
    _finish(page)
    page.locator(".receipt output").wait_for()


def test_killed_while_filling_in(phone: Device, road: Road, data: Path, address: str) -> None:
    words = f"mot {new_id().hex}"
    _begun(phone, road.address + address, words)
    phone.kill()
    _going_on(phone.start(), road.address + address, words)
    _arrived(phone, data, words)


def test_killed_after_finish_before_it_is_in_the_queue(phone: Device, road: Road, data: Path, address: str) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words, held("add", "queue"))
    _finish(page)
    phone.heard("held")
    assert not page.locator(".receipt").count()  # no receipt is given for what is not kept
    phone.kill()
    assert not _rows(data, words)
    _going_on(phone.start(), road.address + address, words)
    _arrived(phone, data, words)


def test_killed_in_the_queue_before_sending(phone: Device, road: Road, data: Path, address: str) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words)
    road.cut = True
    _finish(page)
    page.locator(".receipt output").wait_for()
    phone.kill()
    road.cut = False
    _open(phone.start(), road.address + address)
    _arrived(phone, data, words)


@pytest.mark.parametrize("where", ["before", "after"], ids=["during the request", "reply lost"])
def test_killed_while_sending(phone: Device, road: Road, data: Path, address: str, where: str) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words)
    road.held = where
    _finish(page)
    assert road.reached.wait(20)
    assert len(_rows(data, words)) == (1 if where == "after" else 0)
    phone.kill()
    road.held = ""
    _open(phone.start(), road.address + address)
    _arrived(phone, data, words)


def test_killed_after_the_reply_before_the_queue_is_empty(phone: Device, road: Road, data: Path, address: str) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words, held("delete", "queue"))
    _finish(page)
    phone.heard("held")
    assert len(_rows(data, words)) == 1
    phone.kill()
    _open(phone.start(), road.address + address)
    _arrived(phone, data, words)


def test_two_windows_do_not_share_a_draft_and_send_each_answer_once(
    phone: Device, road: Road, data: Path, address: str
) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words)
    second = phone.window()
    _open(second, road.address + address)
    second.get_by_role("button", name="Reprendre").click()
    second.get_by_text("ouverte dans une autre fenêtre").wait_for()
    road.cut = True
    _finish(page)
    for _ in range(2):
        page.get_by_role("button", name="La personne suivante").click()
        page.locator("button.go").click()
        _fill(page, words)
        _finish(page)
        page.locator(".receipt output").wait_for()
    assert page.evaluate(LEFT) == [0, 3]
    road.cut = False
    for window in (page, second):
        window.evaluate("() => dispatchEvent(new Event('online'))")
    _arrived(phone, data, words, 3)


def test_two_windows_that_both_send_give_one_record_each(phone: Device, road: Road, data: Path, address: str) -> None:
    """Without the lock that keeps the second window quiet: the server knows each answer again."""
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words, "delete Navigator.prototype.locks")
    road.cut = True
    _finish(page)
    page.locator(".receipt output").wait_for()
    road.cut = False
    windows = [page, phone.window(), phone.window()]
    for window in windows[1:]:
        window.goto(road.address + address, wait_until="commit")
    for window in windows:
        window.evaluate("() => dispatchEvent(new Event('online'))")
    _arrived(phone, data, words)


def test_a_newer_worker_loses_nothing_of_what_waits(phone: Device, road: Road, data: Path, address: str) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words)
    road.held = "busy"
    _finish(page)
    page.get_by_role("button", name="La personne suivante").click()
    page.locator("button.go").click()
    _fill(page, words)  # a draft is there too
    road.renewed = True
    page.reload()
    until(lambda: [name for name in page.evaluate("caches.keys()") if "offline-new-" in name])
    until(lambda: len(page.evaluate("caches.keys()")) == 1)
    page.reload()
    page.get_by_text("1 réponse attend").first.wait_for()
    assert page.evaluate(LEFT) == [1, 1]
    road.cut = True
    page.reload()  # also the newer one works without connection
    road.cut, road.held = False, ""
    _going_on(page, road.address + address, words)
    _arrived(phone, data, words, 2)


def test_a_closed_round_says_so_and_still_takes_what_was_finished(
    phone: Device, road: Road, data: Path, visitor: "Callable[..., Visitor]"
) -> None:
    words = f"mot {new_id().hex}"
    claire = visitor(role="accompanist")
    address = open_round(claire).replace("/a/", "/offline/")
    page = _begun(phone, road.address + address, words)
    road.cut = True
    _finish(page)
    page.locator(".receipt output").wait_for()
    claire.page.locator("button[value=close]").click()
    road.cut = False
    page.goto(road.address + address)
    page.get_by_text("Ce questionnaire est fermé").first.wait_for()
    assert not page.locator("button.go").count()
    _arrived(phone, data, words)


def test_somebody_asks_others_without_connection(
    visitor: "Callable[..., Visitor]", data: Path, address: str, opened: dict[str, str]
) -> None:
    words = f"mot {new_id().hex}"
    claire = visitor(role="accompanist")
    open_round(claire)
    page = claire.go(f"{claire.page.url}doors/interview/")
    page.locator("main form button[value=make]").click()
    claire.check()
    link = page.locator("a[href*='/offline/for/']").get_attribute("href") or ""
    someone = visitor(phone=True)
    page = someone.go(f"/offline/for/{link.partition('/offline/for/')[2]}")
    page.get_by_text("fonctionne sans connexion").wait_for()
    someone.context.set_offline(True)
    someone.check()
    page.locator("button.go").click()
    page.get_by_text("Choisissez l'un des deux").wait_for()  # how she agreed has to be said
    someone.check()
    page.locator("label", has_text="quelqu'un d'autre").click()
    page.locator("button.go").click()
    _fill(page, words)
    someone.check()
    _finish(page)
    page.locator(".receipt output").wait_for()
    someone.context.set_offline(False)
    until(lambda: len(_rows(data, words)) == 1)


def test_the_same_answers_give_the_same_variables_as_the_page_on_the_web(
    visitor: "Callable[..., Visitor]", data: Path, address: str, opened: dict[str, str]
) -> None:
    words = f"L'été < « & » > {new_id().hex}"
    someone = visitor(phone=True)
    page = someone.go(opened["public"])
    page.locator("button[value=begin]").click()
    _fill(page, words)
    for _ in range(10):
        if page.locator(".receipt").count():
            break
        page.locator("button.go").last.click()
    someone.go(address).locator("button.go").click()
    _fill(page, words)
    _finish(page)
    mark = words[-32:]
    until(lambda: len(_rows(data, mark)) == 2)
    found: dict[str, Any] = {}
    for door, form, xml in _rows(data, mark):
        found[door] = to_row(parse_xform(form), xml)
        found[door].pop("meta/instanceID")
    assert set(found) == {"web", "offline"} and found["web"] == found["offline"]
    assert words in found["web"].values()
