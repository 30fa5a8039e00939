"""What went with what is pooled over federations, or not told."""

import uuid
from datetime import date
from operator import attrgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.access.actor import SYSTEM
from vises.apps.journeys.services import sessions
from vises.apps.journeys.services.journeys import start_journey
from vises.apps.learning.queries import pooled
from vises.apps.learning.queries.pooled import accompaniment
from vises.apps.network.services import make_organisation
from vises.apps.programmes.services import add_participation
from vises.kernel.problems import NotFound


def _accompanied(world: Any, federations: int, many: int, held: int = 3) -> None:
    """`many` enterprises of so many federations, each with (three) sessions of ninety minutes."""
    over = [make_organisation(SYSTEM, "federation", f"Fédération {held}.{number}") for number in range(federations)]
    for number in range(many):
        enterprise = make_organisation(SYSTEM, "enterprise", f"Entreprise {held}.{number}")
        taking = add_participation(SYSTEM, world.programme, enterprise, federation=over[number % federations])
        journey = start_journey(SYSTEM, enterprise, participation=taking, on=date(2026, 1, 12))
        for _ in range(held):
            row = sessions.plan_session(SYSTEM, journey.id, title="Séance", on=date(2026, 3, 3))
            sessions.hold_session(SYSTEM, row.id, presences=[], minutes=90)


@pytest.mark.parametrize(
    ("federations", "many", "told"), [(3, 6, True), (3, 5, True), (3, 4, False), (2, 6, False), (1, 9, False)]
)
def test_only_what_comes_from_enough_enterprises_of_enough_federations_is_told(
    world: Any, federations: int, many: int, told: bool
) -> None:
    _accompanied(world, federations, many)
    _accompanied(world, 3, 5, held=1)  # with the shop, enough for the first line
    none, some, most = accompaniment(world.actor("fred"), world.programme.id).by_sessions
    assert (some.enterprises, some.minutes) == ((many, 270) if told else (None, None))
    # what is not told is never the difference between two tables: the first line goes too where it would be
    assert none.enterprises == (6 if told else None)
    assert most.enterprises == 0


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 4), st.integers(0, 3), st.booleans()), max_size=40))
def test_what_one_table_tells_taken_from_what_the_other_tells_is_never_of_too_few(
    drawn: list[tuple[int, int, int, bool]],
) -> None:
    names = [uuid.uuid4() for _ in range(4)]
    rows = [
        pooled.Accompanied(names[of], sessions, 0, answers, 0, False, known) for sessions, answers, of, known in drawn
    ]
    for attribute, bands in (("sessions", pooled.FORMS), ("answers", pooled.ANSWERED)):
        lines = pooled.pool(rows, attrgetter(attribute), bands)
        untold = [
            row
            for line in lines
            if line.enterprises is None
            for row in rows
            if getattr(row, attribute) >= line.low and (line.high is None or getattr(row, attribute) <= line.high)
        ]
        federations = {row.federation for row in untold}
        enough = len(untold) >= pooled.ENTERPRISES and len(federations) >= pooled.FEDERATIONS
        assert not untold or enough or all(not line.enterprises for line in lines)
        for line in lines:
            inside = [
                row
                for row in rows
                if getattr(row, attribute) >= line.low and (line.high is None or getattr(row, attribute) <= line.high)
            ]
            # whoever takes away those she knows is never left with one or two
            assert not line.enterprises or sum(not row.known for row in inside) not in {1, 2}
        assert sum(line.enterprises or 0 for line in lines) + len(untold) == len(rows)


@pytest.mark.parametrize(("improve", "told"), [(0, 0), (2, None), (3, 3), (7, 7)])
def test_one_or_two_that_improve_are_not_told_nor_left_over(improve: int, told: int | None) -> None:
    names = [uuid.uuid4() for _ in range(3)]
    rows = [pooled.Accompanied(names[n % 3], 1, 90, 0, 2, n < improve) for n in range(9)]
    rows += [pooled.Accompanied(names[n % 3], 4, 90, 0, 2, n < 4) for n in range(9)]
    few, some, _ = pooled.pool(rows, attrgetter("sessions"), pooled.FORMS)
    assert (few.improving, some.improving) == ((told, 4) if told is not None else (None, None))


def test_it_is_closed_to_whoever_reads_nothing_of_it(world: Any) -> None:
    for name in ("patrick", "rita", "stranger cora"):
        with pytest.raises(NotFound):
            accompaniment(world.actor(name), world.programme.id)
