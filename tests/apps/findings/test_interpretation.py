"""What groups made of findings: kept by group, told outside by group and wording, never by name or by few people."""

import json

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.findings import services
from vises.apps.findings.models import Dissent, Understanding
from vises.apps.findings.queries.ground import grounds
from vises.apps.findings.queries.interpretation import heard_page, interpretation_page, validators
from vises.apps.findings.queries.paper import paper_choices, pieces
from vises.apps.findings.rules.heard import told_outside
from vises.apps.findings.services import Heard
from vises.apps.journeys.services import sessions, stakeholders
from vises.apps.valorisation.queries.content import choices_and_limits
from vises.kernel.clock import today
from vises.kernel.problems import Conflict, NotFound, Problem


def test_who_is_named_outside() -> None:
    assert told_outside(5, None) and told_outside(8, 31)
    assert not told_outside(4, 31) and not told_outside(5, 4)


@pytest.fixture
def evening(world, question):  # type: ignore[no-untyped-def]
    """A finding, and a session with eight volunteers and two workers."""
    journey = world.journey.id
    made = services.write_finding(SYSTEM, journey, statements={"fr": "La carte expose."})
    groups = [
        stakeholders.add_stakeholder(SYSTEM, journey, names={"fr": name}, kind=kind, size=size)
        for name, kind, size in (("Bénévoles", "volunteers", 31), ("Ouvriers", "team", 6))
    ]
    session = sessions.plan_session(SYSTEM, journey, title="canary-title", kind="restitution", on=today())
    present = [(groups[0].id, 8, "canary-names"), (groups[1].id, 2, "")]
    sessions.hold_session(SYSTEM, session.id, presences=present)
    return world, made, session, groups


def _said(evening):  # type: ignore[no-untyped-def]
    _world, made, session, (volunteers, workers) = evening
    heard = [
        Heard(volunteers.id, {"fr": "On baisse la voix."}, {"fr": "Un droit se montre."}),
        Heard(workers.id, {"fr": "canary-few"}),
    ]
    services.record_heard(SYSTEM, made.id, session.id, heard)
    return made


def test_what_a_group_understands_travels_without_names_or_few_people(evening) -> None:  # type: ignore[no-untyped-def]
    made = _said(evening)
    inside = grounds([made], public=False)[made.id]
    assert [one["texts"]["fr"] for one in inside["understandings"]] == ["On baisse la voix.", "canary-few"]
    public = grounds([made], public=True)[made.id]
    assert [one["group"]["fr"] for one in public["understandings"]] == ["Bénévoles"]
    assert public["understandings_inside"] == 1
    assert public["dissents"] == [
        {"texts": {"fr": "Un droit se montre."}, "heard_group": {"fr": "Bénévoles"}, "heard_on": today().isoformat()}
    ]
    assert "canary" not in json.dumps(public)


def test_a_disagreement_of_one_person_still_does_not_say_whose_it_was(evening) -> None:  # type: ignore[no-untyped-def]
    _world, made, _session, groups = evening
    services.keep_dissent(SYSTEM, made.id, {"fr": "Non."}, stakeholder_id=groups[0].id, said_by="canary-by")
    public = grounds([made], public=True)[made.id]
    assert public["dissents"] == [{"texts": {"fr": "Non."}, "heard_group": {}, "heard_on": ""}]


def test_written_again_it_replaces_and_nobody_is_overwritten(evening) -> None:  # type: ignore[no-untyped-def]
    world, made, session, (volunteers, _workers) = evening
    page = heard_page(world.actor("mo"), world.journey.id, session.id, made.id)
    assert [group.people for group in page.groups] == [8, 2]
    _said(evening)
    with pytest.raises(Conflict):
        services.record_heard(SYSTEM, made.id, session.id, [Heard(volunteers.id, {"fr": "Autre."})], seen=page.seen)
    page = heard_page(world.actor("mo"), world.journey.id, session.id, made.id)
    services.record_heard(SYSTEM, made.id, session.id, [Heard(volunteers.id, {"fr": "Autre."})], seen=page.seen)
    assert Understanding.objects.get(stakeholder=volunteers).texts == {"fr": "Autre."} and not Dissent.objects.exists()
    assert interpretation_page(SYSTEM, world.journey.id).held[0].written == {made.id}


def test_only_groups_that_were_there_at_a_session_that_was_held(evening) -> None:  # type: ignore[no-untyped-def]
    world, made, session, (volunteers, _workers) = evening
    absent = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Donateurs"}, kind="supplier")
    with pytest.raises(Problem, match="not-there"):
        services.record_heard(SYSTEM, made.id, session.id, [Heard(absent.id, {"fr": "x"})])
    later = sessions.plan_session(SYSTEM, world.journey.id, title="Demain", on=today())
    with pytest.raises(Problem, match="not-held"):
        services.record_heard(SYSTEM, made.id, later.id, [Heard(volunteers.id, {"fr": "x"})])
    for name in ("stranger claire", "patrick", "rita"):
        with pytest.raises(NotFound):
            services.record_heard(world.actor(name), made.id, session.id, [])


def test_a_finding_says_which_session_validated_it_or_why_none(evening) -> None:  # type: ignore[no-untyped-def]
    world, made, session, (volunteers, workers) = evening
    with pytest.raises(Problem, match="nothing-recorded"):
        services.say_validated(SYSTEM, made.id, session_id=session.id)
    with pytest.raises(Problem, match="validated-or-why"):
        services.say_validated(SYSTEM, made.id)
    services.say_validated(SYSTEM, made.id, because={"fr": "Personne n'est venu."})
    assert choices_and_limits(world.journey)["validations"][0]["not_validated_because"]["fr"].startswith("Personne")
    _said(evening)
    assert [one.id for one in validators(SYSTEM, world.journey.id, made.id)] == [session.id]
    services.say_validated(world.actor("mo"), made.id, session_id=session.id)
    said = choices_and_limits(world.journey)["validations"][0]
    assert said["validated_on"] == today().isoformat() and said["not_validated_because"] == {}
    assert said["validated_groups"] == [{"fr": "Bénévoles"}] and not said["reworded_since"]
    assert "expose" not in json.dumps(said)  # a story may leave this finding out
    with pytest.raises(Problem, match="validated-here"):
        services.record_heard(SYSTEM, made.id, session.id, [Heard(volunteers.id), Heard(workers.id)])
    assert Understanding.objects.count() == 2
    services.reword(SYSTEM, made.id, {"fr": "La carte expose encore."}, "plus juste")
    assert choices_and_limits(world.journey)["validations"][0]["reworded_since"]


def test_paper_holds_live_results_that_may_leave_the_room(evening, wave, answer) -> None:  # type: ignore[no-untyped-def]
    world, made, _session, _groups = evening
    for n in range(17):
        answer(wave, f"uuid:{n}", met="yes" if n < 12 else "no", price="reduced" if n < 14 else "full")
    choices = paper_choices(world.actor("mo"), world.journey.id)
    keys = [one.key for one in (*choices.questions, *choices.findings)]
    assert len(choices.questions) == 2
    met, price, finding = pieces(world.actor("mo"), world.journey.id, [*keys, "question:x", "question:a:b", "row:z"])
    assert met.summary.cells[0].count == 12 and price.summary.hidden == "small" and not price.summary.n
    assert finding.finding["label"] == made.label
    answer(wave, "uuid:18", met="yes", price="reduced")
    assert pieces(SYSTEM, world.journey.id, keys[:1])[0].summary.cells[0].count == 12  # two prints tell of nobody
    for n in range(5):
        answer(wave, f"uuid:{30 + n}", met="yes" if n else "no", price="reduced")
    assert pieces(SYSTEM, world.journey.id, keys[:1])[0].summary.cells[0].count == 17
    with pytest.raises(NotFound):
        pieces(world.actor("patrick"), world.journey.id, keys)
