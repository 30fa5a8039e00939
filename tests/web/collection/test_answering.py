"""Answering: no account, no cookie, no script; nothing typed is lost, nothing is counted twice."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, AnswerFile
from vises.apps.collection.services import waves
from vises.apps.collection.services.waves import close_wave, open_wave
from vises.apps.instruments import services as instruments
from vises.platform.files.models import StoredFile
from vises.platform.jobs.models import Job


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, page.content.decode()[:500]
    return found.group(1)


class Respondent:
    """A browser that only sends forms."""

    def __init__(self, wave: Any, language: str = "fr") -> None:
        self.client = Client(headers={"accept-language": language})
        self.address = f"/a/{wave.token}/"
        self.page = self.client.get(self.address)

    def send(self, do: str, **data: Any) -> Any:
        fields = {"draft": hidden(self.page, "draft"), "do": do}
        if b'name="page"' in self.page.content:
            fields["page"] = hidden(self.page, "page")
        self.last = {**fields, **data}
        self.page = self.client.post(self.address, self.last)
        return self.page


def test_an_answer_from_the_first_page_to_the_receipt(wave) -> None:  # type: ignore[no-untyped-def]
    someone = Respondent(wave)
    assert someone.page.status_code == 200 and b"Rita" in someone.page.content
    someone.send("begin", consent=["quote"])
    thanks = someone.send("next", met="yes", changed="je reviens seule")
    assert re.search(rb"<output>[A-Z0-9]{4}(-[A-Z0-9]{4}){3}</output>", thanks.content)
    row = Answer.objects.get()
    assert "je reviens seule" in row.xml and row.consents == ["analysis", "quote"] and row.language == "fr"
    again = someone.client.post(someone.address, someone.last)
    assert again.status_code == 200 and Answer.objects.count() == 1
    assert not someone.client.cookies


def test_the_language_of_the_form_can_be_changed_without_losing_a_word(wave) -> None:  # type: ignore[no-untyped-def]
    someone = Respondent(wave, "nl")
    assert 'lang="' in someone.page.content.decode()
    someone.send("begin")
    page = someone.send("language", changed="mes mots", language="fr")
    assert b"mes mots" in page.content and page.status_code == 200


def test_an_old_or_foreign_page_is_said_so_and_nothing_breaks(wave) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    for draft in ("", "x", "a:b:c", "é" * 2000):
        answer = client.post(f"/a/{wave.token}/", {"draft": draft, "do": "next"})
        assert answer.status_code == 400
    assert client.get("/a/nothing/").status_code == 404
    close_wave(SYSTEM, wave.id)
    assert client.get(f"/a/{wave.token}/").status_code == 400


def test_what_is_missing_is_said_and_what_was_typed_stays(line) -> None:  # type: ignore[no-untyped-def]
    version = instruments.write_questionnaire(
        SYSTEM,
        line.id,
        titles={"fr": "x"},
        plain_list="# x\nVotre âge ? (nombre) * {age}\nUn mot ? (texte) {word}\n",
        another=True,
    )
    someone = Respondent(open_wave(SYSTEM, version.id, titles={"fr": "x"}))
    someone.send("begin")
    page = someone.send("next", age="douze", word="bonjour")
    assert page.status_code == 400 and b"douze" in page.content and b"bonjour" in page.content
    assert b'href="#q-age"' in page.content
    page = someone.send("next", age="", word="bonjour")
    assert page.status_code == 400 and not Answer.objects.exists()
    assert someone.send("next", age="12", word="bonjour").status_code == 200 and Answer.objects.count() == 1


def test_the_answering_page_loads_little_and_no_script(wave) -> None:  # type: ignore[no-untyped-def]
    page = Respondent(wave).send("begin").content.decode()
    assert "<script" not in page and " style=" not in page
    sheets = re.findall(r'href="/static/([^"]+\.css)"', page)
    root = Path(__file__).resolve().parents[3] / "src/vises/web"
    weight = sum(len(next(root.glob(f"*/static/{sheet}")).read_bytes()) for sheet in sheets)
    assert weight < 50_000 and len(sheets) == 3


@pytest.mark.parametrize(
    "name", ["tutorial.xls", "repeat_date_test.xls", "widgets.xls", "table-list.xls", "group.xlsx"]
)
def test_questionnaires_of_others_can_be_walked_through(name: str, line, shared: Path) -> None:  # type: ignore[no-untyped-def]
    data = (shared / "standards/xlsform" / name).read_bytes()
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": name}, xlsform=(data, name), another=True)
    someone = Respondent(open_wave(SYSTEM, version.id, titles={"fr": name}))
    page = someone.send("begin")
    for _ in range(12):
        assert page.status_code in {200, 400}
        if b"<output>" in page.content and b'name="draft"' not in page.content:
            break
        adds = re.findall(r'name="do" value="(add:[^"]+)"', page.content.decode())
        if adds:
            page = someone.send(adds[0])
            assert page.status_code == 200
        page = someone.send("next")
        if page.status_code == 400:
            break


def test_a_picture_is_kept_with_the_answer_and_goes_with_it(line) -> None:  # type: ignore[no-untyped-def]
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>p</h:title>'
        '<model><instance><data id="p"><photo/><meta><instanceID/></meta></data></instance>'
        '<bind nodeset="/data/photo" type="binary"/></model></h:head><h:body><upload ref="/data/photo" '
        'mediatype="image/*"><label>Photo</label></upload></h:body></h:html>'
    )
    from vises.apps.instruments.models import InstrumentVersion

    version = instruments.write_questionnaire(
        SYSTEM, line.id, titles={"fr": "p"}, plain_list="# p\nUn mot ? (texte)\n", another=True
    )
    InstrumentVersion.objects.filter(pk=version.pk).update(xform=form)
    someone = Respondent(open_wave(SYSTEM, version.id, titles={"fr": "p"}))
    someone.send("begin")
    thanks = someone.send("next", photo=SimpleUploadedFile("moi.png", b"\x89PNG\r\n\x1a\n" + b"0" * 50))
    assert thanks.status_code == 200 and AnswerFile.objects.get().question == "photo"
    code = re.search(rb"<output>([^<]+)</output>", thanks.content)
    assert code
    Client().post("/receipt/", {"code": code.group(1).decode(), "do": "withdraw"})
    assert not Answer.objects.exists() and not StoredFile.objects.exists()


def test_the_receipt_page_shows_keeps_and_erases(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes", changed="je reviens seule", consents=("quote", "public"))
    client = Client()
    seen = client.post("/receipt/", {"code": told.receipt, "do": "see"})
    assert b"je reviens seule" in seen.content and b"oui" in seen.content
    client.post("/receipt/", {"code": told.receipt, "do": "keep", "use": ["quote"]})
    assert Answer.objects.get().consents == ["analysis", "quote"]
    assert client.post("/receipt/", {"code": "AAAA-AAAA-AAAA-AAAA", "do": "see"}).status_code == 400
    assert client.post("/receipt/", {"code": told.receipt, "do": "withdraw"}).status_code == 200
    assert not Answer.objects.exists()


def test_thirty_people_in_one_workshop_all_succeed(wave) -> None:  # type: ignore[no-untyped-def]
    for _ in range(30):
        someone = Respondent(wave)
        someone.send("begin")
        assert someone.send("next", met="no").status_code == 200
    assert Answer.objects.count() == 30


def test_a_picture_tells_the_hour_and_not_the_minute(line) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.collection.services.uploads import keep_upload

    before = Job.objects.count()
    keep_upload([b"x"], "a.png")
    kept = StoredFile.objects.get().created_at
    assert (kept.minute, kept.second, kept.microsecond) == (0, 0, 0) and Job.objects.count() == before


def test_the_last_page_asks_the_database_two_things(wave) -> None:  # type: ignore[no-untyped-def]
    """To keep the answer unless it was taken back or is there; and the round, when it was not read a moment ago."""
    someone = Respondent(wave)
    someone.send("begin")
    with CaptureQueriesContext(connection) as asked:
        assert b"<output>" in someone.send("next", met="yes").content
    assert len(asked) in {1, 2}, [query["sql"][:80] for query in asked]
    other = Respondent(wave)
    waves._open.forget(wave.token)  # as it is after a second
    with CaptureQueriesContext(connection) as asked:
        other.send("begin")
    assert len(asked) == 1, [query["sql"][:80] for query in asked]


def test_whoever_is_signed_in_answers_without_it(wave, as_user) -> None:  # type: ignore[no-untyped-def]
    """No session is read for a respondent, and none is written."""
    browser = as_user("claire")
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(f"/a/{wave.token}/")
        lost = browser.get("/a/nothing/")
    assert page.status_code == 200 and lost.status_code == 404
    assert not any("django_session" in query["sql"] or "accounts_user" in query["sql"] for query in asked)
    assert "Cookie" not in page.headers and not page.cookies
    assert browser.get("/programmes/").status_code == 200  # signed in everywhere else, as before


def test_only_a_page_that_takes_files_is_sent_in_parts(wave) -> None:  # type: ignore[no-untyped-def]
    assert b"multipart" not in Respondent(wave).send("begin").content
    assert "default-src 'none'" in Respondent(wave).page.headers["Content-Security-Policy"]


def test_a_receipt_page_is_drawn_anew_for_whom_it_names(line) -> None:  # type: ignore[no-untyped-def]
    """It is kept between people; never with the receipt, the name or the language of another."""
    both = "# x\nnl: y\nUn mot ? (texte) {met}\nnl: Een woord?\n"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=both, another=True)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "x"})
    seen = []
    for language in ("fr", "nl", "fr"):
        someone = Respondent(wave, language)
        someone.send("begin")
        seen.append(someone.send("next", met="yes").content.decode())
    codes = [re.search(r"<output>([^<]+)</output>", page).group(1) for page in seen]  # type: ignore[union-attr]
    assert len(set(codes)) == 3
    assert seen[0].replace(codes[0], "") == seen[2].replace(codes[2], "") != seen[1].replace(codes[1], "")
    enterprise = line.journey.enterprise
    type(enterprise).objects.filter(pk=enterprise.pk).update(name="L’Autre <Maison>")
    waves._open.forget(wave.token)  # as it is after a second
    someone = Respondent(wave)
    someone.send("begin")
    assert "L’Autre &lt;Maison&gt;" in someone.send("next", met="no").content.decode()


def _unmarked(named: str) -> bytes:
    """An English questionnaire whose columns name no language, or one without its code."""
    import io

    import openpyxl

    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    survey.append(["type", "name", f"label{named}"])
    survey.append(["select_one yn", "met", "Did you meet somebody here?"])
    survey.append(["text", "word", "In a few words?"])
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", f"label{named}"])
    choices.append(["yn", "y", "yes"])
    choices.append(["yn", "n", "no"])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.mark.parametrize("named", ["", "::Wallon du Borinage"])
def test_a_questionnaire_that_names_no_language_declares_none_it_does_not_have(
    named: str, line: Any, as_user: Any, world: Any
) -> None:
    data = _unmarked(named)
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"en": "Shop"}, xlsform=(data, "shop.xlsx"))
    wave = open_wave(SYSTEM, version.id, titles={"en": "Shop"}, uses=["analysis", "quote"])
    someone = Respondent(wave, "en")
    pages = [someone.page, someone.send("begin"), someone.send("next", met="y", word="hello")]
    j = f"/journeys/{world.journey.id}/"
    rounds = f"{j}collection/{wave.id}/"
    pages += [as_user("rita").get(f"{rounds}doors/paper/type/")]
    claire = as_user("claire")
    own = ["", "doors/paper/sheets/?count=1", "people/", "results/", "doors/easy/", "doors/easy/1/", "take-in/"]
    pages += [claire.get(f"{rounds}{path}") for path in own]
    pages += [claire.get(f"{j}instruments/{version.id}/")]
    pages += [Client().get(f"/a/{wave.token}/{door}") for door in ("easy/", "kiosk/")]
    said: set[str] = set()
    for page in pages:
        assert page.status_code in {200, 404}, page.request
        said |= set(re.findall(r'lang="([^"]*)"', page.content.decode()))
    assert said <= {"fr", "nl", "en"}, said
    assert sum(page.status_code == 200 for page in pages) >= 11
