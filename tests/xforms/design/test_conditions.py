"""Conditions and limits made by clicking: written, read again, and evaluated as they say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.xforms.design import (
    HOWS,
    Condition,
    Limits,
    Part,
    read_condition,
    read_limits,
    write_condition,
    write_limits,
)
from vises.xforms.design.conditions import WITHOUT_VALUE

NAMES = st.sampled_from(["met", "age", "a_b", "q-1", "and", "or"])
NUMBERED = {"more", "less", "at-least", "at-most"}
WORDS = st.text("abzAZéïœ çñ09 '\"-_.,;:?!&<>()[]{}$«»’", min_size=1, max_size=12).filter(
    lambda text: text.strip() and not ("'" in text and '"' in text) and "${" not in text
)


@st.composite
def parts(draw: st.DrawFn) -> Part:
    how = draw(st.sampled_from(HOWS))
    if how in WITHOUT_VALUE:
        return Part(draw(NAMES), how)
    numbers = st.integers(-999, 999).map(str) | st.sampled_from(["2026-01-31", "1.5"])
    return Part(draw(NAMES), how, draw(numbers if how in NUMBERED else WORDS))


def _told_apart(condition: Condition) -> bool:
    """Two lines that together say the same as one are read as that one."""
    pairs = zip(condition.parts, condition.parts[1:], strict=False)
    return not condition.every or not any(
        one == Part(two.question, "answered") and two.how not in WITHOUT_VALUE for one, two in pairs
    )


@settings(deadline=None)
@given(st.builds(Condition, st.lists(parts(), min_size=2, max_size=4).map(tuple), st.booleans()).filter(_told_apart))
def test_what_is_clicked_is_read_again(condition: Condition) -> None:
    assert read_condition(write_condition(condition)) == condition


@settings(deadline=None)
@given(parts())
def test_one_line_alone_is_read_again(part: Part) -> None:
    assert read_condition(write_condition(Condition((part,)))) == Condition((part,))


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("${met} = 'oui'", [("met", "is", "oui")]),
        ('${met}="oui"', [("met", "is", "oui")]),
        ("(${age} >= 18) and (${age} < 65)", [("age", "at-least", "18"), ("age", "less", "65")]),
        ("${met} != '' and ${met} != 'oui'", [("met", "is-not", "oui")]),
        ("${met} != 'oui'", [("met", "is-not-or-empty", "oui")]),
        ("not(selected(${where}, 'shop'))", [("where", "has-not-or-empty", "shop")]),
        ("${age} > 3 and ${met} != ''", [("age", "more", "3"), ("met", "answered", "")]),
    ],
)
def test_usual_ways_of_writing_by_hand_are_understood(formula: str, said: list[tuple[str, str, str]]) -> None:
    found = read_condition(formula)
    assert found is not None and found.parts == tuple(Part(*one) for one in said)


@pytest.mark.parametrize(
    "formula",
    [
        "${a} = 'x' and ${b} = 'y' or ${c} = 'z'",
        "count(${kids}) > 2",
        "${a} + ${b} > 3",
        "not(${a} = 'x')",
        "${a} = ${b}",
        "today() > date('2026-01-01')",
        "(${a} = 'x'",
        "selected(${a}, 'x'",
        "regex(${a}, '^[a-z]+$')",
    ],
)
def test_the_rest_is_left_as_written_by_hand(formula: str) -> None:
    assert read_condition(formula) is None


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_formula_breaks_the_reader(formula: str) -> None:
    read_condition(formula)
    read_limits(formula, "number")


@settings(deadline=None)
@given(
    st.sampled_from(["number", "characters", "chosen"]),
    st.one_of(st.just(""), st.integers(0, 99).map(str)),
    st.one_of(st.just(""), st.integers(0, 99).map(str)),
)
def test_limits_are_read_again(measure: str, least: str, most: str) -> None:
    limits = Limits(measure, least, most)
    assert read_limits(write_limits(limits), measure) == limits


def test_limits_of_something_else_are_written_by_hand() -> None:
    assert read_limits(". >= 1 and . <= ${other}", "number") is None
    assert read_limits("string-length(.) <= 5", "number") is None
    assert read_limits(". <= date('2026-01-01')", "date") == Limits("date", "", "2026-01-01")
    assert read_limits(". mod 2 = 0", "number") is None
