"""Bodies, their seats and sessions; meetings, their workshops and who came."""

from datetime import date, timedelta
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.services import visible
from vises.apps.accounts.people import Person
from vises.apps.network.services import make_organisation
from vises.apps.programmes import services
from vises.apps.programmes.models import Body, BodySession, Seat
from vises.apps.programmes.queries import bodies as body_queries
from vises.apps.programmes.queries import meetings as meeting_queries
from vises.apps.programmes.services import add_participation
from vises.kernel.clock import today
from vises.kernel.problems import Forbidden, NotFound, Problem


@pytest.fixture
def body(world: Any) -> Body:
    return services.make_body(world.actor("cora"), world.programme.id, "steering", {"fr": "Pilotage"})


def test_whoever_sits_in_a_body_treats_what_comes_to_it_and_nothing_else(world: Any, body: Body) -> None:
    seat, made = services.give_seat(world.actor("cora"), body.id, Person("new@here.example", "Nell"))
    assert [user.email for user in made] == ["new@here.example"]
    nell = actor_for(seat.user)
    treated = visible(nell, "learning.treat", Body.objects.all())
    assert list(treated) == [body]
    services.plan_body_session(nell, body.id, today() + timedelta(days=9), place="Salle bleue")
    with pytest.raises(NotFound):
        services.plan_body_session(nell, world.body.id, today())
    services.end_seat(world.actor("cora"), seat.id)
    assert not visible(actor_for(seat.user), "learning.treat", Body.objects.all()).exists()
    assert Seat.objects.get(pk=seat.pk).ends_on < today()
    page = body_queries.body(world.actor("cora"), body.id)
    assert [(one.name, one.now) for one in page.seats] == [("Nell", False)]


def test_the_same_person_again_is_the_same_seat(world: Any, body: Body) -> None:
    cora = world.actor("cora")
    first, _ = services.give_seat(cora, body.id, Person("new@here.example", "Nell"))
    services.end_seat(cora, first.id)
    again, made = services.give_seat(
        cora, body.id, Person("NEW@here.example"), organisation_id=world.partner.id, chairs=True
    )
    assert again.id == first.id and not made and again.chairs and again.ends_on is None


def test_a_seat_begins_and_ends_with_its_dates(world: Any, body: Body) -> None:
    later = today() + timedelta(days=30)
    seat, _ = services.give_seat(world.actor("cora"), body.id, Person("new@here.example"), starts_on=later)
    assert not visible(actor_for(seat.user), "learning.treat", Body.objects.all()).exists()
    with pytest.raises(Problem, match="dates"):
        services.give_seat(world.actor("cora"), body.id, Person("new@here.example"), starts_on=later, ends_on=today())


@pytest.mark.parametrize(
    ("kind", "names", "problem"),
    [("round-table", {"fr": "X"}, "body-kind"), ("own", {"fr": ""}, "body-name"), ("own", {}, "body-name")],
)
def test_a_body_needs_a_kind_and_a_name(world: Any, kind: str, names: dict[str, str], problem: str) -> None:
    with pytest.raises(Problem, match=problem):
        services.make_body(world.actor("cora"), world.programme.id, kind, names)


@pytest.mark.parametrize("name", ["an", "fred", "paula", "bo", "nadia", "patrick", "stranger cora"])
def test_only_who_decides_makes_bodies_and_meetings(world: Any, body: Body, name: str) -> None:
    actor = world.actor(name)
    before = Body.objects.count()
    for action in (
        lambda: services.make_body(actor, world.programme.id, "own", {"fr": "X"}),
        lambda: services.change_body(actor, body.id, "own", {"fr": "X"}),
        lambda: services.give_seat(actor, body.id, Person("x@here.example")),
        lambda: services.plan_meeting(actor, world.programme.id, {"fr": "X"}, today()),
    ):
        with pytest.raises((NotFound, Forbidden)):
            action()
    assert Body.objects.count() == before and not Seat.objects.filter(body=body).exists()


def test_the_list_says_who_sits_and_when_they_meet_next(world: Any, body: Body, django_assert_num_queries: Any) -> None:
    cora = world.actor("cora")
    for number in range(3):
        services.give_seat(cora, body.id, Person(f"p{number}@here.example"))
    for days in (-20, 12, 40):
        BodySession.objects.create(body=body, on=today() + timedelta(days=days), held=days < 0)
    for number in range(8):
        services.make_body(cora, world.programme.id, "own", {"fr": f"Corps {number}"})
    fred = world.actor("fred")
    with django_assert_num_queries(3):
        page = body_queries.bodies(fred, world.programme.id)
    line = next(row for row in page.rows if row.id == body.id)
    assert (line.people, line.next_on) == (3, today() + timedelta(days=12))
    assert not page.may_decide


def test_mail_addresses_of_seats_are_for_who_decides(world: Any, body: Body) -> None:
    services.give_seat(world.actor("cora"), body.id, Person("nell@here.example", "Nell"))
    assert "nell@here.example" in repr(body_queries.body(world.actor("cora"), body.id))
    assert "nell@here.example" not in repr(body_queries.body(world.actor("fred"), body.id))


def test_a_meeting_tells_how_many_and_not_who(world: Any) -> None:
    cora = world.actor("cora")
    row = services.plan_meeting(cora, world.programme.id, {"fr": "Juin"}, today() - timedelta(days=3), place="Lille")
    for _ in range(2):
        services.add_workshop(cora, row.id, {"fr": "Indicateurs"}, times_given=2, people=38)
    others = []
    for number in range(3):
        shop = make_organisation(SYSTEM, "enterprise", f"Boutique {number}")
        add_participation(SYSTEM, world.programme, shop)
        others.append(shop)
    came = {shop.id: 2 for shop in others} | {world.federation.id: 4}
    assert services.note_attendance(cora, row.id, came) == 4
    services.change_meeting(cora, row.id, {"fr": "Juin"}, row.on, people=95)
    told = meeting_queries.meeting(world.actor("paula"), row.id)
    assert told.people == 95 and not told.came
    assert dict(told.kinds) == {"enterprise": 3, "federation": None}
    own = meeting_queries.meeting(cora, row.id)
    assert [(one.name, one.people) for one in own.came][-1] == ("Fédération L'Atelier du Pont", 4)
    services.note_attendance(cora, row.id, {world.federation.id: 5})
    assert [one.people for one in meeting_queries.meeting(cora, row.id).came] == [5]
    with pytest.raises(Problem, match="meeting-kept"):
        services.cancel_meeting(cora, row.id)


def test_organisations_of_elsewhere_do_not_come(world: Any) -> None:
    cora = world.actor("cora")
    row = services.plan_meeting(cora, world.programme.id, {"fr": "Juin"}, date(2026, 6, 1))
    for came in ({world.other_enterprise.id: 3}, {world.federation.id: 0}, {world.federation.id: 5001}):
        with pytest.raises(Problem):
            services.note_attendance(cora, row.id, came)
    assert not meeting_queries.meeting(cora, row.id).came


def test_a_meeting_that_does_not_take_place_disappears(world: Any) -> None:
    cora = world.actor("cora")
    row = services.plan_meeting(cora, world.programme.id, {"nl": "Juni"}, today() + timedelta(days=40))
    workshop = services.add_workshop(cora, row.id, {"nl": "Vragen"})
    services.change_workshop(cora, workshop.id, {"nl": "Goede vragen"}, times_given=2, people=None)
    assert meeting_queries.meeting(cora, row.id).workshops[0].titles == {"nl": "Goede vragen"}
    services.drop_workshop(cora, workshop.id)
    services.cancel_meeting(cora, row.id)
    with pytest.raises(NotFound):
        meeting_queries.meeting(cora, row.id)
