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
