"""ODK Collect and its like: a form behind a key, answers kept with the promises of every other door."""

import concurrent.futures
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from lxml import etree

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, AnswerFile, Quarantine, Wave
from vises.apps.collection.queries import openrosa as queries
from vises.apps.collection.queries.collecting import unfit
from vises.apps.collection.queries.links import open_links
from vises.apps.collection.services import openrosa, waves, withdrawals
from vises.apps.instruments import services as instruments
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.services.media import add_form_file
from vises.kernel.problems import NotFound
from vises.platform.files.models import StoredFile
from vises.xforms import parse_xform, to_row

LIST = "{http://openrosa.org/xforms/xformsList}"
SAID = "{http://openrosa.org/http/response}message"


@pytest.fixture
def key(wave: Any) -> str:
    return openrosa.make_key(SYSTEM, wave.id, label="tablette")


class Device:
    """What a telephone with ODK Collect does."""

    def __init__(self, key: str) -> None:
        self.client = Client(raise_request_exception=False)
        self.base = f"/openrosa/{key}"

    def send(self, xml: str | bytes, files: Mapping[str, bytes] | None = None) -> Any:
        data = xml.encode() if isinstance(xml, str) else xml
        parts: dict[str, Any] = {"xml_submission_file": SimpleUploadedFile("s.xml", data, "text/xml")}
        parts |= {name: SimpleUploadedFile(name, content) for name, content in (files or {}).items()}
        return self.client.post(f"{self.base}/submission", parts, headers={"x-openrosa-version": "1.0"})


def submission(
    wave: Any, instance: str, *, uses: str = "", how: str = "oral", deprecates: str = "", **values: str
) -> str:
    inside = "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
    before = f"<vises_before><told/><uses>{uses}</uses><how>{how}</how></vises_before>" if how else ""
    old = f"<deprecatedID>{deprecates}</deprecatedID>" if deprecates else ""
    form = parse_xform(wave.version.xform)
    return (
        f'<data id="{form.id}" version="{form.version}.1">{before}{inside}'
        f"<meta><instanceID>{instance}</instanceID>{old}</meta></data>"
    )


def test_a_device_finds_the_form_with_the_page_on_which_people_agree(wave, key) -> None:  # type: ignore[no-untyped-def]
    device = Device(key)
    listed = device.client.get(f"{device.base}/formList")
    assert listed.status_code == 200 and listed["X-OpenRosa-Version"] == "1.0" and listed["Date"]
    assert listed["Content-Type"].startswith("text/xml")
    (entry,) = etree.fromstring(listed.content)
    told = {kid.tag.removeprefix(LIST): kid.text for kid in entry}
    assert told["formID"] == parse_xform(wave.version.xform).id and told["hash"].startswith("md5:")
    address = told["downloadUrl"]
    assert address and f"/openrosa/{key}/forms/" in address
    got = device.client.get(address[address.index("/openrosa") :])
    form = parse_xform(got.content.decode())
    assert [q.name for q in form.questions if q.name.startswith("vises_before")] == [
        "vises_before/told",
        "vises_before/uses",
        "vises_before/how",
    ]
    assert [c.value for c in form.question("vises_before/uses").choices] == ["quote", "public"]  # type: ignore[union-attr]
    assert "Rita" in form.question("vises_before/told").labels["fr"]  # type: ignore[union-attr]
    assert form.version == told["version"]


def test_what_people_are_told_changes_the_version_of_the_form(wave, key) -> None:  # type: ignore[no-untyped-def]
    first = queries.offered(key)
    values = {name: getattr(wave, name) for name in ("titles", "group_size", "invited", "opens_on", "closes_on")}
    waves.change_wave(SYSTEM, wave.id, introduction={"fr": "Bonjour"}, **values)
    second = queries.offered(key)
    assert first and second and first.version != second.version and first.hash != second.hash


def test_where_and_how_much_is_told_before_anything_is_sent(key) -> None:  # type: ignore[no-untyped-def]
    answer = Client().head(f"/openrosa/{key}/submission")
    assert answer.status_code == 204 and answer["Location"].endswith(f"/openrosa/{key}/submission")
    assert int(answer["X-OpenRosa-Accept-Content-Length"]) >= 10_000_000


def test_an_answer_is_kept_as_it_came_with_what_was_agreed_to(wave, key) -> None:  # type: ignore[no-untyped-def]
    device = Device(key)
    told = device.send(submission(wave, "uuid:1", uses="quote", how="witnessed", met="yes", changed="l'été & moi"))
    assert told.status_code == 201, told.content
    assert etree.fromstring(told.content).find(SAID).get("nature") == "submit_success"  # type: ignore[union-attr]
    row = Answer.objects.get()
    assert (row.door, row.consents, row.consent_how) == ("openrosa", ["analysis", "quote"], "witnessed")
    assert "vises_before" not in row.xml
    values = to_row(parse_xform(wave.version.xform), row.xml)
    assert values["changed"] == "l'été & moi" and values["met"] == "yes"
    code = told.content.decode().split(": ")[-1][:19]
    withdrawals.withdraw(code)
    assert not Answer.objects.exists()
    assert device.send(submission(wave, "uuid:1", met="yes")).status_code == 400  # it stays away


def test_sent_again_is_one_answer_and_other_content_is_put_aside(wave, key) -> None:  # type: ignore[no-untyped-def]
    device = Device(key)
    first = device.send(submission(wave, "uuid:1", met="yes"))
    again = device.send(submission(wave, "uuid:1", met="yes"))
    assert (first.status_code, again.status_code) == (201, 202)
    assert device.send(submission(wave, "uuid:1", met="no")).status_code == 202
    assert Answer.objects.count() == 1 and Quarantine.objects.get().door == "openrosa"


def test_a_correction_names_what_it_replaces(wave, key) -> None:  # type: ignore[no-untyped-def]
    device = Device(key)
    device.send(submission(wave, "uuid:1", met="yes"))
    assert device.send(submission(wave, "uuid:2", met="no", deprecates="uuid:1")).status_code == 201
    assert dict(Answer.objects.values_list("instance_id", "state")) == {"uuid:1": "replaced", "uuid:2": "kept"}


def test_what_does_not_fit_is_kept_and_shown(wave, key) -> None:  # type: ignore[no-untyped-def]
    assert Device(key).send(submission(wave, "uuid:1", met="perhaps", surprise="x")).status_code == 201
    assert Answer.objects.count() == 1
    assert [(code, count) for _label, code, count in unfit(wave)] == [("choice", 1)]


HOSTILE = {
    "doctype": '<!DOCTYPE d [<!ENTITY a "b">]><data id="x"><met>&a;</met></data>',
    "external": '<!DOCTYPE d SYSTEM "file:///etc/passwd"><data id="x"/>',
    "deep": "<a>" * 400 + "</a>" * 400,
    "cut": "<data id=",
    "nothing": "",
    "no form": "<data/>",
    "other form": '<data id="other"><meta><instanceID>uuid:1</instanceID></meta></data>',
    "no id": '<data id="{id}"><met>yes</met></data>',
    "long id": '<data id="{id}"><meta><instanceID>' + "x" * 300 + "</instanceID></meta></data>",
    "control": '<data id="{id}">\x01<meta><instanceID>uuid:1</instanceID></meta></data>',
    "not utf-8": b'<data id="x">\xff\xfe</data>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(name: str, wave, key) -> None:  # type: ignore[no-untyped-def]
    data = HOSTILE[name]
    if isinstance(data, str):
        data = data.replace("{id}", parse_xform(wave.version.xform).id).encode()
    answer = Device(key).send(data)
    assert 400 <= answer.status_code < 500
    assert etree.fromstring(answer.content).find(SAID).get("nature") == "submit_error"  # type: ignore[union-attr]
    assert not Answer.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=xml_sub"),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 6_000_000),
        ("application/json", b"{}"),
        ("text/xml", b"<data/>"),
    ],
)
def test_broken_bodies_are_refused(kind: str, body: bytes, key) -> None:  # type: ignore[no-untyped-def]
    client = Client(raise_request_exception=False)
    answer = client.generic("POST", f"/openrosa/{key}/submission", body, content_type=kind)
    assert 400 <= answer.status_code < 500 and b"OpenRosaResponse" in answer.content


def test_too_much_is_refused_before_it_is_read(wave, key) -> None:  # type: ignore[no-untyped-def]
    client = Client(raise_request_exception=False)
    answer = client.generic(
        "POST",
        f"/openrosa/{key}/submission",
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200_000_000),
    )
    assert answer.status_code == 413
    assert Device(key).send("<data>" + "x" * 5_100_000 + "</data>").status_code == 413


def test_without_a_key_nothing_opens(wave, key, world) -> None:  # type: ignore[no-untyped-def]
    for path in ("formList", f"forms/{wave.version_id}.xml", "submission"):
        for other in ("nothing", key[:-1] + ("a" if key[-1] != "a" else "b")):
            client = Client()
            answer = client.head(f"/openrosa/{other}/{path}") if path == "submission" else None
            answer = answer or client.get(f"/openrosa/{other}/{path}")
            assert answer.status_code == 404
    with pytest.raises(NotFound):
        openrosa.make_key(world.actor("stranger claire"), wave.id)
    (row,) = open_links(world.actor("claire"), wave.id, "openrosa")
    assert row.label == "tablette"
    with pytest.raises(NotFound):
        openrosa.end_key(world.actor("stranger claire"), wave.id, row.id)
    openrosa.end_key(world.actor("claire"), wave.id, row.id)
    assert Device(key).send(submission(wave, "uuid:1", met="yes")).status_code == 404
    assert not Answer.objects.exists() and not open_links(world.actor("claire"), wave.id, "openrosa")


def test_a_closed_round_offers_nothing_and_still_takes_what_was_filled_in(wave, key) -> None:  # type: ignore[no-untyped-def]
    waves.close_wave(SYSTEM, wave.id)
    listed = Client().get(f"/openrosa/{key}/formList")
    assert listed.status_code == 200 and len(etree.fromstring(listed.content)) == 0
    assert Device(key).send(submission(wave, "uuid:1", met="yes")).status_code == 201


PHOTOS = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>p</h:title>'
    '<model><instance><data id="p" version="1"><photo/><voice/><meta><instanceID/></meta></data></instance>'
    '<bind nodeset="/data/photo" type="binary"/><bind nodeset="/data/voice" type="binary"/></model></h:head><h:body>'
    '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload>'
    '<upload ref="/data/voice" mediatype="audio/*"><label>Voix</label></upload></h:body></h:html>'
)


@pytest.fixture
def photos(line: Any) -> Any:
    plain = "# p\nUn mot ? (texte)\n"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "p"}, plain_list=plain, another=True)
    InstrumentVersion.objects.filter(pk=version.pk).update(xform=PHOTOS)
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": "p"})
    return Wave.objects.select_related("version").get(pk=wave.pk)


def test_pictures_and_sounds_may_come_over_several_posts(photos) -> None:  # type: ignore[no-untyped-def]
    device = Device(openrosa.make_key(SYSTEM, photos.id))
    xml = submission(photos, "uuid:1", photo="moi.jpg", voice="voix.m4a")
    assert device.send(xml, {"moi.jpg": b"image"}).status_code == 201
    assert [row.question for row in AnswerFile.objects.all()] == ["photo"]
    assert [(code, count) for _label, code, count in unfit(photos)] == [("file", 1)]  # the voice has not arrived
    assert device.send(xml, {"voix.m4a": b"sound", "audit.csv": b"when,where"}).status_code == 202
    assert device.send(xml, {"moi.jpg": b"image", "voix.m4a": b"sound"}).status_code == 202
    assert {row.question for row in AnswerFile.objects.all()} == {"photo", "voice"}
    assert StoredFile.objects.count() == 2 and not unfit(photos)
    assert device.send(xml, {"moi.jpg": b"another"}).status_code == 409
    assert StoredFile.objects.count() == 2


def test_a_file_of_a_kind_that_cannot_be_kept_is_said_so(photos) -> None:  # type: ignore[no-untyped-def]
    device = Device(openrosa.make_key(SYSTEM, photos.id))
    answer = device.send(submission(photos, "uuid:1", photo="moi.exe"), {"moi.exe": b"MZ"})
    assert answer.status_code == 400 and not Answer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fifty_identical_posts_at_once_give_one_record(photos) -> None:  # type: ignore[no-untyped-def]
    key = openrosa.make_key(SYSTEM, photos.id)
    xml = submission(photos, "uuid:same", photo="moi.jpg")

    def send(_: int) -> int:
        try:
            status: int = Device(key).send(xml, {"moi.jpg": b"image"}).status_code
            return status
        finally:
            connection.close()

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(send, range(50)))
    assert statuses.count(201) == 1 and set(statuses) <= {201, 202, 503}
    assert Answer.objects.count() == 1 and AnswerFile.objects.count() == 1 and StoredFile.objects.count() == 1
    assert not Quarantine.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="fills a SQLite database")
@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_and_nothing_is_half_kept(wave) -> None:  # type: ignore[no-untyped-def]
    device = Device(openrosa.make_key(SYSTEM, wave.id))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")  # earlier tests leave pages free, into which an answer would still fit
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
    xml = submission(wave, "uuid:1", changed="mots " * 20_000)
    refused = device.send(xml)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1073741823")
    assert refused.status_code == 503 and int(refused["Retry-After"]) > 0 and not Answer.objects.exists()
    assert b"OpenRosaResponse" in refused.content
    assert device.send(xml).status_code == 201


@pytest.mark.parametrize("name", ["all-data-types", "choice-lists"])
def test_submissions_written_by_others_are_kept(name: str, line, shared: Path) -> None:  # type: ignore[no-untyped-def]
    folder = shared / "standards" / "openrosa"
    version = instruments.write_questionnaire(
        SYSTEM, line.id, titles={"fr": name}, plain_list="# p\nUn mot ? (texte)\n", another=True
    )
    InstrumentVersion.objects.filter(pk=version.pk).update(xform=(folder / f"{name}.xml").read_text())
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": name})
    key = openrosa.make_key(SYSTEM, wave.id)
    offered = queries.offered(key)
    assert offered and parse_xform(offered.xml.decode()).id == offered.id
    data = (folder / f"{name}-submission.xml").read_bytes()
    assert Device(key).send(data).status_code == 201
    kept = Answer.objects.get()
    form = parse_xform((folder / f"{name}.xml").read_text())
    assert to_row(form, kept.xml)


MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
PICTURES = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>p</h:title>'
    '<model><itext><translation lang="fr"><text id="m"><value>Ici ?</value>'
    '<value form="image">jr://images/a b.png</value>'
    '<value form="audio">jr://audio/a.mp3</value></text></translation></itext>'
    '<instance><data id="p" version="1"><met/><meta><instanceID/></meta></data></instance>'
    '<bind nodeset="/data/met" type="string"/></model></h:head>'
    '<h:body><input ref="/data/met"><label ref="jr:itext(\'m\')"/></input></h:body></h:html>'
)


def test_a_device_fetches_the_pictures_and_sounds_of_the_form_as_collect_does(line, world) -> None:  # type: ignore[no-untyped-def]
    """The list names the manifest, the manifest each file with its md5, and the bytes have that md5."""
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "p"}, plain_list="# p\nUn mot ? (texte)\n")
    InstrumentVersion.objects.filter(pk=version.pk).update(xform=PICTURES)
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": "p"})
    device = Device(openrosa.make_key(SYSTEM, wave.id))

    def told() -> dict[str, str]:
        (entry,) = etree.fromstring(device.client.get(f"{device.base}/formList").content)
        return {kid.tag.removeprefix(LIST): kid.text or "" for kid in entry}

    assert "manifestUrl" not in told()
    picture, sound = b"\x89PNG\r\n\x1a\n\0\0\0\0IEND\xaeB`\x82", b"ID3 sound"
    add_form_file(SYSTEM, version.id, "a b.png", [picture])
    add_form_file(SYSTEM, version.id, "a.mp3", [sound])
    address = told()["manifestUrl"]
    manifest = device.client.get(address[address.index("/openrosa") :])
    assert manifest["X-OpenRosa-Version"] == "1.0" and manifest["Content-Type"].startswith("text/xml")
    root = etree.fromstring(manifest.content)
    assert root.tag == f"{MANIFEST}manifest"
    files = [{kid.tag.removeprefix(MANIFEST): kid.text for kid in entry} for entry in root]
    assert [file["filename"] for file in files] == ["a b.png", "a.mp3"]
    for file, content in zip(files, (picture, sound), strict=True):
        place = str(file["downloadUrl"])
        got = device.client.get(place[place.index("/openrosa") :])
        assert got.status_code == 200 and got.content == content
        assert file["hash"] == "md5:" + hashlib.md5(content, usedforsecurity=False).hexdigest()
    other = Client().get(place[place.index("/openrosa") :].replace(device.base, "/openrosa/nothing"))
    assert other.status_code == 404
    waves.close_wave(SYSTEM, wave.id)
    assert device.client.get(place[place.index("/openrosa") :]).status_code == 404
