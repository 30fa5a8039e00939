"""Personal links: good for one answer, tied to none; reminders only to those who did not answer; stop is stop."""

import re
import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from vises.apps.access.actor import SYSTEM
from vises.apps.collection.models import Answer, Invitation, WaveGroup
from vises.apps.collection.queries import people as people_queries
from vises.apps.collection.queries.people import OTHERS, people
from vises.apps.collection.services import answers, invitations, waves
from vises.apps.instruments.queries import form_of
from vises.apps.journeys.services import stakeholders
from vises.kernel.problems import NotFound, Problem
from vises.platform.jobs.models import Job
from vises.platform.jobs.services import run_next
from vises.platform.mail.models import OutboxMail
from vises.xforms import FormState, answer_of

TOKEN = re.compile(r"/i/([\w-]{30,})/\n")


@pytest.fixture
def group(world: Any) -> Any:
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clientes"}, kind="public", size=40)


def _tokens() -> list[str]:
    mails = Job.objects.filter(name="mail.send").order_by("created_at")
    return [found.group(1) for row in mails if (found := TOKEN.search(row.params["body"]))]


def _filled(wave: Any, instance: str, **values: str) -> Any:
    state = FormState(form_of(wave.version), None, instance)
    state.set({name: [value] for name, value in values.items()})
    return answer_of(state)


def _list(count: int) -> str:
    return "\n".join(f"Personne {n} <p{n}@example.org>" for n in range(count))


def test_a_link_gives_one_answer_and_the_same_sent_again_is_the_same(wave) -> None:  # type: ignore[no-untyped-def]
    assert invitations.invite(SYSTEM, wave.id, _list(2)).written == 2
    token, other = _tokens()
    told = invitations.accept(token, wave, _filled(wave, "uuid:a", met="yes"))
    again = invitations.accept(token, wave, _filled(wave, "uuid:a", met="yes"))
    assert told.first and not again.first and told.receipt == again.receipt
    with pytest.raises(Problem, match="link-used"):
        invitations.accept(token, wave, _filled(wave, "uuid:b", met="no"))
    with pytest.raises(NotFound):
        invitations.accept("x" * 32, wave, _filled(wave, "uuid:c", met="no"))
    assert invitations.accept(other, wave, _filled(wave, "uuid:d", met="no")).first
    assert Answer.objects.count() == 2


def test_an_answer_that_was_refused_leaves_the_link_good(wave) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, _list(1))
    (token,) = _tokens()
    with pytest.raises(Problem, match="unreadable"):
        invitations.accept(token, wave, _filled(wave, "x" * 200, met="yes"))
    assert not invitations.opened(token).spent
    assert invitations.accept(token, wave, _filled(wave, "uuid:a", met="yes")).first


def test_nothing_kept_leads_from_a_link_to_an_answer(wave, group) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, _list(6), group_id=group.id)
    token = _tokens()[3]
    before = list(Invitation.objects.order_by("pk").values())
    invitations.accept(token, wave, _filled(wave, "uuid:a", met="yes"))
    after = list(Invitation.objects.order_by("pk").values())
    changed = {name for old, new in zip(before, after, strict=True) for name in old if old[name] != new[name]}
    assert changed == {"spent", "address"}  # that it was used, and whom to remind no more; no time, no id
    fields = {field.name for field in Invitation._meta.get_fields()}
    assert "answer" not in fields and not {name for name in fields if name.endswith("_at")}
    assert Answer.objects.get().group_id == group.id
    assert all(token not in str(row) for row in after)  # only its hash is kept
    if connection.vendor == "postgresql":  # nor where the rows lie, nor which transaction wrote them
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT xmin::text FROM {Invitation._meta.db_table}")
            assert len(cursor.fetchall()) == 1


def test_a_group_of_few_is_not_written_beside_its_answers(wave, group) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, _list(4), group_id=group.id)
    invitations.accept(_tokens()[0], wave, _filled(wave, "uuid:a", met="yes"))
    assert Answer.objects.get().group_id is None


def test_only_those_who_did_not_answer_are_reminded_and_not_too_often(wave, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, _list(3))
    first, second, _third = _tokens()
    assert invitations.remind(SYSTEM, wave.id) == 0  # not on the day of the first mail
    invitations.accept(first, wave, _filled(wave, "uuid:a", met="yes"))
    invitations.stop(second)
    day = invitations.today()
    for later, reminded in ((3, 1), (4, 0), (6, 1), (9, 0)):
        monkeypatch.setattr(invitations, "today", lambda later=later: day + timedelta(days=later))
        assert invitations.remind(SYSTEM, wave.id) == reminded, later
    to = [row.params["to"] for row in Job.objects.filter(name="mail.send")]
    assert sorted(to) == ["p0@example.org", "p1@example.org", *["p2@example.org"] * 3]
    assert len(set(_tokens())) == 3  # a reminder carries the link of the first mail


def test_stop_holds_in_every_round_of_the_journey_and_erases_the_address(wave) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, "rita@example.org")
    (token,) = _tokens()
    invitations.stop(token)
    assert Invitation.objects.get().address == ""
    again = waves.open_wave(SYSTEM, wave.version_id, titles={"fr": "Automne"})
    told = invitations.invite(SYSTEM, again.id, "RITA@example.org, sam@example.org")
    assert (told.written, told.stopped) == (1, 1)
    told = invitations.invite(SYSTEM, wave.id, "rita@example.org")
    assert (told.written, told.known) == (0, 1)


def test_a_link_that_was_ended_opens_nothing_and_says_nothing_of_who_answered(wave, world, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    invitations.invite(claire, wave.id, _list(6))
    tokens = _tokens()
    invitations.accept(tokens[0], wave, _filled(wave, "uuid:a", met="yes"))
    day = invitations.today()
    for module in (invitations, people_queries):
        monkeypatch.setattr(module, "today", lambda: day + timedelta(days=4))
    Job.objects.filter(name="mail.send").update(state="failed")  # mails that could not go stayed here
    before = people(claire, wave.id).links
    told = [invitations.end_links(claire, wave.id, f"P{n} <P{n}@example.org>, nobody{n}@example.org") for n in (0, 1)]
    assert [(one.links, one.without) for one in told] == [(1, 1)] * 2  # used and not used are told alike
    after = people(claire, wave.id).links
    assert (after.ended, after.spent, after.due) == (2, before.spent, before.due)  # nothing to subtract
    assert invitations.accept(tokens[0], wave, _filled(wave, "uuid:a", met="yes")).first is False  # it was kept before
    for call in (
        lambda: invitations.opened(tokens[1]),
        lambda: invitations.accept(tokens[1], wave, _filled(wave, "uuid:b", met="yes")),
    ):
        with pytest.raises(Problem, match="link-ended"):
            call()
    assert Answer.objects.count() == 1 and invitations.remind(claire, wave.id) == 4
    ended = Invitation.objects.filter(ended=True)
    assert ended.count() == 2 and not ended.exclude(address="").exists()
    assert not any(tokens[1] in str(job.params) for job in Job.objects.all())  # nor does its mail stay here
    again = invitations.invite(claire, wave.id, "p1@example.org")
    assert (again.written, again.known) == (0, 1)
    invitations.stop(tokens[1])  # peace may still be asked for
    assert invitations.accept(tokens[2], wave, _filled(wave, "uuid:c", met="no")).first  # the others stay good
    with pytest.raises(NotFound):
        invitations.end_links(world.actor("stranger claire"), wave.id, "p3@example.org")
    with pytest.raises(Problem, match="invite-unreadable"):
        invitations.end_links(claire, wave.id, "p3@example.org\nSam")
    assert Invitation.objects.filter(ended=True).count() == 2
    if connection.vendor == "postgresql":  # nor does an ended row lie apart
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT DISTINCT xmin::text FROM {Invitation._meta.db_table}")
            assert len(cursor.fetchall()) == 1


def test_mails_that_stayed_here_go_with_the_address(wave, settings) -> None:  # type: ignore[no-untyped-def]
    settings.EMAIL_BACKEND = "vises.platform.mail.outbox.OutboxBackend"
    invitations.invite(SYSTEM, wave.id, _list(4))
    answered, stopped, stuck, _waits = _tokens()
    jobs = {row.params["body"]: row for row in Job.objects.filter(name="mail.send")}
    Job.objects.filter(id=next(row.id for body, row in jobs.items() if stuck in body)).update(state="failed")
    while run_next():
        pass
    assert OutboxMail.objects.count() == 3
    invitations.stop(stopped)
    assert not OutboxMail.objects.filter(body__contains=stopped).exists()
    invitations.accept(answered, wave, _filled(wave, "uuid:a", met="yes"))
    invitations.stop(stuck)
    assert not any(row.params for row in Job.objects.filter(name="mail.send"))
    assert OutboxMail.objects.filter(body__contains=answered).exists()  # not in the instant of the answer
    invitations.forget_addresses()
    assert [mail.to for mail in OutboxMail.objects.all()] == list(
        Invitation.objects.exclude(address="").values_list("address", flat=True)
    )


def test_a_list_that_cannot_be_read_writes_to_nobody(wave) -> None:  # type: ignore[no-untyped-def]
    for text, code in (("", "nobody"), ("rita@example.org\nSam", "unreadable"), ("a@b", "unreadable")):
        with pytest.raises(Problem, match=f"invite-{code}"):
            invitations.invite(SYSTEM, wave.id, text)
    with pytest.raises(Problem, match="invite-many"):
        invitations.invite(SYSTEM, wave.id, _list(invitations.MOST + 1))
    with pytest.raises(Problem, match="group"):
        invitations.invite(SYSTEM, wave.id, "rita@example.org", group_id=uuid.uuid4())
    assert not Invitation.objects.exists() and not Job.objects.filter(name="mail.send").exists()


def test_addresses_go_a_month_after_the_round_closed(wave, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, "rita@example.org")
    waves.close_wave(SYSTEM, wave.id)
    invitations.forget_addresses()
    assert Invitation.objects.get().address
    day = invitations.today()
    monkeypatch.setattr(invitations, "today", lambda: day + timedelta(days=32))
    invitations.forget_addresses()
    assert not Invitation.objects.get().address


def test_strangers_write_to_nobody_and_see_nothing(wave, world) -> None:  # type: ignore[no-untyped-def]
    stranger = world.actor("stranger claire")
    for call in (
        lambda: invitations.invite(stranger, wave.id, "rita@example.org"),
        lambda: invitations.remind(stranger, wave.id),
        lambda: invitations.want(stranger, wave.id, {}),
        lambda: people(stranger, wave.id),
    ):
        with pytest.raises(NotFound):
            call()


def test_groups_are_wanted_and_counted_from_five_on(wave, world, group) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    other = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Bénévoles"}, kind="volunteers")
    assert invitations.want(claire, wave.id, {group.id: 20, other.id: None}) == 1
    token = WaveGroup.objects.get().token
    invitations.want(claire, wave.id, {group.id: 25})
    assert WaveGroup.objects.get().token == token
    found_wave, group_id = invitations.group_behind(token)
    assert (found_wave.id, group_id) == (wave.id, group.id)
    for number in range(7):
        answers.accept(wave, _filled(wave, f"uuid:{number}", met="yes"), group=group.id)
    for number in range(2):
        answers.accept(wave, _filled(wave, f"uuid:o{number}", met="yes"), group=other.id)
    found = people(claire, wave.id)
    told = {one.names["fr"]: (one.target, one.answered) for one in found.groups if one.answered != 0}
    assert told == {"Clientes": (25, None), "Bénévoles": (None, None)}  # seven could be had by subtracting two
    for number in range(6):
        answers.accept(wave, _filled(wave, f"uuid:n{number}", met="yes"))
        answers.accept(wave, _filled(wave, f"uuid:p{number}", met="yes"), group=other.id)
    found = people(claire, wave.id)
    told = {one.names["fr"]: one.answered for one in found.groups if one.answered}
    assert told == {"Clientes": 7, "Bénévoles": 8} and found.others == 6
    with pytest.raises(Problem, match="group"):
        invitations.want(claire, wave.id, {uuid.uuid4(): 3})


def test_moments_stand_side_by_side(wave, world, group) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    after = waves.open_wave(SYSTEM, wave.version_id, titles={"fr": "Après"}, moment="after")
    waves.open_wave(SYSTEM, wave.version_id, titles={"fr": "Sans"})
    waves.open_wave(SYSTEM, wave.version_id, titles={"fr": "Avant"}, moment="before")
    invitations.want(claire, after.id, {group.id: 12})
    for number in range(5):
        answers.accept(after, _filled(after, f"uuid:{number}", met="yes"))
    found = people(claire, wave.id).moments
    assert [(one.moment, one.titles["fr"]) for one in found] == [("before", "Avant"), ("after", "Après")]
    assert found[1].targets == {str(group.id): 12} and found[1].answered == {OTHERS: 5}
    with pytest.raises(Problem, match="moment"):
        waves.open_wave(SYSTEM, wave.version_id, titles={"fr": "x"}, moment="yesterday")


@pytest.mark.django_db(transaction=True)
def test_two_windows_on_one_link_at_once_give_one_answer(wave) -> None:  # type: ignore[no-untyped-def]
    invitations.invite(SYSTEM, wave.id, "rita@example.org")
    (token,) = _tokens()
    told: list[str] = []

    def give(instance: str) -> None:
        try:
            invitations.accept(token, wave, _filled(wave, instance, met="yes"))
            told.append("kept")
        except Problem as problem:
            told.append(problem.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=give, args=(f"uuid:{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["collection.link-used"] * 5 + ["kept"] and Answer.objects.count() == 1
