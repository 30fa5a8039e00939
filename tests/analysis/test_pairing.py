"""Pairing without names: one slip is borne, nobody is taken for another, everybody is counted once."""

import random
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from vises.analysis.pairing import Pairing, code_part, pair

A, B, C = ("m", "12", "2", "l"), ("s", "7", "0", "g"), ("r", "30", "1", "b")


def test_the_same_code_meets_and_one_slip_is_borne() -> None:
    found = pair([A, B, C], [("s", "7", "1", "g"), A, ("x", "1", "9", "z")])
    assert found == Pairing(((0, 1), (1, 0)), 1, (1, 1), (0, 0), (0, 0))


def test_a_part_left_out_is_a_slip_and_two_are_too_much() -> None:
    found = pair([A, B], [("m", "", "2", "l"), ("", "", "0", "g")])
    assert found.pairs == ((0, 0),) and found.slipped == 1 and found.unsaid == (0, 1)


def test_whoever_could_be_two_people_is_paired_with_nobody() -> None:
    assert pair([A, A], [A]).pairs == () and pair([A, A], [A]).doubled == (2, 1)
    near = ("m", "12", "3", "l"), ("m", "12", "4", "l")
    found = pair([A], near)
    assert found.pairs == () and found.doubled == (1, 2) and found.alone == (0, 0)
    # next to one who already found hers: it could be the same person twice
    assert pair([A], [A, near[0]]).pairs == ((0, 0),)
    assert pair([A, near[0]], [A, near[1]]).pairs == ((0, 0),)


def test_with_three_parts_nothing_may_differ() -> None:
    assert pair([A[:3]], [("m", "12", "3")]).pairs == ()
    assert pair([A[:3]], [A[:3]]).pairs == ((0, 0),)
    assert pair([A[:2]], [A[:2]]).unsaid == (1, 1)


def test_nobody_is_paired_with_nobody() -> None:
    assert pair([], [A]) == Pairing((), 0, (0, 1), (0, 0), (0, 0))
    assert pair([], []).pairs == ()


def test_what_makes_no_difference() -> None:
    assert code_part("É") == code_part("e") == code_part(" e. ") == "e"
    assert code_part("Liège") == code_part("LIEGEOIS") == "lie"
    assert code_part("07") == code_part("7") and code_part("0") == code_part("00") == "0"
    assert code_part(None) == code_part("-") == ""


codes = st.lists(st.tuples(*[st.sampled_from(["", "a", "b", "c"])] * 4), max_size=12)


@given(codes, codes)
def test_everybody_is_counted_once_and_the_order_makes_no_difference(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    found = pair(first, second)
    for side, people in enumerate((first, second)):
        met = [one[side] for one in found.pairs]
        assert len(set(met)) == len(met)
        assert len(met) + found.alone[side] + found.doubled[side] + found.unsaid[side] == len(people)
    for one, other in found.pairs:
        assert sum(a != b for a, b in zip(first[one], second[other], strict=True)) <= 1
    turned = pair(second, first)
    assert sorted((b, a) for a, b in turned.pairs) == list(found.pairs)
    shuffled = random.Random(1).sample(first, len(first))
    again = pair(shuffled, second)
    assert sorted((shuffled[a], second[b]) for a, b in again.pairs) == sorted(
        (first[a], second[b]) for a, b in found.pairs
    )


def test_a_hundred_thousand_are_paired_in_a_few_seconds() -> None:
    everybody = [tuple(map(str, one)) for one in product(range(26), range(31), range(10), range(12))]
    some = random.Random(7).sample(everybody, 60_000)
    found = pair(some, some[10_000:] + random.Random(8).sample(everybody, 5_000))
    assert len(found.pairs) > 40_000
