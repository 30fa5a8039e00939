"""Sessions as pages read and write them; the sheets; who is let in."""

from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM, actor_for
from vises.apps.access.rules import Role
from vises.apps.access.services import allows
from vises.apps.accounts.people import Person
from vises.apps.journeys.models import Session
from vises.apps.journeys.queries import sessions as queries
from vises.apps.journeys.services import engagement, people, sessions, stakeholders
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.rules import Box
from vises.apps.methodology.sheets import place_boxes
from vises.kernel.problems import Conflict, Forbidden, NotFound, Problem
from vises.platform.audit.models import AuditEvent


@pytest.fixture
def group(world: Any) -> Any:
    return stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Clients"}, kind="public", size=120)


@pytest.fixture
def planned(world: Any) -> Session:
    return sessions.plan_session(
        world.actor("claire"),
        world.journey.id,
        title="Atelier 1",
        deliverables=["portrait", "stakeholder-map", "portrait"],
        on=date(2026, 2, 3),
        place="Le magasin",
    )


def _hold(world: Any, planned: Session, group: Any, who: str = "claire", **more: Any) -> Session:
    return sessions.hold_session(world.actor(who), planned.id, presences=[(group.id, 11, "Fatou, Samir")], **more)


def test_a_session_is_planned_replanned_and_cancelled(world: Any, planned: Session) -> None:
    assert planned.deliverables == ["portrait", "stakeholder-map"]
    claire = world.actor("claire")
    moved = sessions.replan_session(
        claire, planned.id, title="Atelier un", deliverables=["portrait"], on=date(2026, 2, 10), kind="talk"
    )
    assert (moved.title, moved.on, moved.kind, moved.deliverables) == (
        "Atelier un",
        date(2026, 2, 10),
        "talk",
        ["portrait"],
    )
    with pytest.raises(Problem, match="session-kind"):
        sessions.replan_session(claire, planned.id, title="x", deliverables=["nothing"], on=date(2026, 2, 10))
    sessions.cancel_session(claire, planned.id)
    assert not Session.objects.exists()
    assert AuditEvent.objects.filter(event="session.cancelled", object_id=planned.id).exists()


def test_what_took_place_is_not_cancelled(world: Any, planned: Session, group: Any, question: Any) -> None:
    _hold(world, planned, group)
    for row in Session.objects.all():  # one was held, at the other a question was chosen as well
        with pytest.raises(Problem, match="session-kept"):
            sessions.cancel_session(SYSTEM, row.id)
    Session.objects.update(held=False)
    chosen_at = Session.objects.exclude(pk=planned.id).get()
    with pytest.raises(Problem, match="session-kept"):
        sessions.cancel_session(SYSTEM, chosen_at.id)
    assert Session.objects.count() == 2


def test_two_who_note_at_once_do_not_overwrite_each_other(world: Any, planned: Session, group: Any) -> None:
    before = queries.session(world.actor("mo"), world.journey.id, planned.id).seen
    _hold(world, planned, group, record_words="Onze personnes", minutes=120, seen=before)
    with pytest.raises(Conflict):
        _hold(world, planned, group, who="mo", record_words="Douze", seen=before)
    row = queries.session(world.actor("mo"), world.journey.id, planned.id)
    assert row.record == "Onze personnes" and row.seen != before
    _hold(world, planned, group, who="mo", record_words="Douze", seen=row.seen)
    assert queries.session(world.actor("mo"), world.journey.id, planned.id).record == "Douze"


def test_names_are_never_dropped_and_groups_never_counted_twice(world: Any, planned: Session, group: Any) -> None:
    claire = world.actor("claire")
    with pytest.raises(Problem, match="session-names") as refused:
        sessions.hold_session(claire, planned.id, presences=[(group.id, 0, "Fatou")])
    assert refused.value.field == f"people_{group.id}"
    with pytest.raises(Problem, match="session-count"):
        sessions.hold_session(claire, planned.id, presences=[(group.id, 3, ""), (group.id, 4, "")])
    assert not Session.objects.get(pk=planned.id).held


def test_names_are_read_only_by_those_who_write(world: Any, planned: Session, group: Any) -> None:
    _hold(world, planned, group, minutes=90)
    engagement.open_to(world.actor("nadia"), world.journey.id, {Role.RESEARCHER})
    inside = queries.session(world.actor("mo"), world.journey.id, planned.id)
    outside = queries.session(world.actor("an"), world.journey.id, planned.id)
    assert inside.present[0].names == "Fatou, Samir" and outside.present[0].names == ""
    assert outside.people == 11
    with pytest.raises(NotFound):
        queries.sessions(world.actor("fred"), world.journey.id)


def test_the_list_adds_up_what_was_given(world: Any, planned: Session, group: Any, question: Any) -> None:
    _hold(world, planned, group, minutes=90)
    sessions.plan_session(SYSTEM, world.journey.id, title="Suite", on=date(2026, 5, 5))
    page = queries.sessions(world.actor("nadia"), world.journey.id)
    assert [row.title for row in page.held] == ["Atelier 3", "Atelier 1"]
    assert [row.title for row in page.coming] == ["Suite"]
    assert page.person_minutes == 11 * 120 + 11 * 90
    choices = queries.session_choices(world.actor("nadia"), world.journey.id)
    assert [(title, held) for _, title, _, held in choices] == [
        ("Suite", False),
        ("Atelier 3", True),
        ("Atelier 1", True),
    ]


def test_the_agenda_runs_through_all_deliverables(world: Any, planned: Session) -> None:
    parts = queries.agenda_of(world.actor("nadia"), world.journey.id, planned.id)
    assert [part.topic.code for part in parts] == ["portrait", "stakeholder-map"]
    items = [item for part in parts for item in part.items]
    assert items[0].starts == 0
    assert all(b.starts == a.starts + a.minutes for a, b in pairwise(items))
    assert all(item.texts["fr"] and item.texts["nl"] and item.texts["en"] for item in items)


def test_every_sheet_of_every_version_fits_its_grid(method: None) -> None:
    seen = 0
    for version in methodology.versions():
        for item in version.deliverables():
            if not item.sheet:
                continue
            seen += 1
            cells = [
                (x + i, y + j)
                for box, x, y in place_boxes(item.sheet)
                for i in range(box.columns)
                for j in range(box.rows)
            ]
            assert len(cells) == len(set(cells)) and max(x for x, _ in cells) < 12 and max(y for _, y in cells) < 8
    assert seen > 20


def test_a_box_that_finds_no_place_is_said() -> None:
    with pytest.raises(ValueError, match="second"):
        place_boxes((Box("first", 12, 5), Box("second", 4, 4)))


def test_a_sheet_is_in_the_language_asked(world: Any) -> None:
    nadia = world.actor("nadia")
    sheets = {lang: queries.sheet(nadia, world.journey.id, "portrait", lang) for lang in ("fr", "nl", "en")}
    assert len({sheet.title for sheet in sheets.values()}) == 3
    assert all(box.title and box.prompt for sheet in sheets.values() for box in sheet.boxes)
    assert sheets["nl"].enterprise == "L'Atelier du Pont" and sheets["nl"].version == "3"
    with pytest.raises(NotFound):
        queries.sheet(nadia, world.journey.id, "nothing", "fr")


def test_the_enterprise_lets_people_in_and_out(world: Any) -> None:
    nadia = world.actor("nadia")
    zoe, made = people.invite(nadia, world.journey.id, Person("zoe@new.example", "Zoé", "fr"), Role.MEMBER)
    assert made and allows(actor_for(zoe), "journey.edit", world.journey.scope_id)
    again, made = people.invite(nadia, world.journey.id, Person("ZOE@new.example"), Role.READER)
    assert again == zoe and not made
    assert not allows(actor_for(zoe), "words.read", world.journey.scope_id)  # no line names her yet
    people.let_go(nadia, world.journey.id, zoe.id, Role.MEMBER)
    assert not allows(actor_for(zoe), "journey.view", world.journey.scope_id)


def test_only_the_enterprise_decides_who_is_in(world: Any) -> None:
    person = Person("zoe@new.example", "Zoé", "fr")
    with pytest.raises(Forbidden):
        people.invite(world.actor("claire"), world.journey.id, person, Role.MEMBER)
    with pytest.raises(NotFound):
        people.invite(world.actor("stranger nadia"), world.journey.id, person, Role.MEMBER)
    for role in (Role.COORDINATOR, Role.ADMINISTRATOR, Role.RESEARCHER):
        with pytest.raises(Problem, match="invite-role"):
            people.invite(world.actor("nadia"), world.journey.id, person, role)
    with pytest.raises(Problem, match="last-referent"):
        people.let_go(world.actor("nadia"), world.journey.id, world.users["nadia"].id, Role.REFERENT)
    people.let_go(world.actor("nadia"), world.journey.id, world.users["claire"].id, Role.ACCOMPANIST)
    assert not allows(world.actor("claire"), "journey.view", world.journey.scope_id)
