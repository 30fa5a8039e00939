"""Writing in a journey: own words kept, nothing silently overwritten, guests by link, going back with a reason."""

from datetime import date

import pytest

from vises.apps.access.rules import Role
from vises.apps.access.services import allows, open_pass
from vises.apps.journeys.models import Deliverable, OwnWords, StepMove
from vises.apps.journeys.services import deliverables, engagement, moves, passes, sessions, stakeholders, words
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem


@pytest.fixture
def group(world):  # type: ignore[no-untyped-def]
    return stakeholders.add_stakeholder(
        world.actor("claire"), world.journey.id, names={"fr": "Bénévoles"}, kind="volunteers", size=31
    )


def test_words_keep_every_earlier_wording(world) -> None:  # type: ignore[no-untyped-def]
    nadia, claire = world.actor("nadia"), world.actor("claire")
    first = words.write_words(claire, world.journey.id, "portrait", "needs", "Des vêtements décents", language="fr")
    assert first.on_behalf
    second = words.write_words(nadia, world.journey.id, "portrait", "needs", "Se vêtir sans honte", number=1)
    assert not second.on_behalf and second.number == 2
    assert [r.text for r in second.revisions.all()] == ["Des vêtements décents"]


def test_two_people_writing_at_once_never_overwrite_each_other(world) -> None:  # type: ignore[no-untyped-def]
    nadia, claire = world.actor("nadia"), world.actor("claire")
    words.write_words(claire, world.journey.id, "portrait", "needs", "un")
    words.write_words(nadia, world.journey.id, "portrait", "needs", "deux", number=1)
    with pytest.raises(Conflict):
        words.write_words(claire, world.journey.id, "portrait", "needs", "trois", number=1)
    assert OwnWords.objects.get(heading="needs").text == "deux"


def test_who_may_only_read_cannot_write(world) -> None:  # type: ignore[no-untyped-def]
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.RESEARCHER})
    with pytest.raises(Forbidden):
        words.write_words(world.actor("an"), world.journey.id, "portrait", "needs", "x")
    for name in ("cora", "stranger nadia", "stranger claire"):
        with pytest.raises(NotFound):
            words.write_words(world.actor(name), world.journey.id, "portrait", "needs", "x")


def test_the_enterprise_alone_opens_its_journey(world) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Forbidden):
        engagement.open_to(world.actor("claire"), world.journey.id, {Role.FEDERATION})
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.FEDERATION})
    assert allows(world.actor("fred"), "journey.view", world.journey.scope_id)
    with pytest.raises(Problem, match="open-roles"):
        engagement.open_to(world.actor("nadia"), world.journey.id, {Role.FUNDER})


def test_confirming_by_a_mailed_link(world) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    words.write_words(claire, world.journey.id, "portrait", "needs", "Des vêtements décents")
    deliverables.propose(claire, world.journey.id, "portrait")
    token = passes.confirm_link(claire, world.journey.id, "portrait", name="Nadia", language="nl")
    guest, journey, row, scope = passes.confirming(token)
    deliverables.ask_change(guest, journey.id, row.code, "dignes, pas décents", guest_scope=scope)
    row.refresh_from_db()
    assert (row.state, row.waits_for, row.change_asked) == ("begun", "accompanist", "dignes, pas décents")
    deliverables.propose(claire, world.journey.id, "portrait")
    deliverables.confirm(guest, journey.id, row.code, name="Nadia", guest_scope=scope)
    row.refresh_from_db()
    assert (row.state, row.confirmed_by_name, row.change_asked) == ("confirmed", "Nadia", "")
    assert [m.new for m in row.moves.order_by("created_at")] == ["begun", "proposed", "begun", "proposed", "confirmed"]
    # written again, it asks to be confirmed anew
    words.write_words(claire, world.journey.id, "portrait", "needs", "Des vêtements dignes")
    assert Deliverable.objects.get(pk=row.pk).state == "begun"


def test_an_accompanist_cannot_confirm_for_the_enterprise(world) -> None:  # type: ignore[no-untyped-def]
    words.write_words(world.actor("claire"), world.journey.id, "portrait", "needs", "x")
    with pytest.raises(Forbidden):
        deliverables.confirm(world.actor("claire"), world.journey.id, "portrait")


def test_a_link_for_one_purpose_opens_no_other(world, group) -> None:  # type: ignore[no-untyped-def]
    token = passes.group_link(world.actor("claire"), "expect", group.id, language="nl")
    with pytest.raises(NotFound):
        open_pass(token, "confirm")
    opened, guest = open_pass(token, "expect")
    said = stakeholders.state_expectation_by_link(guest, opened, "Dat er naar ons geluisterd wordt")
    assert (said.channel, said.language, said.stakeholder_id) == ("link", "nl", group.id)


def test_a_session_is_held_with_presences_said_once(world, group) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    session = sessions.plan_session(
        claire, world.journey.id, title="Atelier 1", deliverables=["portrait"], on=date(2026, 2, 3)
    )
    sessions.hold_session(claire, session.id, presences=[(group.id, 5, "Monique, Luc")], minutes=120)
    held = sessions.hold_session(claire, session.id, presences=[(group.id, 6, "")], minutes=115)
    assert held.held and [p.people for p in held.presences.all()] == [6]
    other = stakeholders.add_stakeholder(
        world.actor("stranger claire"), world.other_journey.id, names={"nl": "Vrijwilligers"}, kind="volunteers"
    )
    with pytest.raises(Problem, match="stakeholder-unknown"):
        sessions.hold_session(claire, session.id, presences=[(other.id, 2, "")])
    with pytest.raises(Problem, match="session-kind"):
        sessions.plan_session(claire, world.journey.id, title="x", deliverables=["nothing"], on=date(2026, 2, 3))


def test_going_back_needs_a_reason_and_leaves_a_row(world) -> None:  # type: ignore[no-untyped-def]
    claire = world.actor("claire")
    moves.place(claire, world.journey.id, "step-2")
    with pytest.raises(Problem, match="back-reason"):
        moves.place(claire, world.journey.id, "step-1")
    moves.place(claire, world.journey.id, "step-1", reason="la question a changé")
    last = StepMove.objects.filter(journey=world.journey).order_by("-created_at").first()
    assert last is not None and (last.old, last.new, last.reason) == ("step-2", "step-1", "la question a changé")


def test_the_first_hour_writes_the_note_without_an_account(world) -> None:  # type: ignore[no-untyped-def]
    token = passes.first_hour_link(world.actor("claire"), world.journey.id, name="Nadia", language="fr")
    opened, guest = open_pass(token, "first-hour")
    engagement.write_first_hour(guest, opened.scope_id, {"motives": "Montrer ce qu'on fait", "fears": "", "x": "y"})
    kept = OwnWords.objects.filter(journey=world.journey)
    assert [(k.deliverable, k.heading, k.on_behalf) for k in kept] == [("engagement-note", "motives", False)]
