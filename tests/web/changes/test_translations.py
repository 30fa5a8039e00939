"""Pages on which a lagging translation is completed: side by side, nothing lost, shown where the version is read."""

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from vises.apps.access.actor import SYSTEM
from vises.apps.learning.models import TranslatedText, Translation
from vises.apps.learning.services.changes import translations
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.models import MethodologySupplement, MethodologyVersion
from vises.apps.methodology.packages import write_package
from vises.apps.methodology.services import drafts, releases
from vises.apps.methodology.services.supplements import complete

HINT, PITFALL = "portrait.hint", "collection.pitfall"
OLD = "translates an older text"


@pytest.fixture(autouse=True)
def _forgotten(db: None) -> Iterator[None]:
    methodology.forget()
    yield
    methodology.forget()


@pytest.fixture
def at(world: Any) -> str:
    """Version 3.1 is released, its English lags in two texts."""
    draft = drafts.begin_draft(SYSTEM, "3")
    for key in (HINT, PITFALL):
        drafts.write_text(SYSTEM, draft.id, key, {"fr": f"zqsource {key} <b>", "nl": f"zqbron {key}"})
    drafts.write_change(SYSTEM, draft.id, kind="reworded", element="portrait", what={"fr": "a"}, why={"fr": "b"})
    releases.release_draft(SYSTEM, draft.id, "3.1")
    return f"/programmes/{world.programme.id}/translations/"


@pytest.fixture
def row(world: Any, at: str) -> Translation:
    return translations.begin_translation(world.actor("bo"), world.programme.id, "3.1", "en")


def _sound(answer: Any, language: str, status: int = 200) -> str:
    text: str = answer.content.decode()
    assert answer.status_code == status
    assert text.count("<h1") == 1 and f'<html lang="{language}"' in text
    assert not re.search(r"<[^>]*\sstyle=|<script>|<b>", text)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    return text


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_pages_open_in_every_language_and_state(
    world: Any, as_user: Any, at: str, row: Translation, language: str
) -> None:
    browser = as_user("cora")
    translations.write_texts(world.actor("bo"), row.id, {HINT: "zqnew <b>"})
    for state in ("writing", "reading", "read", "set-aside"):
        Translation.objects.filter(pk=row.pk).update(state=state, read_by_name="An")
        for page in ("", f"{row.id}/"):
            _sound(browser.get(f"{at}{page}", HTTP_ACCEPT_LANGUAGE=language), language)
        answer = browser.get(f"{at}{row.id}/portrait/", HTTP_ACCEPT_LANGUAGE=language)
        if state == "writing":
            _sound(answer, language)
        else:
            assert answer.status_code == 404
    Translation.objects.filter(pk=row.pk).update(state="read")
    assert browser.post(f"{at}{row.id}/", {"do": "in-force"}).status_code == 302
    for page in (at, f"{at}{row.id}/", "/method/3.1/", "/method/3.1/differences/?language=en"):
        text = _sound(browser.get(page, HTTP_ACCEPT_LANGUAGE=language), language)
        assert "zqnew" in text or page == at or page == "/method/3.1/"


def test_the_whole_way_on_the_screen(world: Any, as_user: Any, at: str) -> None:
    def by(name: str, page: str, **fields: str) -> Any:
        return as_user(name).post(page, fields, HTTP_ACCEPT_LANGUAGE="en")

    assert OLD in as_user("cora").get("/method/3.1/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    changes = as_user("bo").get(f"/programmes/{world.programme.id}/changes/").content.decode()
    assert f'href="{at}"' in changes
    begun = by("bo", at, begin="3.1:en")
    row = Translation.objects.get()
    assert begun["Location"] == f"{at}{row.id}/"
    desk = as_user("bo").get(begun["Location"]).content.decode()
    assert desk.index("portrait/") < desk.index("collection/")
    page = as_user("bo").get(f"{at}{row.id}/portrait/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "zqsource portrait.hint &lt;b&gt;" in page and html.escape(methodology.text("3", HINT, "en")) in page
    saved = as_user("bo").post(f"{at}{row.id}/portrait/", {f"text_{HINT}": "First words", f"seen_{HINT}": "0"})
    assert saved["Location"] == f"{at}{row.id}/collection/"  # on to what is left
    saved = as_user("bo").post(f"{at}{row.id}/collection/", {f"text_{PITFALL}": "Second", f"seen_{PITFALL}": "0"})
    assert saved["Location"] == f"{at}{row.id}/"
    assert by("bo", f"{at}{row.id}/", do="reading").status_code == 302
    refused = by("bo", f"{at}{row.id}/", do="read")
    assert refused.status_code == 400 and b"Somebody else reads a translation over." in refused.content
    shown = as_user("an").get(f"{at}{row.id}/").content.decode()
    assert "First words" in shown and "zqsource portrait.hint" in shown
    sent_back = by("an", f"{at}{row.id}/", do="writing", **{"writing-why": ""})
    assert sent_back.status_code == 400
    assert by("an", f"{at}{row.id}/", do="read").status_code == 302
    assert by("an", f"{at}{row.id}/", do="in-force").status_code == 403
    assert by("cora", f"{at}{row.id}/", do="in-force").status_code == 302
    names = f"{world.users['bo'].name}, read over by {world.users['an'].name}"
    for name in ("", "nadia", "stranger claire"):
        browser = as_user(name) if name else Client()
        text = browser.get("/method/3.1/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert "First words" in text and names in text and OLD not in text
        assert MethodologySupplement.objects.get().hash in text
        text = browser.get("/method/3.1/differences/?language=en", HTTP_ACCEPT_LANGUAGE="en").content.decode()
        assert names in text and "still translate an older text" not in text
    assert as_user("nadia").get(f"{at}{row.id}/").status_code == 200
    assert "First words" in as_user("claire").get(f"{at}{row.id}/").content.decode()
    assert as_user("stranger cora").get(f"{at}{row.id}/").status_code == 404
    assert as_user("stranger cora").get(at).status_code == 404


def test_a_pinned_journey_shows_it_without_moving(world: Any, as_user: Any, at: str) -> None:
    version = MethodologyVersion.objects.get(code="3.1")
    type(world.journey).objects.filter(pk=world.journey.pk).update(methodology=version)
    page = f"/journeys/{world.journey.id}/portrait/"
    before = as_user("nadia").get(page, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    complete(SYSTEM, "3.1", "en", {HINT: "Fresh from the translator"}, translated_by="An", read_by="Cora")
    after = as_user("nadia").get(page, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "Fresh from the translator" in after and "Fresh from the translator" not in before
    world.journey.refresh_from_db()
    assert world.journey.methodology_id == version.id


def test_nothing_is_lost_on_bad_input(world: Any, as_user: Any, at: str, row: Translation) -> None:
    bo, page = as_user("bo"), f"{at}{row.id}/portrait/"
    for wrong in ("typed three dots...", "x" * 2001, "bell \x07"):
        text = _sound(bo.post(page, {f"text_{HINT}": wrong, f"seen_{HINT}": "0"}, HTTP_ACCEPT_LANGUAGE="nl"), "nl", 400)
        assert wrong in html.unescape(text) or "\x07" in wrong
        assert text.count('class="error"') == 1
    translations.write_texts(world.actor("an"), row.id, {HINT: "An was quicker"})
    text = _sound(bo.post(page, {f"text_{HINT}": "Bo's", f"seen_{HINT}": "0"}, HTTP_ACCEPT_LANGUAGE="en"), "en", 400)
    assert "Bo&#x27;s" in text and "An was quicker" in text and f'name="seen_{HINT}" value="1"' in text
    assert TranslatedText.objects.count() == 1
    assert bo.post(page, {f"text_{HINT}": "Bo's", f"seen_{HINT}": "1"}).status_code == 302
    for seen in ("-1", "x", "99999999999999999999"):
        assert bo.post(page, {f"text_{HINT}": "more", f"seen_{HINT}": seen}).status_code == 400
    assert bo.post(f"{at}{row.id}/stakeholders/", {}).status_code == 404
    assert bo.post(f"{at}{row.id}/", {"do": "nothing"}).status_code == 404
    for begin in ("", "3.1", "3.1:nl", "3:en", "9:en", "3.1:en:x"):
        assert bo.post(at, {"begin": begin}).status_code in {400, 404}


def test_it_is_nowhere_to_those_outside_while_it_is_written(
    world: Any, as_user: Any, at: str, row: Translation
) -> None:
    translations.write_texts(world.actor("bo"), row.id, {HINT: "zqsecret"})
    for name in ("nadia", "mo", "claire", "fred", "paula"):
        browser = as_user(name)
        assert "zqsecret" not in browser.get(at).content.decode()
        for page in (f"{at}{row.id}/", f"{at}{row.id}/portrait/"):
            assert browser.get(page).status_code == 404
        assert browser.post(at, {"begin": "3.1:en"}).status_code == 404
    for name in ("rita", "patrick", "stranger bo", "stranger cora"):
        assert as_user(name).get(at).status_code == 404
    assert "zqsecret" not in Client().get("/method/3.1/").content.decode()


def test_an_empty_page_says_what_will_stand_there(world: Any, as_user: Any) -> None:
    text = as_user("cora").get(f"/programmes/{world.programme.id}/translations/").content.decode()
    assert 'class="empty"' in text


def test_its_files_bring_it_to_where_the_version_is_already(as_user: Any, at: str) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    complete(SYSTEM, "3.1", "en", {HINT: "Completed"}, translated_by="An", read_by="Cora")
    content = Client().get("/method/3.1/files/").content
    assert content == write_package(comparing.package_of("3.1"))
    MethodologySupplement.objects.all().delete()
    methodology.forget()
    ada = as_user("ada")

    def send(data: bytes) -> Any:
        file = SimpleUploadedFile("v.zip", data)
        return ada.post("/administration/method/", {"file": file, "fingerprint": ""}, HTTP_ACCEPT_LANGUAGE="en")

    assert send(content[:-40]).status_code == 400 and not MethodologySupplement.objects.exists()
    assert send(content).status_code == 302
    assert methodology.text("3.1", HINT, "en") == "Completed"
    again = send(content)
    assert again.status_code == 400 and b"is here already" in again.content
