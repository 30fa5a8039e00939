"""Drawings of many enterprises: as tall as their numbers, escaped, and empty where nothing may be told."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.overviews import HIGH, TOP, Band, Covered, Stack, covered, stacked

BANDS = (Band("Planned <b>", "lane-planned"), Band("Step 1", "lane-step-1"), Band("Completed", "lane-completed"))
columns = st.lists(st.none() | st.tuples(*[st.integers(0, 3000)] * 3), min_size=1, max_size=60)


def heights(svg: str) -> list[tuple[float, float, float]]:
    """Each band's place from the left, its top and its height, without the keys beside the names."""
    return [
        (float(x), float(y), float(high))
        for x, y, high in re.findall(
            r'<rect class="band [^"]*" x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"', svg
        )
        if 'width="11"' not in svg[svg.index(f'x="{x}" y="{y}"') : svg.index(f'x="{x}" y="{y}"') + 60]
    ]


@given(columns)
def test_columns_stand_on_nought_and_keep_their_proportions(counts: list[tuple[int, int, int] | None]) -> None:
    stacks = [Stack(str(place), True, count) for place, count in enumerate(counts)]
    svg = stacked(BANDS, stacks, "fr", title="t")
    ElementTree.fromstring(svg)
    assert "Planned &lt;b&gt;" in svg or not any(count and count[0] for count in counts[-1:])
    told = [sum(count) for count in counts if count]
    drawn = [high for _x, _y, high in heights(svg)]
    most = max(told, default=0)
    if most:
        assert sum(drawn) <= HIGH * len(told) + len(drawn)
        tallest = {}
        for x, _y, high in heights(svg):
            tallest[x] = tallest.get(x, 0.0) + high
        assert max(tallest.values()) <= HIGH + 0.5
        assert all(y >= TOP - 0.5 for _x, y, _high in heights(svg))
        # the axis is not stretched: the tallest column fills at least 40 % of it (its four parts are whole numbers)
        assert most < 4 or max(tallest.values()) >= HIGH * 0.4 - 1
    assert svg.count('class="untold"') == sum(count is None for count in counts)


def test_a_month_that_is_not_told_draws_no_column() -> None:
    svg = stacked(BANDS, [Stack("a", True, (4, 4, 4)), Stack("b", True, None)], "en", title="t")
    assert len(heights(svg)) == 3


def test_what_is_covered_is_drawn_in_proportion_and_escaped() -> None:
    rows = [Covered("A & B", 5, 20), Covered("C", None, 10), Covered("D", 0, 4)]
    svg = covered(rows, "nl", title='"t"', words="%(n)s of %(of)s", untold="too few")
    ElementTree.fromstring(svg)
    assert "A &amp; B" in svg and "too few" in svg and "5 of 20" in svg
    fills = re.findall(r'class="fill" x="0.5" y="\d+" width="([\d.]+)"', svg)
    assert len(fills) == 1 and abs(float(fills[0]) - 419 / 4) < 0.2
    assert stacked(BANDS, [], "fr", title="t") == "" and covered([], "fr", title="", words="", untold="") == ""
