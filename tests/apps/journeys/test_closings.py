"""The reflective moment at the end of a step, and what higher rooms hear of it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest

from vises.apps.access.actor import SYSTEM, Actor
from vises.apps.journeys.models import Closing
from vises.apps.journeys.queries.path import closings as read
from vises.apps.journeys.services import closings
from vises.kernel.problems import Forbidden, NotFound, Problem


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Registries of their own, so that what a test registers goes away with it."""
    monkeypatch.setattr(closings, "_callbacks", [])
    monkeypatch.setattr(closings, "_offers", [])
    yield


def test_a_higher_room_hears_of_it_and_its_fault_keeps_nothing(world: Any, rooms: None) -> None:
    heard: list[closings.Closed] = []

    def hear(actor: Actor, closed: closings.Closed) -> None:
        heard.append(closed)
        if closed.surprised == "fault":
            raise RuntimeError

    closings.on_closed(hear)
    row = closings.close_step(world.actor("claire"), world.journey.id, "step-1", method=" Un conseil ", language="nl")
    assert heard == [closings.Closed(row.id, world.journey.id, "step-1", "", "", "Un conseil", "nl")]
    with pytest.raises(RuntimeError):
        closings.close_step(SYSTEM, world.journey.id, "step-1", surprised="fault")
    assert Closing.objects.count() == 1


def test_what_the_method_should_learn_is_offered_once_per_page(world: Any, rooms: None) -> None:
    asked: list[Sequence[UUID]] = []

    def offers(actor: Actor, journey_id: UUID, ids: Sequence[UUID]) -> dict[UUID, closings.Offer]:
        asked.append(ids)
        return {id_: closings.Offer("Raise it", f"/raise/{id_}/") for id_ in ids}

    closings.register_offers(offers)
    with_words = closings.close_step(SYSTEM, world.journey.id, "preliminary", method="a")
    closings.close_step(SYSTEM, world.journey.id, "step-1", surprised="b")
    rows = {row.step: row.offer for row in read(world.actor("mo"), world.journey.id)}
    assert rows["step-1"] is None and rows["preliminary"] is not None
    assert rows["preliminary"].address == f"/raise/{with_words.id}/"
    assert asked == [[with_words.id]]


def test_who_only_looks_in_does_not_close_a_step(world: Any) -> None:
    with pytest.raises(NotFound):
        closings.close_step(world.actor("fred"), world.journey.id, "step-1", surprised="x")
    with pytest.raises(Forbidden):
        world.journey.scope.openings.create(role="federation")
        closings.close_step(world.actor("fred"), world.journey.id, "step-1", surprised="x")
    with pytest.raises(Problem, match="closing-empty"):
        closings.close_step(world.actor("mo"), world.journey.id, "step-1", surprised="  ")
