"""Rests and coming back; what a journey asks of people."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.findings.queries.unused import unused_questions
from vises.apps.journeys.models import Deliverable, Journey, Pause
from vises.apps.journeys.queries.burden import burden
from vises.apps.journeys.queries.restart import restart, silence
from vises.apps.journeys.services import deliverables, engagement, log, moves, sessions, stakeholders
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.clock import shifted, today
from vises.kernel.problems import Forbidden, Problem
from vises.platform.jobs.services import run_next

D = date(2026, 6, 30)


def _days(*ago: int) -> list[date]:
    return [D - timedelta(days=n) for n in ago]


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ((0, 10, 20, 29), None),
        ((30, 31), 30),
        ((45,), 45),
        ((2, 5, 50), 50),  # broken five days ago: the others come back in their own time
        ((1, 20, 60), None),  # broken twenty days ago: that is over
        ((), None),
        ((29,), None),
    ],
)
def test_a_silence_is_thirty_days(ago: tuple[int, ...], expected: int | None) -> None:
    assert silence(_days(*ago), D) == (D - timedelta(days=expected) if expected is not None else None)


def _mails() -> list[str]:
    while run_next():
        pass
    return sorted(message.to[0] for message in mail.outbox)


def test_a_rest_is_kept_and_its_end_is_told_once(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    assert restart(claire, j) is None
    sessions.hold_session(SYSTEM, sessions.plan_session(SYSTEM, j, title="Avant", on=today()).id, presences=[])
    moves.pause(claire, j, "été")
    found = restart(world.actor("nadia"), j)
    assert found is not None and found.why == "paused" and "Avant" in [item.title for item in found.happened]
    moves.resume(claire, j)
    moves.resume(claire, j)
    assert Pause.objects.get().ended_on == today()
    found = restart(world.actor("mo"), j)
    assert found is not None and found.why == "resumed"
    assert _mails() == ["mo@here.example", "nadia@here.example"]
    assert "Where it stands:" in mail.outbox[0].body and "The one next thing: work on" in mail.outbox[0].body
    with shifted(timedelta(days=15)):
        assert restart(claire, j) is None
    with shifted(timedelta(days=40)):
        found = restart(claire, j)
        assert found is not None and found.why == "quiet"


def test_on_the_day_wished_people_are_asked_and_nothing_happens_by_itself(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    with pytest.raises(Problem, match="pause-until"):
        moves.pause(claire, j, "été", until=today())
    moves.pause(claire, j, "été", until=today() + timedelta(days=20))
    assert _mails() == []
    with shifted(timedelta(days=21)):
        assert _mails() == ["claire@here.example", "mo@here.example", "nadia@here.example"]
    assert Journey.objects.get(pk=j).paused_since is not None


def test_a_rest_that_ended_before_asks_nobody(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    moves.pause(claire, j, "été", until=today() + timedelta(days=20))
    moves.resume(claire, j)
    before = _mails()
    with shifted(timedelta(days=21)):
        assert _mails() == before


def test_minutes_are_people_times_minutes_beside_what_was_agreed(world: Any, question: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    kinds = {"team": 4, "volunteers": 2, "public": 3, "network": 1}
    groups = {k: stakeholders.add_stakeholder(SYSTEM, j, names={"fr": k}, kind=k) for k in kinds}
    there = [(groups[kind].id, people, "") for kind, people in kinds.items()]
    before = burden(claire, j)
    row = sessions.plan_session(SYSTEM, j, title="S", deliverables=["portrait"], on=today(), minutes_planned=100)
    sessions.hold_session(SYSTEM, row.id, presences=there, minutes=120)
    words = LineWords(
        looks_at={"fr": "x"},
        method="survey",
        target=50,
        reached_said=30,
        respondent_minutes=4,
        enterprise_hours=Decimal(10),
    )
    add_line(SYSTEM, j, words)
    log.write_time(claire, j, on=today(), minutes=150, travel_minutes=60, session_id=row.id)
    engagement.write_frame(claire, j, half_days=9, ends_on=None, hours_agreed=8)
    page = burden(claire, j)
    step = {item.step.id: item for item in page.steps}
    assert step["step-1"].ours.planned - before.ours.planned == 600 and step["step-1"].ours.spent == 720
    assert step["step-1"].asked.spent - before.asked.spent == 360
    assert (step["step-2"].ours.planned, step["step-2"].ours.spent) == (600, 0)
    assert (step["step-2"].asked.planned, step["step-2"].asked.spent) == (200, 120)
    assert step["step-1"].own.minutes == 150 and page.own.travel_minutes == 60
    assert (page.agreed, page.beyond) == (8, "spent")
    assert burden(world.actor("nadia"), j).own.minutes == 0
    engagement.write_frame(claire, j, half_days=9, ends_on=None, hours_agreed=15)
    assert burden(claire, j).beyond == "planned"
    engagement.write_frame(claire, j, half_days=9, ends_on=None, hours_agreed=90)
    assert burden(claire, j).beyond == ""
    for wrong in (0, -1, 20_000):
        with pytest.raises(Problem, match="hours-agreed"):
            engagement.write_frame(claire, j, half_days=9, ends_on=None, hours_agreed=wrong)


def test_who_only_looks_in_sees_nobodys_minutes(world: Any, django_assert_max_num_queries: Any) -> None:
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.COORDINATOR})
    with pytest.raises(Forbidden):
        burden(world.actor("cora"), world.journey.id)
    for number in range(12):
        sessions.plan_session(SYSTEM, world.journey.id, title=f"S{number}", on=today())
    actor = world.actor("claire")
    with django_assert_max_num_queries(9):
        assert burden(actor, world.journey.id).coming_unknown == 12


def test_what_no_finding_cites_is_proposed_only_once_findings_are_confirmed(world: Any, wave: Any, answer: Any) -> None:
    answer(wave, "uuid:1", met="yes", price="full")
    claire, j = world.actor("claire"), world.journey.id
    assert unused_questions(claire, j) is None
    row = Deliverable.objects.get(journey=j, code="findings")
    deliverables.touch(SYSTEM, world.journey, row.code)
    deliverables.confirm(world.actor("nadia"), j, row.code)
    found = unused_questions(claire, j)
    assert found is not None and [item.question["fr"] for item in found] == ["Avez-vous rencontré quelqu'un ici ?"]
