"""Exchanges about a deliverable: who takes part, what is unread, one mail a day, a quarter of an hour to correct."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import set_openings
from vises.apps.accounts.models import Notice
from vises.apps.journeys.models import Message
from vises.apps.journeys.queries.exchanges import exchange, may_be_invited, unread_of
from vises.apps.journeys.services import exchanges
from vises.kernel.clock import shifted
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent
from vises.platform.jobs.services import run_next


def _send(world: Any, name: str, text: str = "Peut-on mettre les chiffres ?") -> Message:
    return exchanges.send_message(world.actor(name), world.journey.id, "portrait", text, language="fr")


def _open(world: Any, *roles: Role) -> None:
    set_openings(SYSTEM, world.journey.scope, set(roles))


def test_the_people_of_the_journey_take_part_and_nobody_else(world: Any) -> None:
    _open(world, Role.FEDERATION, Role.COORDINATOR, Role.RESEARCHER)
    for name in ("nadia", "mo", "claire"):
        _send(world, name)
    for name in ("fred", "cora", "an"):
        with pytest.raises(Forbidden):
            _send(world, name)
    for name in ("rita", "patrick", "ada", "stranger nadia", "stranger claire"):
        with pytest.raises(NotFound):
            _send(world, name)
    assert Message.objects.count() == 3
    assert unread_of(world.actor("fred")) == () and unread_of(world.actor("stranger claire")) == ()


def test_whoever_looks_in_takes_part_when_invited_and_while_it_is_open(world: Any) -> None:
    mo, an = world.actor("mo"), world.users["an"]
    with pytest.raises(Problem, match="exchange-guest"):
        exchanges.invite_into(mo, world.journey.id, "portrait", an.id)
    _open(world, Role.RESEARCHER)
    assert [person.id for person in may_be_invited(world.journey.id)] == [an.id]
    with pytest.raises(Problem, match="exchange-guest"):
        exchanges.invite_into(mo, world.journey.id, "portrait", world.users["fred"].id)
    exchanges.invite_into(mo, world.journey.id, "portrait", an.id)
    _send(world, "mo")
    assert [row.count for row in unread_of(world.actor("an"))] == [1]
    _send(world, "an")
    with pytest.raises(Forbidden):
        exchanges.send_message(world.actor("an"), world.journey.id, "stakeholder-map", "x")
    _open(world)
    assert unread_of(world.actor("an")) == ()
    with pytest.raises(NotFound):
        _send(world, "an")
    _open(world, Role.RESEARCHER)
    exchanges.end_invitation(mo, world.journey.id, "portrait", an.id)
    with pytest.raises(Forbidden):
        _send(world, "an")


def test_what_is_unread_is_counted_until_it_is_opened(world: Any, django_assert_num_queries: Any) -> None:
    for _n in range(3):
        _send(world, "claire")
    nadia = world.actor("nadia")
    with django_assert_num_queries(1):
        assert [(row.code, row.count) for row in unread_of(nadia)] == [("portrait", 3)]
    assert unread_of(world.actor("claire")) == ()
    assert exchange(nadia, world.journey.id, "portrait").unread == 3
    _journey, row = exchanges.taking_part(nadia, world.journey.id, "portrait")
    assert Notice.objects.filter(user=nadia.id, read_at=None).count() == 1
    exchanges.mark_read(nadia, row)
    assert unread_of(nadia) == () and not Notice.objects.filter(user=nadia.id, read_at=None).exists()
    assert exchange(nadia, world.journey.id, "portrait").unread == 0


def test_a_message_is_corrected_for_a_quarter_of_an_hour_by_its_author(world: Any) -> None:
    row = _send(world, "claire")
    for name in ("nadia", "mo", "stranger claire"):
        with pytest.raises(NotFound):
            exchanges.correct_message(world.actor(name), row.id, "x")
        with pytest.raises(NotFound):
            exchanges.withdraw_message(world.actor(name), row.id)
    exchanges.correct_message(world.actor("claire"), row.id, "Mieux")
    with shifted(timedelta(minutes=14)):
        exchanges.correct_message(world.actor("claire"), row.id, "Encore mieux")
    with shifted(timedelta(minutes=16)), pytest.raises(Problem, match="message-settled"):
        exchanges.correct_message(world.actor("claire"), row.id, "Trop tard")
    row.refresh_from_db()
    assert row.text == "Encore mieux" and row.corrected_at is not None
    with shifted(timedelta(days=40)):
        exchanges.withdraw_message(world.actor("claire"), row.id)
    row.refresh_from_db()
    assert row.text == "" and row.withdrawn_at is not None
    with pytest.raises(Problem, match="message-settled"):
        exchanges.correct_message(world.actor("claire"), row.id, "Revenu")
    assert unread_of(world.actor("nadia")) == ()
    assert "mieux" not in str(list(AuditEvent.objects.values_list("facts", flat=True)))


def test_one_mail_a_day_at_most_and_none_when_nothing_is_new(world: Any) -> None:
    for _n in range(4):
        _send(world, "claire")
    while run_next():
        pass
    assert mail.outbox == []
    with shifted(timedelta(days=1)):
        while run_next():
            pass
        assert sorted(message.to[0] for message in mail.outbox) == ["mo@here.example", "nadia@here.example"]
        assert "(4)" in mail.outbox[0].body and "Peut-on" not in mail.outbox[0].body
        assert f"/journeys/{world.journey.id}/exchange/portrait/" in mail.outbox[0].body
        _send(world, "mo")
        exchanges._digest(str(world.users["nadia"].id))
        while run_next():
            pass
        assert len([message for message in mail.outbox if message.to == ["nadia@here.example"]]) == 1
        for name in ("nadia", "claire"):
            _journey, row = exchanges.taking_part(world.actor(name), world.journey.id, "portrait")
            exchanges.mark_read(world.actor(name), row)
    with shifted(timedelta(days=2)):
        while run_next():
            pass
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (datetime(2026, 1, 5, 12, tzinfo=UTC), datetime(2026, 1, 6, 6, tzinfo=UTC)),
        (datetime(2026, 1, 5, 5, tzinfo=UTC), datetime(2026, 1, 5, 6, tzinfo=UTC)),
        (datetime(2026, 1, 5, 6, tzinfo=UTC), datetime(2026, 1, 6, 6, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
    ],
)
def test_the_mail_of_the_day_goes_out_in_the_morning(moment: datetime, morning: datetime) -> None:
    assert exchanges.next_morning(moment) == morning


@pytest.mark.parametrize(("text", "code"), [("  ", "message-empty"), ("x" * 2001, "message-long")])
def test_a_message_that_cannot_be_is_refused(world: Any, text: str, code: str) -> None:
    with pytest.raises(Problem, match=code):
        _send(world, "claire", text)
    with pytest.raises(NotFound):
        exchanges.send_message(world.actor("claire"), world.journey.id, "nothing", "x")
