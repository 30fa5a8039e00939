"""Month by month: the same as replaying every move; nobody followed by subtracting."""

import random
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.models import StepMove
from vises.apps.journeys.queries.over_time import Month, over_time, safe_months
from vises.apps.journeys.queries.programme import KEPT, programme_page
from vises.apps.journeys.rules.counted import FEWEST
from vises.apps.journeys.rules.standing import column_of, standings
from vises.apps.journeys.services import moves
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.standing import stand, stand_anew
from vises.apps.network.services import make_organisation
from vises.apps.programmes.models import Participation, Standing, StatusMove
from vises.apps.programmes.rules import MOVES
from vises.apps.programmes.services import add_participation, change_status
from vises.kernel.clock import today
from vises.kernel.problems import NotFound

STEPS = ("preliminary", "step-1", "step-2", "step-3")
rows = st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=1, max_size=14)


@given(rows)
def test_no_two_shown_months_tell_one_or_two_enterprises_apart(counts: list[tuple[int, int, int]]) -> None:
    months = [Month(date(2020 + n // 12, n % 12 + 1, 1), row) for n, row in enumerate(counts)]
    shown = safe_months(months)
    assert [month.first for month in shown] == [month.first for month in months]
    told = [month.counts for month in shown if month.counts is not None]
    assert all(n == 0 or n >= FEWEST for row in told for n in row)
    assert all(
        a == b or abs(a - b) >= FEWEST for one, other in combinations(told, 2) for a, b in zip(one, other, strict=True)
    )
    last = counts[-1]
    if all(n == 0 or n >= FEWEST for n in last):
        assert shown[-1].counts == last


@pytest.fixture
def lively(world: Any) -> Any:
    """Thirty enterprises with a random past; some open their space, some keep it."""
    dice = random.Random(7)
    day = today()
    for number in range(30):
        shop = make_organisation(
            SYSTEM, "enterprise", f"Boutique {number}", group=dice.choice(["integration", "practices"])
        )
        on = day - timedelta(days=dice.randrange(300, 700))
        joined = add_participation(SYSTEM, world.programme, shop, federation=world.federation, on=on)
        status, journey, step = "planned", None, 0
        while (on := on + timedelta(days=dice.randrange(0, 90))) <= day:
            if journey is not None and status in {"active", "paused"} and dice.random() < 0.5 and step < 3:
                step += 1
                moves.place(SYSTEM, journey.id, STEPS[step], on=on)
                continue
            status = dice.choice(sorted(MOVES[status]))
            change_status(SYSTEM, joined.id, status, on=on, reason_category="time")
            if status == "active" and journey is None:
                journey = start_journey(SYSTEM, shop, participation=joined, on=on)
                if dice.random() < 0.6:
                    open_to(SYSTEM, journey.id, {Role.COORDINATOR, Role.FEDERATION})
    return world


def replayed(programme: Any, day: date) -> Counter[str]:
    """Where everybody stood at the end of a day, worked out move by move."""
    found: Counter[str] = Counter()
    for joined in Participation.objects.filter(programme=programme):
        statuses = [
            m.new for m in StatusMove.objects.filter(participation=joined, on__lte=day).order_by("on", "created_at")
        ]
        steps = [
            m.new
            for m in StepMove.objects.filter(journey__participation=joined, on__lte=day).order_by("on", "created_at")
        ]
        if statuses:
            found[column_of(statuses[-1], steps[-1] if steps else "")] += 1
    return found


def test_each_month_is_what_replaying_every_move_gives(lively: Any, django_assert_max_num_queries: Any) -> None:
    StatusMove.objects.filter(participation=lively.participation).update(on=today() - timedelta(days=500))
    stand(lively.participation)
    patrick = lively.actor("patrick")
    with django_assert_max_num_queries(8):
        page = over_time(patrick, lively.programme.id)
    assert page.sees_counts_only and KEPT not in page.codes
    checked = 0
    for month, following in zip(
        page.months, [*(m.first for m in page.months[1:]), today() + timedelta(days=1)], strict=True
    ):
        if month.counts is not None:
            expected = replayed(lively.programme, following - timedelta(days=1))
            assert dict(zip(page.codes, month.counts, strict=True)) == {code: expected[code] for code in page.codes}
            checked += 1
    assert checked


past = st.lists(
    st.tuples(st.integers(0, 400), st.booleans(), st.sampled_from(sorted(MOVES)), st.sampled_from(STEPS)), max_size=12
)


@given(past)
def test_standings_are_what_a_day_by_day_reading_of_all_moves_gives(drawn: list[tuple[int, bool, str, str]]) -> None:
    start, noted = date(2025, 1, 5), datetime(2026, 1, 1, tzinfo=UTC)
    at = [noted + timedelta(seconds=n) for n in range(len(drawn))]
    days = [start + timedelta(days=row[0]) for row in drawn]
    statuses = [(on, when, row[2]) for on, when, row in zip(days, at, drawn, strict=True) if row[1]]
    steps = [(on, when, row[3]) for on, when, row in zip(days, at, drawn, strict=True) if not row[1]]
    found = standings(statuses, steps)
    assert [first for first, _, _ in found] == sorted({first for first, _, _ in found})
    assert [old for _, old, _ in found] == ["", *(new for _, _, new in found)][: len(found)]
    for month in range(15):
        end = date(2025 + (month + 1) // 12, (month + 1) % 12 + 1, 1) - timedelta(days=1)
        status = [new for on, _, new in sorted(statuses) if on <= end][-1:]
        step = [new for on, _, new in sorted(steps) if on <= end][-1:]
        expected = column_of(status[0], step[0] if step else "") if status else ""
        assert ([new for first, _, new in found if first <= end] or [""])[-1] == expected


def test_every_move_keeps_the_standings_up_to_date(lively: Any) -> None:
    def kept() -> list[Any]:
        rows = Standing.objects.order_by("participation", "first").values_list("participation", "first", "old", "new")
        return list(rows)

    before = kept()
    assert len(before) > 60
    stand_anew(list(Participation.objects.all()))
    assert kept() == before


def test_who_sees_enterprises_sees_those_open_to_her_and_how_many_keep_to_themselves(lively: Any) -> None:
    cora, fred = lively.actor("cora"), lively.actor("fred")
    end = replayed(lively.programme, today())
    page = over_time(cora, lively.programme.id)
    last = dict(zip(page.codes, page.months[-1].counts or (), strict=True))
    for code in ("planned", "completed", "withdrawn"):
        assert last[code] == end[code]  # she says the statuses herself
    assert sum(last.values()) == 31 and last[KEPT] > 0
    now = programme_page(cora, lively.programme.id)
    known = Counter(dot.column for column in now.columns for dot in column.dots if dot.name)
    assert {code: last[code] for code in STEPS} == {code: known[code] for code in STEPS}
    seen = over_time(fred, lively.programme.id)
    hers = dict(zip(seen.codes, seen.months[-1].counts or (), strict=True))
    # whoever does not coordinate sees those that opened their space to her, and of the others nothing
    opened = Participation.objects.filter(programme=lively.programme, journeys__scope__openings__role=Role.FEDERATION)
    assert seen.known_only and KEPT not in seen.codes and not page.known_only
    assert sum(hers.values()) == opened.distinct().count() > 0


def test_a_stranger_finds_nothing(world: Any) -> None:
    for name in ("stranger cora", "nadia", "bo"):
        with pytest.raises(NotFound):
            over_time(world.actor(name), world.programme.id)
