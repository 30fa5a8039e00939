"""Words replaced in a text: a passage stays on its words, to the character."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.texts.rewriting import Rewriting, Swap, renamed


@st.composite
def texts_and_swaps(draw):  # type: ignore[no-untyped-def]
    body = draw(st.text(alphabet="abcdé 😀\n", min_size=1, max_size=80))
    cuts = sorted(draw(st.sets(st.integers(0, len(body)), max_size=10)))
    swaps = [
        Swap(start, end, draw(st.text(alphabet="XYZ[]1", max_size=12)))
        for start, end in pairwise(cuts)
        if draw(st.booleans())
    ]
    return body, swaps


@given(texts_and_swaps(), st.data())
def test_a_place_keeps_its_words_except_those_replaced(drawn, data) -> None:  # type: ignore[no-untyped-def]
    body, swaps = drawn
    after = Rewriting(body, swaps)
    start = data.draw(st.integers(0, len(body) - 1))
    end = data.draw(st.integers(start + 1, len(body)))
    # the words of the place, grown over swaps that it touches, with the swaps applied by hand
    first = min([start, *(s.start for s in swaps if s.start < start < s.end)])
    last = max([end, *(s.end for s in swaps if s.start < end < s.end)])
    inside = [Swap(s.start - first, s.end - first, s.words) for s in swaps if first <= s.start and s.end <= last]
    expected = body[first:last]
    for swap in sorted(inside, key=lambda s: -s.start):
        expected = expected[: swap.start] + swap.words + expected[swap.end :]
    new_start, new_end = after.place(start, end)
    assert after.body[new_start:new_end] == expected


@given(texts_and_swaps())
def test_what_is_swapped_back_is_as_it_was(drawn) -> None:  # type: ignore[no-untyped-def]
    body, swaps = drawn
    swaps = [Swap(s.start, s.end, s.words or "x") for s in swaps]
    after = Rewriting(body, swaps)
    back = Rewriting(after.body, [Swap(*after.place(s.start, s.end), body[s.start : s.end]) for s in swaps])
    assert back.body == body


def test_swaps_lie_apart_and_inside() -> None:
    for swaps in ([Swap(0, 3, "a"), Swap(2, 4, "b")], [Swap(1, 1, "a")], [Swap(0, 9, "a")], [Swap(-1, 1, "a")]):
        with pytest.raises(ValueError, match="apart"):
            Rewriting("abcde", swaps)


def test_names_in_other_words_are_whole_words() -> None:
    names = {"Samira": "[prénom 1]", "Ben Salah": "[nom 1]"}
    assert renamed("SAMIRA Ben Salah, Samiras, samira.", names) == "[prénom 1] [nom 1], Samiras, [prénom 1]."
    assert renamed("Rien.", {}) == "Rien."
