"""Partners of two kinds between two dates; federations of federations; whoever belongs reads nothing by it."""

from datetime import timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, give_role, visible
from vises.apps.accounts.people import Person
from vises.apps.accounts.services import make_user
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.engagement import open_to
from vises.apps.network.services import join_federation, make_organisation
from vises.apps.programmes import services
from vises.apps.programmes.models import Partnership
from vises.apps.programmes.queries import taking
from vises.apps.programmes.queries.partners import partner_choices, partners
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem

DAY = timedelta(days=1)


def add(world: Any, **times: Any) -> Partnership:
    return services.new_partner(
        world.actor("cora"), world.programme.id, "partner", "Maison des Possibles", ("fr",), "associated", **times
    )


def test_people_of_a_partner_see_counts_between_its_dates(world: Any) -> None:
    row = add(world, starts_on=today() - 30 * DAY, ends_on=today() + 30 * DAY)
    user, made = services.invite_partner(world.actor("cora"), row.id, Person("mila@possibles.example", "Mila"))
    assert made
    scope_id = world.programme.scope_id
    mila = actor_for(user)
    assert allows(mila, "programme.counts", scope_id) and allows(mila, "learning.write", scope_id)
    assert not allows(mila, "programme.view", scope_id)
    assert not visible(mila, "journey.view", Journey.objects.all()).exists()
    services.change_partner(
        world.actor("cora"), row.id, "operator", starts_on=today() - 30 * DAY, ends_on=today() - DAY
    )
    assert not allows(actor_for(user), "programme.counts", scope_id)
    (line,) = partners(world.actor("fred"), world.programme.id).rows
    assert (line.state, line.kind, line.people) == ("past", "operator", 1)


def test_a_partnership_may_follow_another_and_not_lie_over_it(world: Any) -> None:
    row = add(world, starts_on=today() - 300 * DAY, ends_on=today() - 100 * DAY)
    cora = world.actor("cora")
    with pytest.raises(Problem, match="partner-already"):
        services.add_partner(cora, world.programme.id, row.organisation_id, "operator", starts_on=today() - 100 * DAY)
    services.add_partner(cora, world.programme.id, row.organisation_id, "operator", starts_on=today() - 99 * DAY)
    states = [(one.kind, one.state) for one in partners(cora, world.programme.id).rows]
    assert states == [("operator", "now"), ("associated", "past")]
    user, _ = services.invite_partner(cora, row.id, Person("mila@possibles.example"))
    assert allows(actor_for(user), "programme.counts", world.programme.scope_id)


def test_a_federation_that_accompanies_stays_after_its_partnership(world: Any) -> None:
    cora = world.actor("cora")
    services.add_partner(
        cora, world.programme.id, world.federation.id, "operator", ends_on=today() - DAY, starts_on=today() - 9 * DAY
    )
    assert allows(world.actor("fred"), "programme.view", world.programme.scope_id)


def test_nobody_is_let_into_an_organisation_of_other_programmes(world: Any) -> None:
    cora = world.actor("cora")
    row = add(world)
    services.add_partner(world.actor("stranger cora"), world.other_programme.id, row.organisation_id, "operator")
    with pytest.raises(Problem, match="partner-elsewhere"):
        services.invite_partner(cora, row.id, Person("mila@possibles.example"))
    with pytest.raises(Problem, match="kind"):
        services.add_partner(cora, world.programme.id, world.other_enterprise.id, "operator")
    # nor through a federation of federations that reaches further
    top = make_organisation(SYSTEM, "federation", "Concertation")
    bottom = make_organisation(SYSTEM, "federation", "Ailleurs")
    join_federation(SYSTEM, top, bottom)
    services.add_partner(world.actor("stranger cora"), world.other_programme.id, bottom.id, "operator")
    reached = services.add_partner(cora, world.programme.id, top.id, "operator")
    with pytest.raises(Problem, match="partner-elsewhere"):
        services.invite_partner(cora, reached.id, Person("mila@possibles.example"))


@pytest.mark.parametrize("name", ["fred", "an", "paula", "patrick", "nadia", "stranger cora"])
def test_only_the_coordination_changes_partners(world: Any, name: str) -> None:
    row, actor = add(world), world.actor(name)
    for action in (
        lambda: services.new_partner(actor, world.programme.id, "partner", "X", ("fr",), "operator"),
        lambda: services.change_partner(actor, row.id, "operator", starts_on=None, ends_on=None),
        lambda: services.invite_partner(actor, row.id, Person("x@here.example")),
        lambda: partner_choices(actor, world.programme.id),
    ):
        with pytest.raises((NotFound, Forbidden)):
            action()


def test_partners_of_other_programmes_are_not_offered(world: Any) -> None:
    services.new_partner(
        world.actor("stranger cora"), world.other_programme.id, "partner", "Un autre monde", ("fr",), "operator"
    )
    add(world)
    names = [name for _id, name in partner_choices(world.actor("cora"), world.programme.id)]
    assert "Maison des Possibles" in names and "Un autre monde" not in names and world.shop.name not in names


def test_what_is_opened_to_the_accompanying_federation_is_not_open_above_it(world: Any) -> None:
    top = make_organisation(SYSTEM, "federation", "Concertation des fédérations")
    join_federation(SYSTEM, top, world.federation)
    user = make_user("tom@top.example", "Tom", "fr")
    give_role(SYSTEM, user, top.scope, Role.FEDERATION)
    open_to(world.actor("nadia"), world.journey.id, {Role.FEDERATION})
    assert visible(world.actor("fred"), "journey.view", Journey.objects.all()).exists()
    tom = actor_for(user)
    assert allows(tom, "programme.counts", world.programme.scope_id)
    assert not visible(tom, "journey.view", Journey.objects.all()).exists()
    # nor to a federation that the enterprise merely belongs to
    services.belongs_to(world.actor("cora"), world.participation.id, top.id, starts_on=today())
    assert not visible(actor_for(user), "journey.view", Journey.objects.all()).exists()
    assert [one.name for one in taking(world.actor("cora"), world.participation.id).federations] == [top.name]


def test_an_enterprise_belongs_to_several_federations_with_dates(world: Any) -> None:
    cora = world.actor("cora")
    other = make_organisation(SYSTEM, "federation", "Alliance")
    services.belongs_to(cora, world.participation.id, world.federation.id)
    services.belongs_to(cora, world.participation.id, other.id, starts_on=today())
    services.belongs_to(cora, world.participation.id, other.id, starts_on=today(), ends_on=today() + 9 * DAY)
    found = [(one.name, one.ends_on) for one in taking(cora, world.participation.id).federations]
    assert found == [("Alliance", today() + 9 * DAY), (world.federation.name, None)]
    for federation, times in ((world.partner.id, {}), (other.id, {"starts_on": today(), "ends_on": today() - DAY})):
        with pytest.raises(Problem):
            services.belongs_to(cora, world.participation.id, federation, **times)
