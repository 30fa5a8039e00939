"""Calls for enterprises: read and answered by anyone with the link while open, taken up with one click."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from vises.apps.access.actor import actor_for
from vises.apps.access.rules import Role
from vises.apps.accounts.models import User
from vises.apps.network.models import Organisation
from vises.apps.programmes import services
from vises.apps.programmes.models import Application, Call, Participation, StatusMove
from vises.apps.programmes.queries import calls as queries
from vises.apps.programmes.services import Applying
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem

SAID = Applying(
    name="La Ruche du Parc",
    federation="",
    motives="Savoir ce que nous changeons.",
    language="fr",
    contact_name="Ana L.",
    contact_email="ana@ruche.example",
)


def a_call(world: Any, opens: int = -1, closes: int = 10) -> Call:
    day = today()
    return services.make_call(
        world.actor("cora"),
        world.programme.id,
        {"fr": "Dix entreprises"},
        {"fr": "Un jour par mois."},
        day + timedelta(days=opens),
        day + timedelta(days=closes),
    )


def test_an_application_becomes_a_recruited_enterprise_whose_contact_speaks_for_it(world: Any) -> None:
    call = a_call(world)
    services.apply(call.token, replace(SAID, federation=world.federation.name.upper()))
    (one,) = queries.call(world.actor("cora"), call.id).applications
    joined, made = services.accept_application(world.actor("cora"), one.id)
    assert joined.status == "recruited" and joined.federation == world.federation
    assert [user.email for user in made] == ["ana@ruche.example"]
    ana = actor_for(made[0])
    assert [(held.role, held.scope_id) for held in ana.held] == [(Role.REFERENT, joined.enterprise.scope_id)]
    assert list(StatusMove.objects.filter(participation=joined).values_list("new", flat=True)) == [
        "planned",
        "recruited",
    ]
    with pytest.raises(Conflict):
        services.accept_application(world.actor("cora"), one.id)
    assert Participation.objects.filter(enterprise__name="La Ruche du Parc").count() == 1


def test_the_same_answer_twice_is_one_application(world: Any) -> None:
    call = a_call(world)
    first = services.apply(call.token, SAID)
    again = services.apply(call.token, replace(SAID, name="la ruche  du parc", contact_email="ANA@ruche.example"))
    assert first.id == again.id and Application.objects.count() == 1


@pytest.mark.parametrize(("opens", "closes"), [(1, 9), (-9, -1)])
def test_a_call_is_answered_only_between_its_days(world: Any, opens: int, closes: int) -> None:
    call = a_call(world, opens, closes)
    with pytest.raises(Problem, match="call-closed"):
        services.apply(call.token, SAID)
    with pytest.raises(NotFound):
        services.apply("not-a-token", SAID)
    assert not Application.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "  "), ("motives", ""), ("contact_name", ""), ("contact_email", "ana"), ("contact_email", "")],
)
def test_what_is_missing_is_told_on_its_field(world: Any, field: str, value: str) -> None:
    call = a_call(world)
    with pytest.raises(Problem) as told:
        services.apply(call.token, replace(SAID, **{field: value}))
    assert told.value.field == field and not Application.objects.exists()


def test_a_declined_application_may_still_be_taken_up(world: Any) -> None:
    call = a_call(world)
    one = services.apply(call.token, SAID)
    services.decline_application(world.actor("cora"), one.id)
    with pytest.raises(Conflict):
        services.decline_application(world.actor("cora"), one.id)
    services.accept_application(world.actor("cora"), one.id)
    assert Organisation.objects.filter(name="La Ruche du Parc").count() == 1


def test_an_enterprise_that_takes_part_is_not_recruited_twice(world: Any) -> None:
    call = a_call(world)
    one = services.apply(call.token, replace(SAID, name=world.shop.name))
    with pytest.raises(Problem, match="already"):
        services.accept_application(world.actor("cora"), one.id)
    assert Application.objects.get().state == "waiting" and not User.objects.filter(email=SAID.contact_email).exists()


@pytest.mark.parametrize("name", ["an", "fred", "paula", "nadia", "patrick", "stranger cora"])
def test_only_the_coordination_sees_applications(world: Any, name: str) -> None:
    call = a_call(world)
    one = services.apply(call.token, SAID)
    actor = world.actor(name)
    for action in (
        lambda: queries.call(actor, call.id),
        lambda: queries.calls(actor, world.programme.id),
        lambda: services.accept_application(actor, one.id),
        lambda: services.change_call(actor, call.id, {"fr": "X"}, {}, today(), today()),
    ):
        with pytest.raises((NotFound, Forbidden)):
            action()


def test_a_call_has_a_title_and_ends_after_it_begins(world: Any) -> None:
    cora = world.actor("cora")
    with pytest.raises(Problem, match="call-title"):
        services.make_call(cora, world.programme.id, {"fr": ""}, {}, today(), today())
    with pytest.raises(Problem, match="dates"):
        services.make_call(cora, world.programme.id, {"fr": "X"}, {}, today(), today() - timedelta(days=1))


def test_applications_stand_in_the_order_in_which_they_came(world: Any, django_assert_num_queries: Any) -> None:
    call = a_call(world)
    names = ["Zinneke", "Abeille", "Mirabelle"]
    for number, name in enumerate(names):
        services.apply(call.token, replace(SAID, name=name, contact_email=f"p{number}@x.example"))
    cora = world.actor("cora")
    with django_assert_num_queries(2):
        page = queries.call(cora, call.id)
    assert [one.name for one in page.applications] == names
    (line,) = queries.calls(cora, world.programme.id)[1]
    assert (line.waiting, line.accepted, line.state) == (3, 0, "open")
