"""The coverage radar: who has evidence, who is missing; nothing of those who keep their space to themselves."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.collection.queries.coverage import Line, coverage
from vises.apps.journeys.services import stakeholders
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.network.services import make_organisation
from vises.apps.programmes.queries.open_points import agenda
from vises.apps.programmes.services import add_participation, change_status
from vises.kernel.problems import Forbidden, NotFound


def taking_part(world: Any, name: str, *, opened: bool, team: int = 0, **said: Any) -> Any:
    """An enterprise under way that has gathered nothing; its space open to the coordination, or not."""
    enterprise = make_organisation(SYSTEM, "enterprise", name, **said)
    joined = add_participation(SYSTEM, world.programme, enterprise, federation=world.federation)
    journey = start_journey(SYSTEM, enterprise, participation=joined)
    if opened:
        open_to(SYSTEM, journey.id, {Role.COORDINATOR})
    if team:
        stakeholders.add_stakeholder(SYSTEM, journey.id, names={"fr": "Équipe"}, kind="team", size=team)
    return journey


def of(lines: tuple[Line, ...], label: str) -> tuple[int, int, int, int | None]:
    line = next(line for line in lines if line.label == label)
    return line.covered, line.bare, line.to_come, line.kept


def test_what_has_evidence_and_what_is_missing(world: Any, wave: Any, answer: Any) -> None:
    open_to(SYSTEM, world.journey.id, {Role.COORDINATOR})
    cora = world.actor("cora")
    before = coverage(cora, world.programme.id)
    assert before.together.covered == 0 and before.together.missing
    answer(wave, "uuid:a", met="yes")
    stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Voisins"}, kind="neighbours")
    taking_part(
        world, "Zonder woorden", opened=True, team=12, languages=("nl",), group="integration", sector={"nl": "Zorg"}
    )
    planned = make_organisation(SYSTEM, "enterprise", "Prévue", sector={"fr": "énergie"})
    add_participation(SYSTEM, world.programme, planned)
    page = coverage(cora, world.programme.id, language="nl")
    assert page.together.covered == 1 and page.together.bare >= 1 and page.together.to_come >= 1
    assert of(page.lines["size"], "10")[:2] == (0, 1)
    assert of(page.lines["group"], "integration")[:2] == (0, 1)
    assert of(page.lines["sector"], "Zorg")[:2] == (0, 1)
    assert of(page.lines["language"], "nl")[:2] == (0, 2)
    assert of(page.lines["public"], "neighbours")[:2] == (0, 1)
    missing = {(by, line.label) for by, line in page.gaps}
    assert {("size", "10"), ("public", "neighbours"), ("sector", "Zorg"), ("sector", "énergie")} <= missing
    sections = {section.code: section for section in agenda(cora, world.programme.id, ("fr", "nl")).sections}
    told = [point.detail for point in sections["coverage"].points]
    assert any("énergie" in detail["fr"] and "Zorg" in detail["nl"] for detail in told)
    withdrawn = add_participation(SYSTEM, world.programme, make_organisation(SYSTEM, "enterprise", "Partie"))
    change_status(SYSTEM, withdrawn.id, "withdrawn", reason_category="time")
    assert coverage(cora, world.programme.id).together.known == page.together.known


def test_nothing_is_told_of_those_who_keep_their_space_to_themselves(world: Any, wave: Any, answer: Any) -> None:
    answer(wave, "uuid:a", met="yes")
    for number in range(3):
        taking_part(world, f"Fermée {number}", opened=False, team=300, group="integration")
    page = coverage(world.actor("cora"), world.programme.id)
    assert page.together.covered == 0 and page.together.kept == 4
    assert all(line.covered == 0 for lines in page.lines.values() for line in lines)
    # not even how large their team is, nor whom they have on their map
    assert {line.label for line in page.lines["size"]} <= {""} and page.lines["public"] == ()
    # whoever does not coordinate is not told of one or two
    assert coverage(world.actor("an"), world.programme.id).together.kept in (4, None)


def test_one_or_two_are_not_counted_for_whoever_only_looks_in(world: Any) -> None:
    taking_part(world, "Seule", opened=False, group="integration")
    page = coverage(world.actor("an"), world.programme.id)
    assert page.together.kept is None
    assert page.lines["group"] == ()  # a line that holds nobody else would tell that it is there
    for name in ("patrick", "paula", "nadia", "stranger cora"):
        with pytest.raises((NotFound, Forbidden)):
            coverage(world.actor(name), world.programme.id)


def test_twenty_enterprises_take_as_many_queries_as_one(world: Any) -> None:
    def count() -> int:
        cora = world.actor("cora")
        with CaptureQueriesContext(connection) as queries:
            coverage(cora, world.programme.id)
        return len(queries)

    few = count()
    for number in range(20):
        taking_part(world, f"E {number}", opened=number % 2 == 0, team=number + 1, sector={"fr": f"s{number}"})
    assert count() == few <= 12
