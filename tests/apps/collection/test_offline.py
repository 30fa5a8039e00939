"""Answers filled in without connection: kept once however often they are sent, with a receipt drawn on the device."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from vises.apps.collection.models import Answer, AnswerFile, Quarantine, Wave, Withdrawal
from vises.apps.collection.rules import receipt_hash
from vises.apps.collection.services import offline, withdrawals
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.offline import Said, receive
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.kernel.clock import now, today
from vises.kernel.problems import Problem
from vises.xforms import FormState

CODE = "ACDE-FHJK-LMNP-RTVW"


def _said(**changes: Any) -> Said:
    return Said(**{"consents": ["quote"], "language": "fr", "told": 1, "mark": receipt_hash(CODE), **changes})


def _sheet(wave: Wave, met: str = "yes", instance: str = "", deprecates: str = "") -> bytes:
    state = FormState(form_of(wave.version), None, instance or f"uuid:{uuid.uuid4()}", "fr", deprecated_id=deprecates)
    state.set({"met": [met]})
    return state.to_xml().encode()


def test_it_is_kept_once_and_the_code_of_the_device_opens_it(wave) -> None:  # type: ignore[no-untyped-def]
    sent = _sheet(wave)
    first, again = receive(wave, sent, {}, _said()), receive(wave, sent, {}, _said())
    assert first.first and not again.first and not again.quarantined and first.receipt == ""
    row = Answer.objects.get()
    assert (row.door, row.consents, row.consent_how, row.language) == ("offline", ["analysis", "quote"], "self", "fr")
    assert withdrawals.behind(CODE.lower()) == row


def test_what_was_taken_back_stays_away_through_every_door(wave) -> None:  # type: ignore[no-untyped-def]
    sent = _sheet(wave)
    receive(wave, sent, {}, _said())
    withdrawals.withdraw(CODE)
    with pytest.raises(Problem, match="answer-withdrawn"):
        receive(wave, sent, {}, _said())
    with pytest.raises(Problem, match="answer-withdrawn"):
        accept(wave, sent.decode())
    with pytest.raises(Problem, match="answer-withdrawn"):
        receive(wave, sent, {}, _said(mark="0" * 64))
    assert not Answer.objects.exists()
    assert Withdrawal.objects.filter(what="answer").count() == 1


def test_a_correction_of_what_was_taken_back_stays_away(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(wave, _sheet(wave, instance=instance), {}, _said())
    withdrawals.withdraw(CODE)
    with pytest.raises(Problem, match="answer-withdrawn"):
        accept(wave, _sheet(wave, "no", deprecates=instance).decode())


def test_its_code_opens_its_correction(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(wave, _sheet(wave, instance=instance), {}, _said())
    accept(wave, _sheet(wave, "no", deprecates=instance).decode())
    found = withdrawals.behind(CODE)
    assert isinstance(found, Answer) and found.deprecates == instance
    withdrawals.withdraw(CODE)
    assert not Answer.objects.exists()


def test_the_same_id_with_other_content_is_put_aside(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(wave, _sheet(wave, "yes", instance), {}, _said())
    assert receive(wave, _sheet(wave, "no", instance), {}, _said()).quarantined
    assert Answer.objects.count() == 1 and Quarantine.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"mark": ""}, {"mark": "Z" * 64}, {"told": 0}, {"told": 99}, {"language": "x" * 31}], ids=str
)
def test_what_our_page_never_says_is_refused(wave, changes) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(wave, _sheet(wave), {}, _said(**changes))
    assert not Answer.objects.exists()


@pytest.mark.parametrize("instance", ["uuid:device-7-person-3", "claire@tablet"])
def test_an_id_that_could_tell_who_is_refused(wave, instance) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(wave, _sheet(wave, instance=instance), {}, _said())


def test_nobody_replaces_an_answer_of_which_she_only_knows_the_id(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(wave, _sheet(wave, instance=instance), {}, _said())
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(wave, _sheet(wave, "no", deprecates=instance), {}, _said(mark="1" * 64))
    assert Answer.objects.get().state == "kept"


def test_a_closed_round_takes_what_was_finished_before_for_some_days(wave) -> None:  # type: ignore[no-untyped-def]
    patience = timedelta(days=offline.LATE_DAYS)
    Wave.objects.update(closed_at=now() - patience + timedelta(hours=1), closes_on=today() - patience)
    late = offline.wave_of_address(wave.token)
    assert receive(late, _sheet(wave), {}, _said()).first
    Wave.objects.update(closes_on=today() - patience - timedelta(days=1))
    with pytest.raises(Problem, match="wave-ended"):
        receive(offline.wave_of_address(wave.token), _sheet(wave), {}, _said(mark="2" * 64))


PHOTO = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title>'
    '<model><instance><data id="p" version="1"><photo/><meta><instanceID/></meta></data></instance>'
    '<bind nodeset="/data/photo" type="binary"/></model></h:head><h:body>'
    '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload></h:body></h:html>'
)


def test_a_picture_comes_once_with_its_answer(wave) -> None:  # type: ignore[no-untyped-def]
    InstrumentVersion.objects.filter(pk=wave.version_id).update(xform=PHOTO)
    found = offline.wave_of_address(wave.token)
    sent = (
        '<data id="p" version="1"><photo>coin.jpg</photo>'
        f"<meta><instanceID>uuid:{uuid.uuid4()}</instanceID></meta></data>"
    ).encode()
    for _ in range(2):
        receive(found, sent, {"coin.jpg": [b"not really a picture"], "other.jpg": [b"x"]}, _said())
    kept = AnswerFile.objects.get()
    assert kept.question == "photo" and Answer.objects.count() == 1
