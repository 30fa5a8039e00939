"""The page that works without connection, in a Chromium that is killed like a phone whose battery dies: every answer
arrives exactly once."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
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


FULL = """(() => {
  const before = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...given) {
    if (window.full && this.name === 'queue') throw new DOMException('no room', 'QuotaExceededError');
    return before.apply(this, given);
  };
})()"""


@pytest.fixture
def road(server: str) -> Iterator[Road]:
    found = Road(server)
    yield found
    found.close()


@pytest.fixture(params=range(int(os.environ.get("VISES_BROWSER_KILLS", "1"))))  # times; more by hand
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


def test_a_full_device_says_so_and_keeps_what_is_on_the_page(
    phone: Device, road: Road, data: Path, address: str
) -> None:
    words = f"mot {new_id().hex}"
    page = _begun(phone, road.address + address, words, FULL)
    page.evaluate("() => { window.full = true; }")
    _finish(page)
    page.get_by_text("n'a plus de place").wait_for()
    assert page.locator("textarea, input[type=text]").last.input_value() == words and not _rows(data, words)
    page.evaluate("() => { window.full = false; }")
    _finish(page)
    page.locator(".receipt output").wait_for()
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
    windows = [page, phone.window(), phone.window()]
    for window in windows[1:]:
        window.goto(road.address + address)
        window.get_by_text("1 réponse attend").first.wait_for()
    road.posts, road.held, road.cut = 0, "after", False
    for window in windows:
        window.evaluate("() => dispatchEvent(new Event('online'))")
    until(lambda: road.posts >= 2)  # several send it at once, and none hears that it arrived
    road.held = ""
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
    page.locator(".door-key").wait_for()
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


EVERY_KIND = Path(__file__).parents[1] / "xforms" / "forms" / "own.xml"
CLOCK = (
    "<clock/><start/>",
    """<bind nodeset="/data/clock" type="string" calculate="format-date-time(now(), '%M:%S')"/>""",
)
PHOTO = (
    "<photo/><start/>",
    '<bind nodeset="/data/photo" type="binary"/>',
    '<upload ref="/data/photo" mediatype="image/*">',
)
FILLED: dict[str, Any] = {
    "q-size": "2",
    "q-person-1-name": "Ann & <b>",
    "q-person-1-age": "40",
    "q-person-1-pet-1-kind": "dog",
    "q-person-2-name": "Bo",
    "q-fixed-1-line": "un",
    "q-row-2-value": "2,5",
    "q-colours": ["red", "blue"],
    "q-shade": ["pink"],
    "q-order": ["navy", "pink", "lime"],
    "q-level": ["4"],
    "q-agree": True,
    "q-when": "2024-02-29",
    "q-frame-inner-deep": "z",
    "q-price": "12",
}
"""Every kind of question, by the id that both pages give it."""


@contextmanager
def _asking(data: Path, token: str) -> Iterator[str]:
    """The round of this token asks questions of every kind, for as long as that is looked at."""
    asked = EVERY_KIND.read_text().replace("<start/>", PHOTO[0], 1)
    asked = asked.replace("<start/>", CLOCK[0], 1)
    asked = asked.replace("</model>", f"{PHOTO[1]}{CLOCK[1]}</model>", 1)
    asked = asked.replace("</h:body>", f"{PHOTO[2]}<label>Photo</label></upload></h:body>", 1)
    sought = "SELECT v.id, v.xform FROM collection_wave w JOIN instruments_instrumentversion v ON v.id = w.version_id"
    change = "UPDATE instruments_instrumentversion SET xform = ? WHERE id = ?"
    with closing(sqlite3.connect(data / "vises.sqlite3", timeout=20, isolation_level=None)) as db:
        version, before = db.execute(f"{sought} WHERE w.token = ?", (token,)).fetchone()
        db.execute(change, (asked, version))
        try:
            yield asked
        finally:
            db.execute(change, (before, version))


def _put(page: Page, id_: str, value: Any) -> None:
    at = page.locator(f"#{id_}")
    if value is True:
        page.locator(f"label[for={id_}]").click()
    elif at.locator("select").count():
        for place, one in enumerate(value, 1):
            page.locator(f"#{id_}-{place}").select_option(one)
    elif isinstance(value, list):
        for box in at.locator("input").all():
            wanted = box.get_attribute("value") in value
            if box.is_checked() != wanted and (wanted or box.get_attribute("type") == "checkbox"):
                box.set_checked(wanted)
    else:
        at.fill(value)


def _answer_every_kind(page: Page, photo: bytes, look: Callable[[], None]) -> None:
    """Page by page, whatever is asked; `look` is called on each page, filled in."""
    done: set[str] = set()
    for _ in range(20):
        page.locator("p.place, .receipt").first.wait_for()
        if page.locator(".receipt").count():
            assert done == {*FILLED, "q-photo", "more"}, {*FILLED, "q-photo", "more"} - done
            return
        if page.locator("#q-person-1-name").count() and "more" not in done:
            page.locator("button.more").last.click()
            page.locator("#q-person-2-name").wait_for()
            done.add("more")
        for id_ in list(FILLED) * 2:  # one answer opens the next question
            if id_ not in done and page.locator(f"#{id_}").is_visible():
                _put(page, id_, FILLED[id_])
                done.add(id_)
                page.wait_for_timeout(350)
        if page.locator("#q-photo").count():
            file: Any = {"name": "coin.png", "mimeType": "image/png", "buffer": photo}
            page.locator("#q-photo").set_input_files(file)
            done.add("q-photo")
        look()
        page.locator("button.go").last.click()
        page.wait_for_timeout(300)


def test_every_kind_of_question_is_answered_alike_on_both_pages(
    visitor: "Callable[..., Visitor]", data: Path, address: str, opened: dict[str, str]
) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "red").save(picture, "PNG")
    before = len(_photos(data))
    with _asking(data, opened["offline"].strip("/")) as asked:
        someone = visitor(phone=True)
        page = someone.go(opened["public"])
        page.wait_for_timeout(1200)  # the server remembers a round for a second
        page = someone.go(opened["public"])
        page.locator("button[value=begin]").click()
        _answer_every_kind(page, picture.getvalue(), lambda: None)
        someone.go(address).locator("button.go").click()

        def look() -> None:
            someone.check()
            assert not page.evaluate(SMALL), page.evaluate(SMALL)
            page.wait_for_timeout(500)
            page.reload()  # whatever was filled in is there again
            page.get_by_role("button", name="Reprendre").or_(page.get_by_role("button", name="Go on with it")).click()
            page.locator("p.place").wait_for()

        _answer_every_kind(page, picture.getvalue(), look)
        until(lambda: page.evaluate(LEFT) == [0, 0])
        found = {door: to_row(parse_xform(asked), xml) for door, _form, xml in _rows(data, "own-all-ways")}
    for row in found.values():
        row.pop("meta/instanceID")
    assert found["offline"] == found["web"] and found["web"]["person[2]/name"] == "Bo"
    assert found["offline"]["clock"] == ""  # what nobody was asked, and tells when, is not kept
    assert found["web"]["photo"] == "coin.png" and found["web"]["names"] == "Ann & <b>, Bo"
    new = _photos(data)[before:]
    assert len(new) == 2 and new[0] == new[1]


def _photos(data: Path) -> list[tuple[str]]:
    """The hashes of all pictures that came with answers, in the order in which they came."""
    with closing(sqlite3.connect(f"file:{data / 'vises.sqlite3'}?mode=ro", uri=True)) as db:
        return db.execute(
            "SELECT f.sha256 FROM collection_answerfile a JOIN platform_storedfile f ON f.id = a.file_id "
            "WHERE a.question = 'photo' ORDER BY a.rowid"
        ).fetchall()
