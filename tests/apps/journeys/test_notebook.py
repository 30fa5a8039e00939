"""Notes of an accompanist stay where she keeps them; handing over passes the role on, dated."""

from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import allows, give_role
from vises.apps.accounts.models import User
from vises.apps.accounts.people import Person
from vises.apps.accounts.services import make_user
from vises.apps.journeys.models import AccompanistNote, Deliverable, HandOver, PlanReader
from vises.apps.journeys.queries import notebook as queries
from vises.apps.journeys.queries.contacts import people_of
from vises.apps.journeys.services import deliverables, engagement, handover, notebook
from vises.apps.journeys.services.people import let_go
from vises.apps.journeys.services.plan import LineWords, add_line
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent

NEXT = Person("ines@new.example", "Inès K.", "nl")
CAST = ("nadia", "mo", "rita", "an", "fred", "cora", "patrick", "ada", "stranger claire", "stranger nadia")


def _texts(actor: Any, journey_id: Any) -> set[str]:
    page = queries.notebook(actor, journey_id)
    return {row.text for row in (*page.shared, *page.private)}


def test_a_private_note_is_its_authors_alone(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    notebook.write_note(claire, j, "Elle hésite", language="fr")
    engagement.open_to(world.actor("nadia"), j, {Role.RESEARCHER, Role.FEDERATION, Role.COORDINATOR})
    second = make_user("second@here.example", "Second", "fr")
    give_role(SYSTEM, second, world.journey.scope, Role.ACCOMPANIST)
    assert _texts(claire, j) == {"Elle hésite"} and [row.text for row in queries.own_notes(claire)] == ["Elle hésite"]
    for actor in (*(world.actor(name) for name in CAST), actor_for(second)):
        assert queries.own_notes(actor) == ()
        if allows(actor, "journey.edit", world.journey.scope_id):
            assert _texts(actor, j) == set()
        else:
            with pytest.raises((NotFound, Forbidden)):
                queries.notebook(actor, j)
    assert "Elle" not in str(list(AuditEvent.objects.values_list("facts", "event")))
    assert not AuditEvent.objects.filter(event__startswith="note.").exists()


def test_a_shared_note_is_read_by_the_journeys_people_only(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    engagement.open_to(world.actor("nadia"), j, {Role.FEDERATION})
    row = notebook.write_note(claire, j, "On se revoit jeudi", shared=True)
    assert _texts(world.actor("nadia"), j) == _texts(world.actor("mo"), j) == {"On se revoit jeudi"}
    with pytest.raises(Forbidden):
        queries.notebook(world.actor("fred"), j)
    notebook.change_note(claire, row.id, "On se revoit jeudi", language="fr", shared=False)
    assert _texts(world.actor("nadia"), j) == set()
    assert list(AuditEvent.objects.filter(event__startswith="note.").values_list("event", flat=True)) == [
        "note.shared",
        "note.kept-back",
    ]


def test_a_note_is_changed_by_its_author_and_never_over_another_device(world: Any) -> None:
    claire = world.actor("claire")
    row = notebook.write_note(claire, world.journey.id, "un", shared=True)
    for name in ("nadia", "stranger claire", "ada"):
        with pytest.raises(NotFound):
            notebook.change_note(world.actor(name), row.id, "x", language="fr", shared=True)
        with pytest.raises(NotFound):
            notebook.take_away_note(world.actor(name), row.id)
    notebook.change_note(claire, row.id, "deux", language="fr", shared=True, number=1)
    with pytest.raises(Conflict):
        notebook.change_note(claire, row.id, "trois", language="fr", shared=True, number=1)
    for text, language, code in ((" ", "fr", "note-empty"), ("x", "de", "language")):
        with pytest.raises(Problem, match=code):
            notebook.write_note(claire, world.journey.id, text, language=language)
    notebook.take_away_note(claire, row.id)
    assert not AccompanistNote.objects.exists()


def test_whoever_left_keeps_her_private_notes_and_no_more(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    mine = notebook.write_note(claire, j, "à moi")
    notebook.write_note(claire, j, "à tous", shared=True)
    let_go(world.actor("nadia"), j, world.users["claire"].id, Role.ACCOMPANIST)
    claire = world.actor("claire")
    assert [row.text for row in queries.own_notes(claire)] == ["à moi"]
    with pytest.raises(NotFound):
        queries.notebook(claire, j)
    with pytest.raises(NotFound):
        notebook.change_note(claire, mine.id, "x", language="fr", shared=True)
    notebook.take_away_note(claire, mine.id)
    assert queries.own_notes(claire) == ()


def test_the_role_passes_on_when_the_enterprise_says_yes(world: Any, question: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    line = add_line(SYSTEM, j, LineWords(looks_at={"fr": "x"}, method="survey"))
    assert PlanReader.objects.filter(line=line, user=world.users["claire"]).exists()
    deliverables.propose(SYSTEM, j, "evaluation-plan")
    deliverables.confirm(world.actor("nadia"), j, "evaluation-plan")
    kept = notebook.write_note(claire, j, "reste")
    goes = notebook.write_note(claire, j, "passe")
    row = handover.hand_over(claire, j, NEXT, words="Bonne route", note_ids=[goes.id])
    assert row.state == "asked" and not User.objects.filter(email=NEXT.email).exists()
    assert allows(world.actor("claire"), "journey.accompany", world.journey.scope_id)
    for name in ("claire", "mo"):
        with pytest.raises(Forbidden):
            handover.settle(world.actor(name), row.id, True)
    with pytest.raises(NotFound):
        handover.settle(world.actor("cora"), row.id, True)
    user, made = handover.settle(world.actor("nadia"), row.id, True)
    assert user is not None and made and (user.email, user.language) == (NEXT.email, "nl")
    ines, claire = actor_for(user), world.actor("claire")
    assert allows(ines, "journey.accompany", world.journey.scope_id)
    assert not allows(claire, "journey.view", world.journey.scope_id) and claire.held == ()
    assert not PlanReader.objects.filter(line=line).exists()
    assert not any(held.role is Role.READER for held in ines.held)
    assert Deliverable.objects.get(journey=j, code="evaluation-plan").state == "confirmed"
    page = queries.notebook(ines, j)
    assert [(note.text, note.passed, note.mine) for note in page.private] == [("passe", True, False)]
    assert {note.text for note in queries.own_notes(claire)} == {"reste", "passe"} and kept.id
    row.refresh_from_db()
    assert (row.state, row.settled_by_name) == ("done", "Nadia here") and row.settled_on is not None
    with pytest.raises(Conflict):
        handover.settle(world.actor("nadia"), row.id, False)
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert {"journey.hand-over-asked", "journey.hand-over-done", "access.given", "access.ended"} <= events


def test_a_no_and_a_second_thought_change_nothing(world: Any) -> None:
    claire, j = world.actor("claire"), world.journey.id
    row = handover.hand_over(claire, j, NEXT)
    with pytest.raises(Problem, match="hand-over-asked"):
        handover.hand_over(claire, j, NEXT)
    assert handover.settle(world.actor("nadia"), row.id, False) == (None, False)
    second = handover.hand_over(claire, j, NEXT)
    with pytest.raises((NotFound, Forbidden)):
        handover.take_back(world.actor("nadia"), second.id)
    handover.take_back(claire, second.id)
    with pytest.raises(Conflict):
        handover.settle(world.actor("nadia"), second.id, True)
    assert [item.state for item in queries.hand_overs(claire, j)] == ["taken-back", "declined"]
    assert not User.objects.filter(email=NEXT.email).exists()


def test_whoever_accompanies_already_takes_over_at_once(world: Any) -> None:
    second = make_user("second@here.example", "Second", "fr")
    give_role(SYSTEM, second, world.journey.scope, Role.ACCOMPANIST)
    row = handover.hand_over(world.actor("claire"), world.journey.id, Person("Second@here.example", "S", "fr"))
    row.refresh_from_db()
    assert row.state == "done" and row.next == second
    assert not allows(world.actor("claire"), "journey.view", world.journey.scope_id)
    assert [person.name for person in people_of(world.journey.id, Role.ACCOMPANIST)] == ["Second"]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (Person("claire@here.example", "x", "fr"), "hand-over-self"),
        (Person("nobody", "x", "fr"), "accounts.email"),
        (Person("a@b.example", "x", "de"), "language"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(world: Any, person: Person, code: str) -> None:
    with pytest.raises(Problem, match=code):
        handover.hand_over(world.actor("claire"), world.journey.id, person)
    assert not HandOver.objects.exists()


def test_nobody_passes_on_the_notes_of_somebody_else(world: Any) -> None:
    second = make_user("second@here.example", "Second", "fr")
    give_role(SYSTEM, second, world.journey.scope, Role.ACCOMPANIST)
    hers = notebook.write_note(actor_for(second), world.journey.id, "à elle")
    with pytest.raises(NotFound):
        handover.hand_over(world.actor("claire"), world.journey.id, NEXT, note_ids=[hers.id])
    for name in ("nadia", "mo"):
        with pytest.raises(Forbidden):
            handover.hand_over(world.actor(name), world.journey.id, NEXT)
