"""The kit of a restitution: each group with what it gets back, nobody out of sight, nobody overwritten."""

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.findings import services as findings
from vises.apps.findings.models import Return
from vises.apps.findings.queries.kit import kit
from vises.apps.findings.services.returns import plan_return
from vises.apps.journeys.models import Stakeholder
from vises.apps.journeys.services import stakeholders
from vises.kernel.problems import Conflict, NotFound, Problem
from vises.platform.audit.models import AuditEvent


@pytest.fixture
def made(world, question):  # type: ignore[no-untyped-def]
    finding = findings.write_finding(SYSTEM, world.journey.id, statements={"fr": "La porte protège."})
    donors = stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "Donateurs"}, kind="supplier")
    return world, Stakeholder.objects.get(names={"fr": "Clients"}), donors, finding


def test_each_group_gets_something_or_stays_in_sight(made) -> None:  # type: ignore[no-untyped-def]
    world, clients, donors, finding = made
    gets = {"shapes": ["talk", "poster"], "findings": [finding.id], "note": " canary "}
    plan_return(world.actor("mo"), world.journey.id, clients.id, **gets)
    page = kit(world.actor("mo"), world.journey.id)
    first, second = page.groups
    assert (first.shapes, first.note, first.heard) == (("poster", "talk"), "canary", True)
    assert first.keys == (f"finding:{finding.id}",)
    assert second.id == donors.id and second.shapes == () and not second.heard
    assert "canary" not in str(list(AuditEvent.objects.values()))
    plan_return(world.actor("mo"), world.journey.id, clients.id, shapes=[], findings=[])
    assert not Return.objects.exists()


def test_nothing_wrong_is_half_kept_and_nobody_is_overwritten(made) -> None:  # type: ignore[no-untyped-def]
    world, clients, donors, finding = made
    journey = world.journey.id
    for wrong in ({"shapes": ["rank"], "findings": []}, {"shapes": [], "findings": [finding.id]}):
        with pytest.raises(Problem, match="return-form"):
            plan_return(SYSTEM, journey, clients.id, **wrong)
    with pytest.raises(Problem, match="not-here"):
        plan_return(SYSTEM, journey, clients.id, shapes=["page"], findings=[donors.id])
    plan_return(SYSTEM, journey, clients.id, shapes=["page"], findings=[], seen="")
    with pytest.raises(Conflict):
        plan_return(SYSTEM, journey, clients.id, shapes=["talk"], findings=[], seen="")
    assert Return.objects.get().shapes == ["page"]
    with pytest.raises(NotFound):
        plan_return(SYSTEM, world.other_journey.id, clients.id, shapes=["page"], findings=[])
    for name in ("stranger claire", "patrick", "rita", "cora"):
        with pytest.raises(NotFound):
            plan_return(world.actor(name), journey, clients.id, shapes=["page"], findings=[])
