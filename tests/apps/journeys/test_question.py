"""The question room: candidates, merging, the decision, who was not heard, links for groups."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.queries.question import current_question, proposing, room
from vises.apps.journeys.rules import hints
from vises.apps.journeys.services import question as services
from vises.apps.journeys.services import sessions, stakeholders
from vises.apps.journeys.services.passes import group_link, read_deliverable
from vises.apps.journeys.services.words import write_words
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


@pytest.fixture
def groups(world: Any) -> dict[str, Any]:
    return {
        name: stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": name}, kind=kind, size=40)
        for name, kind in (("clients", "public"), ("bénévoles", "volunteers"), ("donateurs", "supplier"))
    }


@pytest.fixture
def session(world: Any, groups: dict[str, Any]) -> Any:
    row = sessions.plan_session(SYSTEM, world.journey.id, title="Atelier 3", on=date(2026, 3, 3))
    sessions.hold_session(SYSTEM, row.id, presences=[(groups["clients"].id, 9, "Fatou, Jean")], minutes=120)
    return row


def _propose(world: Any, text: str, **more: Any) -> Any:
    return services.propose(world.actor("claire"), world.journey.id, text, language="fr", **more)


def _decide(world: Any, session: Any, candidate: Any, **more: Any) -> Any:
    values = {"texts": {"fr": candidate.text}, "manner": "consent", "reasons": "Elle parle de tous."} | more
    return services.decide(
        world.actor("claire"), world.journey.id, candidate_id=candidate.id, session_id=session.id, **values
    )


def test_merging_keeps_each_wording_and_where_it_went(world: Any, groups: dict[str, Any]) -> None:
    first = _propose(world, "Que change le magasin ?", stakeholder_id=groups["clients"].id, channel="spoken")
    second = _propose(world, "Que change l'atelier ?", stakeholder_id=groups["bénévoles"].id, said_by="Samir")
    joined = services.merge(world.actor("claire"), [first.id, second.id], "Que change de partager ?", "une seule idée")
    [shown] = room(world.actor("nadia"), world.journey.id).on_table
    assert shown.id == joined.id and [part.text for part in shown.merges] == [first.text, second.text]
    assert shown.merges[1].said_by == "Samir" and shown.merges[0].channel == "spoken"
    services.take_back(world.actor("claire"), first.id)
    assert {row.text for row in room(world.actor("nadia"), world.journey.id).on_table} == {first.text, joined.text}


def test_merging_into_one_that_is_there(world: Any) -> None:
    first, second = _propose(world, "Que change le magasin ?"), _propose(world, "Que change notre magasin ?")
    assert services.merge(world.actor("claire"), [second.id], into=first.id, reason="la même").id == first.id
    with pytest.raises(Problem, match="candidate-settled"):
        services.merge(world.actor("claire"), [second.id], into=first.id)
    with pytest.raises(Problem, match="merge-two"):
        services.merge(world.actor("claire"), [first.id], into=first.id)


def test_rewording_keeps_the_first_words_and_who_proposed_them(world: Any, groups: dict[str, Any]) -> None:
    first = _propose(world, "Le magasin, il change quoi ?", stakeholder_id=groups["clients"].id, channel="paper")
    said = services.reword(world.actor("claire"), first.id, "Que change le magasin ?", "plus clair")
    [shown] = room(world.actor("claire"), world.journey.id).on_table
    assert (shown.id, shown.group_id, shown.channel) == (said.id, groups["clients"].id, "paper")
    assert shown.merges[0].text == "Le magasin, il change quoi ?"


def test_what_was_settled_meanwhile_is_not_settled_again(world: Any) -> None:
    row = _propose(world, "Que change le magasin ?")
    stale = services._candidate(world.actor("claire"), row.id)
    services.set_aside(world.actor("claire"), row.id, "déjà connu")
    with pytest.raises(Conflict):
        services._settle(stale, "merged", world.actor("claire"))
    with pytest.raises(Problem, match="candidate-settled"):
        services.set_aside(world.actor("claire"), row.id, "encore")
    with pytest.raises(Problem, match="aside-reason"):
        services.set_aside(world.actor("claire"), _propose(world, "Et alors ?").id, " ")


def test_the_test_of_a_good_question_is_advice(world: Any) -> None:
    row = _propose(world, "Que change le magasin ? Et comment ?")
    services.weigh(
        world.actor("claire"), row.id, {"one-sentence": "no", "useful": "yes", "other": "yes", "agreed": "?"}
    )
    [shown] = room(world.actor("claire"), world.journey.id).on_table
    assert shown.test == {"one-sentence": "no", "useful": "yes"}
    assert shown.hints == ("two-sentences", "two-questions")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Que change, pour celles et ceux qui viennent, le fait de partager le même magasin ?", ()),
        ("Wat verandert het voor wie komt, dat we dezelfde winkel delen?", ()),
        ("What do we change and how do we know?", ("two-questions",)),
        ("mot " * 40, ("long",)),
        ("Une chose. Une autre.", ("two-sentences",)),
    ],
)
def test_hints_look_at_the_shape_only(text: str, expected: tuple[str, ...]) -> None:
    assert hints(text) == expected


def test_the_decision_with_who_was_there_who_was_not_and_the_reservations(
    world: Any, groups: dict[str, Any], session: Any
) -> None:
    row = _propose(world, "Que change le magasin ?", stakeholder_id=groups["bénévoles"].id)
    before = room(world.actor("claire"), world.journey.id)
    assert {line.names["fr"]: line.heard for line in before.groups} == {
        "clients": True,
        "bénévoles": True,  # proposed a question, without being at a session
        "donateurs": False,
    }
    _decide(
        world,
        session,
        row,
        texts={"fr": "Que change le magasin ?", "nl": "Wat verandert de winkel?", "de": "x"},
        not_heard=[],  # nobody named them; they were never there and said nothing: an empty chair stays visible
        not_heard_words="Nous irons au dépôt.",
        reservations=[(groups["bénévoles"].id, "Samir", "Je voulais l'autre."), (None, "", " ")],
    )
    seen = current_question(world.actor("nadia"), world.journey.id)
    assert seen and seen.texts == {"fr": "Que change le magasin ?", "nl": "Wat verandert de winkel?"}
    made = seen.decision
    assert (made.people, made.sessions, made.manner) == (9, 1, "consent")
    assert [names for _id, names in made.not_heard] == [{"fr": "donateurs"}]
    assert [(item.said_by, item.text) for item in made.reservations] == [("Samir", "Je voulais l'autre.")]
    [*_, (heading, text)] = read_deliverable(world.journey, "question", "fr")
    assert heading and text == "donateurs\nNous irons au dépôt."


def test_a_later_decision_replaces_and_the_earlier_stays_readable(world: Any, session: Any) -> None:
    first, second = _propose(world, "Que change le magasin ?"), _propose(world, "Que change l'atelier ?")
    earlier = _decide(world, session, first)
    shown = room(world.actor("claire"), world.journey.id)
    assert shown.question and shown.chosen and shown.chosen.id == first.id
    with pytest.raises(Conflict):
        _decide(world, session, second, seen="")
    later = _decide(world, session, second, seen=str(earlier.decision_id))
    shown = room(world.actor("claire"), world.journey.id)
    assert shown.question and shown.question.id == later.id
    assert [item.id for item in shown.earlier] == [earlier.id] and shown.earlier[0].decision.replaced
    assert [row.id for row in shown.on_table] == [first.id]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"texts": {"fr": "  "}}, "text"),
        ({"manner": "lot"}, "manner"),
        ({"reasons": ""}, "reasons"),
        ({"texts": {"fr": "x" * 501}}, "text"),
    ],
)
def test_what_is_missing_is_named(world: Any, session: Any, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Problem) as refused:
        _decide(world, session, _propose(world, "Que change le magasin ?"), **change)
    assert refused.value.field == field
    assert current_question(world.actor("claire"), world.journey.id) is None


def test_a_candidate_of_another_journey_is_not_to_be_chosen(world: Any, session: Any) -> None:
    other = services.propose(SYSTEM, world.other_journey.id, "Et là-bas ?", language="fr")
    with pytest.raises(Problem, match="decide-candidate"):
        _decide(world, session, other)


def test_a_group_proposes_by_its_link_in_its_language(world: Any, groups: dict[str, Any]) -> None:
    token = group_link(world.actor("claire"), "propose", groups["clients"].id, language="nl")
    page = proposing(token)
    assert (page.enterprise, page.group, page.language) == ("L'Atelier du Pont", {"fr": "clients"}, "nl")
    assert (
        services.propose_by_link(token, ["Wat verandert de winkel?", "", "Wat verandert de winkel?"], said_by="F") == 1
    )
    [shown] = room(world.actor("claire"), world.journey.id).on_table
    assert (shown.language, shown.channel, shown.group, shown.said_by) == ("nl", "link", {"fr": "clients"}, "F")
    with pytest.raises(Problem, match="question-empty"):
        services.propose_by_link(token, ["", " "])
    with pytest.raises(NotFound):
        services.propose_by_link("x" + token, ["Wat?"])
    expecting = group_link(world.actor("claire"), "expect", groups["clients"].id, language="nl")
    with pytest.raises(NotFound):
        services.propose_by_link(expecting, ["Wat?"])


def test_names_stay_inside(world: Any, groups: dict[str, Any]) -> None:
    from vises.apps.access.rules import Role
    from vises.apps.access.services import set_openings

    _propose(world, "Que change le magasin ?", stakeholder_id=groups["clients"].id, said_by="Fatou")
    with pytest.raises(NotFound):
        room(world.actor("an"), world.journey.id)
    set_openings(SYSTEM, world.journey.scope, {Role.RESEARCHER})
    [shown] = room(world.actor("an"), world.journey.id).on_table
    assert shown.said_by == "" and shown.group == {"fr": "clients"}


def test_who_may(world: Any, session: Any) -> None:
    row = _propose(world, "Que change le magasin ?")
    for stranger in ("stranger claire", "stranger nadia", "patrick", "cora", "rita"):
        actor = world.actor(stranger)
        for act in (
            lambda actor=actor: services.propose(actor, world.journey.id, "Non ?", language="fr"),
            lambda actor=actor: services.set_aside(actor, row.id, "non"),
            lambda actor=actor: services.reword(actor, row.id, "Non ?"),
            lambda actor=actor: room(actor, world.journey.id),
        ):
            with pytest.raises((NotFound, Forbidden)):
                act()


def test_a_thin_portrait_is_said_and_never_locks(world: Any, session: Any) -> None:
    claire = world.actor("claire")
    assert room(claire, world.journey.id).portrait_is_thin
    for heading in ("needs", "missions", "activities", "territory"):
        write_words(claire, world.journey.id, "portrait", heading, "mot " * 30)
    assert not room(claire, world.journey.id).portrait_is_thin


def test_the_room_is_read_in_a_fixed_number_of_queries(
    world: Any, groups: dict[str, Any], session: Any, django_assert_max_num_queries: Any
) -> None:
    claire = world.actor("claire")
    for number in range(12):
        _propose(world, f"Que change le point {number} ?", stakeholder_id=groups["clients"].id)
    _decide(world, session, _propose(world, "Que change le magasin ?"), reservations=[(None, "", "non")])
    with django_assert_max_num_queries(20):
        room(claire, world.journey.id)
