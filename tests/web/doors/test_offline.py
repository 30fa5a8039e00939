"""The installed page as the server gives it: what a round asks, what keeps the page on a device, what comes back."""

import json
import re
import uuid
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.apps.instruments.test_media import PICTURE, PLACES, TOWNS, workbook

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Invitation, WaveGroup
from vises.apps.collection.rules import link_token, receipt_hash
from vises.apps.collection.services import interviewers, invitations, waves, withdrawals
from vises.apps.instruments import services as instruments
from vises.apps.instruments.queries import form_of
from vises.apps.instruments.services.media import add_form_file
from vises.apps.journeys.services import stakeholders
from vises.web.doors import offline
from vises.web.doors.offline_words import all_words
from vises.xforms import FormState

CODE = "ACDE-FHJK-LMNP-RTVW"


def _sheet(wave: Any) -> bytes:
    state = FormState(form_of(wave.version), None, f"uuid:{uuid.uuid4()}", "fr")
    state.set({"met": ["yes"]})
    return state.to_xml().encode()


def _sent(address: str, xml: bytes, **changes: Any) -> Any:
    file = SimpleUploadedFile("answer.xml", xml, "text/xml")
    said = {"consent": ["quote"], "language": "fr", "told": "1", "mark": receipt_hash(CODE), "how": "self"}
    return Client().post(address, {"xml_submission_file": file, **said, **changes}, headers={"accept-language": "fr"})


def test_the_page_is_the_same_for_every_round_and_allows_no_eval(wave) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    shell = client.get("/offline/")
    own = client.get(f"/offline/{wave.token}/")
    assert shell.status_code == own.status_code == 200 and shell.content == own.content
    policy = own.headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in f"{policy};"
    assert "'unsafe-eval'" not in policy and "unsafe-inline" not in policy
    assert "blob:" in policy and "blob:" not in client.get(f"/a/{wave.token}/").headers["Content-Security-Policy"]
    assert "wasm" not in client.get(f"/a/{wave.token}/").headers["Content-Security-Policy"]
    assert not own.cookies and client.get("/offline/nothing/").status_code == 404


def test_what_a_round_asks(wave) -> None:  # type: ignore[no-untyped-def]
    told = Client().get(f"/offline/{wave.token}/round/").json()
    assert told["round"] == str(wave.id) and told["form"] == wave.version.xform and told["uses"] == ["quote", "public"]
    assert told["told"] == wave.consent_number and told["aloud"] == {}
    token = interviewers.invite(SYSTEM, wave.id, name="Claire")
    aloud = Client().get(f"/offline/for/{token}/round/").json()["aloud"]
    assert "d'accord" in aloud["fr"]


def test_an_answer_is_kept_and_known_again(wave) -> None:  # type: ignore[no-untyped-def]
    address, xml = f"/offline/{wave.token}/round/", _sheet(wave)
    first, again = _sent(address, xml), _sent(address, xml)
    assert (first.status_code, first.json()) == (201, {"state": "kept"})
    assert (again.status_code, again.json()) == (202, {"state": "known"})
    withdrawals.withdraw(CODE)
    gone = _sent(address, xml)
    assert (gone.status_code, gone.json()) == (410, {"state": "gone"})


def test_how_somebody_agreed_counts_only_where_somebody_asks(wave) -> None:  # type: ignore[no-untyped-def]
    token = interviewers.invite(SYSTEM, wave.id, name="Claire")
    _sent(f"/offline/for/{token}/round/", _sheet(wave), how="witnessed")
    _sent(f"/offline/{wave.token}/round/", _sheet(wave), how="witnessed", mark="1" * 64)
    assert set(Answer.objects.values_list("door", "consent_how")) == {("offline", "witnessed"), ("offline", "self")}


def test_a_closed_round_says_so_and_takes_what_was_finished(wave) -> None:  # type: ignore[no-untyped-def]
    waves.close_wave(SYSTEM, wave.id)
    address = f"/offline/{wave.token}/round/"
    told = Client().get(f"{address}?lang=fr")
    assert told.status_code == 400 and told.json()["state"] == "ended" and "fermé" in told.json()["message"]
    assert _sent(address, _sheet(wave)).status_code == 201


def test_an_ended_link_keeps_the_answer_on_the_device(wave) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.models import GuestPass

    token = interviewers.invite(SYSTEM, wave.id, name="Claire")
    interviewers.end(SYSTEM, wave.id, GuestPass.objects.get(purpose="interviewer").id)
    told = _sent(f"/offline/for/{token}/round/", _sheet(wave))
    assert told.status_code == 404 and told.json()["state"] == "ended" and told.json()["message"]


@pytest.mark.parametrize("xml", [b"", b"\xff\xfe", b"<a/>", b"<!DOCTYPE a><a/>", b"<data id='other'/>"], ids=str)
def test_what_is_no_answer_is_refused_in_words(wave, xml: bytes) -> None:  # type: ignore[no-untyped-def]
    told = _sent(f"/offline/{wave.token}/round/", xml)
    assert told.status_code == 400 and told.json()["state"] == "refused" and told.json()["message"]
    assert not Answer.objects.exists()


def test_a_post_without_anything_is_refused(wave) -> None:  # type: ignore[no-untyped-def]
    address = f"/offline/{wave.token}/round/"
    assert Client().post(address).status_code == 400
    assert Client().post(address, b"{", content_type="multipart/form-data; boundary=x").status_code == 400


def test_a_full_disk_asks_for_patience(wave, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from django.db import OperationalError

    def full(*_given: Any, **_named: Any) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("vises.apps.collection.services.offline.receive", full)
    told = _sent(f"/offline/{wave.token}/round/", _sheet(wave))
    assert told.status_code == 503 and told.headers["Retry-After"]


def test_the_worker_names_what_the_page_loads(wave) -> None:  # type: ignore[no-untyped-def]
    worker = Client().get(reverse("offline-worker"))
    assert worker.headers["Content-Type"].startswith("text/javascript")
    text = worker.content.decode()
    page = Client().get("/offline/").content.decode()
    loaded = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert loaded and all(json.dumps(address)[1:-1] in text for address in loaded)
    assert re.search(r"vises-offline-[0-9a-f]{16}", text) and ".woff2" in text


@pytest.fixture
def ways(wave: Any, world: Any) -> dict[str, str]:
    """The page without connection behind every kind of address."""
    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clientes"}, kind="public", size=40)
    invitations.want(SYSTEM, wave.id, {group.id: 20})
    invitations.invite(SYSTEM, wave.id, "rita@example.org")
    return {
        "own": f"/offline/{wave.token}/",
        "interviewer": f"/offline/for/{interviewers.invite(SYSTEM, wave.id, name='Claire')}/",
        "group": f"/offline/g/{WaveGroup.objects.get(wave=wave).token}/",
        "personal": f"/offline/i/{link_token(settings.SECRET_KEY, str(Invitation.objects.get(wave=wave).id))}/",
    }


@pytest.mark.parametrize("kind", ["own", "interviewer", "group", "personal"])
def test_every_kind_of_address_has_the_page(wave, ways, kind: str) -> None:  # type: ignore[no-untyped-def]
    client, address = Client(), ways[kind]
    assert client.get(address).content == client.get("/offline/").content
    assert client.get(f"{address}app.webmanifest").json()["start_url"] == address
    assert client.get(f"{address}round/").json()["round"] == str(wave.id)
    sent = _sheet(wave)
    assert _sent(f"{address}round/", sent).json() == {"state": "kept"}
    assert _sent(f"{address}round/", sent).json() == {"state": "known"}
    parts = address.rstrip("/").rsplit("/", 1)[0]
    assert client.get(f"{parts}/{'x' * 40}/").status_code == 404
    lost = _sent(f"{parts}/{'x' * 40}/round/", sent)
    assert lost.status_code == 404 and lost.json()["code"] == "access.link-ended" and lost.json()["message"]


def test_a_personal_link_that_was_used_says_so_and_takes_no_second_answer(wave, ways) -> None:  # type: ignore[no-untyped-def]
    address = f"{ways['personal']}round/"
    first = _sheet(wave)
    assert _sent(address, first).status_code == 201
    told = Client().get(f"{address}?lang=fr").json()
    assert told["state"] == "ended" and "Ce lien a servi" in told["message"]
    second = _sent(address, _sheet(wave), mark="1" * 64)
    assert second.status_code == 400 and second.json()["code"] == "collection.link-used"
    withdrawals.withdraw(CODE)
    assert _sent(address, first).json() == {"state": "gone"}


@pytest.mark.parametrize("kind", ["group", "personal"])
def test_the_first_page_on_the_web_leads_to_the_one_without_connection(ways, kind: str, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    for there in (True, False):
        monkeypatch.setattr("vises.web.doors.invited.built", lambda there=there: there)
        page = Client().get(ways[kind].removeprefix("/offline")).content.decode()
        assert (f'href="{ways[kind]}"' in page) is there


def test_what_the_form_shows_comes_with_the_round(line) -> None:  # type: ignore[no-untyped-def]
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "Images"}, xlsform=(workbook(), "a.xlsx"))
    for name in ("q.png", "q-nl.png", "oui.png"):
        add_form_file(SYSTEM, version.id, name, [PICTURE])
    add_form_file(SYSTEM, version.id, "towns.csv", [TOWNS])
    add_form_file(SYSTEM, version.id, "places.geojson", [PLACES])
    wave = waves.open_wave(SYSTEM, version.id, titles={"fr": "x"}, uses=["analysis"])
    told = Client().get(f"/offline/{wave.token}/round/").json()
    met = told["beside"]["fr"]["met"]
    assert set(met["pictures"]) == {"", "y"} and "sound" not in met  # q.mp3 was never given
    assert Client().get(met["pictures"]["y"]).headers["Content-Type"] == "image/png"
    assert told["beside"]["nl"]["met"]["pictures"][""] != met["pictures"][""]
    assert (
        "Tournai" in told["form"] and "Le marché" in told["form"] and " src=" not in told["form"].split("</model>")[0]
    )


def test_the_manifest_begins_at_the_round(wave) -> None:  # type: ignore[no-untyped-def]
    told = Client().get(f"/offline/{wave.token}/app.webmanifest").json()
    assert told["start_url"] == f"/offline/{wave.token}/" and told["scope"] == "/offline/"


def test_every_word_is_there_in_three_languages() -> None:
    words = all_words()
    assert set(words) == {"fr", "nl", "en"} and words["fr"]["finish"] == "Terminer"
    assert words["nl"].keys() == words["fr"].keys()
    script = "".join(path.read_text() for path in (offline_source()).glob("*.js"))
    used = set(re.findall(r"\bwords\.(\w+)", script)) - {"use", "answer", "type"}
    counted = {f"{name}_{many}" for name in re.findall(r'many\("(\w+)"', script) for many in ("one", "many")}
    assert used | counted <= words["fr"].keys()


def offline_source() -> Any:
    from pathlib import Path

    return Path(offline.__file__).parents[4] / "islands" / "src"


def test_the_door_is_told_where_it_was_built(wave, as_user, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/"
    for there in (True, False):
        monkeypatch.setattr("vises.web.doors.overview.built", lambda there=there: there)
        assert (b"doors/offline/" in as_user("claire").get(address).content) is there
    page = as_user("claire").get(f"{address}offline/").content.decode()
    assert f"/offline/{wave.token}/" in page and "<svg" in page
