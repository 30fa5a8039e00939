"""The same pages through other doors: for somebody else, on a screen on the spot, and with a receipt to correct."""

import re
from typing import Any

import pytest
from django.test import Client
from tests.web.collection.test_answering import hidden

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import GuestPass
from vises.apps.collection.models import Answer, AnswerFile
from vises.apps.collection.services import interviewers, waves, withdrawals
from vises.apps.collection.services.waves import open_wave
from vises.apps.instruments import services as instruments
from vises.kernel.problems import NotFound, Problem


class Walk:
    """A browser on one address that only sends forms."""

    def __init__(self, address: str, page: Any = None) -> None:
        self.client = Client(headers={"accept-language": "fr"})
        self.address = address
        self.page = page or self.client.get(address)

    def send(self, do: str, **data: Any) -> Any:
        fields = {"draft": hidden(self.page, "draft"), "do": do}
        if b'name="page"' in self.page.content:
            fields["page"] = hidden(self.page, "page")
        self.page = self.client.post(self.address, {**fields, **data})
        return self.page


def _receipt(page: Any) -> str:
    found = re.search(rb"<output>([^<]+)</output>", page.content)
    assert found, page.content.decode()[:800]
    return found.group(1).decode()


def test_for_somebody_else_it_is_read_aloud_and_how_she_agreed_is_noted(wave) -> None:  # type: ignore[no-untyped-def]
    walk = Walk(f"/for/{interviewers.invite(SYSTEM, wave.id, name='Claire')}/")
    assert "Êtes-vous d" in walk.page.content.decode() and "Rita" in walk.page.content.decode()
    assert walk.send("begin", consent=["quote"]).status_code == 400  # how she agreed has to be said
    page = walk.send("begin", consent=["quote"], how="witnessed")
    assert b'class="for-other"' in page.content
    thanks = walk.send("next", met="yes")
    row = Answer.objects.get()
    assert (row.door, row.consent_how, row.consents) == ("interviewer", "witnessed", ["analysis", "quote"])
    assert f'href="{walk.address}"'.encode() in thanks.content  # the next person
    assert GuestPass.objects.get(purpose="interviewer").used_at is None  # it would tell when somebody answered


def test_a_link_for_those_who_ask_ends_at_once(wave, world) -> None:  # type: ignore[no-untyped-def]
    token = interviewers.invite(world.actor("claire"), wave.id, name="Claire")
    with pytest.raises(NotFound):
        interviewers.invite(world.actor("stranger claire"), wave.id, name="x")
    with pytest.raises(Problem, match="interviewer-name"):
        interviewers.invite(SYSTEM, wave.id, name=" ")
    row = GuestPass.objects.get(purpose="interviewer")
    with pytest.raises(NotFound):
        interviewers.end(world.actor("stranger claire"), wave.id, row.id)
    interviewers.end(world.actor("claire"), wave.id, row.id)
    assert Client().get(f"/for/{token}/").status_code == 404


def test_a_closed_round_is_said_so_to_whoever_asks(wave) -> None:  # type: ignore[no-untyped-def]
    token = interviewers.invite(SYSTEM, wave.id, name="Claire")
    waves.close_wave(SYSTEM, wave.id)
    assert Client().get(f"/for/{token}/").status_code == 400


def test_the_links_page_shows_a_link_once(wave, as_user, world) -> None:  # type: ignore[no-untyped-def]
    address = f"/journeys/{world.journey.id}/collection/{wave.id}/doors/interview/"
    claire = as_user("claire")
    made = claire.post(address, {"name": "Sam", "do": "make"}).content.decode()
    token = re.search(r"/for/([\w-]{30,})/", made)
    assert token and token.group(1) not in claire.get(address).content.decode()
    assert claire.post(address, {"name": "", "do": "make"}).status_code == 400
    row = GuestPass.objects.get(purpose="interviewer")
    assert claire.post(address, {"end": str(row.id)}).status_code == 302
    assert claire.post(address, {"end": "x"}).status_code == 404


SMILEYS = "# x\nContent ? (smileys) {glad}\nUn mot ? (texte) {word}\n"


def test_a_kiosk_is_large_begins_anew_and_keeps_its_door(line) -> None:  # type: ignore[no-untyped-def]
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=SMILEYS, another=True)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "x"})
    walk = Walk(f"/a/{wave.token}/kiosk/")
    first = walk.page.content.decode()
    assert 'class="answering kiosk"' in first and '<dialog class="still"' not in first
    page = walk.send("begin").content.decode()
    assert page.count('class="face"') == 5 and '<dialog class="still"' in page and " style=" not in page
    value = re.findall(r'name="glad" value="([^"]+)"', page)[-1]
    walk.send("next", glad=value)  # one question a screen
    thanks = walk.send("next").content.decode()
    assert f'data-home="{walk.address}"' in thanks and '<meta http-equiv="refresh"' in thanks
    assert Answer.objects.get().door == "kiosk"
    on_the_web = Walk(f"/a/{wave.token}/").send("begin").content.decode()
    assert 'class="face"' not in on_the_web and "<script" not in on_the_web


def test_with_the_receipt_an_answer_is_corrected_page_by_page(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes", changed="mes premiers mots", consents=("quote",))
    waves.close_wave(SYSTEM, wave.id)  # who answered may still correct
    begun = Client().post("/receipt/", {"code": told.receipt, "do": "correct"})
    page = begun.content.decode()
    assert begun.status_code == 200 and "mes premiers mots" in page and 'value="yes" checked' in page
    walk = Walk("/receipt/correct/", begun)
    thanks = walk.send("next", met="no", changed="mes mots corrigés")
    new = _receipt(thanks)
    kept = Answer.objects.get(state="kept")
    assert "mes mots corrigés" in kept.xml and kept.deprecates == "uuid:a" and kept.consents == ["analysis", "quote"]
    assert new != told.receipt
    for code in (new, told.receipt):
        assert b"mes mots corrig" in Client().post("/receipt/", {"code": code, "do": "see"}).content


def test_a_correction_after_a_withdrawal_comes_to_nothing(wave, answer) -> None:  # type: ignore[no-untyped-def]
    told = answer(wave, "uuid:a", met="yes")
    begun = Client().post("/receipt/", {"code": told.receipt, "do": "correct"})
    withdrawals.withdraw(told.receipt)
    walk = Walk("/receipt/correct/", begun)
    for address in (walk.address, f"/a/{wave.token}/"):
        assert Client().post(address, {"draft": hidden(begun, "draft"), "page": hidden(begun, "page"), "do": "next"})
    assert not Answer.objects.exists()
    assert Client().get("/receipt/correct/").status_code == 302
    assert Client().post("/receipt/correct/", {"draft": "x"}).status_code == 400
    plain = Walk(f"/a/{wave.token}/").send("begin")
    assert Client().post("/receipt/correct/", {"draft": hidden(plain, "draft")}).status_code == 400


def test_the_files_of_a_corrected_answer_go_with_it(line) -> None:  # type: ignore[no-untyped-def]
    from tests.api.openrosa.test_openrosa import PHOTOS

    from vises.apps.instruments.models import InstrumentVersion
    from vises.platform.files.models import StoredFile

    plain = "# p\nUn mot ? (texte)\n"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "p"}, plain_list=plain, another=True)
    InstrumentVersion.objects.filter(pk=version.pk).update(xform=PHOTOS)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "p"})
    from django.core.files.uploadedfile import SimpleUploadedFile

    walk = Walk(f"/a/{wave.token}/")
    walk.send("begin")
    code = _receipt(walk.send("next", photo=SimpleUploadedFile("moi.png", b"\x89PNG")))
    begun = Client().post("/receipt/", {"code": code, "do": "correct"})
    _receipt(Walk("/receipt/correct/", begun).send("next"))
    kept = Answer.objects.get(state="kept")
    assert [row.question for row in kept.files.all()] == ["photo"] and AnswerFile.objects.count() == 2
    withdrawals.withdraw(code)
    assert not StoredFile.objects.exists() and not AnswerFile.objects.exists()


def test_a_question_that_an_answer_opens_beside_it_is_asked(line) -> None:  # type: ignore[no-untyped-def]
    plain = "# x\nQue faites-vous ? (plusieurs) {does}\n- coudre {sew}\n- autre chose… {other}\n"
    version = instruments.write_questionnaire(SYSTEM, line.id, titles={"fr": "x"}, plain_list=plain, another=True)
    wave = open_wave(SYSTEM, version.id, titles={"fr": "x"})
    walk = Walk(f"/a/{wave.token}/")
    walk.send("begin")
    page = walk.send("next", does=["other"])
    assert page.status_code == 200 and b'class="opened"' in page.content and not Answer.objects.exists()
    field = re.search(r'<input type="text" id="[^"]+" name="([^"]+)"', page.content.decode())
    assert field
    _receipt(walk.send("next", **{"does": ["other"], field.group(1): "chanter"}))
    assert "chanter" in Answer.objects.get().xml
