"""Files that a questionnaire names: given on its page, carried into the next wording, listed for devices."""

import io
import json
from typing import Any

import openpyxl
import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.instruments import services
from vises.apps.instruments.models import FormFile
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.queries.media import media_of, wanted_files
from vises.apps.instruments.services.media import add_form_file, drop_form_file
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.models import StoredFile
from vises.xforms import FormState
from vises.xforms.media import beside, files_of

HEAD = ["type", "name", "label::Français (fr)", "label::Nederlands (nl)", "media::image::Français (fr)",
        "media::image::Nederlands (nl)", "media::audio::Français (fr)", "appearance"]  # fmt: skip
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + b"\0" * 13 + b"\0" * 4
TOWNS = b"name;label;zone\nmons;Mons;h\ntournai;Tournai;h\n"
PLACES = json.dumps(
    {"type": "FeatureCollection", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [3.95, 50.45]},
         "properties": {"id": "a", "title": "Le marché"}}]}
).encode()  # fmt: skip


def workbook(*more: list[str]) -> bytes:
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in [
        HEAD,
        ["select_one yn", "met", "Oui ?", "Ja?", "q.png", "q-nl.png", "q.mp3"],
        ["select_one_from_file towns.csv", "town", "Ville ?", "Stad?"],
        ["select_one_from_file places.geojson", "place", "Lieu ?", "Plaats?"],
        *more,
    ]:
        survey.append(row)
    choices = book.create_sheet("choices")
    for row in [
        ["list_name", "name", "label::Français (fr)", "label::Nederlands (nl)", "media::image::Français (fr)"],
        ["yn", "y", "oui", "ja", "oui.png"],
        ["yn", "n", "non", "nee", ""],
    ]:
        choices.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def version(line: Any) -> Any:
    return services.write_questionnaire(SYSTEM, line.id, titles={"fr": "Images"}, xlsform=(workbook(), "images.xlsx"))


def give(version: Any, name: str, data: bytes) -> Any:
    return add_form_file(SYSTEM, version.id, name, [data])


def test_the_files_that_a_form_names_are_listed_and_those_missing_are_seen(version: Any, world: Any) -> None:
    give(version, "Q.PNG", PICTURE)
    wanted = {file.name: (file.kind, file.id is not None) for file in wanted_files(world.actor("nadia"), version.id)}
    assert wanted == {
        "towns.csv": ("list", False),
        "places.geojson": ("list", False),
        "q.png": ("picture", True),
        "q-nl.png": ("picture", False),
        "q.mp3": ("sound", False),
        "oui.png": ("picture", False),
    }
    with pytest.raises(NotFound):
        wanted_files(world.actor("stranger nadia"), version.id)
    with pytest.raises(NotFound):
        add_form_file(world.actor("stranger nadia"), version.id, "q.png", [PICTURE])


def test_a_list_becomes_part_of_the_form_at_every_door(version: Any) -> None:
    before = version.hash
    give(version, "towns.csv", TOWNS)
    give(version, "places.geojson", PLACES)
    version.refresh_from_db()
    form = form_of(version)
    town = form.question("town")
    assert town and [(c.value, c.labels["fr"]) for c in town.choices] == [("mons", "Mons"), ("tournai", "Tournai")]
    assert [c.labels["nl"] for c in form.question("place").choices] == ["Le marché"]  # type: ignore[union-attr]
    state = FormState(form)
    state.set({"town": ["tournai"], "place": ["a"], "met": ["y"]})
    assert not state.problems() and version.hash != before
    give(version, "towns.csv", b"name,label\nath,Ath\n")
    version.refresh_from_db()
    assert [c.value for c in form_of(version).question("town").choices] == ["ath"]  # type: ignore[union-attr]
    assert FormFile.objects.count() == StoredFile.objects.count() == 2 and not media_of(version.id)


def test_what_was_answered_keeps_its_files_and_the_next_wording_takes_them_along(version: Any, line: Any) -> None:
    give(version, "towns.csv", TOWNS)
    give(version, "places.geojson", PLACES)
    first = give(version, "q.png", PICTURE)
    services.freeze(SYSTEM, version.id)
    for name, data in (("q.png", PICTURE + b"x"), ("towns.csv", TOWNS)):
        with pytest.raises(Problem, match="file-used"):
            give(version, name, data)
    with pytest.raises(Problem, match="file-used"):
        drop_form_file(SYSTEM, first.id)
    assert give(version, "q.mp3", b"ID3 sound").md5  # what was missing may still come
    after = services.write_questionnaire(
        SYSTEM, line.id, titles={"fr": "Images"}, why="une question de plus",
        xlsform=(workbook(["text", "why", "Pourquoi ?", "Waarom?"]), "images.xlsx"),
    )  # fmt: skip
    assert after.number == 2
    assert {row.name for row in after.files.all()} == {"towns.csv", "places.geojson", "q.png", "q.mp3"}
    assert [c.value for c in form_of(after).question("town").choices] == ["mons", "tournai"]  # type: ignore[union-attr]
    drop_form_file(SYSTEM, after.files.get(name="q.png").id)
    assert media_of(version.id)  # the wording before still has its own


def test_each_language_has_its_own_picture_and_else_that_of_another(version: Any) -> None:
    form = form_of(version)
    french, dutch = beside(form, "fr")["met"], beside(form, "nl")["met"]
    assert french.own == {"picture": "q.png", "sound": "q.mp3"}
    assert dutch.own == {
        "picture": "q-nl.png",
        "sound": "q.mp3",
    }
    assert french.choices == dutch.choices == {"y": {"picture": "oui.png"}}


HOSTILE = {
    "towns.csv": [b"", b"\0\0\0", b"one column\nx", b"na me,la bel\n1,2", b"name,label\n",
                  b"name,label\n" + b"a,b\n" * 6000, b"PK\x03\x04" + b"x" * 50,
                  b"name,label\n" + b'"' + b"x" * 300_000 + b'",b'],
    "places.geojson": [b"[" * 100_000, b"{}", b'{"features": 3}', b'{"features": [1]}', b'{"features": []}',
                       b"\xff\xfe",
                       b'{"features": [{"properties": []}]}', b'{"features": ' + b"[" * 90_000, b"9" * 9_000_000],
    "q.png": [b"", b"x" * 11_000_000],
    "nothing.png": [PICTURE], "../q.exe": [PICTURE], "": [PICTURE], "x" * 5000: [PICTURE],
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_with_a_reason_and_nothing_is_half_kept(version: Any, name: str) -> None:
    before = version.xform
    for data in HOSTILE[name]:
        with pytest.raises(Problem):
            give(version, name, data)
    version.refresh_from_db()
    assert version.xform == before and not FormFile.objects.exists() and not StoredFile.objects.exists()


def test_markup_and_formulas_in_a_list_are_words(version: Any) -> None:
    give(version, "towns.csv", b"name,label\n<b>,<script>alert(1)</script>\n=1+1,=cmd|'/c'!A1\n")
    version.refresh_from_db()
    labels = [c.labels["fr"] for c in form_of(version).question("town").choices]  # type: ignore[union-attr]
    assert labels == ["<script>alert(1)</script>", "=cmd|'/c'!A1"]
    assert next(f for f in files_of(version.xform) if f.name == "towns.csv").there
