"""The page of what a programme's evidence covers."""

from typing import Any

from vises.apps.access.actor import SYSTEM
from vises.apps.access.rules import Role
from vises.apps.journeys.services import stakeholders
from vises.apps.journeys.services.engagement import open_to


def test_the_coordinator_sees_who_is_heard_and_others_do_not_come_in(world: Any, as_user: Any) -> None:
    open_to(SYSTEM, world.journey.id, {Role.COORDINATOR})
    stakeholders.add_stakeholder(SYSTEM, world.journey.id, names={"fr": "<b>Voisins</b>"}, kind="neighbours")
    page = f"/programmes/{world.programme.id}/coverage/"
    text = as_user("cora").get(page).content.decode()
    assert "voisinage" in text and "<b>Voisins" not in text and 'class="overview"' in text
    assert as_user("patrick").get(page).status_code in (403, 404)
    assert as_user("nadia").get(page).status_code in (403, 404)
