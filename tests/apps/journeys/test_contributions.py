"""Portrait and rings filled in together: said once, nobody overwritten, one act brings it in and keeps who said it."""

import uuid
from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Contribution, Expectation, OwnWords, Presence
from vises.apps.journeys.queries import contributions as queries
from vises.apps.journeys.queries import room as rooms
from vises.apps.journeys.queries.stakeholders import stakeholder_map
from vises.apps.journeys.services import contributions as services
from vises.apps.journeys.services import room, sessions, stakeholders, words
from vises.apps.journeys.services.contributions import Piece, Placed
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


@pytest.fixture
def groups(world: Any) -> dict[str, Any]:
    return {
        name: stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind=kind, size=40)
        for name, kind in (("clients", "public"), ("bénévoles", "volunteers"))
    }


@pytest.fixture
def session(world: Any, groups: dict[str, Any]) -> Any:
    return sessions.plan_session(SYSTEM, world.journey.id, title="Atelier 1", on=date(2026, 3, 3))


def _open(world: Any, session: Any, subject: str) -> tuple[Any, str]:
    live = room.open_room(world.actor("claire"), world.journey.id, session.id, subject=subject)
    return live, room.token_of(live)


def _say(token: str, guest: uuid.UUID, *pieces: Piece, sent: uuid.UUID | None = None) -> int:
    return services.contribute(token, guest, pieces, sent=sent or uuid.uuid4())


def _view(text: str, heading: str = "needs") -> Piece:
    return Piece("view", text, heading=heading)


def _shown(live: Any) -> list[uuid.UUID]:
    return list(Contribution.objects.filter(room=live).values_list("id", flat=True))


def test_what_groups_say_becomes_the_portrait_by_one_act_and_keeps_which_group_said_it(
    world: Any, session: Any, groups: dict[str, Any]
) -> None:
    live, token = _open(world, session, "portrait")
    clients = room.join(token, groups["clients"].id, "fr")
    volunteers = room.join(token, groups["bénévoles"].id, "nl")
    sent = uuid.uuid4()
    for _ in range(2):
        _say(token, clients, _view("s'habiller sans honte"), sent=sent)
    _say(token, volunteers, _view("iemand zien"), sent=sent)
    services.note_contributions(
        world.actor("nadia"),
        live.id,
        [_view("du temps", "means"), _view("des bras", "means")],
        stakeholder_id=None,
        channel="paper",
        language="fr",
        sent=uuid.uuid4(),
    )
    view, _seat = rooms.entered(token, clients)
    assert [(said.text, said.group, said.language) for said in view.together.views[0].said] == [
        ("s'habiller sans honte", {"fr": "clients"}, "fr"),
        ("iemand zien", {"fr": "bénévoles"}, "nl"),
    ]
    assert queries.said_for_portrait(world.actor("nadia"), world.journey.id) == {}  # nothing before the act
    late = uuid.uuid4()
    shown = _shown(live)
    _say(token, clients, _view("arrivé trop tard"), sent=late)
    views = {
        "needs": ("S'habiller sans honte, et être vu.", 0),
        "means": ("Du temps et des bras.", 0),
        "missions": ("", 0),
    }
    assert services.take_portrait(world.actor("claire"), live.id, views, language="fr", shown=shown) == 2
    row = OwnWords.objects.get(heading="needs")
    assert row.text == "S'habiller sans honte, et être vu." and row.source == "Atelier 1 (03/03/2026)"
    said = queries.said_for_portrait(world.actor("nadia"), world.journey.id)
    assert [item.text for item in said["needs"]] == ["s'habiller sans honte", "iemand zien"]
    assert Contribution.objects.get(text="arrivé trop tard").taken_at is None
    assert dict(Presence.objects.values_list("stakeholder__names__fr", "people")) == {"clients": 1, "bénévoles": 1}


def test_a_view_changed_meanwhile_is_never_overwritten_and_nothing_else_is_kept_either(
    world: Any, session: Any, groups: dict[str, Any]
) -> None:
    live, token = _open(world, session, "portrait")
    _say(token, room.join(token, groups["clients"].id, "fr"), _view("dit"))
    words.write_words(world.actor("nadia"), world.journey.id, "portrait", "needs", "écrit meanwhile")
    views = {"missions": ("nos missions", 0), "needs": ("lu avant", 0)}
    with pytest.raises(Conflict):
        services.take_portrait(world.actor("claire"), live.id, views, language="fr", shown=_shown(live))
    assert OwnWords.objects.get().text == "écrit meanwhile" and Contribution.objects.get().taken_at is None
    with pytest.raises(Problem, match="take-nothing"):
        services.take_portrait(
            world.actor("claire"), live.id, {"needs": ("écrit meanwhile", 1)}, language="fr", shown=[]
        )
    assert (
        services.take_portrait(world.actor("claire"), live.id, {"needs": ("les deux", 1)}, language="fr", shown=[]) == 1
    )


def test_rings_go_onto_the_map_and_only_its_own_expectation_becomes_one_of_a_group(
    world: Any, session: Any, groups: dict[str, Any]
) -> None:
    live, token = _open(world, session, "rings")
    about = groups["clients"].id
    clients, volunteers = (room.join(token, groups[name].id, "fr") for name in ("clients", "bénévoles"))
    _say(
        token,
        clients,
        Piece("place", "informed", about_id=about),
        Piece("expectation", "être entendus", about_id=about),
    )
    _say(token, clients, Piece("place", "consulted", about_id=about))  # she corrects herself: the later one stands
    _say(
        token,
        volunteers,
        Piece("place", "contributes", about_id=about),
        Piece("expectation", "des prix", about_id=about),
    )
    _say(token, volunteers, Piece("difficulty", "horaires", about_id=about), Piece("missing", "les voisins"))
    group = next(item for item in rooms.entered(token, clients)[0].together.groups if item.id == about)
    assert [(ring.id, ring.who) for ring in group.places] == [
        ("consulted", ({"fr": "clients"},)),
        ("contributes", ({"fr": "bénévoles"},)),
    ]
    assert (group.agreed, [i.text for i in group.own], [i.text for i in group.supposed]) == (
        "",
        ["être entendus"],
        ["des prix"],
    )
    _degree, _hard, seen = queries.standing(world.actor("claire"), live.id).on_map[about]
    placed = {about: Placed("contributes", "Horaires d'école", seen, [i.id for i in (*group.own, *group.supposed)])}
    assert services.take_rings(world.actor("claire"), live.id, placed, shown=_shown(live)) == 1
    row = stakeholder_map(world.actor("claire"), world.journey.id).group(about)
    assert (row.degrees[world.journey.step], row.access_difficulty) == ("contributes", "Horaires d'école")
    assert list(Expectation.objects.values_list("text", flat=True)) == ["être entendus"]
    with pytest.raises(Conflict):
        services.take_rings(world.actor("claire"), live.id, placed, shown=[])


@pytest.mark.parametrize(
    ("subject", "piece", "problem"),
    [
        ("portrait", _view("  "), "contribution-empty"),
        ("portrait", _view("x", "nowhere"), "contribution-heading"),
        ("portrait", Piece("missing", "x"), "contribution-heading"),
        ("rings", _view("x"), "contribution-heading"),
        ("rings", Piece("place", "informed", about_id=uuid.uuid4()), "stakeholder-unknown"),
        ("rings", Piece("missing", "x" * 2001), "contribution-long"),
        ("question", _view("x"), "contribution-heading"),
    ],
)
def test_what_cannot_be_said_is_told(
    world: Any, session: Any, groups: dict[str, Any], subject: str, piece: Piece, problem: str
) -> None:
    live = room.open_room(SYSTEM, world.journey.id, session.id, manner="vote", subject=subject)
    token = room.token_of(live)
    guest = room.join(token, groups["clients"].id, "fr")
    with pytest.raises(Problem, match=problem):
        _say(token, guest, piece)
    assert not Contribution.objects.exists()


def test_a_portrait_room_takes_no_questions_and_never_comes_to_weighing(
    world: Any, session: Any, groups: dict[str, Any]
) -> None:
    live, token = _open(world, session, "portrait")
    guest = room.join(token, groups["clients"].id, "fr")
    with pytest.raises(Problem, match="room-went-on"):
        room.propose_in_room(token, guest, "Une question ?", sent=uuid.uuid4())
    room.go_to(world.actor("claire"), live.id, "gather", seen="propose")
    with pytest.raises(Problem, match="room-phase"):
        room.go_to(world.actor("claire"), live.id, "weigh", seen="gather")
    room.close_room(world.actor("claire"), live.id)
    with pytest.raises(NotFound):
        _say(token, guest, _view("trop tard"))


def test_only_who_edits_the_journey_brings_in_or_takes_away(world: Any, session: Any, groups: dict[str, Any]) -> None:
    live, token = _open(world, session, "portrait")
    _say(token, room.join(token, groups["clients"].id, "fr"), _view("Madame X m'aide"))
    said = Contribution.objects.get()
    for action in (
        lambda who: services.take_away(who, live.id, said.id),
        lambda who: services.take_portrait(who, live.id, {"needs": ("x", 0)}, language="fr", shown=[]),
    ):
        with pytest.raises((Forbidden, NotFound)):
            action(world.actor("fred"))
    services.take_away(world.actor("nadia"), live.id, said.id)
    assert not Contribution.objects.exists()
