"""A journey moves to another version of the method: told before, agreed, back as it came; never by itself."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from vises.apps.access.actor import SYSTEM
from vises.apps.accounts.models import Notice
from vises.apps.findings.services import findings
from vises.apps.journeys.models import (
    Attachment,
    Deliverable,
    DeliverableMove,
    Involvement,
    Journey,
    OwnWords,
    PlanLine,
    Session,
    StepMove,
    VersionMove,
)
from vises.apps.journeys.queries.versions import preview_page, programme_previews, version_page
from vises.apps.journeys.services import attachments, deliverables, engagement, moves, sessions, stakeholders, words
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.journeys.services.versions import (
    decline_version,
    move_to_version,
    propose_version,
    withdraw_version,
)
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.services import drafts, releases
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent

KEPT: tuple[type[Model], ...] = (
    Deliverable,
    DeliverableMove,
    OwnWords,
    Attachment,
    Session,
    PlanLine,
    Involvement,
)


def snapshot(journey: Any) -> dict[str, Any]:
    """Everything of a journey that a move could touch, row by row."""
    rows: dict[str, Any] = {model.__name__: list(model.objects.order_by("pk").values()) for model in KEPT}
    return {**rows, "journey": Journey.objects.filter(pk=journey.pk).values().get()}


@pytest.fixture
def older(world: Any) -> Any:
    """The shop's journey begun anew on version 2, with its first deliverable confirmed and things that name it."""
    shop = make_organisation(SYSTEM, "enterprise", "La Boutique", languages=("fr",))
    taking = add_participation(SYSTEM, world.programme, shop, federation=world.federation)
    journey = start_journey(SYSTEM, shop, participation=taking, methodology_code="2", on=date(2026, 1, 12))
    for name, scope in (("nadia", shop.scope), ("claire", journey.scope)):
        from vises.apps.access.rules import Role
        from vises.apps.access.services import give_role

        give_role(SYSTEM, world.users[name], scope, Role.REFERENT if name == "nadia" else Role.ACCOMPANIST)
    engagement.write_note(SYSTEM, journey.id, "motives", "Savoir si cela aide")
    attachments.attach(SYSTEM, journey.id, "note.txt", [b"x"], deliverable="familiarisation", heading="motives")
    sessions.plan_session(
        SYSTEM, journey.id, title="Atelier", deliverables=["portrait", "familiarisation"], on=date(2026, 2, 2)
    )
    group = stakeholders.add_stakeholder(SYSTEM, journey.id, names={"fr": "Clients"}, kind="public", size=40)
    stakeholders.set_involvement(SYSTEM, group.id, "step-1", "contributes")
    words.write_words(SYSTEM, journey.id, "portrait", "needs", "Se vêtir")
    deliverables.confirm(SYSTEM, journey.id, "familiarisation", name="Nadia")
    return Journey.objects.get(pk=journey.pk)


def seen(world: Any, journey: Any, code: str, name: str = "nadia") -> str:
    return preview_page(world.actor(name), journey.id, code).preview.fingerprint


def test_the_preview_says_what_changes_what_is_kept_and_what_asks_for_somebody(world: Any, older: Any) -> None:
    page = preview_page(world.actor("nadia"), older.id, "3")
    shown = page.preview
    assert (page.old, page.new, page.back) == ("2", "3", False)
    assert [(item.old, item.new, item.new_step) for item in shown.moved] == [
        ("familiarisation", "engagement-note", "preliminary")
    ]
    assert "engagement-note" in {item.new for item in shown.renamed}
    kept = {item.new: item.state for item in shown.kept}
    assert kept == {"engagement-note": "confirmed", "portrait": "begun", "stakeholder-map": "begun"}
    assert shown.added == shown.removed == ()
    assert shown.step == "step-1"
    asked = {(one.kind, one.about, one.count) for one in shown.decisions}
    assert asked == {("look-again", "engagement-note", 1), ("involvement", "preliminary", 1)}
    back = preview_page(world.actor("nadia"), older.id, "1").preview
    assert {(item.old, item.new) for item in back.moved} == {("evaluation-plan", "method-choice")}


def test_moved_and_moved_back_it_is_exactly_as_it_was(world: Any, older: Any) -> None:
    before, nadia = snapshot(older), world.actor("nadia")
    move_to_version(nadia, older.id, "3", seen=seen(world, older, "3"))
    now = Journey.objects.get(pk=older.pk)
    assert (now.methodology.code, now.step) == ("3", "step-1")
    assert Deliverable.objects.get(journey=older, code="engagement-note").confirmed_by_name == "Nadia"
    assert not Deliverable.objects.filter(journey=older, code="familiarisation").exists()
    assert OwnWords.objects.get(journey=older, heading="motives").deliverable == "engagement-note"
    assert Attachment.objects.get(journey=older).deliverable == "engagement-note"
    assert Session.objects.get(journey=older).deliverables == ["portrait", "engagement-note"]
    page = version_page(nadia, older.id)
    assert [offer.code for offer in page.offers if offer.came_from] == ["2"]
    assert preview_page(nadia, older.id, "2").back
    move_to_version(nadia, older.id, "2", seen=seen(world, older, "2"), why="trop tôt")
    assert snapshot(older) == before
    history = [(row.old.code, row.new.code, row.state) for row in VersionMove.objects.filter(journey=older)]
    assert history == [("2", "3", "taken-back"), ("3", "2", "done")]
    # and forward again, as the first time
    move_to_version(nadia, older.id, "3", seen=seen(world, older, "3"))
    assert Journey.objects.get(pk=older.pk).methodology.code == "3"
    events = AuditEvent.objects.filter(event="journey.version-moved").order_by("number")
    assert [(row.facts["old"], row.facts["new"]) for row in events] == [("2", "3"), ("3", "2"), ("2", "3")]


def test_what_was_written_since_is_not_lost_by_going_back(world: Any, older: Any) -> None:
    nadia = world.actor("nadia")
    move_to_version(nadia, older.id, "3", seen=seen(world, older, "3"))
    words.write_words(nadia, older.id, "portrait", "missions", "Servir")
    engagement.write_note(nadia, older.id, "fears", "Être comparés")
    moves.place(world.actor("claire"), older.id, "preliminary", reason="on reprend")
    move_to_version(nadia, older.id, "2", seen=seen(world, older, "2"))
    now = Journey.objects.get(pk=older.pk)
    assert (now.methodology.code, now.step) == ("2", "step-1")
    assert OwnWords.objects.get(journey=older, heading="fears").deliverable == "familiarisation"
    assert OwnWords.objects.filter(journey=older, heading="missions").exists()
    # each move of steps keeps the version in which it was made
    versions = list(StepMove.objects.filter(journey=older).values_list("new", "methodology__code"))
    assert versions == [("step-1", "2"), ("preliminary", "3"), ("step-1", "2")]


def test_an_accompanist_proposes_and_the_referent_decides(world: Any, older: Any) -> None:
    nadia, claire = world.actor("nadia"), world.actor("claire")
    print_ = seen(world, older, "3", "claire")
    with pytest.raises(Forbidden):
        move_to_version(claire, older.id, "3", seen=print_)
    propose_version(claire, older.id, "3", seen=print_, why="L'étape préliminaire aide", address="/here/")
    assert Journey.objects.get(pk=older.pk).methodology.code == "2"
    assert Notice.objects.get(user=world.users["nadia"]).code == "version-proposed"
    with pytest.raises(Problem, match="waits"):
        propose_version(claire, older.id, "1", seen=seen(world, older, "1", "claire"))
    waiting = version_page(nadia, older.id).waiting
    assert waiting is not None and (waiting.new, waiting.proposed_by) == ("3", "Claire here")
    move_to_version(nadia, older.id, "3", seen=print_)
    row = VersionMove.objects.get(journey=older)
    assert (row.state, row.proposed_by_name, row.decided_by_name) == ("done", "Claire here", "Nadia here")
    # back the same way: proposed, then agreed
    propose_version(claire, older.id, "2", seen=seen(world, older, "2", "claire"))
    decline_version(nadia, older.id, "on garde")
    propose_version(claire, older.id, "2", seen=seen(world, older, "2", "claire"))
    withdraw_version(claire, older.id)
    with pytest.raises(Problem, match="nothing"):
        decline_version(nadia, older.id)
    propose_version(claire, older.id, "2", seen=seen(world, older, "2", "claire"))
    move_to_version(nadia, older.id, "2", seen=seen(world, older, "2"))
    assert Journey.objects.get(pk=older.pk).methodology.code == "2"
    states = list(VersionMove.objects.filter(journey=older).values_list("state", flat=True))
    assert states == ["taken-back", "declined", "declined", "done"]


def test_nothing_moves_when_the_journey_is_not_as_it_was_shown(world: Any, older: Any) -> None:
    nadia = world.actor("nadia")
    print_ = seen(world, older, "3")
    words.write_words(nadia, older.id, "portrait", "needs", "Se vêtir sans honte")  # begun already: nothing to see
    assert seen(world, older, "3") == print_
    deliverables.confirm(nadia, older.id, "portrait")
    for attempt in (move_to_version, propose_version):
        with pytest.raises(Conflict):
            attempt(nadia, older.id, "3", seen=print_)
    with pytest.raises(Conflict):
        move_to_version(nadia, older.id, "3", seen="")
    assert Journey.objects.get(pk=older.pk).methodology.code == "2"
    assert not VersionMove.objects.exists()


def test_who_may_not_and_where_to_not(world: Any, older: Any) -> None:
    print_ = seen(world, older, "3")
    for name in ("cora", "fred", "patrick", "stranger nadia"):
        with pytest.raises(NotFound):
            move_to_version(world.actor(name), older.id, "3", seen=print_)
    draft = drafts.begin_draft(SYSTEM, "3")
    for code in ("2", "99", draft.code):
        with pytest.raises(NotFound):
            move_to_version(world.actor("nadia"), older.id, code, seen=print_)
    moves.end_journey(world.actor("claire"), older.id)
    with pytest.raises(Problem, match="ended"):
        move_to_version(world.actor("nadia"), older.id, "3", seen=print_)


def _release(code: str, change: Any) -> None:
    draft = drafts.begin_draft(SYSTEM, "3")
    change(draft.id)
    said = {"what": {"fr": "x"}, "why": {"fr": "y"}}
    drafts.write_change(SYSTEM, draft.id, kind="reworded", element="portrait", **said)
    releases.release_draft(SYSTEM, draft.id, code)


def test_what_has_no_place_any_more_rests_and_comes_back(world: Any, line: Any, wave: Any) -> None:
    nadia, journey = world.actor("nadia"), world.journey
    finding = findings.write_finding(SYSTEM, journey.id, statements={"fr": "La même porte"})
    session = Session.objects.filter(journey=journey).first()
    findings.judge(SYSTEM, finding.id, "weak", session.id, "une seule source")
    deliverables.touch(SYSTEM, journey, "improvements")

    def without(draft_id: Any) -> None:
        for key in ("method.survey", "strength.weak", "improvements"):
            drafts.remove_element(SYSTEM, draft_id, key)
        drafts.move_deliverable(SYSTEM, draft_id, "expectations", "preliminary", 2)

    _release("3.1", without)
    before = snapshot(journey)
    shown = preview_page(nadia, journey.id, "3.1").preview
    assert [(item.old, item.state) for item in shown.removed] == [("improvements", "begun")]
    assert [(item.old_step, item.new_step) for item in shown.moved] == [("step-1", "preliminary")]
    assert {(one.kind, one.about, one.count) for one in shown.decisions} == {
        ("rests", "improvements", 1),
        ("element", "method.survey", 1),
        ("element", "strength.weak", 1),
    }
    move_to_version(nadia, journey.id, "3.1", seen=shown.fingerprint)
    assert Deliverable.objects.get(journey=journey, code="improvements").state == "begun"  # it rests, unseen
    move_to_version(nadia, journey.id, "3", seen=seen(world, journey, "3"))
    assert snapshot(journey) == before


def test_a_new_deliverable_comes_open_and_goes_again_unless_it_was_begun(world: Any) -> None:
    nadia, journey = world.actor("nadia"), world.journey
    _release("3.1", lambda draft_id: drafts.remove_element(SYSTEM, draft_id, "expectations"))
    move_to_version(nadia, journey.id, "3.1", seen=seen(world, journey, "3.1"))
    Deliverable.objects.filter(journey=journey, code="expectations").delete()  # as if it had begun on 3.1
    VersionMove.objects.all().delete()
    before = snapshot(journey)
    shown = preview_page(nadia, journey.id, "3").preview
    assert [item.new for item in shown.added] == ["expectations"]
    move_to_version(nadia, journey.id, "3", seen=shown.fingerprint)
    assert Deliverable.objects.get(journey=journey, code="expectations").state == "open"
    move_to_version(nadia, journey.id, "3.1", seen=seen(world, journey, "3.1"))
    assert snapshot(journey) == before
    move_to_version(nadia, journey.id, "3", seen=seen(world, journey, "3"))
    deliverables.touch(SYSTEM, journey, "expectations")
    move_to_version(nadia, journey.id, "3.1", seen=seen(world, journey, "3.1"))
    assert Deliverable.objects.get(journey=journey, code="expectations").state == "begun"


def test_the_programme_counts_and_names_only_what_was_opened_to_it(world: Any, older: Any) -> None:
    from vises.apps.access.rules import Role

    cora = world.actor("cora")
    page = programme_previews(cora, world.programme.id, "3")
    assert page.on_versions == (("2", 1), ("3", 1))
    assert [(line.name, line.id, line.old) for line in page.lines] == [("", None, "2")]
    assert dict(page.by_decision) == {"look-again": 1, "involvement": 1}
    assert page.by_element == (("engagement-note", 1),) and page.nothing_to_decide == 0
    engagement.open_to(world.actor("nadia"), older.id, {Role.COORDINATOR})
    assert [line.name for line in programme_previews(cora, world.programme.id, "3").lines] == ["La Boutique"]
    for name in ("an", "fred"):
        with pytest.raises(Forbidden):
            programme_previews(world.actor(name), world.programme.id, "3")
    with pytest.raises(NotFound):
        programme_previews(world.actor("stranger cora"), world.programme.id, "3")
    with pytest.raises(NotFound):
        programme_previews(cora, world.programme.id, "99")


def test_a_programme_shows_journeys_of_several_versions_each_at_its_step(world: Any, older: Any) -> None:
    from vises.apps.access.rules import Role
    from vises.apps.access.services import set_openings
    from vises.apps.journeys.models import Journey
    from vises.apps.journeys.queries.programme import programme_page
    from vises.apps.journeys.services.standing import stand_anew
    from vises.apps.programmes.models import Participation, Programme

    Participation.objects.filter(programme=world.programme).update(status="active")
    stand_anew(list(Participation.objects.filter(programme=world.programme)))
    for journey in (older, world.journey):
        engagement.open_to(world.actor("nadia"), journey.id, {Role.COORDINATOR})
    two = older.methodology
    Programme.objects.filter(pk=world.programme.pk).update(methodology=two)
    for row in Journey.objects.select_related("scope"):
        set_openings(SYSTEM, row.scope, {Role.COORDINATOR})
    page = programme_page(world.actor("cora"), world.programme.id)
    codes = [column.code for column in page.columns]
    assert [code for code in codes if code != "kept"] == [
        "planned",
        "preliminary",
        "step-1",
        "step-2",
        "step-3",
        "completed",
        "withdrawn",
    ]
    at = {column.code: len(column.dots) for column in page.columns if column.dots}
    assert at == {"preliminary": 1, "step-1": 1}  # the shop on version 3, the older journey on version 2


def test_a_thousand_journeys_each_have_their_own_preview_and_none_moves(
    world: Any, django_assert_max_num_queries: Any
) -> None:
    """1,000 journeys on version 1, each at its own place; 2 is published: nobody moves, and each sees its own list."""
    from vises.apps.access.models import Scope
    from vises.apps.methodology.models import MethodologyVersion
    from vises.apps.network.models import Organisation
    from vises.apps.programmes.models import Participation

    first = MethodologyVersion.objects.get(code="1")
    codes = [item.id for item in methodology.version("1").deliverables()]
    scopes = Scope.objects.bulk_create(Scope(kind=kind) for kind in ["organisation"] * 1000 + ["journey"] * 1000)
    shops = Organisation.objects.bulk_create(
        Organisation(scope=scopes[n], kind="enterprise", name=f"E{n:04}") for n in range(1000)
    )
    takings = Participation.objects.bulk_create(
        Participation(programme=world.programme, enterprise=shop, status="active") for shop in shops
    )
    journeys = Journey.objects.bulk_create(
        Journey(
            scope=scopes[1000 + n],
            enterprise=shops[n],
            participation=takings[n],
            methodology=first,
            step=("step-1", "step-2", "step-3")[n % 3],
        )
        for n in range(1000)
    )
    # as many deliverables confirmed as the number of the journey says
    Deliverable.objects.bulk_create(
        Deliverable(journey=journey, code=code, state="confirmed" if place < n % (len(codes) + 1) else "open")
        for n, journey in enumerate(journeys)
        for place, code in enumerate(codes)
    )
    before = snapshot(world.journey)
    with django_assert_max_num_queries(30):
        page = programme_previews(world.actor("cora"), world.programme.id, "2")
    mine = {line.old: [] for line in page.lines}
    for one in page.lines:
        mine[one.old].append(one.preview)
    assert page.on_versions == (("1", 1000), ("3", 1))
    shown = mine["1"]
    assert len(shown) == 1000 and len({one.fingerprint for one in shown}) == 3 * (len(codes) + 1)
    kept = sorted({len(one.kept) for one in shown})
    assert kept == list(range(len(codes) + 1))
    # the choice of methods that was confirmed moves as such, for those who had confirmed it and nobody else
    moved = [one for one in shown for item in one.moved if item.new == "evaluation-plan" and item.state == "confirmed"]
    done = codes.index("method-choice")
    assert len(moved) == sum(n % (len(codes) + 1) > done for n in range(1000))
    assert set(Journey.objects.filter(participation__in=takings).values_list("methodology__code", flat=True)) == {"1"}
    assert not VersionMove.objects.exists()
    assert snapshot(world.journey)["journey"] == before["journey"]
