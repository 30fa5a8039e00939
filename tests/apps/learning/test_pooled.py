"""What went with what is pooled over federations, or not told."""

from datetime import date
from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.services import sessions
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.learning.queries.pooled import accompaniment
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation
from vises.kernel.problems import NotFound


def _accompanied(world: Any, federations: int, many: int) -> None:
    """`many` enterprises of so many federations, each with three sessions of ninety minutes."""
    over = [make_organisation(SYSTEM, "federation", f"Fédération {number}") for number in range(federations)]
    for number in range(many):
        enterprise = make_organisation(SYSTEM, "enterprise", f"Entreprise {number}")
        taking = add_participation(SYSTEM, world.programme, enterprise, federation=over[number % federations])
        journey = start_journey(SYSTEM, enterprise, participation=taking, on=date(2026, 1, 12))
        for _ in range(3):
            row = sessions.plan_session(SYSTEM, journey.id, title="Séance", on=date(2026, 3, 3))
            sessions.hold_session(SYSTEM, row.id, presences=[], minutes=90)


@pytest.mark.parametrize(
    ("federations", "many", "told"), [(3, 6, True), (3, 5, True), (3, 4, False), (2, 6, False), (1, 9, False)]
)
def test_only_what_comes_from_enough_enterprises_of_enough_federations_is_told(
    world: Any, federations: int, many: int, told: bool
) -> None:
    _accompanied(world, federations, many)
    none, some, most = accompaniment(world.actor("fred"), world.programme.id).by_sessions
    assert (some.enterprises, some.minutes) == ((many, 270) if told else (None, None))
    assert none.enterprises is None  # the shop alone: one enterprise is never told
    assert most.enterprises == 0


def test_it_is_closed_to_whoever_reads_nothing_of_it(world: Any) -> None:
    for name in ("patrick", "rita", "stranger cora"):
        with pytest.raises(NotFound):
            accompaniment(world.actor(name), world.programme.id)
