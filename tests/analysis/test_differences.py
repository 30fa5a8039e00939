"""What somebody learns who keeps the figures of earlier and subtracts them from those of now."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.differences import told_apart
from vises.analysis.disclosure import OUTSIDE
from vises.analysis.summaries import QuestionSpec

Q = QuestionSpec("met", "one", choices=(("yes", {}), ("no", {})))
AGE = QuestionSpec("age", "number")


def test_nobody_came_and_nobody_left() -> None:
    assert not told_apart([], 0, Q) and not told_apart([None, None], 0, Q)


def test_a_few_more_tell_and_enough_more_do_not() -> None:
    assert told_apart(["yes"], 0, Q) and told_apart(["yes", "no", "no", "yes"], 0, Q)
    assert not told_apart(["yes", "no", "no", "yes", "yes", None], 0, Q)
    assert told_apart(["yes", "no"] * 5, 0, Q, sensitive=True)


def test_all_saying_the_same_tells_what_each_said() -> None:
    assert told_apart(["yes"] * 9, 0, Q) and told_apart(["40"] * 9, 0, AGE)
    assert told_apart(["a b", "a"] * 9, 0, QuestionSpec("why", "several", choices=(("a", {}), ("b", {}))))


def test_who_left_is_hidden_by_those_who_came() -> None:
    assert told_apart([], 1, Q) and told_apart([], 7, Q)
    assert told_apart(["yes"] * 6, 1, Q)
    assert not told_apart(["yes"] * 5 + ["no"], 1, Q)
    assert told_apart(["yes"] * 5 + ["no"], 2, Q)


@given(st.lists(st.sampled_from(["yes", "no"]), max_size=30), st.lists(st.sampled_from(["yes", "no"]), max_size=4))
def test_no_count_of_a_later_state_ever_falls_by_those_who_left(came: list[str], left: list[str]) -> None:
    if told_apart(came, len(left), Q):
        return
    gone, here = Counter(left), Counter(came)
    assert all(here[value] >= gone[value] for value in ("yes", "no"))
    assert not (came or left) or len(came) >= OUTSIDE
