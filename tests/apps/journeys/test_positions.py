"""Weighing and deciding in a room: said again it counts once, small groups protected, drawn into the decision."""

import uuid
from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.models import Candidate, Position
from vises.apps.journeys.queries import positions as queries
from vises.apps.journeys.queries import room as rooms
from vises.apps.journeys.queries.question import current_question
from vises.apps.journeys.services import positions as services
from vises.apps.journeys.services import question, sessions, stakeholders
from vises.apps.journeys.services import room as room_services
from vises.kernel.problems import Conflict, NotFound, Problem


@pytest.fixture
def groups(world: Any) -> dict[str, Any]:
    return {
        name: stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind=kind, size=40)
        for name, kind in (("clients", "public"), ("bénévoles", "volunteers"), ("donateurs", "supplier"))
    }


@pytest.fixture
def table(world: Any) -> list[Candidate]:
    return [question.propose(SYSTEM, world.journey.id, text, language="fr") for text in ("Un ?", "Deux ?")]


def _room(world: Any, groups: dict[str, Any], manner: str) -> Any:
    session = sessions.plan_session(SYSTEM, world.journey.id, title="Atelier 3", on=date(2026, 3, 3))
    live = room_services.open_room(SYSTEM, world.journey.id, session.id, manner=manner)
    room_services.go_to(SYSTEM, live.id, "gather", seen="propose")
    room_services.go_to(SYSTEM, live.id, "weigh", seen="gather")
    return live


def _guest(live: Any, group: Any) -> tuple[str, uuid.UUID]:
    token = room_services.token_of(live)
    return token, room_services.join(token, group.id, "fr")


def _decide(world: Any, live: Any, candidate: Candidate, **more: Any) -> Any:
    said: dict[str, Any] = {"texts": {"fr": candidate.text}, "reasons": "Elle parle de tous."} | more
    return services.decide_in_room(world.actor("claire"), live.id, candidate_id=candidate.id, **said)


def test_by_consent_each_says_what_she_thinks_and_may_change_it(
    world: Any, groups: dict[str, Any], table: list[Candidate]
) -> None:
    live = _room(world, groups, "consent")
    token, guest = _guest(live, groups["clients"])
    with pytest.raises(Problem, match="position-reason") as told:
        services.say(token, guest, {table[0].id: ("objection", " ")})
    assert told.value.field == f"reason_{table[0].id}"
    services.say(token, guest, {table[0].id: ("objection", "Déjà connu"), table[1].id: ("agree", "")})
    services.say(token, guest, {table[0].id: ("reservation", "Pourquoi pas"), table[1].id: ("", "")})
    assert list(Position.objects.values_list("stance", "reason", "people")) == [("reservation", "Pourquoi pas", 1)]
    with pytest.raises(Problem, match="position-gone"):
        services.say(token, guest, {uuid.uuid4(): ("agree", "")})
    with pytest.raises(NotFound):
        services.say(token, uuid.uuid4(), {})


def test_in_a_vote_there_is_one_voice(world: Any, groups: dict[str, Any], table: list[Candidate]) -> None:
    live = _room(world, groups, "vote")
    token, guest = _guest(live, groups["clients"])
    services.say(token, guest, {table[0].id: ("agree", "")})
    services.say(token, guest, {table[1].id: ("agree", "plus utile")})
    assert Position.objects.get().candidate == table[1]
    with pytest.raises(Problem, match="position-one"):
        services.say(token, guest, {row.id: ("agree", "") for row in table})
    with pytest.raises(Problem, match="position-stance"):
        services.say(token, guest, {table[0].id: ("objection", "non")})


def test_nothing_is_said_outside_weighing_and_nothing_is_shown_to_phones_during_it(
    world: Any, groups: dict[str, Any], table: list[Candidate]
) -> None:
    live = _room(world, groups, "consent")
    token, guest = _guest(live, groups["clients"])
    services.say(token, guest, {table[0].id: ("agree", "")})
    view, seat = rooms.entered(token, guest)
    assert view.weighing is not None and (view.weighing.said, view.weighing.people) == (1, 1)
    assert seat is not None and seat.said == {table[0].id: ("agree", "")}
    room_services.go_to(SYSTEM, live.id, "decide", seen="weigh")
    with pytest.raises(Problem, match="not-weighing"):
        services.say(token, guest, {table[0].id: ("objection", "trop tard")})


def test_what_is_noted_for_others_counts_its_people_once_and_can_be_taken_away(
    world: Any, groups: dict[str, Any], table: list[Candidate]
) -> None:
    live, claire = _room(world, groups, "consent"), world.actor("claire")
    token, guest = _guest(live, groups["clients"])
    services.say(token, guest, {table[0].id: ("agree", "")})
    said = {"agree": (6, ""), "reservation": (1, "Samir voulait l'autre"), "objection": (0, "")}
    sent = uuid.uuid4()
    for _ in range(2):
        services.note_positions(
            claire,
            live.id,
            table[0].id,
            stakeholder_id=groups["bénévoles"].id,
            people=said,
            language="fr",
            sent=sent,
        )
    weighed = queries.drawn_from(claire, live.id).weighing
    row = weighed.of(table[0].id)
    assert row is not None and (row.all.agree, row.all.reservation, weighed.said) == (7, 1, 8)
    assert [(names, count.people) for names, count in row.by_group] == []  # one client would be the difference
    assert [item.text for item in row.words] == ["Samir voulait l'autre"] and row.words[0].noted
    for position in Position.objects.all():
        services.take_note_away(claire, live.id, position.pk)
    assert Position.objects.get().guest_id == guest  # what she said herself cannot be taken away
    with pytest.raises(Problem, match="position-nobody"):
        services.note_positions(
            claire, live.id, table[0].id, stakeholder_id=groups["clients"].id, people={}, language="fr", sent=sent
        )


def test_the_decision_draws_on_the_room(world: Any, groups: dict[str, Any], table: list[Candidate]) -> None:
    live = _room(world, groups, "consent")
    token, guest = _guest(live, groups["clients"])
    services.say(token, guest, {table[0].id: ("reservation", "J'aurais préféré l'autre")})
    room_services.count_beside(SYSTEM, live.id, {groups["bénévoles"].id: 7})
    with pytest.raises(Problem, match="not-deciding"):
        _decide(world, live, table[0])
    room_services.go_to(SYSTEM, live.id, "decide", seen="weigh")
    drawn = queries.drawn_from(world.actor("claire"), live.id)
    kept = [(item.group_id, "", item.text) for item in drawn.reservations(table[0].id)]
    assert drawn.present == {groups["clients"].id, groups["bénévoles"].id} and len(kept) == 1
    made = _decide(world, live, table[0], reservations=kept, not_heard=[groups["donateurs"].id], seen="")
    found = current_question(world.actor("nadia"), world.journey.id)
    assert found is not None and found.id == made.id and found.decision.manner == "consent"
    assert found.decision.session.title == "Atelier 3" and found.decision.session.held
    assert sorted(people for _names, people in found.decision.present) == [1, 7]
    assert [item.text for item in found.decision.reservations] == ["J'aurais préféré l'autre"]
    assert [names for _id, names in found.decision.not_heard] == [{"fr": "donateurs"}]
    said = queries.behind_decision(world.actor("nadia"), made.decision_id)
    assert said is not None and [row.candidate.text for row in said.rows] == ["Un ?"]
    assert rooms.entered(token, guest)[0].decided == found
    with pytest.raises(Conflict):
        _decide(world, live, table[1], seen="")


def test_in_a_vote_the_reasons_of_the_others_are_kept_beside_the_choice(
    world: Any, groups: dict[str, Any], table: list[Candidate]
) -> None:
    live = _room(world, groups, "vote")
    for name, row, reason in (("clients", table[0], "la mienne"), ("bénévoles", table[1], "plus utile")):
        token, guest = _guest(live, groups[name])
        services.say(token, guest, {row.id: ("agree", reason)})
    drawn = queries.drawn_from(world.actor("claire"), live.id)
    assert [item.text for item in drawn.reservations(table[0].id)] == ["plus utile"]


def test_presence_noted_before_is_not_lost_and_a_fixed_number_of_queries_reads_the_room(
    world: Any, groups: dict[str, Any], table: list[Candidate], django_assert_max_num_queries: Any
) -> None:
    live = _room(world, groups, "consent")
    sessions.hold_session(
        SYSTEM, live.session_id, presences=[(groups["donateurs"].id, 3, "Fatou")], minutes=95, record_words="dit"
    )
    for _ in range(12):
        token, guest = _guest(live, groups["clients"])
        services.say(token, guest, {row.id: ("agree", "") for row in table})
    with django_assert_max_num_queries(12):
        rooms.entered(token, guest)
    room_services.go_to(SYSTEM, live.id, "decide", seen="weigh")
    made = _decide(world, live, table[0])
    session = made.decision.session
    session.refresh_from_db()
    there = {item.stakeholder_id: (item.people, item.names) for item in session.presences.all()}
    assert there == {groups["donateurs"].id: (3, "Fatou"), groups["clients"].id: (12, "")}
    assert (session.minutes_spent, session.record) == (95, "dit")
