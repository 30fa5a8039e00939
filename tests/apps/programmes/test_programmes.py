"""Participations move by the table; counts never tell one or two enterprises apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.journeys.queries.programme import FEWEST, Row, programme_page, safe_table
from vises.apps.programmes.rules import MOVES, NEEDS_REASON, may_move
from vises.apps.programmes.services import change_status
from vises.kernel.problems import NotFound, Problem

counts = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5)


@given(counts)
def test_no_small_count_of_enterprises_is_shown(table: list[list[int]]) -> None:
    shown = safe_table([Row(str(n), tuple(row), sum(row)) for n, row in enumerate(table)])
    for row in shown:
        assert all(count is None or count == 0 or count >= FEWEST for count in row.counts)
    if any(None in row.counts for row in shown):
        # a hidden cell cannot be worked out: the whole inside is gone, and so are totals that are too small
        assert all(set(row.counts) == {None} for row in shown)
        assert all(row.total is None or row.total >= FEWEST for row in shown)


def test_the_steps_of_the_whole_programme_stay_told_where_a_group_is_small() -> None:
    inside = safe_table([Row("a", (2, 9), 11), Row("b", (12, 8), 20)])
    assert [row.counts for row in inside] == [(None, None), (None, None)]
    assert [row.total for row in inside] == [11, 20]
    assert safe_table([Row("", (14, 17), 31)])[0].counts == (14, 17)
    assert safe_table([Row("", (14, 2), 16)])[0].counts == (None, None)


@pytest.mark.parametrize("old", MOVES)
def test_a_status_moves_only_by_the_table(old: str) -> None:
    for new in MOVES:
        why_not = may_move(old, new, "time")
        assert (why_not == "") == (new in MOVES[old])
        if new in MOVES[old] and new in NEEDS_REASON:
            assert may_move(old, new, "") == "programmes.needs-reason"


def test_a_withdrawal_needs_its_kind_of_reason(world) -> None:  # type: ignore[no-untyped-def]
    cora = world.actor("cora")
    change_status(cora, world.participation.id, "recruited")
    with pytest.raises(Problem, match="needs-reason"):
        change_status(cora, world.participation.id, "withdrawn")
    change_status(cora, world.participation.id, "withdrawn", reason_category="merger", reason_words="private words")
    page = programme_page(cora, world.programme.id)
    assert page.reasons == (("merger", 1),)
    assert "private words" not in repr(page)


def test_a_stranger_finds_nothing(world) -> None:  # type: ignore[no-untyped-def]
    for name in ("stranger cora", "nadia", "claire"):
        with pytest.raises(NotFound):
            programme_page(world.actor(name), world.programme.id)


def test_the_page_makes_the_same_number_of_queries_whatever_its_size(  # type: ignore[no-untyped-def]
    world, as_user, django_assert_max_num_queries
) -> None:
    from datetime import date

    from vises.apps.access.actor import SYSTEM
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.network.services import make_organisation
    from vises.apps.programmes.services import add_participation

    for number in range(30):
        shop = make_organisation(
            SYSTEM, "enterprise", f"Shop {number}", languages=("fr",), territory="wallonia", group="practices"
        )
        joined = add_participation(SYSTEM, world.programme, shop, federation=world.federation)
        start_journey(SYSTEM, shop, participation=joined, on=date(2026, 1, 12))
    browser = as_user("cora")
    with django_assert_max_num_queries(20):
        answer = browser.get(f"/programmes/{world.programme.id}/")
    assert answer.status_code == 200 and answer.content.count(b'class="dot group-practices') >= 31
