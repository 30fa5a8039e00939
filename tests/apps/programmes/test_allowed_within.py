"""The shorter condition for pages over one programme finds exactly the journeys that `visible` finds."""

from typing import Any

import pytest

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.access.services import allowed_within, visible
from vises.apps.journeys.models import Journey
from vises.apps.journeys.services.engagement import open_to
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation

CAST = ("nadia", "mo", "claire", "rita", "an", "fred", "paula", "bo", "cora", "patrick", "ada")


@pytest.mark.parametrize("opened", [set(), {Role.COORDINATOR}, {Role.FEDERATION}, {Role.RESEARCHER, Role.FEDERATION}])
def test_the_same_rows(world: Any, opened: set[Role]) -> None:
    for number, federation in enumerate((world.federation, None, world.federation)):
        shop = make_organisation(SYSTEM, "enterprise", f"Boutique {number}")
        joined = add_participation(SYSTEM, world.programme, shop, federation=federation)
        journey = start_journey(SYSTEM, shop, participation=joined)
        open_to(SYSTEM, journey.id, opened if number else set())
    open_to(SYSTEM, world.journey.id, opened)
    rows = Journey.objects.filter(participation__programme=world.programme)
    for name in (*CAST, *(f"stranger {name}" for name in CAST if name != "ada")):
        actor = world.actor(name)
        found = rows.filter(allowed_within(actor, "journey.view", "scope", world.programme.scope_id))
        assert set(found) == set(visible(actor, "journey.view", rows)), name


def test_verbs_held_from_below_are_refused(world: Any) -> None:
    with pytest.raises(LookupError):
        allowed_within(world.actor("nadia"), "learning.view", "scope", world.programme.scope_id)
