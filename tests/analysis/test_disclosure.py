"""Nothing hidden can be found again: an auditor that knows only what is shown looks for it."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from vises.analysis.disclosure import (
    INSIDE,
    OUTSIDE,
    OUTSIDE_SENSITIVE,
    hide,
    protect,
    safe_claim,
    threshold,
)
from vises.analysis.summaries import Cell, QuestionSpec, Summary, summarise, summarise_by

CHOICES = ("a", "b", "c")
GROUPS = ("x", "y")
NOBODY = ""


def question(name: str, values: tuple[str, ...], kind: str = "one", conditional: bool = False) -> QuestionSpec:
    return QuestionSpec(name, kind, {"en": name}, tuple((v, {"en": v}) for v in values), conditional)  # type: ignore[arg-type]


Q, BY = question("q", CHOICES), question("by", GROUPS)


@dataclass
class People:
    """How many gave each pair of answers; "" is no answer."""

    counts: dict[tuple[str, str], int]

    def answers(self) -> tuple[list[str | None], list[str | None]]:
        pairs = [pair for pair, count in self.counts.items() for _ in range(count)]
        return [a or None for a, _ in pairs], [b or None for _, b in pairs]

    def published(self, sensitive: bool) -> tuple[Summary, Summary, Summary]:
        """What leaves the journey: the question beside its groups, the question, the grouping question."""
        values, groups = self.answers()
        return (
            protect(summarise_by(Q, values, BY, groups), False, sensitive),
            protect(summarise(Q, values), False, sensitive),
            protect(summarise(BY, groups), False, sensitive),
        )


PAIRS = list(product((*CHOICES, NOBODY), (*GROUPS, NOBODY)))
AMOUNT = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 40))
MISSING = st.one_of(st.just(0), st.just(0), st.integers(0, 12))


@st.composite
def people(draw: st.DrawFn) -> People:
    return People({pair: draw(MISSING if NOBODY in pair else AMOUNT) for pair in PAIRS})


class Auditor:
    """Bounds on any number of people, from all that is shown (linear programming over the pairs of answers)."""

    def __init__(self, total: int) -> None:
        self.rows: list[list[float]] = []
        self.values: list[float] = []
        self.learn(PAIRS, total)

    def learn(self, pairs: list[tuple[str, str]], count: int) -> None:
        self.rows.append([1.0 if pair in pairs else 0.0 for pair in PAIRS])
        self.values.append(count)

    def read(self, summary: Summary, side: int) -> None:
        """Take in a published summary; `side` says which of the pair it asks."""
        if summary.hidden:
            return
        self.learn([p for p in PAIRS if p[side] == NOBODY], summary.missing)
        for cell in summary.cells:
            assert not cell.hidden
            self.learn([p for p in PAIRS if p[side] == cell.value], cell.count)
        if summary.split:
            for group in summary.split.groups:
                for cell in group.cells:
                    self.learn([(cell.value, group.value)], cell.count)

    def range(self, pairs: list[tuple[str, str]]) -> tuple[float, float]:
        goal = np.array([1.0 if pair in pairs else 0.0 for pair in PAIRS])
        ends = []
        for sign in (1, -1):
            found = linprog(sign * goal, A_eq=self.rows, b_eq=self.values, bounds=(0, None))
            assert found.status == 0, found.message
            ends.append(sign * found.fun)
        return ends[0], ends[1]


def audit(told: People, sensitive: bool) -> int:
    """Every hidden cell keeps a range at least as wide as the threshold; returns how many were hidden."""
    least = threshold(sensitive=sensitive)
    total = sum(told.counts.values())
    beside, alone, groups = told.published(sensitive)
    auditor = Auditor(total)
    for summary, side in ((beside, 0), (alone, 0), (groups, 1)):
        auditor.read(summary, side)
    hidden: list[list[tuple[str, str]]] = []
    if alone.hidden:
        hidden += [[p for p in PAIRS if p[0] == choice] for choice in CHOICES]
    if groups.hidden:
        hidden += [[p for p in PAIRS if p[1] == group] for group in GROUPS]
    if beside.hidden or (beside.split and beside.split.hidden):
        hidden += [[(choice, group)] for choice in CHOICES for group in GROUPS]
    for pairs in hidden:
        low, high = auditor.range(pairs)
        assert high - low >= min(least, total) - 1e-6, (pairs, low, high)
    return len(hidden)


@given(people(), st.booleans())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_nothing_hidden_is_found_again(told: People, sensitive: bool) -> None:
    audit(told, sensitive)


def test_random_tables_of_every_size_hold_against_the_auditor() -> None:
    dice = np.random.default_rng(11)
    hidden = shown = 0
    for _ in range(300):
        scale = dice.choice([3, 10, 40, 120])
        counts = {
            p: 0 if NOBODY in p and dice.random() < 0.7 else int(dice.poisson(scale * dice.random())) for p in PAIRS
        }
        found = audit(People(counts), sensitive=False)
        hidden += found > 0
        shown += found == 0
    assert hidden > 50
    assert shown > 10


@given(people(), st.booleans())
@settings(max_examples=200, deadline=None)
def test_shown_cells_and_differences_hold_enough_people(told: People, sensitive: bool) -> None:
    least = threshold(sensitive=sensitive)
    beside, alone, groups = told.published(sensitive)
    for cell in (*beside.cells, *alone.cells, *groups.cells):
        assert cell.hidden or least <= cell.count <= cell.of - least
    if beside.split and beside.split.groups:
        assert not beside.hidden
        for part in beside.split.groups:
            assert all(least <= cell.count <= cell.of - least for cell in part.cells)
        # What subtracting one table from the other leaves: nobody, or enough people.
        for i, cell in enumerate(alone.cells):
            left = cell.count - sum(part.cells[i].count for part in beside.split.groups)
            assert left == 0 or left >= least
        for part in beside.split.groups:
            whole = groups.cell(part.value)
            if whole and not whole.hidden:
                assert whole.count == part.n or whole.count - part.n >= least


@given(people(), st.booleans(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_protecting_twice_changes_nothing(told: People, inside: bool, sensitive: bool) -> None:
    values, groups = told.answers()
    once = protect(summarise_by(Q, values, BY, groups), inside, sensitive)
    assert protect(once, inside, sensitive) == once
    assert Summary.from_json(once.to_json()) == once


def test_what_is_hidden_holds_no_number() -> None:
    summary = summarise(Q, ["a"] * 30 + ["b"] * 20 + ["c"] * 4)
    hidden = protect(summary, inside=False)
    assert hidden.hidden == "small"
    assert (hidden.n, hidden.missing, hidden.methods, hidden.middle) == (0, 0, (), None)
    assert hidden.cells == tuple(Cell(v, {"en": v}, 0, 0, hidden=True) for v in CHOICES)
    told = hidden.to_json()
    assert told["n"] is None
    assert all(set(cell) == {"value", "labels", "hidden"} for cell in told["cells"])


def test_an_answer_that_nobody_listed_leaves_no_trace_when_hidden() -> None:
    summary = summarise(Q, ["a"] * 30 + ["b"] * 20 + ["c"] * 9 + ["my own secret"])
    assert len(summary.cells) == 4
    assert "secret" not in str(summary.to_json())
    assert [cell.value for cell in protect(summary, inside=False).cells] == list(CHOICES)


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        (["a"] * 20 + ["b"] * 20 + ["c"] * 5, True),
        (["a"] * 20 + ["b"] * 20 + ["c"] * 4, False),
        (["a"] * 20 + ["b"] * 20, False),  # an empty cell
        (["a"] * 40, False),  # a full cell: all said it
        ([], False),
    ],
)
def test_outside_an_empty_a_full_or_a_small_cell_hides_the_question(values: list[str], shown: bool) -> None:
    assert (protect(summarise(Q, values), inside=False).hidden == "") is shown


def test_sensitive_subjects_need_eleven() -> None:
    summary = summarise(question("q", ("y", "n")), ["y"] * 30 + ["n"] * 10)
    assert protect(summary, inside=False).hidden == ""
    assert protect(summary, inside=False, sensitive=True).hidden == "small"


def test_several_choices_hide_those_who_did_not_choose() -> None:
    several = question("s", ("a", "b"), "several")
    fine = summarise(several, ["a b"] * 10 + ["a"] * 10 + ["b"] * 10)
    assert protect(fine, inside=False).hidden == ""
    nearly_all = summarise(several, ["a b"] * 30 + ["a"] * 6 + ["b"] * 2)
    assert protect(nearly_all, inside=False).hidden == "small"


def test_a_question_asked_of_some_counts_those_not_asked() -> None:
    asked = question("q", ("y", "n"), conditional=True)
    values: list[str | None] = ["y"] * 20 + ["n"] * 20
    assert protect(summarise(asked, [*values, None, None]), inside=False).hidden == "small"
    assert protect(summarise(asked, values + [None] * 5), inside=False).hidden == ""
    assert protect(summarise(question("q", ("y", "n")), [*values, None, None]), inside=False).hidden == ""


def test_numbers_need_people_in_every_quarter_and_lose_their_ends() -> None:
    number = QuestionSpec("n", "number")
    shown = protect(summarise(number, [str(i) for i in range(20)]), inside=False)
    assert shown.middle and shown.middle.lowest is None and shown.middle.highest is None
    assert protect(summarise(number, [str(i) for i in range(19)]), inside=False).hidden == "small"
    assert protect(summarise(number, ["7"] * 40), inside=False).hidden == "small"
    assert protect(summarise(number, ["7"] * 39 + ["8", "x"]), inside=False).hidden == "small"  # one unreadable


def test_words_are_told_and_not_counted() -> None:
    told = protect(summarise(QuestionSpec("t", "text"), ["one", "two"] * 3), inside=False)
    assert (told.hidden, told.n, told.cells) == ("words", 6, ())
    assert protect(summarise(QuestionSpec("t", "text"), ["one", "two"]), inside=False).hidden == "small"


def test_within_the_journey_a_group_of_five() -> None:
    assert protect(summarise(Q, ["a"] * 4), inside=True).hidden == "small"
    five = protect(summarise(Q, ["a"] * 4 + ["b"]), inside=True)
    assert (five.hidden, five.cells[0].count) == ("", 4)
    split = summarise_by(Q, ["a"] * 20, BY, ["x"] * 16 + ["y"] * 4)
    told = protect(split, inside=True)
    assert told.split and told.split.hidden == "small" and told.split.groups == ()
    assert told.cells[0].count == 20
    ungrouped = summarise_by(Q, ["a"] * 20, BY, ["x"] * 9 + ["y"] * 9 + [None] * 2)
    told = protect(ungrouped, inside=True)
    assert told.split and told.split.hidden == "small"


@given(st.integers(0, 60), st.integers(0, 60), st.booleans())
def test_a_claim_needs_people_on_both_sides(count: int, more: int, sensitive: bool) -> None:
    least = OUTSIDE_SENSITIVE if sensitive else OUTSIDE
    assert safe_claim(count, count + more, sensitive=sensitive) is (count >= least and more >= least)


def test_hiding_by_hand() -> None:
    summary = summarise(Q, ["a"] * 30)
    assert hide(summary, "words").hidden == "words"
    assert INSIDE == 5
