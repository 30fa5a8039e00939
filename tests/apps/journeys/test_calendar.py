"""A person's calendar: its address, whose it is, the hour by the programme's clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import end_role
from vises.apps.journeys.models import CalendarFeed
from vises.apps.journeys.queries.calendar import calendar, calendar_behind, feed_of, instant
from vises.apps.journeys.services import engagement, sessions
from vises.apps.journeys.services.calendar import make_feed, withdraw_feed
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.clock import today
from vises.kernel.problems import NotFound


def test_only_the_hash_of_an_address_is_kept_and_a_new_one_ends_the_old(world: Any) -> None:
    claire = world.actor("claire")
    assert feed_of(claire) is None
    first = make_feed(claire)
    assert first not in str(CalendarFeed.objects.values_list("token_hash", flat=True))
    calendar_behind(first)
    feed = feed_of(claire)
    assert feed is not None and feed.read_on == today()
    second = make_feed(claire)
    with pytest.raises(NotFound):
        calendar_behind(first)
    calendar_behind(second)
    withdraw_feed(claire)
    with pytest.raises(NotFound):
        calendar_behind(second)
    with pytest.raises(NotFound):
        make_feed(SYSTEM)


def test_whoever_leaves_a_journey_sees_it_in_her_calendar_no_more(world: Any) -> None:
    sessions.plan_session(SYSTEM, world.journey.id, title="S", on=today())
    token = make_feed(world.actor("claire"))
    assert len(calendar_behind(token).entries) == 1
    end_role(SYSTEM, world.users["claire"], world.journey.scope, Role.ACCOMPANIST)
    assert calendar_behind(token).entries == ()
    world.users["claire"].is_active = False
    world.users["claire"].save()
    with pytest.raises(NotFound):
        calendar_behind(token)


def test_who_only_looks_in_has_no_calendar_of_it(world: Any) -> None:
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.FEDERATION, Role.COORDINATOR})
    sessions.plan_session(SYSTEM, world.journey.id, title="S", on=today())
    for name in ("fred", "cora", "rita", "ada", "stranger claire"):
        assert calendar(world.actor(name)).entries == ()
    assert [entry.title for entry in calendar(world.actor("mo")).entries] == ["S"]


def test_a_session_keeps_its_uid_through_every_change(world: Any) -> None:
    claire = world.actor("claire")
    day = today() + timedelta(days=5)
    row = sessions.plan_session(claire, world.journey.id, title="S", on=day, starts_at=time(14))
    (first,) = calendar(claire).entries
    sessions.replan_session(claire, row.id, title="T", on=day + timedelta(days=1))
    (second,) = calendar(claire).entries
    sessions.cancel_session(claire, row.id)
    (third,) = calendar(claire).entries
    assert first.uid == second.uid == third.uid and [e.changes for e in (first, second, third)] == [0, 1, 2]
    assert first.starts is not None and second.starts is None
    assert (first.cancelled, third.cancelled, third.title) == (False, True, "T")


def test_dates_of_the_plan_and_the_end_agreed_are_in_it(world: Any, question: Any, settings: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    end = today() + timedelta(days=90)
    engagement.write_frame(claire, j, half_days=9, ends_on=end)
    words = LineWords(
        looks_at={"fr": "Rencontres", "nl": "Ontmoetingen"}, method="survey", starts_on=today(), ends_on=end
    )
    add_line(claire, j, words)
    found = {(entry.kind, entry.on) for entry in calendar(claire).entries if entry.kind != "session"}
    assert found == {("line-start", today()), ("line-end", end), ("end", end)}


def test_a_calendar_of_many_enterprises_takes_a_fixed_number_of_queries(
    world: Any, question: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        sessions.plan_session(SYSTEM, world.journey.id, title=f"S{number}", on=today(), deliverables=["portrait"])
    actor = world.actor("claire")
    with django_assert_max_num_queries(6):
        calendar(actor)


@pytest.mark.parametrize(
    ("on", "at", "expected"),
    [
        (date(2026, 1, 15), time(14), datetime(2026, 1, 15, 13, tzinfo=UTC)),
        (date(2026, 7, 15), time(14), datetime(2026, 7, 15, 12, tzinfo=UTC)),
        (date(2026, 3, 28), time(9), datetime(2026, 3, 28, 8, tzinfo=UTC)),
        (date(2026, 3, 30), time(9), datetime(2026, 3, 30, 7, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 30), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # an hour that is skipped
        (date(2026, 10, 25), time(2, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),  # the first of two
    ],
)
def test_the_hour_is_that_of_the_programmes_clock(on: date, at: time, expected: datetime) -> None:
    assert instant(on, at, "Europe/Brussels") == expected
    assert instant(on, None, "Europe/Brussels") is None
