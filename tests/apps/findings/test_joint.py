"""Words beside numbers: two sides, a judgement by people, and one row that nobody can take away."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.coding.rules.gathering import columns
from vises.apps.coding.services import merging
from vises.apps.coding.services.codebook import add_code, remove_code
from vises.apps.coding.services.passages import mark
from vises.apps.coding.services.texts import take_in
from vises.apps.collection.services.documents import add_document, add_records
from vises.apps.findings.models import Finding, JointRow, JointTheme
from vises.apps.findings.queries.joint import joint_choices, joint_display, joint_row
from vises.apps.findings.rules.joint import fault_of, state_of
from vises.apps.findings.services import joint as services
from vises.apps.findings.services.joint import Looked
from vises.apps.journeys.models import Stakeholder
from vises.apps.journeys.services import sessions, stakeholders
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent


def test_a_judgement_on_two_sides_needs_two_sides() -> None:
    assert fault_of("converges", words=True, numbers=True) == ""
    assert fault_of("contradicts", words=True, numbers=False) == "findings.joint-two-sides"
    assert fault_of("silent", words=False, numbers=True) == ""
    assert fault_of("silent", words=False, numbers=False) == "findings.joint-nothing"
    assert state_of(words=False, numbers=False, none_because=False) == "open"
    assert state_of(words=False, numbers=False, none_because=True) == "none"


def test_groups_of_few_people_are_counted_together() -> None:
    assert columns({"a": 8, "b": 6, "c": 3, "d": 2}, 5) == [["a"], ["b"], ["d", "c"]]
    assert columns({"a": 8, "b": 6, "c": 2}, 5) == [["a"], ["c", "b"]]  # two people alone would be found by subtracting
    assert columns({"a": 8, "c": 2}, 5) == [] == columns({"a": 9}, 5) == columns({}, 5)


@pytest.fixture
def shop(world, line, wave, answer):  # type: ignore[no-untyped-def]
    """Seventeen answers; two groups that spoke: eight people and three."""
    for n in range(17):
        answer(wave, f"uuid:{n}", met="yes" if n < 12 else "no", price="reduced" if n < 14 else "full")
    code = add_code(SYSTEM, world.journey.id, names={"fr": "Rencontres"})
    volunteers = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Bénévoles"}, kind="volunteers")
    for group, people, words in ((volunteers, 8, "On parle. On rit."), (Stakeholder.objects.first(), 3, "On coud.")):
        document = add_document(
            SYSTEM, line.id, kind="focus-group", title="t", text=words, language="fr", stakeholder_id=group.id,
            people=people, consents=["analysis"],
        ).document  # fmt: skip
        text = take_in(SYSTEM, document.id)
        mark(SYSTEM, text.id, code.id, 0, 8)
    return world, wave, code


def _filled(shop, names="Se rencontrer"):  # type: ignore[no-untyped-def]
    world, wave, code = shop
    row = services.add_row(SYSTEM, world.journey.id, {"fr": names})
    looked = Looked(themes=[code.id], questions=[(wave.id, "met")])
    return services.fill_row(SYSTEM, world.journey.id, row.id, looked)


def test_words_lie_beside_numbers_and_few_people_never_apart(shop) -> None:  # type: ignore[no-untyped-def]
    world, _wave, _code = shop
    _filled(shop)
    row = joint_display(world.actor("mo"), world.journey.id).rows[0]
    assert row.state == "written" and row.judgement == ""
    theme = row.themes[0]
    assert (theme.passages, theme.people, theme.parts) == (2, 11, ())  # three people beside eight would stand apart
    assert row.numbers[0].number.sentences["fr"].startswith("12 personnes sur 17")


def test_a_theme_of_few_people_is_not_counted(shop, line) -> None:  # type: ignore[no-untyped-def]
    world, _wave, _code = shop
    rare = add_code(SYSTEM, world.journey.id, names={"fr": "Honte"})
    lone = add_document(
        SYSTEM, line.id, kind="interview", title="t", text="J'ai honte.", language="fr", consents=["analysis"]
    ).document
    mark(SYSTEM, take_in(SYSTEM, lone.id).id, rare.id, 0, 5)
    row = services.add_row(SYSTEM, world.journey.id, {"fr": "La honte"})
    services.fill_row(SYSTEM, world.journey.id, row.id, Looked(themes=[rare.id]))
    said = joint_row(world.actor("mo"), world.journey.id, row.id).themes[0]
    assert said.hidden and said.passages is None and said.people is None


def test_paper_leaves_the_room(shop) -> None:  # type: ignore[no-untyped-def]
    """Three of seventeen paid in full: the journey's people read it, a sheet of paper does not carry it."""
    world, wave, _code = shop
    row = services.add_row(SYSTEM, world.journey.id, {"fr": "Le prix"})
    services.fill_row(SYSTEM, world.journey.id, row.id, Looked(questions=[(wave.id, "price")]))
    inside = joint_display(SYSTEM, world.journey.id).rows[0].numbers[0].number
    outside = joint_display(SYSTEM, world.journey.id, paper=True).rows[0].numbers[0].number
    assert not inside.hidden and outside.hidden and outside.n is None and outside.sentences == {}


def test_the_row_for_what_is_not_good_is_there_and_stays(shop) -> None:  # type: ignore[no-untyped-def]
    world, _wave, code = shop
    journey = world.journey.id
    assert joint_display(SYSTEM, journey).rows[-1].negative and not JointRow.objects.exists()
    with pytest.raises(Problem, match="found-and-none"):
        services.fill_row(SYSTEM, journey, None, Looked(themes=[code.id], none_because={"fr": "rien"}))
    assert not JointRow.objects.exists()
    services.fill_row(SYSTEM, journey, None, Looked(none_because={"fr": "demandé à tous"}), seen="")
    row = joint_display(SYSTEM, journey).rows[-1]
    assert row.state == "none" and row.none_because == {"fr": "demandé à tous"}
    with pytest.raises(Problem, match="joint-stays"):
        services.remove_row(SYSTEM, journey, row.id)
    with pytest.raises(Conflict):  # the writer still has the empty row before her
        services.fill_row(SYSTEM, journey, None, Looked(), seen="")
    services.fill_row(SYSTEM, journey, None, Looked(themes=[code.id]), seen=row.seen)
    assert JointRow.objects.get().negative and joint_display(SYSTEM, journey).rows[-1].state == "written"


def test_a_judgement_is_of_people_at_a_session_with_a_sentence(shop) -> None:  # type: ignore[no-untyped-def]
    world, _wave, code = shop
    journey, row = world.journey.id, _filled(shop)
    session = sessions.plan_session(SYSTEM, journey, title="Lecture", on=today())
    why = {"fr": "Les mots disent où, les nombres combien."}
    with pytest.raises(Problem, match="joint-why"):
        services.judge_row(SYSTEM, journey, row.id, "complements", {"fr": " "}, session.id)
    with pytest.raises(Problem, match="joint-judgement"):
        services.judge_row(SYSTEM, journey, row.id, "8/10", why, session.id)
    seen = joint_row(SYSTEM, journey, row.id).seen
    services.judge_row(SYSTEM, journey, row.id, "complements", why, session.id, seen=seen)
    with pytest.raises(Conflict):
        services.judge_row(SYSTEM, journey, row.id, "converges", why, session.id, seen=seen)
    assert joint_row(SYSTEM, journey, row.id).judged_on == today()
    services.fill_row(SYSTEM, journey, row.id, Looked(themes=[code.id]))
    with pytest.raises(Problem, match="two-sides"):
        services.judge_row(SYSTEM, journey, row.id, "converges", why, session.id)


def test_a_finding_from_a_row_cites_both_sides(shop) -> None:  # type: ignore[no-untyped-def]
    world, _wave, _code = shop
    row = _filled(shop)
    said = {"statements": {"fr": "On se rencontre."}, "words_say": {"fr": "À la table."}}
    with pytest.raises(Problem, match="says"):
        services.finding_from_row(SYSTEM, world.journey.id, row.id, numbers_say={}, **said)
    assert not Finding.objects.exists()  # whole or not at all
    made = services.finding_from_row(
        world.actor("mo"), world.journey.id, row.id, numbers_say={"fr": "12 sur 17."}, numbers_side="against", **said
    )
    kinds = {(bool(one.code_id), bool(one.analysis_id), one.side) for one in made.evidence.all()}
    assert kinds == {(True, False, "for"), (False, True, "against")}
    assert [one.label for one in joint_row(SYSTEM, world.journey.id, row.id).findings] == ["F1"]
    services.remove_row(SYSTEM, world.journey.id, row.id)
    assert Finding.objects.get().row_id is None


def test_rows_follow_a_theme_into_another_and_back(shop) -> None:  # type: ignore[no-untyped-def]
    world, _wave, code = shop
    row, other = _filled(shop), add_code(SYSTEM, world.journey.id, names={"fr": "Temps"})
    both = services.add_row(SYSTEM, world.journey.id, {"fr": "Les deux"})
    services.fill_row(SYSTEM, world.journey.id, both.id, Looked(themes=[code.id, other.id]))
    with pytest.raises(Problem, match="in-use"):
        remove_code(SYSTEM, other.id)
    change = merging.merge(SYSTEM, other.id, code.id)
    assert [len(line.themes) for line in joint_display(SYSTEM, world.journey.id).rows[:2]] == [1, 1]
    merging.undo(SYSTEM, change.id)
    assert set(both.themes.values_list("code_id", flat=True)) == {code.id, other.id}
    assert list(row.themes.values_list("code_id", flat=True)) == [code.id] and JointTheme.objects.count() == 3


def test_nothing_of_another_journey_and_nobody_from_outside(shop, line) -> None:  # type: ignore[no-untyped-def]
    world, wave, _code = shop
    row = _filled(shop)
    foreign = add_code(SYSTEM, world.other_journey.id, names={"fr": "Ailleurs"})
    with pytest.raises(Problem, match="joint-not-here"):
        services.fill_row(SYSTEM, world.journey.id, row.id, Looked(themes=[foreign.id]))
    theirs = services.add_row(SYSTEM, world.other_journey.id, {"fr": "x"})
    with pytest.raises(Problem, match="joint-not-here"):
        services.fill_row(SYSTEM, world.other_journey.id, theirs.id, Looked(questions=[(wave.id, "met")]))
    with pytest.raises(NotFound):
        services.remove_row(SYSTEM, world.other_journey.id, row.id)
    with pytest.raises(NotFound):
        joint_row(SYSTEM, world.other_journey.id, row.id)
    for name in ("stranger claire", "patrick", "rita", "cora"):
        with pytest.raises(NotFound):
            joint_display(world.actor(name), world.journey.id)
        with pytest.raises((NotFound, Forbidden)):
            services.add_row(world.actor(name), world.journey.id, {"fr": "x"})


def test_a_group_of_which_nothing_is_there_stays_in_sight(shop, line) -> None:  # type: ignore[no-untyped-def]
    world, _wave, _code = shop
    stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Donateurs"}, kind="supplier")
    assert joint_display(SYSTEM, world.journey.id).unheard == ({"fr": "Donateurs"},)


def test_queries_do_not_grow_with_rows_and_the_trail_holds_no_words(shop, line) -> None:  # type: ignore[no-untyped-def]
    world, wave, code = shop
    table = add_records(SYSTEM, line.id, titles={"fr": "Caisse"}, source="s", columns=["a"], rows=[["1"]])
    row = _filled(shop, "canary-row")
    everything = Looked(themes=[code.id], questions=[(wave.id, "met")], records=[table.id])
    services.fill_row(SYSTEM, world.journey.id, row.id, everything)
    actor = world.actor("mo")
    with CaptureQueriesContext(connection) as few:
        joint_display(actor, world.journey.id)
    for n in range(6):
        _filled(shop, f"canary-{n}")
    with CaptureQueriesContext(connection) as many:
        joint_display(actor, world.journey.id)
    assert len(many) == len(few) < 25
    assert "canary" not in str(list(AuditEvent.objects.values()))
    kinds = joint_choices(actor, world.journey.id)
    assert [one.rows for row in joint_display(SYSTEM, world.journey.id).rows for one in row.records] == [(("1",),)]
    assert not any(one.rows for row in joint_display(SYSTEM, world.journey.id, paper=True).rows for one in row.records)
    assert len(kinds.themes) == 1 and len(kinds.records) == 1 and len(kinds.questions) == 1
