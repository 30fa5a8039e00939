"""The evaluation plan: lines, readers of raw words, what was reached, what it asks of people."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person
from vises.apps.journeys.models import PlanLine
from vises.apps.journeys.queries.plan import plan, readers_of
from vises.apps.journeys.services import people
from vises.apps.journeys.services import plan as services
from vises.apps.journeys.services.passes import read_deliverable
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


def _words(**more: Any) -> services.LineWords:
    return services.LineWords(**({"looks_at": {"fr": "Ce qui change"}, "method": "survey"} | more))


def test_a_line_needs_a_question(world: Any) -> None:
    with pytest.raises(Problem, match="plan-no-question"):
        services.add_line(world.actor("claire"), world.journey.id, _words())


def test_by_default_the_accompanist_reads_and_the_manager_does_not(world: Any, question: Any) -> None:
    line = services.add_line(world.actor("nadia"), world.journey.id, _words())
    assert [(row.name, row.as_what) for row in readers_of(line.id)] == [("Claire here", "accompanist")]
    held = world.actor("claire").held
    assert any(item.role is Role.READER and item.detail == line.id for item in held)
    assert not any(item.role is Role.READER for item in world.actor("nadia").held)
    [shown] = plan(world.actor("nadia"), world.journey.id).lines
    assert not shown.has_trusted


def test_a_trusted_reader_comes_and_goes(world: Any, question: Any) -> None:
    line = services.add_line(world.actor("claire"), world.journey.id, _words())
    claire = world.actor("claire")
    mo = world.users["mo"]
    row = services.add_reader(claire, line.id, user_id=mo.id, name="", as_what="trusted")
    services.add_reader(claire, line.id, user_id=None, name="Monique D.", as_what="trusted")
    assert [reader.name for reader in readers_of(line.id)] == ["Claire here", "Mo here", "Monique D."]
    assert any(item.detail == line.id for item in world.actor("mo").held)
    services.remove_reader(claire, row.id)
    assert not any(item.detail == line.id for item in world.actor("mo").held)
    with pytest.raises(Problem, match="plan-reader"):
        services.add_reader(claire, line.id, user_id=None, name=" ", as_what="trusted")
    with pytest.raises(Problem, match="plan-reader"):
        services.add_reader(claire, line.id, user_id=None, name="X", as_what="manager")


def test_only_people_of_the_journey_become_readers(world: Any, question: Any, line: Any) -> None:
    stranger: User = world.strangers["claire"]
    with pytest.raises(Problem, match="plan-reader-near"):
        services.add_reader(world.actor("claire"), line.id, user_id=stranger.id, name="", as_what="trusted")
    assert not any(item.detail == line.id for item in world.actor("stranger claire").held)


def test_somebody_invited_to_read_can_be_named_on_a_line(world: Any, question: Any, line: Any) -> None:
    invited, _made = people.invite(
        world.actor("nadia"), world.journey.id, Person("samira@here.example", "Samira", "nl"), Role.READER
    )
    page = plan(world.actor("claire"), world.journey.id)
    assert (invited.id, "Samira", "reader") in page.people
    services.add_reader(world.actor("claire"), line.id, user_id=invited.id, name="", as_what="trusted")
    assert any(item.detail == line.id for item in actor_for(invited).held)


def test_what_was_reached_is_counted_where_a_room_counts_and_said_elsewhere(
    world: Any, question: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = services.add_line(SYSTEM, world.journey.id, _words(target=20, reached_said=3))
    said = services.add_line(SYSTEM, world.journey.id, _words(target=6, reached_said=5, unit="occasions"))
    silent = services.add_line(SYSTEM, world.journey.id, _words())
    monkeypatch.setattr(services, "_counters", [lambda ids: {counted.id: 12}, lambda ids: {counted.id: 4}])
    shown = {row.id: (row.reached, row.counted) for row in plan(world.actor("nadia"), world.journey.id).lines}
    assert shown == {counted.id: (16, True), said.id: (5, False), silent.id: (None, False)}


def test_the_burden_is_minutes_times_target_and_hours(world: Any, question: Any) -> None:
    for words in (
        _words(target=150, respondent_minutes=4, enterprise_hours=Decimal("26")),
        _words(target=9, respondent_minutes=75, enterprise_hours=Decimal("30.5")),
        _words(target=6, unit="occasions", respondent_minutes=0, enterprise_hours=Decimal("24")),
        _words(target=3),
    ):
        services.add_line(SYSTEM, world.journey.id, words)
    burden = plan(world.actor("nadia"), world.journey.id).burden
    assert (burden.respondents, burden.respondent_minutes) == (162, 150 * 4 + 9 * 75)
    assert (burden.enterprise_hours, burden.unknown) == (Decimal("80.5"), 1)


def test_nothing_is_overwritten_unseen(world: Any, line: Any) -> None:
    claire, nadia = world.actor("claire"), world.actor("nadia")
    [seen] = plan(claire, world.journey.id).lines
    services.change_line(nadia, line.id, _words(target=100), seen=seen.mark)
    with pytest.raises(Conflict):
        services.change_line(claire, line.id, _words(target=50), seen=seen.mark)
    line.refresh_from_db()
    assert line.target == 100


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"looks_at": {"fr": " "}}, "looks_at"),
        ({"method": "magic"}, "method"),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
    ],
)
def test_what_is_missing_is_named(world: Any, question: Any, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refused:
        services.add_line(world.actor("claire"), world.journey.id, _words(**change))
    assert refused.value.field == field


def test_a_line_of_an_earlier_question_is_carried_to_the_next(world: Any, question: Any, line: Any) -> None:
    from vises.apps.journeys.services.question import decide, propose

    again = propose(SYSTEM, world.journey.id, "Que change l'atelier ?", language="fr")
    decide(
        SYSTEM,
        world.journey.id,
        candidate_id=again.id,
        texts={"fr": again.text},
        session_id=question.decision.session_id,
        manner="vote",
        reasons="Autre chose.",
    )
    claire = world.actor("claire")
    assert [row.for_earlier_question for row in plan(claire, world.journey.id).lines] == [True]
    services.carry_line(claire, line.id)
    assert [row.for_earlier_question for row in plan(claire, world.journey.id).lines] == [False]


def test_a_line_goes_only_as_long_as_nothing_hangs_on_it(world: Any, question: Any) -> None:
    from vises.apps.instruments.services import write_guide

    claire = world.actor("claire")
    used, free = (services.add_line(claire, world.journey.id, _words()) for _ in range(2))
    write_guide(claire, used.id, titles={"fr": "G"}, text="Racontez-moi.", language="fr")
    with pytest.raises(Problem, match="plan-line-used"):
        services.drop_line(claire, used.id)
    services.drop_line(claire, free.id)
    assert set(PlanLine.objects.values_list("id", flat=True)) == {used.id}
    assert not any(item.detail == free.id for item in world.actor("claire").held)


def test_groups_that_nobody_asks_are_shown(world: Any, question: Any) -> None:
    [(group, _names)] = plan(world.actor("nadia"), world.journey.id).groups
    assert plan(world.actor("nadia"), world.journey.id).missing_groups == ({"fr": "Clients"},)
    services.add_line(SYSTEM, world.journey.id, _words(from_whom=(group,)))
    shown = plan(world.actor("nadia"), world.journey.id)
    assert shown.missing_groups == () and shown.lines[0].from_whom == ((group, {"fr": "Clients"}),)
    assert shown.lines[0].card.good_for["en"]


def test_what_is_read_when_confirming(world: Any, line: Any) -> None:
    [(heading, text)] = read_deliverable(world.journey, "plan", "fr")
    assert heading == "Les rencontres" and "Rita" in text and "150" in text


def test_who_may(world: Any, line: Any) -> None:
    for stranger in ("stranger claire", "stranger nadia", "patrick", "cora", "rita"):
        actor = world.actor(stranger)
        with pytest.raises((NotFound, Forbidden)):
            services.change_line(actor, line.id, _words())
        with pytest.raises((NotFound, Forbidden)):
            services.add_reader(actor, line.id, user_id=None, name="X", as_what="trusted")
        with pytest.raises(NotFound):
            plan(actor, world.journey.id)


def test_the_plan_is_read_in_a_fixed_number_of_queries(
    world: Any, question: Any, django_assert_max_num_queries: Any
) -> None:
    claire = world.actor("claire")
    for _ in range(8):
        services.add_line(claire, world.journey.id, _words())
    with django_assert_max_num_queries(20):
        plan(claire, world.journey.id)
