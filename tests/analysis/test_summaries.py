"""Counting: from answers to cells, whatever shape the answers have."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.estimates import middle, shares
from vises.analysis.shown import number
from vises.analysis.summaries import OTHER, QuestionSpec, Summary, summarise, summarise_by

YES_NO = QuestionSpec("met", "one", {"en": "Met?"}, (("y", {"en": "Yes"}), ("n", {"en": "No"})))
MANY = QuestionSpec("why", "several", {}, (("a", {}), ("b", {}), ("c", {})))


def test_twelve_of_seventeen() -> None:
    told = summarise(YES_NO, ["y"] * 12 + ["n"] * 5 + [None, ""])
    yes = told.cell("y")
    assert yes is not None
    assert (yes.count, yes.of, told.n, told.missing, yes.percent) == (12, 17, 17, 2, None)
    interval = shares.wilson(12, 17)
    assert (yes.low, yes.high) == (interval.low, interval.high)
    assert told.methods == ("wilson",)


def test_percentages_wait_for_twenty() -> None:
    assert summarise(YES_NO, ["y"] * 13 + ["n"] * 7).cells[0].percent == 65
    assert summarise(YES_NO, ["y"] * 13 + ["n"] * 6).cells[0].percent is None


def test_a_group_of_known_size_narrows_the_interval_and_everybody_ends_it() -> None:
    values = ["y"] * 12 + ["n"] * 5
    narrow, wide = summarise(YES_NO, values, population=20), summarise(YES_NO, values)
    low, high = narrow.cells[0].low, narrow.cells[0].high
    assert low is not None and high is not None and wide.cells[0].low is not None and wide.cells[0].high is not None
    assert wide.cells[0].low < low < high < wide.cells[0].high
    assert narrow.methods == ("wilson-finite",)
    everybody = summarise(YES_NO, values, population=17)
    assert (everybody.cells[0].low, everybody.methods) == (None, ("everybody",))
    # A group said to be smaller than its answers is not believed.
    assert summarise(YES_NO, values, population=5).methods == ("wilson",)


@given(st.lists(st.one_of(st.none(), st.sets(st.sampled_from("abc")).map(" ".join)), max_size=40))
def test_each_person_counts_once_per_choice(values: list[str | None]) -> None:
    told = summarise(MANY, values)
    people = [set(value.split()) for value in values if value]
    assert told.n == len(people)
    assert told.n + told.missing == len(values)
    assert [cell.count for cell in told.cells] == [sum(v in person for person in people) for v in "abc"]


def test_the_same_choice_sent_twice_counts_once_and_strangers_are_gathered() -> None:
    told = summarise(MANY, ["a a", "a z", "q z"])
    assert {cell.value: cell.count for cell in told.cells} == {"a": 2, "b": 0, "c": 0, OTHER: 2}


def test_a_choice_whose_value_has_a_space_is_itself() -> None:
    spaced = QuestionSpec("s", "several", {}, (("a b", {}), ("c", {})))
    assert [cell.count for cell in summarise(spaced, ["a b", "c"]).cells] == [1, 1]


def test_without_a_list_the_answers_found_make_the_cells_in_their_natural_order() -> None:
    told = summarise(QuestionSpec("age", "one"), ["10", "9", "10", "old"])
    assert [cell.value for cell in told.cells] == ["9", "10", "old"]


@given(st.lists(st.integers(-30, 30), min_size=1, max_size=60))
def test_numbers_give_the_median_and_its_interval(values: list[int]) -> None:
    told = summarise(QuestionSpec("n", "number"), [str(value) for value in values])
    assert told.middle is not None
    expected = middle.median(values)
    assert told.middle.median == expected.value
    assert told.middle.lower_quartile == pytest.approx(middle.quantile(values, 0.25))
    assert told.middle.upper_quartile == pytest.approx(middle.quantile(values, 0.75))
    if expected.interval:
        assert (told.middle.low, told.middle.high) == (expected.interval.low, expected.interval.high)
    assert (told.middle.lowest is None) == (len(values) < 20)


def test_commas_are_decimals_and_words_are_left_out_but_told() -> None:
    told = summarise(QuestionSpec("n", "number"), ["1,5", "2.5", "many", "inf", None])
    assert told.middle is not None
    assert (told.middle.median, told.n, told.unreadable, told.missing) == (2.0, 2, 2, 1)


def test_two_groups_are_compared_with_an_interval() -> None:
    by = QuestionSpec("price", "one", {}, (("r", {}), ("f", {})))
    values = ["y"] * 52 + ["n"] * 19 + ["y"] * 24 + ["n"] * 23
    told = summarise_by(YES_NO, values, by, ["r"] * 71 + ["f"] * 47)
    assert told.split is not None
    assert [(group.n, group.cells[0].count) for group in told.split.groups] == [(71, 52), (47, 24)]
    (gap,) = told.split.comparisons
    expected = shares.difference(52, 71, 24, 47)
    assert expected.interval is not None
    assert (gap.method, gap.estimate, gap.low) == ("newcombe-10", expected.value, expected.interval.low)
    assert "newcombe-10" in told.methods


def test_more_than_two_groups_stand_side_by_side_without_a_test() -> None:
    by = QuestionSpec("where", "one", {}, (("a", {}), ("b", {}), ("c", {})))
    told = summarise_by(YES_NO, ["y", "n"] * 15, by, ["a"] * 10 + ["b"] * 10 + ["c"] * 10)
    assert told.split is not None
    assert len(told.split.groups) == 3
    assert told.split.comparisons == ()


@given(st.lists(st.tuples(st.sampled_from(["y", "n", None]), st.sampled_from(["r", "f", None])), max_size=50))
def test_groups_leftovers_and_missing_make_the_whole(pairs: list[tuple[str | None, str | None]]) -> None:
    by = QuestionSpec("price", "one", {}, (("r", {}), ("f", {})))
    told = summarise_by(YES_NO, [a for a, _ in pairs], by, [b for _, b in pairs])
    assert told.split is not None
    counted = Counter(pairs)
    assert told.split.ungrouped == (
        counted["y", None],
        counted["n", None],
        counted["y", None] + counted["n", None],
    )
    assert told.split.unanswered == (counted[None, "r"], counted[None, "f"])
    assert sum(group.n for group in told.split.groups) + told.split.ungrouped[-1] == told.n
    assert Summary.from_json(told.to_json()) == told


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (1234567, "fr", "1\u202f234\u202f567"),
        (1234.5, "nl", "1.234"),
        (12.345, "fr", "12,35"),
        (0.30000000000000004, "en", "0.3"),
        (-2.5, "nl", "−2,5"),
        (0, "en", "0"),
        (100, "fr", "100"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, language: str, shown: str) -> None:
    assert number(value, language) == shown
