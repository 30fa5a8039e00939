"""The page on which columns of a file become questions."""

import gzip
import io
import re
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Import
from vises.apps.collection.services import imports
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.platform.jobs.services import run_next

TABLE = b"_uuid;met;Autre\naaa;yes;La porte\nbbb;perhaps;<script>alert(1)</script>\n"


def _sent(client, journey, wave):  # type: ignore[no-untyped-def]
    file = SimpleUploadedFile("answers.csv", TABLE)
    return client.post(f"/journeys/{journey}/collection/{wave}/take-in/", {"file": file, "consents": ["quote"]})


def test_columns_are_seen_chosen_and_taken_in(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    sent = _sent(claire, world.journey.id, wave.id)
    page = claire.get(sent.url)
    shown = page.content.decode()
    assert page.status_code == 200 and not Answer.objects.exists()
    assert "perhaps" in shown and "Autre" in shown and "<script>alert" not in shown
    wrong = claire.post(sent.url, {"instance": "_uuid", "c2": "met", "do": "take"})
    assert wrong.status_code == 400 and not Answer.objects.exists()
    looked = claire.post(sent.url, {"instance": "_uuid", "c2": "changed", "do": "look"})
    assert looked.status_code == 200 and '<option value="changed" selected>' in looked.content.decode()
    assert claire.post(sent.url, {"instance": "_uuid", "do": "take"}).status_code == 302
    while run_next():
        pass
    assert sorted(Answer.objects.values_list("instance_id", flat=True)) == ["uuid:aaa", "uuid:bbb"]
    assert any("La porte" in xml for xml in Answer.objects.values_list("xml", flat=True))
    assert claire.get(sent.url).status_code == 404


def test_leaving_erases_the_file(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    sent = _sent(claire, world.journey.id, wave.id)
    assert as_user("stranger claire").get(sent.url).status_code in {403, 404}
    claire = as_user("claire")
    other = sent.url.replace(str(world.journey.id), str(wave.id))
    assert claire.get(other).status_code == 404
    claire.post(sent.url, {"do": "leave"})
    assert not Import.objects.exists() and not Answer.objects.exists()


def test_what_is_no_table_is_told_on_its_field(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    claire = as_user("claire")
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/take-in/"
    for name, data in (("a.sav", b"$FL2" + b"\xff" * 300), ("a.csv", b"\0"), ("a.exe", b"a;b\n1;2\n")):
        told = claire.post(address, {"file": SimpleUploadedFile(name, data)})
        assert told.status_code == 400 and "id_file" in told.content.decode()


@pytest.fixture
def long_wave(line: Any) -> Any:
    """A round of a questionnaire of 500 questions."""
    asked = "# Longue\n" + "\n".join(f"Que dites-vous de la chose numéro {n} ? (texte) {{q{n}}}" for n in range(500))
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Longue"}, plain_list=asked)
    return open_wave(SYSTEM, version.id, titles={"fr": "Longue"})


def _look_at(world: Any, wave: Any, data: bytes) -> str:
    run = imports.prepare(world.actor("claire"), wave.id, [data], "long.csv", ())
    return f"/journeys/{world.journey.id}/collection/columns/{run.id}/"


def _taken() -> None:
    while run_next():
        pass


LONG = (";".join(["_uuid", *(f"c{n}" for n in range(500))]) + "\n" + "".join(
    ";".join([f"row{row}", *(f"{row}-{n}" for n in range(500))]) + "\n" for row in range(20)
)).encode()  # fmt: skip


def test_five_hundred_columns_of_five_hundred_questions_stay_a_light_page(
    long_wave: Any, as_user: Any, world: Any, django_assert_max_num_queries: Any
) -> None:
    address, claire = _look_at(world, long_wave, LONG), as_user("claire")
    with django_assert_max_num_queries(25):
        page = claire.get(address)
    shown = page.content.decode()
    assert page.status_code == 200 and len(page.content) < 200_000 and len(gzip.compress(page.content)) < 30_000
    assert shown.count("<datalist") == 1 and shown.count("<select") == 1 and shown.count('list="targets"') == 100
    assert "<script" not in re.sub(r"<script[^>]* src=[^>]*></script>", "", shown)


def test_what_is_said_on_one_page_of_columns_stays_when_going_to_another(
    long_wave: Any, as_user: Any, world: Any
) -> None:
    address, claire = _look_at(world, long_wave, LONG), as_user("claire")
    words = "Que dites-vous de la chose numéro {} ?"
    on_first = {"page": "1", "instance": "_uuid", "c1": words.format(7), "c2": "q8"}
    moved = claire.post(address, {**on_first, "do": "page:6"})
    assert moved.status_code == 302 and "page=6" in moved.url
    last = claire.get(f"{address}?page=6").content.decode()
    assert 'name="c500"' in last and 'name="c1"' not in last and last.count('list="targets"') == 1
    wrong = claire.post(address, {"page": "6", "instance": "_uuid", "c500": "ce que je ne sais pas", "do": "take"})
    told = wrong.content.decode()
    assert wrong.status_code == 400 and 'href="#c500"' in told and 'value="ce que je ne sais pas"' in told
    twice = claire.post(address, {"page": "6", "instance": "_uuid", "c500": "q8", "do": "take"})
    told = twice.content.decode()
    assert twice.status_code == 400 and 'href="#c500"' in told and "c1 " in told and not Answer.objects.exists()
    assert claire.post(address, {"page": "6", "instance": "nowhere", "do": "look"}).status_code == 400
    sent = claire.post(address, {"page": "6", "instance": "_uuid", "c500": "q9", "do": "take"})
    assert sent.status_code == 302
    _taken()
    xml = Answer.objects.get(instance_id="uuid:row3").xml
    assert Answer.objects.count() == 20
    assert "<q7>3-0</q7>" in xml and "<q8>3-1</q8>" in xml and "<q9>3-499</q9>" in xml
    again = claire.get(_look_at(world, long_wave, LONG)).content.decode()
    assert "20 " in again and ("sont déjà là" in again or "ici" in again)


def test_the_times_of_a_repeat_and_the_parts_of_a_place_are_taken_as_they_were_found(
    line: Any, as_user: Any, world: Any
) -> None:
    sheet = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Maison"}, xlsform=(house(), "house.xlsx"))
    wave = open_wave(SYSTEM, sheet.id, titles={"fr": "Maison"})
    data = (
        b"_uuid,where_latitude,where_longitude,child[1]/age,child[2]/age\n"
        b"a,50.45,3.95,7,9\n"
    )  # fmt: skip
    address, claire = _look_at(world, wave, data), as_user("claire")
    shown = claire.get(address).content.decode()
    fields = dict(re.findall(r'name="(c\d+)"(?:(?!</select>).)*?<option value="([^"]+)" selected', shown))
    assert fields == {"c1": "where", "c2": "where", "c3": "child/age", "c4": "child/age"}
    assert claire.post(address, {**fields, "instance": "_uuid", "do": "look"}).status_code == 200
    assert claire.post(address, {**fields, "instance": "_uuid", "do": "take"}).status_code == 302
    _taken()
    xml = Answer.objects.get().xml
    assert "<age>7</age>" in xml and "<age>9</age>" in xml and "50.45 3.95 0" in xml


def test_labels_and_sheets_of_repeats_of_kobo_are_taken_in_and_recognised_again(
    line: Any, as_user: Any, world: Any
) -> None:
    made = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Maison"}, xlsform=(house(), "house.xlsx"))
    wave = open_wave(SYSTEM, made.id, titles={"fr": "Maison"})
    main = [["Où ?", "_Où ?_latitude", "_Où ?_longitude", "Il pleut ?", "Vos jours ?", "_uuid", "_index"]]
    main += [["50.45 3.95 0 0", 50.45, 3.95, "Oui, souvent", "lundi mardi", "aaa", 1]]
    main += [["", "", "", "Non", "", "bbb", 2]]
    children = [["Âge ?", "_index", "_parent_table_name", "_parent_index"]]
    children += [[7, 1, "Maison", 1], [9, 2, "Maison", 1], [4, 3, "Maison", 2]]
    book = openpyxl.Workbook()
    for number, (name, rows) in enumerate({"Maison": main, "Enfant": children}.items()):
        sheet = book.active if not number else book.create_sheet(name)
        sheet.title = name
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    claire, address = as_user("claire"), f"/journeys/{world.journey.id}/collection/{wave.id}/take-in/"

    def looked() -> tuple[str, str]:
        sent = claire.post(address, {"file": SimpleUploadedFile("kobo.xlsx", data.getvalue())})
        assert sent.status_code == 302, sent.content.decode()[:2000]
        return sent.url, claire.get(sent.url).content.decode()

    at, shown = looked()
    fields = dict(re.findall(r'name="(c\d+)"(?:(?!</select>).)*?<option value="([^"]+)" selected', shown))
    assert sorted(fields.values()) == ["child/age", "child/age", "days", "rain", "where", "where", "where"]
    chosen = {**fields, "c1": "", "c2": "", "instance": "_uuid"}  # the place stands in one column already
    assert claire.post(at, {**chosen, "do": "take"}).status_code == 302
    _taken()
    first, second = (Answer.objects.get(instance_id=f"uuid:{own}").xml for own in ("aaa", "bbb"))
    assert "<age>7</age>" in first and "<age>9</age>" in first and second.count("<age>") == 1
    assert "<rain>y</rain>" in first and "<days>mo tu</days>" in first and "50.45 3.95" in first
    _at, shown = looked()
    assert "2 " in shown and shown.count("déjà") == 1  # the same file again counts nothing twice


def house() -> bytes:
    book = openpyxl.Workbook()
    survey = book.active
    survey.title = "survey"
    for row in [
        ["type", "name", "label::Français (fr)"],
        ["geopoint", "where", "Où ?"],
        ["select_one yn", "rain", "Il pleut ?"],
        ["select_multiple day", "days", "Vos jours ?"],
        ["begin_repeat", "child", "Enfant"],
        ["integer", "age", "Âge ?"],
        ["end_repeat"],
    ]:
        survey.append(row)
    choices = book.create_sheet("choices")
    choices.append(["list_name", "name", "label::Français (fr)"])
    for row in [["yn", "y", "Oui, souvent"], ["yn", "n", "Non"], ["day", "mo", "lundi"], ["day", "tu", "mardi"]]:
        choices.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
