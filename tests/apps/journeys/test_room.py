"""The room around the table: coming in, proposing once, phases, the rule fixed beforehand, a room that is closed."""

import uuid
from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.models import GuestPass
from vises.apps.access.services import end_pass
from vises.apps.journeys.models import Candidate, RoomMove
from vises.apps.journeys.queries import room as queries
from vises.apps.journeys.queries.question import room as question_room
from vises.apps.journeys.rules import room as rules
from vises.apps.journeys.services import question, sessions, stakeholders
from vises.apps.journeys.services import room as services
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


@pytest.fixture
def groups(world: Any) -> dict[str, Any]:
    return {
        name: stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind=kind, size=40)
        for name, kind in (("clients", "public"), ("bénévoles", "volunteers"), ("donateurs", "supplier"))
    }


@pytest.fixture
def session(world: Any, groups: dict[str, Any]) -> Any:
    return sessions.plan_session(SYSTEM, world.journey.id, title="Atelier 3", on=date(2026, 3, 3))


@pytest.fixture
def live(world: Any, session: Any) -> Any:
    return services.open_room(world.actor("claire"), world.journey.id, session.id, manner="consent")


def _join(live: Any, group: Any, language: str = "fr") -> tuple[str, uuid.UUID]:
    token = services.token_of(live)
    return token, services.join(token, group.id, language)


def test_a_guest_comes_in_by_link_or_code_and_her_question_says_which_group_it_came_from(
    world: Any, live: Any, groups: dict[str, Any]
) -> None:
    token = services.token_of(live)
    code = queries.led(world.actor("nadia"), live.id).code
    assert services.token_behind(code.lower().replace("-", " ")) == token
    guest = services.join(token, groups["clients"].id, "nl")
    row = services.propose_in_room(token, guest, "Wat verandert de winkel?", sent=uuid.uuid4())
    assert (row.stakeholder, row.language, row.channel, row.said_by) == (groups["clients"], "nl", "screen", "")
    view, seat = queries.entered(token, guest)
    assert [item.text for item in view.on_table] == ["Wat verandert de winkel?"] and view.people == 1
    assert seat is not None and seat.group == {"fr": "clients"} and len(view.empty) == 2


def test_sent_twice_it_is_one_question_and_another_guest_may_send_the_same_form_id(
    live: Any, groups: dict[str, Any]
) -> None:
    token, guest = _join(live, groups["clients"])
    sent = uuid.uuid4()
    first = services.propose_in_room(token, guest, "Une fois ?", sent=sent)
    assert services.propose_in_room(token, guest, "Une fois ?", sent=sent) == first
    _token, other = _join(live, groups["bénévoles"])
    services.propose_in_room(token, other, "Une fois ?", sent=sent)
    assert Candidate.objects.count() == 2


@pytest.mark.parametrize("how", ["closed", "link ended", "new link"])
def test_a_room_dies_at_once(world: Any, live: Any, groups: dict[str, Any], how: str) -> None:
    token, guest = _join(live, groups["clients"])
    code = rules.code_of(token)
    if how == "closed":
        services.close_room(world.actor("nadia"), live.id)
        services.close_room(world.actor("nadia"), live.id)
    elif how == "link ended":
        end_pass(world.actor("claire"), "journey.edit", GuestPass.objects.get(purpose="room").pk)
    else:
        services.new_link(world.actor("claire"), live.id)
    for act in (
        lambda: queries.pulse(token),
        lambda: queries.entered(token, guest),
        lambda: services.join(token, groups["clients"].id, "fr"),
        lambda: services.propose_in_room(token, guest, "Encore ?", sent=uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Problem, match="room-code"):
        services.token_behind(code)
    assert Candidate.objects.count() == 0


def test_a_guest_of_one_room_is_nobody_in_another(world: Any, live: Any, groups: dict[str, Any]) -> None:
    _token, guest = _join(live, groups["clients"])
    other = sessions.plan_session(SYSTEM, world.journey.id, title="Atelier 4", on=date(2026, 4, 3))
    second = services.token_of(services.open_room(SYSTEM, world.journey.id, other.id, manner="vote"))
    assert queries.entered(second, guest)[1] is None
    with pytest.raises(NotFound):
        services.propose_in_room(second, guest, "Ici ?", sent=uuid.uuid4())


def test_only_whoever_writes_in_the_journey_leads_a_room(world: Any, live: Any, session: Any) -> None:
    for name in ("stranger nadia", "an", "patrick"):
        with pytest.raises((NotFound, Forbidden)):
            queries.led(world.actor(name), live.id)
        with pytest.raises((NotFound, Forbidden)):
            services.go_to(world.actor(name), live.id, "gather", seen="propose")
    with pytest.raises(Problem, match="room-open"):
        services.open_room(world.actor("nadia"), world.journey.id, session.id, manner="vote")


def test_phases_go_one_by_one_and_two_leaders_do_not_push_it_twice(world: Any, live: Any) -> None:
    claire, nadia = world.actor("claire"), world.actor("nadia")
    with pytest.raises(Problem, match="room-phase"):
        services.go_to(claire, live.id, "weigh", seen="propose")
    services.go_to(claire, live.id, "gather", seen="propose")
    with pytest.raises(Conflict):
        services.go_to(nadia, live.id, "gather", seen="propose")
    services.go_to(nadia, live.id, "propose", seen="gather")
    assert list(RoomMove.objects.order_by("created_at").values_list("new", flat=True)) == ["gather", "propose"]


def test_how_one_decides_is_fixed_once_weighing_begins(world: Any, live: Any, groups: dict[str, Any]) -> None:
    claire = world.actor("claire")
    services.agree_how(claire, live.id, manner="vote", quorum={groups["clients"].id: 3})
    services.count_beside(claire, live.id, {groups["clients"].id: 1})
    there = queries.led(claire, live.id).room
    assert there.manner == "vote" and [group.missing for group in there.groups] == [2, 0, 0]
    services.go_to(claire, live.id, "gather", seen="propose")
    services.go_to(claire, live.id, "weigh", seen="gather")
    with pytest.raises(Problem, match="room-fixed"):
        services.agree_how(claire, live.id, manner="consent", quorum={})
    services.go_to(claire, live.id, "gather", seen="weigh")
    services.agree_how(claire, live.id, manner="consent", quorum={})


def test_what_was_written_without_connection_still_comes_in_while_one_gathers_and_not_later(
    world: Any, live: Any, groups: dict[str, Any]
) -> None:
    token, guest = _join(live, groups["clients"])
    sent = uuid.uuid4()
    services.go_to(SYSTEM, live.id, "gather", seen="propose")
    services.propose_in_room(token, guest, "En retard ?", sent=sent)
    services.go_to(SYSTEM, live.id, "weigh", seen="gather")
    services.propose_in_room(token, guest, "En retard ?", sent=sent)  # it is there: said again, nothing happens
    with pytest.raises(Problem, match="room-went-on"):
        services.propose_in_room(token, guest, "Trop tard ?", sent=uuid.uuid4())


def test_sheets_are_typed_in_several_at_once_marked_and_once_even_after_the_room_is_closed(
    world: Any, live: Any, groups: dict[str, Any]
) -> None:
    services.close_room(SYSTEM, live.id)
    sent = uuid.uuid4()
    for _ in range(2):
        services.type_in(
            world.actor("claire"),
            live.id,
            ["Que change l'atelier ?", "  ", "Et le magasin ?"],
            stakeholder_id=groups["bénévoles"].id,
            channel="paper",
            language="fr",
            sent=sent,
        )
    rows = list(Candidate.objects.values_list("text", "channel", "stakeholder__names"))
    assert rows == [(text, "paper", {"fr": "bénévoles"}) for text in ("Que change l'atelier ?", "Et le magasin ?")]
    with pytest.raises(Problem, match="candidate-way"):
        services.type_in(
            SYSTEM, live.id, ["x ?"], stakeholder_id=None, channel="screen", language="fr", sent=uuid.uuid4()
        )


def test_one_question_that_cannot_be_kept_keeps_none_of_the_sheet(live: Any) -> None:
    with pytest.raises(Problem, match="question-long"):
        services.type_in(
            SYSTEM, live.id, ["Bien ?", "x" * 501], stakeholder_id=None, channel="spoken", language="fr", sent=live.id
        )
    assert Candidate.objects.count() == 0


def test_a_merge_tells_who_made_it_and_can_be_undone(world: Any, live: Any) -> None:
    claire = world.actor("claire")
    first, second = (question.propose(claire, world.journey.id, text, language="fr") for text in ("Un ?", "Deux ?"))
    joined = question.merge(claire, [first.id, second.id], "Les deux ?", "la même chose")
    [shown] = question_room(world.actor("nadia"), world.journey.id).on_table
    assert {part.settled_by for part in shown.merges} == {"Claire here"} and shown.by_merge
    question.undo_merge(claire, joined.id, "La fusion est défaite.")
    after = question_room(world.actor("nadia"), world.journey.id)
    assert {row.text for row in after.on_table} == {"Un ?", "Deux ?"}
    assert [(row.text, row.reason) for row in after.set_aside] == [("Les deux ?", "La fusion est défaite.")]
    with pytest.raises(Problem, match="nothing-merged"):
        question.undo_merge(claire, first.id, "")


def test_every_change_on_the_table_stirs_the_open_room_and_looking_costs_two_queries(
    world: Any, live: Any, groups: dict[str, Any], django_assert_num_queries: Any
) -> None:
    token, guest = _join(live, groups["clients"])
    seen = {queries.pulse(token).changes}
    services.propose_in_room(token, guest, "Un ?", sent=uuid.uuid4())
    seen.add(queries.pulse(token).changes)
    question.propose(world.actor("claire"), world.journey.id, "Deux ?", language="fr")
    seen.add(queries.pulse(token).changes)
    services.count_beside(SYSTEM, live.id, {groups["clients"].id: 4})
    seen.add(queries.pulse(token).changes)
    assert len(seen) == 4
    with django_assert_num_queries(2):
        queries.pulse(token)


def test_small_groups_are_told_apart_only_where_nobody_is_found_by_subtracting() -> None:
    assert rules.told_apart({"a": 9, "b": 6}) == {"a", "b"}
    assert rules.told_apart({"a": 9, "b": 6, "c": 1}) == {"a"}  # c alone would be the difference
    assert rules.told_apart({"a": 9, "b": 3, "c": 2}) == {"a"}
    assert rules.told_apart({"a": 9, "b": 2, "c": 1}) == frozenset()
    assert rules.told_apart({"a": 9, "b": 0}) == {"a"}
    assert rules.told_apart({"a": 4}) == frozenset()


def test_whoever_came_in_goes_on_to_the_next_subject_by_the_same_code(
    world: Any, live: Any, groups: dict[str, Any]
) -> None:
    token, guest = _join(live, groups["clients"], "nl")
    code = rules.code_of(token)
    services.count_beside(SYSTEM, live.id, {groups["bénévoles"].id: 3})
    services.propose_in_room(token, guest, "Avant ?", sent=uuid.uuid4())
    with pytest.raises(Problem, match="room-same-subject"):
        services.go_on_with(world.actor("claire"), live.id, "question", manner="vote")
    portrait = services.go_on_with(world.actor("claire"), live.id, "portrait")
    assert services.token_of(portrait) == token == services.token_behind(code) and services.token_of(live) != token
    view, seat = queries.entered(token, guest)
    assert (view.id, view.subject, view.people) == (portrait.id, "portrait", 4)
    assert seat is not None and (seat.id, seat.group_id, seat.language) == (guest, groups["clients"].id, "nl")
    assert queries.led(world.actor("nadia"), live.id).after == portrait.id
    with pytest.raises(Problem, match="room-went-on"):  # the room is about something else by now
        services.propose_in_room(token, guest, "Trop tard ?", sent=uuid.uuid4())
    assert services.join(token, groups["bénévoles"].id, "fr", guest_id=guest) == guest  # she corrects her group
    rings = services.go_on_with(world.actor("nadia"), portrait.id, "rings")
    third, seat = queries.entered(token, guest)
    assert third.id == rings.id and seat is not None and seat.group_id == groups["bénévoles"].id
    assert [row.text for row in Candidate.objects.all()] == ["Avant ?"] and third.people == 4
    services.close_room(SYSTEM, rings.id)
    with pytest.raises(NotFound):
        queries.entered(token, guest)


def test_two_leaders_do_not_go_on_twice_and_a_link_that_ended_is_not_brought_back(world: Any, live: Any) -> None:
    token = services.token_of(live)
    end_pass(SYSTEM, "journey.edit", GuestPass.objects.get(purpose="room").pk)
    after = services.go_on_with(SYSTEM, live.id, "rings")
    assert services.token_of(after) not in {"", token}
    with pytest.raises(Problem, match="room-closed"):
        services.go_on_with(world.actor("nadia"), live.id, "portrait")
    for name in ("stranger nadia", "an", "patrick"):
        with pytest.raises((NotFound, Forbidden)):
            services.go_on_with(world.actor(name), after.id, "portrait")
