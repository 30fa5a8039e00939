"""Writing easy words, and meeting them: one question a screen, drawings and voices beside it."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.web.doors.test_ways import Walk

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments.models import EasyFile
from vises.apps.instruments.queries.easy_read import easy_variant


def test_from_the_editor_to_the_respondent(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    base = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/easy/"
    claire = as_user("claire")
    assert claire.get(base).status_code == 200 and claire.get(f"{base}1/").status_code == 200
    said = {"label:fr": "Tu connais <b>quelqu'un</b> ?", "choice:fr:0": "Oui !"}
    said |= {"drawing:": "people", "drawing:0": "yes"}
    kept = claire.post(f"{base}1/", {**said, "do": "next"})
    assert kept.status_code == 302 and kept["Location"].endswith("/2/")
    png = SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n")
    assert claire.post(f"{base}1/", {"do": "send", "place": "picture:no", "file": png}).status_code == 302
    mp3 = SimpleUploadedFile("a.mp3", b"ID3")
    assert claire.post(f"{base}1/", {"do": "send", "place": "sound:fr", "file": mp3}).status_code == 302
    wrong = SimpleUploadedFile("a.pdf", b"%PDF")
    assert claire.post(f"{base}1/", {"do": "send", "place": "sound:fr", "file": wrong}).status_code == 400
    assert b"1 " in claire.get(base).content
    walk = Walk(f"/a/{wave.token}/easy/")
    assert b'class="not-yet"' in walk.page.content
    page = walk.send("begin").content.decode()
    assert "Tu connais &lt;b&gt;" in page and "Oui !" in page and page.count('class="drawing"') == 2
    assert 'class="pick-picture"' in page and "<audio controls" in page and page.count("<fieldset") == 1
    for address in re.findall(r'src="(/a/[^"]+)"', page):
        assert Client().get(address).status_code == 200
        assert Client().get(address.replace(wave.token, "nothing")).status_code == 404
    assert claire.post(base, {"by": "cinq stagiaires", "on": "2026-05-04"}).status_code == 302
    assert b'class="not-yet"' not in Walk(f"/a/{wave.token}/easy/").page.content


def test_a_file_opens_only_at_the_address_of_its_own_questionnaire(wave, line, as_user, world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.instruments.services import write_questionnaire
    from vises.apps.instruments.services.easy_read import add_easy_file

    add_easy_file(SYSTEM, wave.version_id, "met", kind="picture", chunks=[b"x"], name="a.png")
    other = write_questionnaire(SYSTEM, line.id, titles={"fr": "y"}, plain_list="# y\nUn ? (texte)\n", another=True)
    second = open_wave(SYSTEM, other.id, titles={"fr": "y"})
    file = EasyFile.objects.get()
    assert Client().get(f"/a/{wave.token}/easy/{file.id}/").status_code == 200
    assert Client().get(f"/a/{second.token}/easy/{file.id}/").status_code == 404
    stranger = as_user("stranger claire")
    assert stranger.get(f"/journeys/{world.journey.id}/collection/{wave.id}/doors/easy/1/").status_code == 404
    assert not easy_variant(other).questions
