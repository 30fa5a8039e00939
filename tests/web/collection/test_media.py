"""What a questionnaire shows beside its questions, on the page and on the instrument's own page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.apps.instruments.test_media import PICTURE, TOWNS, give, workbook

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services import waves
from vises.apps.instruments import services


@pytest.fixture
def version(line: Any) -> Any:
    made = services.write_questionnaire(SYSTEM, line.id, titles={"fr": "Images"}, xlsform=(workbook(), "images.xlsx"))
    give(made, "q.png", PICTURE)
    return made


def test_a_respondent_sees_the_pictures_and_hears_the_sounds_of_each_question(version: Any) -> None:
    give(version, "oui.png", PICTURE)
    give(version, "q.mp3", b"ID3 sound")
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": "Tour"})
    client = Client()
    first = client.get(f"/a/{wave.token}/")
    draft = first.content.decode().split('name="draft" value="')[1].split('"')[0]
    page = client.post(f"/a/{wave.token}/", {"draft": draft, "do": "begin", "language": "fr"}).content.decode()
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    files = [source for source in sources if source.startswith(f"/f/{wave.id}/")]
    assert len(files) == 3 and wave.token not in "".join(files)
    types = {client.get(address)["Content-Type"] for address in files}
    assert types == {"image/png", "audio/mpeg"}
    waves.close_wave(SYSTEM, wave.id)
    assert client.get(files[0]).status_code >= 400


def _begun(wave: Any) -> str:
    client = Client()
    draft = client.get(f"/a/{wave.token}/").content.decode().split('name="draft" value="')[1].split('"')[0]
    return client.post(f"/a/{wave.token}/", {"draft": draft, "do": "begin", "language": "fr"}).content.decode()


def test_choices_with_pictures_stand_open_where_a_menu_or_a_ranking_would_hide_them(line: Any) -> None:
    data = workbook(
        ["select_one yn", "long", "Lequel ?", "Welk?", "", "", "", "minimal"],
        ["rank yn", "order", "Dans quel ordre ?", "Volgorde?"],
    )
    made = services.write_questionnaire(SYSTEM, line.id, titles={"fr": "Images"}, xlsform=(data, "images.xlsx"))
    wave = waves.open_wave(SYSTEM, made.id, titles={"fr": "Tour"})
    page = _begun(wave)
    assert "pick-picture" not in page and page.count("<select") >= 3  # nothing was given yet: a menu is shorter
    give(made, "oui.png", PICTURE)
    page = _begun(wave)
    assert page.count("pick-picture") == 3 and page.count('class="pictured"') == 1
    assert page.count('type="radio"') == 4 and page.count('<option value="y"') == 2  # two open lists; two places
    for tag in page.split("<img ")[1:]:
        assert 'loading="lazy"' in tag.split(">")[0] and " alt=" in tag.split(">")[0]


def test_pictures_are_printed_beside_their_questions_and_what_is_heard_is_said(
    version: Any, as_user: Any, world: Any
) -> None:
    give(version, "oui.png", PICTURE)
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": "Tour"})
    client = as_user("claire")
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/paper/sheets/?language=fr&count=1"
    page = client.get(address).content.decode()
    assert page.count("<img ") == 2 and wave.token not in page and "sheet-heard" not in page
    assert page.index("Oui ?") < page.index("<img ") < page.index("oui</span>")
    give(version, "q.mp3", b"ID3 sound")
    waves.close_wave(SYSTEM, wave.id)
    page = client.get(address).content.decode()
    sources = [part.split('"')[0] for part in page.split('src="')[1:]]
    assert {client.get(source)["Content-Type"] for source in sources} == {"image/png"}
    assert page.count("sheet-heard") == 1 and f"/a/{wave.token}/" in page and "<audio" not in page
    dutch = client.get(address.replace("=fr", "=nl")).content.decode()
    assert dutch.count("<img ") == 1  # the Dutch picture of the question was never given; the choice has one for both


def test_a_form_without_files_asks_nothing_more_of_the_database(wave: Any, django_assert_max_num_queries: Any) -> None:
    client = Client()
    draft = client.get(f"/a/{wave.token}/").content.decode().split('name="draft" value="')[1].split('"')[0]
    with django_assert_max_num_queries(1):
        client.post(f"/a/{wave.token}/", {"draft": draft, "do": "begin"})


def test_files_are_given_on_the_page_of_the_questionnaire_and_refusals_say_why(
    version: Any, as_user: Any, world: Any
) -> None:
    client = as_user("nadia")
    address = f"/journeys/{world.journey.id}/instruments/{version.id}/"
    page = client.get(address).content.decode()
    assert "towns.csv" in page and page.count("manque encore") == 5 and "data-from" not in page
    sent = [SimpleUploadedFile("towns.csv", TOWNS), SimpleUploadedFile("other.png", PICTURE)]
    answer = client.post(address, {"do": "files", "given": sent})
    assert answer.status_code == 400 and "other.png" in answer.content.decode()
    assert "Tournai" in client.get(address).content.decode()
    kept = client.post(address, {"do": "files", "given": [SimpleUploadedFile("q.mp3", b"ID3")]})
    assert kept.status_code == 302
    row = version.files.get(name="q.mp3")
    assert client.get(f"{address}{row.id}/")["Content-Type"] == "audio/mpeg"
    assert client.post(address, {"do": f"drop-file:{row.id}"}).status_code == 302
    assert not version.files.filter(name="q.mp3").exists()
    for nothing in ("drop-file:", "drop-file:x", "files"):
        assert client.post(address, {"do": nothing}).status_code < 500
    assert as_user("stranger nadia").get(f"{address}{row.id}/").status_code == 404
    assert as_user("patrick").post(address, {"do": "files", "given": sent}).status_code in {403, 404}
