"""Answers filled in without connection: kept once however often they are sent, with a receipt drawn on the device."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, AnswerFile, Invitation, Quarantine, Wave, WaveGroup, Withdrawal
from vises.apps.collection.rules import link_token, receipt_hash
from vises.apps.collection.services import invitations, offline, withdrawals
from vises.apps.collection.services.answers import accept
from vises.apps.collection.services.offline import Behind, Said, receive
from vises.apps.instruments.models import InstrumentVersion
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.services import stakeholders
from vises.kernel.clock import now, today
from vises.kernel.problems import NotFound, Problem
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
    first, again = receive(Behind(wave), sent, {}, _said()), receive(Behind(wave), sent, {}, _said())
    assert first.first and not again.first and not again.quarantined and first.receipt == ""
    row = Answer.objects.get()
    assert (row.door, row.consents, row.consent_how, row.language) == ("offline", ["analysis", "quote"], "self", "fr")
    assert withdrawals.behind(CODE.lower()) == row


def test_what_was_taken_back_stays_away_through_every_door(wave) -> None:  # type: ignore[no-untyped-def]
    sent = _sheet(wave)
    receive(Behind(wave), sent, {}, _said())
    withdrawals.withdraw(CODE)
    with pytest.raises(Problem, match="answer-withdrawn"):
        receive(Behind(wave), sent, {}, _said())
    with pytest.raises(Problem, match="answer-withdrawn"):
        accept(wave, sent.decode())
    with pytest.raises(Problem, match="answer-withdrawn"):
        receive(Behind(wave), sent, {}, _said(mark="0" * 64))
    assert not Answer.objects.exists()
    assert Withdrawal.objects.filter(what="answer").count() == 1


def test_a_correction_of_what_was_taken_back_stays_away(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(Behind(wave), _sheet(wave, instance=instance), {}, _said())
    withdrawals.withdraw(CODE)
    with pytest.raises(Problem, match="answer-withdrawn"):
        accept(wave, _sheet(wave, "no", deprecates=instance).decode())


def test_its_code_opens_its_correction(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(Behind(wave), _sheet(wave, instance=instance), {}, _said())
    accept(wave, _sheet(wave, "no", deprecates=instance).decode())
    found = withdrawals.behind(CODE)
    assert isinstance(found, Answer) and found.deprecates == instance
    withdrawals.withdraw(CODE)
    assert not Answer.objects.exists()


def test_the_same_id_with_other_content_is_put_aside(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(Behind(wave), _sheet(wave, "yes", instance), {}, _said())
    assert receive(Behind(wave), _sheet(wave, "no", instance), {}, _said()).quarantined
    assert Answer.objects.count() == 1 and Quarantine.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"mark": ""}, {"mark": "Z" * 64}, {"told": 0}, {"told": 99}, {"language": "x" * 31}], ids=str
)
def test_what_our_page_never_says_is_refused(wave, changes) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(Behind(wave), _sheet(wave), {}, _said(**changes))
    assert not Answer.objects.exists()


@pytest.mark.parametrize("instance", ["uuid:device-7-person-3", "claire@tablet"])
def test_an_id_that_could_tell_who_is_refused(wave, instance) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(Behind(wave), _sheet(wave, instance=instance), {}, _said())


def test_nobody_replaces_an_answer_of_which_she_only_knows_the_id(wave) -> None:  # type: ignore[no-untyped-def]
    instance = f"uuid:{uuid.uuid4()}"
    receive(Behind(wave), _sheet(wave, instance=instance), {}, _said())
    with pytest.raises(Problem, match="answer-unreadable"):
        receive(Behind(wave), _sheet(wave, "no", deprecates=instance), {}, _said(mark="1" * 64))
    assert Answer.objects.get().state == "kept"


def test_a_closed_round_takes_what_was_finished_before_for_some_days(wave) -> None:  # type: ignore[no-untyped-def]
    patience = timedelta(days=offline.LATE_DAYS)
    Wave.objects.update(closed_at=now() - patience + timedelta(hours=1), closes_on=today() - patience)
    late = offline.behind_address(wave.token)
    assert receive(late, _sheet(wave), {}, _said()).first
    Wave.objects.update(closes_on=today() - patience - timedelta(days=1))
    with pytest.raises(Problem, match="wave-ended"):
        receive(offline.behind_address(wave.token), _sheet(wave), {}, _said(mark="2" * 64))


PHOTO = (
    '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>x</h:title>'
    '<model><instance><data id="p" version="1"><photo/><meta><instanceID/></meta></data></instance>'
    '<bind nodeset="/data/photo" type="binary"/></model></h:head><h:body>'
    '<upload ref="/data/photo" mediatype="image/*"><label>Photo</label></upload></h:body></h:html>'
)


def test_a_picture_comes_once_with_its_answer(wave) -> None:  # type: ignore[no-untyped-def]
    InstrumentVersion.objects.filter(pk=wave.version_id).update(xform=PHOTO)
    found = offline.behind_address(wave.token)
    sent = (
        '<data id="p" version="1"><photo>coin.jpg</photo>'
        f"<meta><instanceID>uuid:{uuid.uuid4()}</instanceID></meta></data>"
    ).encode()
    for _ in range(2):
        receive(found, sent, {"coin.jpg": [b"not really a picture"], "other.jpg": [b"x"]}, _said())
    kept = AnswerFile.objects.get()
    assert kept.question == "photo" and Answer.objects.count() == 1


def _link(wave: Wave, number: int = 1, group: Any = None) -> str:
    """One of so many personal links, as its mail has it."""
    listed = "\n".join(f"p{n}@example.org" for n in range(number))
    invitations.invite(SYSTEM, wave.id, listed, group_id=group)
    row = Invitation.objects.filter(wave=wave).first()
    assert row
    return link_token(settings.SECRET_KEY, str(row.id))


def test_a_personal_link_takes_one_answer_however_often_it_is_sent(wave) -> None:  # type: ignore[no-untyped-def]
    behind = offline.behind_link(_link(wave))
    assert behind.wave == wave and not behind.spent
    sent = _sheet(wave)
    assert receive(behind, sent, {}, _said()).first
    assert not receive(behind, sent, {}, _said()).first  # the reply was lost
    assert offline.behind_link(behind.link).spent
    with pytest.raises(Problem, match="link-used"):
        receive(behind, _sheet(wave), {}, _said(mark="1" * 64))
    assert Answer.objects.count() == 1 and Invitation.objects.get().address == ""


def test_who_took_her_answer_back_hears_it_through_her_link(wave) -> None:  # type: ignore[no-untyped-def]
    behind, sent = offline.behind_link(_link(wave)), _sheet(wave)
    receive(behind, sent, {}, _said())
    withdrawals.withdraw(CODE)
    with pytest.raises(Problem, match="answer-withdrawn"):  # the device lets go of it
        receive(behind, sent, {}, _said())


def test_what_was_refused_leaves_a_personal_link_good(wave) -> None:  # type: ignore[no-untyped-def]
    behind = offline.behind_link(_link(wave))
    with pytest.raises(Problem, match="unreadable"):
        receive(behind, b"<a/>", {}, _said())
    assert not offline.behind_link(behind.link).spent
    assert receive(behind, _sheet(wave), {}, _said()).first


def test_answers_of_a_group_are_counted_as_its_own(wave, world) -> None:  # type: ignore[no-untyped-def]
    group = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clientes"}, kind="public", size=40)
    invitations.want(SYSTEM, wave.id, {group.id: 20})
    behind = offline.behind_group(WaveGroup.objects.get(wave=wave).token)
    assert receive(behind, _sheet(wave), {}, _said()).first
    assert Answer.objects.get().group_id == group.id
    receive(offline.behind_link(_link(wave, 6, group.id)), _sheet(wave), {}, _said(mark="1" * 64))
    assert Answer.objects.filter(group=group).count() == 2
    Wave.objects.update(closed_at=now())  # what was finished before still comes
    assert receive(behind, _sheet(wave), {}, _said(mark="2" * 64)).first
    token = WaveGroup.objects.get(wave=wave).token
    invitations.want(SYSTEM, wave.id, {group.id: None})
    with pytest.raises(NotFound):
        offline.behind_group(token)
