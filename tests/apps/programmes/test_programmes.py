"""Participations move by the table; counts never tell one or two enterprises apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.journeys.queries.programme import programme_page
from vises.apps.journeys.rules.counted import FEWEST, Row, safe_table
from vises.apps.programmes.rules import MOVES, NEEDS_REASON, may_move
from vises.apps.programmes.services import change_status
from vises.kernel.problems import NotFound, Problem

counts = st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5)


@given(counts)
def test_no_small_count_of_enterprises_is_shown(table: list[list[int]]) -> None:
    shown = safe_table([Row(str(n), tuple(row), sum(row)) for n, row in enumerate(table)])
    for row in shown:
        assert all(count is None or count == 0 or count >= FEWEST for count in row.counts)
        # nor does a row of several stand whole in one cell
        assert len(shown) == 1 or not row.total or row.total not in row.counts
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


def _shops(world, number: int, step: str = "", *, opened: bool, group: str = "practices") -> None:  # type: ignore[no-untyped-def]
    from datetime import date

    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.rules import Role
    from vises.apps.journeys.services import moves
    from vises.apps.journeys.services.engagement import open_to
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.network.services import make_organisation
    from vises.apps.programmes.services import add_participation

    for count in range(number):
        shop = make_organisation(SYSTEM, "enterprise", f"Shop {step} {opened} {group} {count}", group=group)
        joined = add_participation(SYSTEM, world.programme, shop, federation=world.federation)
        for status in ("recruited", "active"):
            change_status(SYSTEM, joined.id, status)
        journey = start_journey(SYSTEM, shop, participation=joined, on=date(2026, 1, 12))
        if step:
            moves.place(SYSTEM, journey.id, step)
        if opened:
            open_to(SYSTEM, journey.id, {Role.COORDINATOR, Role.FEDERATION})


def _told(page, by: str = "step") -> dict[str, tuple[int | None, ...]]:  # type: ignore[no-untyped-def]
    return {row.label: row.counts for row in page.tables[by]}


def test_steps_kept_to_themselves_are_placed_only_where_they_are_three_and_more(world) -> None:  # type: ignore[no-untyped-def]
    _shops(world, 2, "step-1", opened=True)
    _shops(world, 3, "step-2", opened=False)
    page = programme_page(world.actor("cora"), world.programme.id)
    dots = {column.code: column.dots for column in page.columns}
    assert [bool(dot.name) for dot in dots["step-1"]] == [True, True]
    # three at step 2 are dots that carry nothing; one at step 1 beside them would tell: then none is placed
    assert len(dots["step-2"]) == 3 and not any(dot.name or dot.group or dot.journey_id for dot in dots["step-2"])
    assert "kept" not in dots and page.kept == 0
    _shops(world, 1, "step-1", opened=False)
    page = programme_page(world.actor("cora"), world.programme.id)
    dots = {column.code: column.dots for column in page.columns}
    assert not dots["step-2"] and len(dots["step-1"]) == 2 and page.kept == 4
    assert _told(page)[""] == (1, 0, 2, 0, 0, 0, 0, 4)
    narrowed = programme_page(world.actor("cora"), world.programme.id, group="practices")
    assert _told(narrowed)[""] == (1, 0, 2, 0, 0, 0, 0, 4)


def test_narrowing_never_places_whoever_keeps_its_step(world) -> None:  # type: ignore[no-untyped-def]
    _shops(world, 3, "step-2", opened=False, group="integration")
    _shops(world, 3, "step-1", opened=False, group="essential-services")
    whole = programme_page(world.actor("cora"), world.programme.id)
    assert _told(whole)[""][:4] == (1, 0, 3, 3) and whole.kept == 0
    # by group each row would stand whole in one cell: it would tell of each of its enterprises
    assert _told(whole, "group")["integration"] == (0, 0, 0, 0, 0, 0, 0, 3)
    narrowed = programme_page(world.actor("cora"), world.programme.id, group="integration")
    assert _told(narrowed)[""] == (0, 0, 0, 0, 0, 0, 0, 3) and narrowed.kept == 3
    assert not any(column.dots for column in narrowed.columns)


def test_a_federation_knows_by_name_only_those_that_opened_to_it(world) -> None:  # type: ignore[no-untyped-def]
    from vises.apps.access.actor import SYSTEM
    from vises.apps.network.services import make_organisation
    from vises.apps.programmes.services import add_participation

    shop = make_organisation(SYSTEM, "enterprise", "Secret Shop")
    joined = add_participation(SYSTEM, world.programme, shop)
    change_status(SYSTEM, joined.id, "withdrawn", reason_category="merger")
    _shops(world, 1, "step-2", opened=True)
    page = programme_page(world.actor("fred"), world.programme.id)
    assert "Secret Shop" not in repr(page) and "step-2 True" in repr(page)
    assert page.reasons == ()  # that the one unnamed enterprise withdrew is not told either
    for number in range(2):
        other = make_organisation(SYSTEM, "enterprise", f"Secret Shop {number}")
        change_status(
            SYSTEM, add_participation(SYSTEM, world.programme, other).id, "withdrawn", reason_category="merger"
        )
    page = programme_page(world.actor("fred"), world.programme.id)
    assert "Secret Shop" not in repr(page) and page.reasons == (("merger", 3),)
    assert "Secret Shop" in repr(programme_page(world.actor("cora"), world.programme.id))
    assert programme_page(world.actor("fred"), world.programme.id, group="practices").accompanied is None


def test_a_programme_is_told_by_language(world) -> None:  # type: ignore[no-untyped-def]
    page = programme_page(world.actor("cora"), world.programme.id)
    assert [row.label for row in page.tables["language"]] == ["fr"] and page.languages == ("fr",)


def test_a_stranger_finds_nothing(world) -> None:  # type: ignore[no-untyped-def]
    for name in ("stranger cora", "nadia", "claire"):
        with pytest.raises(NotFound):
            programme_page(world.actor(name), world.programme.id)


def test_the_page_makes_the_same_number_of_queries_whatever_its_size(  # type: ignore[no-untyped-def]
    world, as_user, django_assert_max_num_queries
) -> None:
    from datetime import date

    from vises.apps.access.actor import SYSTEM
    from vises.apps.access.rules import Role
    from vises.apps.journeys.services.engagement import open_to
    from vises.apps.journeys.services.journeys import start_journey
    from vises.apps.network.services import make_organisation
    from vises.apps.programmes.services import add_participation

    for number in range(30):
        shop = make_organisation(
            SYSTEM, "enterprise", f"Shop {number}", languages=("fr",), territory="wallonia", group="practices"
        )
        joined = add_participation(SYSTEM, world.programme, shop, federation=world.federation)
        change_status(SYSTEM, joined.id, "recruited")
        change_status(SYSTEM, joined.id, "active")
        open_to(SYSTEM, start_journey(SYSTEM, shop, participation=joined, on=date(2026, 1, 12)).id, {Role.COORDINATOR})
    browser = as_user("cora")
    with django_assert_max_num_queries(20):
        answer = browser.get(f"/programmes/{world.programme.id}/")
    assert answer.status_code == 200 and answer.content.count(b'class="dot group-practices') >= 31
