"""Notes and the hand-over file on their pages."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.core import mail

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import allows
from vises.apps.journeys.models import AccompanistNote, HandOver
from vises.apps.journeys.services import attachments, engagement, notebook, sessions, stakeholders, words
from vises.platform.jobs.services import run_next
from vises.web.accompaniment.dossier import Item, Part, as_markdown, safe_name


@pytest.fixture(autouse=True)
def _in_english(client: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"


def _html(response: Any) -> str:
    text: str = response.content.decode()
    return text


def _url(world: Any, tail: str) -> str:
    return f"/journeys/{world.journey.id}/{tail}"


def test_notes_are_written_changed_and_taken_away(world: Any, as_user: Any) -> None:
    browser, address = as_user("claire"), _url(world, "notebook/")
    sent = {"do": "write", "text": "Elle hésite", "read_by": "me", "language": "fr"}
    assert browser.post(address, {**sent, "text": " "}).status_code == 400
    wrong = browser.post(address, {**sent, "read_by": "all"})
    assert wrong.status_code == 400 and "Elle hésite" in _html(wrong)
    assert browser.post(address, sent).status_code == 302
    row = AccompanistNote.objects.get()
    assert not row.shared and "Elle hésite" in _html(browser.get(address))
    assert "Elle hésite" in _html(browser.get("/accompaniment/notebook/"))
    for name in ("nadia", "mo"):
        assert "Elle hésite" not in _html(as_user(name).get(address))
        assert as_user(name).post(address, sent).status_code == 403
    assert as_user("ada").get(address).status_code == 404
    browser = as_user("claire")
    page = _html(browser.get(f"{address}?change={row.id}"))
    assert 'name="number" value="1"' in page
    again = {**sent, "note": str(row.id), "text": "Elle ose", "read_by": "journey", "number": "1"}
    assert browser.post(address, again).status_code == 302
    assert browser.post(address, {**again, "text": "Trop tard"}).status_code == 400
    assert "Elle ose" in _html(as_user("mo").get(address))
    browser = as_user("claire")
    for odd in ("x", str(world.journey.id)):
        assert browser.get(f"{address}?change={odd}").status_code == 404
    assert browser.post(address, {"do": "take-away", "note": str(row.id)}).status_code == 302
    assert not AccompanistNote.objects.exists()


def test_whoever_only_looks_in_reads_no_notes(world: Any, as_user: Any) -> None:
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.FEDERATION})
    notebook.write_note(world.actor("claire"), world.journey.id, "À tous", shared=True)
    assert as_user("fred").get(_url(world, "notebook/")).status_code == 403
    assert as_user("fred").get(_url(world, "hand-over/")).status_code == 403
    assert "notebook" not in _html(as_user("fred").get(_url(world, "")))


def _furnish(world: Any) -> None:
    j = world.journey.id
    group = stakeholders.add_stakeholder(SYSTEM, j, names={"fr": "Clientes"}, kind="public", size=40)
    row = sessions.plan_session(SYSTEM, j, title="Atelier *un*", deliverables=["portrait"], on=date(2026, 3, 3))
    sessions.hold_session(SYSTEM, row.id, presences=[(group.id, 11, "Fatou")], record_words="Le prix gêne.")
    words.write_words(SYSTEM, j, "portrait", "needs", "x")
    attachments.attach(SYSTEM, j, "../../rapport 2025.txt", [b"rapport"])


def test_the_file_is_a_page_a_text_and_a_zip(world: Any, as_user: Any) -> None:
    _furnish(world)
    claire = world.actor("claire")
    notebook.write_note(claire, world.journey.id, "Note partagée", shared=True)
    private = notebook.write_note(claire, world.journey.id, "Note privée")
    browser, address = as_user("claire"), _url(world, "hand-over/")
    page = _html(browser.get(address))
    dossier = page.split("<article")[1].split("</article>")[0]
    assert "Le prix gêne." in dossier and "Note partagée" in dossier and "Nadia here" in dossier
    assert "Note privée" not in dossier
    assert "Note privée" in _html(browser.get(f"{address}?note={private.id}")).split("<article")[1]
    text = browser.get(f"{address}?note={private.id}&format=md")
    assert text["Content-Type"].startswith("text/markdown") and "attachment" in text["Content-Disposition"]
    assert "> Le prix gêne." in _html(text) and "Note privée" in _html(text) and "Atelier \\*un\\*" in _html(text)
    packed = zipfile.ZipFile(io.BytesIO(browser.get(f"{address}?format=zip").content))
    assert packed.namelist() == ["hand-over.md", "files/01-rapport-2025.txt"]
    assert packed.read("files/01-rapport-2025.txt") == b"rapport"
    assert "Note privée" not in packed.read("hand-over.md").decode()
    for name in ("nadia", "mo"):
        seen = _html(as_user(name).get(f"{address}?note={private.id}&format=md"))
        assert "Note partagée" in seen and "Note privée" not in seen


def test_the_enterprise_says_who_comes_next(world: Any, as_user: Any) -> None:
    private = notebook.write_note(world.actor("claire"), world.journey.id, "Note privée")
    browser, address = as_user("claire"), _url(world, "hand-over/")
    sent = {"do": "ask", "name": "Inès K.", "email": "ines@new.example", "language": "nl", "words": "Bonne route"}
    wrong = browser.post(address, {**sent, "email": "claire@here.example"})
    assert wrong.status_code == 400 and "Bonne route" in _html(wrong) and "your own address" in _html(wrong)
    assert browser.post(address, {**sent, "notes": [str(world.journey.id)]}).status_code == 400
    assert browser.post(address, {**sent, "notes": [str(private.id)]}).status_code == 302
    while run_next():
        pass
    assert [message.to for message in mail.outbox] == [["nadia@here.example"]] and "Inès K." in mail.outbox[0].subject
    row = HandOver.objects.get()
    assert "hand over to Inès K." in _html(as_user("nadia").get(_url(world, "")))
    assert "hand-over/" not in _html(as_user("mo").get(_url(world, ""))).split("</header>")[1].split("path-more")[0]
    yes = {"do": "agree", "hand_over": str(row.id)}
    assert as_user("claire").post(address, yes).status_code == 403
    assert as_user("nadia").post(address, {**yes, "hand_over": "x"}).status_code == 404
    assert as_user("nadia").post(address, yes).status_code == 302
    while run_next():
        pass
    assert [message.to for message in mail.outbox[1:]] == [["ines@new.example"]]
    assert as_user("claire").get(address).status_code == 404
    assert not allows(world.actor("claire"), "journey.view", world.journey.scope_id)
    assert as_user("nadia").post(address, yes).status_code == 409


def test_markdown_takes_no_sign_of_ours_for_its_own() -> None:
    part = Part("# Titre", (Item("**gras** [lien](x)", "une ligne\n# pas un titre\n\nfin", "fr"),))
    text = as_markdown("A_B", (part,), date(2026, 3, 3))
    assert "## \\# Titre" in text and "> # pas un titre" in text and "**\\*\\*gras\\*\\* \\[lien\\](x)**" in text
    assert all(line[:1] in {"", ">", "#", "*"} for line in text.splitlines() if "2026" not in line)


@pytest.mark.parametrize("name", ["../../etc/passwd", "..", "a/b\\c", "", "x" * 300, "naïve été.txt"])
def test_a_file_in_the_zip_has_a_name_and_no_path(name: str) -> None:
    safe = safe_name(name)
    assert safe and "/" not in safe and "\\" not in safe and not safe.startswith(".") and len(safe) <= 80
