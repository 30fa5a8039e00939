"""Pages of sessions, sheets, people and reflective moments."""

import re
import zlib
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils.html import escape

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import allows
from vises.apps.accounts.models import User
from vises.apps.journeys.models import Closing, Session
from vises.apps.journeys.services import closings, engagement, sessions, stakeholders
from vises.apps.methodology import queries as methodology
from vises.kernel.clock import today
from vises.platform.jobs.services import run_next


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


@pytest.fixture
def group(world: Any) -> Any:
    names = {"fr": "Les clients", "nl": "De klanten", "en": "Customers"}
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names=names, kind="public", size=40)


@pytest.fixture
def planned(world: Any, group: Any) -> Session:
    return sessions.plan_session(
        SYSTEM, world.journey.id, title="Workshop 1", deliverables=["portrait"], on=today() - timedelta(days=1)
    )


def _url(world: Any, tail: str) -> str:
    return f"/journeys/{world.journey.id}/{tail}"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _hold(planned: Session, group: Any, people: int = 11, names: str = "Fatou") -> None:
    sessions.hold_session(SYSTEM, planned.id, presences=[(group.id, people, names)], minutes=120)


def test_an_empty_list_teaches_and_a_session_is_planned(world: Any, as_user: Any) -> None:
    browser = as_user("claire")
    page = _html(browser.get(_url(world, "sessions/?for=stakeholder-map")))
    assert 'class="empty"' in page and page.count("<h1") == 1
    assert re.search(r'value="stakeholder-map"[^>]* checked', page) and not re.search(
        r'value="portrait"[^>]* checked', page
    )
    sent = {"title": "Atelier 2", "on": "2026-12-03", "deliverables": ["stakeholder-map"], "kind": "workshop"}
    sent |= {"place": "Le magasin", "language": "fr"}
    missing = browser.post(_url(world, "sessions/"), {**sent, "title": " "})
    assert missing.status_code == 400 and "Le magasin" in _html(missing) and 'role="alert"' in _html(missing)
    made = browser.post(_url(world, "sessions/"), sent)
    row = Session.objects.get()
    assert made.status_code == 302 and made.url.endswith(f"/sessions/{row.id}/")
    page = _html(browser.get(made.url))
    assert "Atelier 2" in page and "0:00" in page and "?lang=nl" in page


def test_how_it_went_is_noted_and_names_stay_inside(world: Any, as_user: Any, planned: Session, group: Any) -> None:
    browser, address = as_user("claire"), _url(world, f"sessions/{planned.id}/")
    seen = re.search(r'name="seen" value="(\w+)"', _html(browser.get(address)))
    assert seen is not None
    sent = {"on": str(planned.on), "minutes": "115", "record": "Le prix gêne.", "seen": seen[1], "do": "hold"}
    sent |= {f"people_{group.id}": "11", f"names_{group.id}": "Fatou et Samir"}
    assert browser.post(address, {**sent, f"people_{group.id}": ""}).status_code == 400  # names need a count
    assert browser.post(address, sent).status_code == 302
    page = _html(browser.get(address))
    assert "Le prix gêne." in page and "Fatou et Samir" in page and "115 minutes" in page
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.RESEARCHER})
    outside = _html(as_user("an").get(address))
    assert "Le prix gêne." in outside and "11" in outside
    assert "Fatou" not in outside and "<form method" not in outside.split("</header>")[1]
    assert as_user("an").post(address, sent).status_code == 403


def test_a_note_written_meanwhile_is_shown_and_the_next_try_counts(
    world: Any, as_user: Any, planned: Session, group: Any
) -> None:
    browser, address = as_user("mo"), _url(world, f"sessions/{planned.id}/")
    seen = re.search(r'name="seen" value="(\w+)"', _html(browser.get(address)))
    assert seen is not None
    sessions.hold_session(SYSTEM, planned.id, presences=[(group.id, 9, "")], record_words="Neuf personnes")
    sent = {"on": str(planned.on), "record": "Dix personnes", "seen": seen[1], f"people_{group.id}": "10"}
    refused = browser.post(address, sent)
    page = _html(refused)
    assert refused.status_code == 400 and "Neuf personnes" in page and "Dix personnes" in page
    again = re.search(r'name="seen" value="(\w+)"', page)
    assert again is not None and again[1] != seen[1]
    assert browser.post(address, {**sent, "seen": again[1]}).status_code == 302
    assert Session.objects.get().record == "Dix personnes"


def test_a_session_is_moved_or_cancelled(world: Any, as_user: Any, planned: Session, group: Any) -> None:
    browser, address = as_user("nadia"), _url(world, f"sessions/{planned.id}/change/")
    assert "Workshop 1" in _html(browser.get(address))
    sent = {"title": "Workshop one", "on": "2026-12-10", "kind": "talk", "language": "nl", "do": "change"}
    assert browser.post(address, {**sent, "title": ""}).status_code == 400
    assert browser.post(address, sent).status_code == 302
    row = Session.objects.get()
    assert (row.title, row.on, row.deliverables, row.language) == ("Workshop one", date(2026, 12, 10), [], "nl")
    _hold(planned, group)
    kept = browser.post(address, {"do": "cancel"}, follow=True)
    assert "it stays" in _html(kept) and Session.objects.exists()
    Session.objects.update(held=False)
    browser.post(address, {"do": "cancel"})
    assert not Session.objects.exists()


def test_a_session_of_another_journey_is_not_there(world: Any, as_user: Any, planned: Session) -> None:
    for tail in ("", "change/", "agenda/"):
        address = f"/journeys/{world.other_journey.id}/sessions/{planned.id}/{tail}"
        assert as_user("stranger nadia").get(address).status_code == 404
        assert as_user("stranger nadia").get(_url(world, f"sessions/{planned.id}/{tail}")).status_code == 404


def test_the_agenda_is_printed_in_each_language(world: Any, as_user: Any, planned: Session) -> None:
    browser = as_user("claire")
    address = _url(world, f"sessions/{planned.id}/agenda/")
    pages = {lang: _html(browser.get(f"{address}?lang={lang}")) for lang in ("fr", "nl", "en")}
    assert all(f'<html lang="{lang}"' in page and "0:00" in page for lang, page in pages.items())
    assert "De klanten" in pages["nl"] and "Les clients" in pages["fr"]


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_sheet_lies_on_one_a3(world: Any, as_user: Any, language: str) -> None:
    browser = as_user("claire")
    page = _html(browser.get(_url(world, f"sheets/portrait/?lang={language}")))
    assert page.count('class="sheet-box') == 9 and "style=" not in page and escape("L'Atelier du Pont") in page
    for item in methodology.version("3").deliverables():
        answer = browser.get(_url(world, f"sheets/{item.id}/?lang={language}&format=pdf"))
        assert answer["Content-Type"] == "application/pdf"
        pages = re.findall(rb"/MediaBox ?\[([^\]]*)\]", _opened(answer.content))
        assert len(pages) == 1, item.id
        box = [float(part) for part in pages[0].split()]
        assert (round(box[2]), round(box[3])) == (1191, 842), item.id


def _opened(pdf: bytes) -> bytes:
    """A PDF with its packed objects laid open."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return pdf + b"".join(found)


def test_a_sheet_that_is_none_is_not_there(world: Any, as_user: Any) -> None:
    assert as_user("claire").get(_url(world, "sheets/nothing/")).status_code == 404
    assert as_user("stranger claire").get(_url(world, "sheets/portrait/")).status_code == 404


def test_people_are_let_in_by_mail_and_out_at_once(world: Any, as_user: Any) -> None:
    browser, address = as_user("nadia"), _url(world, "people/")
    assert "claire@here.example" in _html(browser.get(address))
    sent = {"do": "invite", "name": "Zoé", "email": "zoe@new.example", "language": "fr", "role": "member"}
    assert browser.post(address, {**sent, "email": "nobody"}).status_code == 400
    assert browser.post(address, sent).status_code == 302
    zoe = User.objects.get(email="zoe@new.example")
    assert allows(actor_for(zoe), "journey.edit", world.journey.scope_id)
    browser.post(address, {**sent, "email": "fred@here.example", "role": "reader"})
    while run_next():
        pass
    assert [message.to for message in mail.outbox] == [["zoe@new.example"], ["fred@here.example"]]
    assert "password" not in mail.outbox[1].body and "/journeys/" in mail.outbox[1].body
    browser.post(address, {"do": "let-go", "user": str(zoe.id), "role": "member"})
    assert not allows(actor_for(zoe), "journey.view", world.journey.scope_id)
    nadia = {"do": "let-go", "user": str(world.users["nadia"].id), "role": "referent"}
    last = browser.post(address, nadia, follow=True)
    assert "Invite another referent first" in _html(last)
    assert browser.post(address, {"do": "let-go", "user": "x", "role": "member"}).status_code == 404


def test_others_read_who_is_in_but_do_not_decide(world: Any, as_user: Any) -> None:
    address = _url(world, "people/")
    page = _html(as_user("claire").get(address))
    assert "Nadia here" in page and "nadia@here.example" not in page and "let-go" not in page
    sent = {"do": "invite", "name": "Z", "email": "z@new.example", "language": "fr", "role": "member"}
    assert as_user("claire").post(address, sent).status_code == 403
    assert as_user("cora").get(address).status_code == 404
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.COORDINATOR})
    page = _html(as_user("cora").get(address))
    assert "Nadia here" not in page and "may read, never write" in page


def test_a_reflective_moment_is_kept_and_read(world: Any, as_user: Any) -> None:
    closings.close_step(SYSTEM, world.journey.id, "preliminary", surprised="Les peurs étaient partagées")
    browser, address = as_user("mo"), _url(world, "closings/")
    assert "Les peurs étaient partagées" in _html(browser.get(address))
    empty = browser.post(address, {"step": "step-1", "surprised": " ", "language": "fr"})
    assert empty.status_code == 400 and 'role="alert"' in _html(empty)
    assert browser.post(address, {"step": "step-1", "adjust": "Plus de temps", "language": "fr"}).status_code == 302
    assert Closing.objects.get(step="step-1").adjust == "Plus de temps"


def test_the_reflective_moment_has_its_agenda(world: Any, as_user: Any, planned: Session, group: Any) -> None:
    _hold(planned, group)
    browser, address = as_user("claire"), _url(world, "closings/step-1/agenda/?lang=")
    pages = {lang: _html(browser.get(f"{address}{lang}")) for lang in ("fr", "nl", "en")}
    assert all(f'<html lang="{lang}"' in page and "1:55" in page for lang, page in pages.items())
    assert "Workshop 1" in pages["en"] and "11 people" in pages["en"]
    assert browser.get(_url(world, "closings/step-9/agenda/")).status_code == 404
    assert "had no reflective moment yet" in _html(browser.get(_url(world, "place/?lang=en")))
    closings.close_step(SYSTEM, world.journey.id, "preliminary", adjust="x")
    assert "had no reflective moment yet" not in _html(browser.get(_url(world, "place/?lang=en")))
