"""Cohorts in months, the end of accompaniment, and more time with its reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Journey
from vises.apps.journeys.queries.accompaniment import accompaniment
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.recruiting import ask_more_time, move_participation
from vises.apps.network.services import make_organisation
from vises.apps.programmes import services
from vises.apps.programmes.models import Cohort, Extension, Participation
from vises.apps.programmes.queries import cohorts as cohort_queries
from vises.apps.programmes.queries import taking, takings
from vises.apps.programmes.rules import last_of_month
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_the_last_of_a_month_is_followed_by_the_first_of_the_next(day: date) -> None:
    last = last_of_month(day)
    assert (last.year, last.month) == (day.year, day.month)
    assert (last + timedelta(days=1)).day == 1


@pytest.fixture
def cohort(world: Any) -> Cohort:
    day = today()
    return services.add_cohort(
        world.actor("cora"), world.programme.id, {"fr": "Promotion 1"}, day, day + timedelta(days=90)
    )


def test_the_end_follows_the_cohort_unless_an_enterprise_has_its_own(world: Any, cohort: Cohort) -> None:
    cora = world.actor("cora")
    assert taking(cora, world.participation.id).row.ends_on is None
    moved = services.place_in_cohort(cora, world.programme.id, cohort.id, [world.participation.id])
    assert moved == 1
    assert taking(cora, world.participation.id).row.ends_on == cohort.ends_on
    until = today() + timedelta(days=150)
    services.give_extension(cora, world.participation.id, until, "collection", reason_words="été")
    row = taking(cora, world.participation.id).row
    assert (row.ends_on, row.own_end) == (until, True)
    (one,) = taking(cora, world.participation.id).extensions
    assert (one.state, one.was_until, one.until, one.words) == ("given", cohort.ends_on, until, "été")


def test_more_time_is_asked_from_the_journey_and_answered_by_the_coordination(world: Any, cohort: Cohort) -> None:
    cora, claire = world.actor("cora"), world.actor("claire")
    services.place_in_cohort(cora, world.programme.id, cohort.id, [world.participation.id])
    until = today() + timedelta(days=200)
    asked = ask_more_time(claire, world.journey.id, until, "restitution", reason_words="words that stay private")
    page = accompaniment(world.actor("nadia"), world.journey.id)
    assert page and (page.ends_on, page.asked_until) == (cohort.ends_on, until)
    assert "words that stay private" not in repr(page)
    with pytest.raises(Problem, match="extension-waits"):
        ask_more_time(claire, world.journey.id, until + timedelta(days=9), "time")
    assert taking(cora, world.participation.id).waiting
    services.settle_extension(cora, asked.id, give=False)
    page = accompaniment(claire, world.journey.id)
    assert page and page.ends_on == cohort.ends_on and page.declined
    with pytest.raises(Conflict):
        services.settle_extension(cora, asked.id, give=True)
    again = ask_more_time(claire, world.journey.id, until, "restitution")
    services.settle_extension(cora, again.id, give=True)
    page = accompaniment(claire, world.journey.id)
    assert page and page.ends_on == until and not page.declined
    assert [one.state for one in Extension.objects.all()] == ["declined", "given"]


@pytest.mark.parametrize(("days", "reason"), [(90, "time"), (10, "time"), (200, "money"), (200, "")])
def test_more_time_is_later_and_has_a_kind_of_reason(world: Any, cohort: Cohort, days: int, reason: str) -> None:
    cora = world.actor("cora")
    services.place_in_cohort(cora, world.programme.id, cohort.id, [world.participation.id])
    with pytest.raises(Problem):
        services.give_extension(cora, world.participation.id, today() + timedelta(days=days), reason)
    assert not Extension.objects.exists()
    assert Participation.objects.get(pk=world.participation.pk).accompaniment_ends_on is None


def test_who_asks_and_who_gives(world: Any) -> None:
    until = today() + timedelta(days=100)
    for name in ("mo", "fred", "an", "stranger claire"):
        with pytest.raises((NotFound, Forbidden)):
            ask_more_time(world.actor(name), world.journey.id, until, "time")
    for name in ("claire", "nadia", "fred", "an", "stranger cora"):
        with pytest.raises((NotFound, Forbidden)):
            services.give_extension(world.actor(name), world.participation.id, until, "time")
    alone = make_organisation(SYSTEM, "enterprise", "Seule")
    journey = start_journey(SYSTEM, alone, methodology_code="3")
    assert accompaniment(SYSTEM, journey.id) is None
    with pytest.raises(Problem, match="no-programme"):
        ask_more_time(SYSTEM, journey.id, until, "time")


def test_cohorts_are_filled_and_emptied_within_their_programme(world: Any, cohort: Cohort) -> None:
    cora = world.actor("cora")
    foreign = Participation.objects.get(enterprise=world.other_enterprise)
    both = [world.participation.id, foreign.id]
    assert services.place_in_cohort(cora, world.programme.id, cohort.id, both) == 1
    assert services.place_in_cohort(cora, world.programme.id, cohort.id, both) == 0
    page = cohort_queries.cohorts(cora, world.programme.id)
    assert [[member.name for member in row.members] for row in page.cohorts] == [[world.shop.name]]
    assert services.place_in_cohort(cora, world.programme.id, None, both) == 1
    assert [member.name for member in cohort_queries.cohorts(cora, world.programme.id).without] == [world.shop.name]
    other = services.add_cohort(SYSTEM, world.other_programme.id, {"nl": "Elders"}, today())
    with pytest.raises(Problem, match="cohort"):
        services.place_in_cohort(cora, world.programme.id, other.id, both)
    with pytest.raises(NotFound):
        services.change_cohort(cora, other.id, {"nl": "X"}, today())
    with pytest.raises(Problem, match="cohort-name"):
        services.change_cohort(cora, cohort.id, {"nl": ""}, today())


def test_whoever_becomes_active_begins_a_journey_once(world: Any) -> None:
    cora = world.actor("cora")
    shop = make_organisation(SYSTEM, "enterprise", "Neuve")
    joined = services.add_participation(SYSTEM, world.programme, shop, federation=world.federation)
    move_participation(cora, joined.id, "recruited")
    assert not Journey.objects.filter(participation=joined).exists()
    move_participation(cora, joined.id, "active")
    move_participation(cora, joined.id, "paused", reason_category="season")
    move_participation(cora, joined.id, "active")
    assert Journey.objects.filter(participation=joined).count() == 1


def test_the_list_is_paged_and_looked_up(world: Any, django_assert_max_num_queries: Any) -> None:
    for number in range(120):
        shop = make_organisation(SYSTEM, "enterprise", f"Boutique {number:03}")
        services.add_participation(SYSTEM, world.programme, shop)
    cora = world.actor("cora")
    with django_assert_max_num_queries(3):
        first = takings(cora, world.programme.id)
    assert (len(first.rows), first.pages, first.found) == (100, 2, 121)
    assert takings(cora, world.programme.id, wanted="que 01").rows[0].enterprise == "Boutique 010"
    assert takings(cora, world.programme.id, status="withdrawn").found == 0
    assert takings(cora, world.programme.id, number=99).number == 2
