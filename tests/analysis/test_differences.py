"""What somebody learns who keeps the figures of earlier and subtracts them from those of now."""

from collections import Counter
from uuid import NAMESPACE_OID, UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.differences import Heard, number_told, themes_told_apart, told_apart
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


def _counts(**people: int) -> dict[UUID, Heard]:
    """Talks by name; the first letter is the group."""
    return {uuid5(NAMESPACE_OID, name): Heard(uuid5(NAMESPACE_OID, name[0]), n, 1) for name, n in people.items()}


A, B, C = (uuid5(NAMESPACE_OID, group) for group in "abc")


def test_a_theme_is_told_again_once_enough_people_came_or_left() -> None:
    before = _counts(a=6, b=5)
    assert not themes_told_apart((before, []), (before, []))
    assert themes_told_apart((before, []), (_counts(a=6, b=5, a2=4), []))
    assert not themes_told_apart((before, []), (_counts(a=6, b=5, a2=4, b2=1), []))
    assert not themes_told_apart((before, []), (_counts(a=6), []))  # five left together
    assert themes_told_apart((_counts(a=6, b=4), []), (_counts(a=6), []))


def test_groups_counted_together_before_are_not_told_apart_by_what_came() -> None:
    before, after = _counts(a=6, b=5, c=1), _counts(a=6, b=5, c=1, b2=4, c2=4)
    together, each = [[A], [B, C]], [[A], [B], [C]]
    assert not themes_told_apart((before, together), (after, each))  # eight of the two
    assert themes_told_apart((before, each), (after, each))
    assert themes_told_apart((before, together), (_counts(a=6, b=5, c=1, b2=4, a2=4), each))


def test_a_number_of_people_moves_by_enough_or_stays() -> None:
    assert [number_told(None, 3), number_told(118, 117), number_told(118, 122), number_told(118, 123)] == [
        3, 118, 118, 123,
    ]  # fmt: skip
