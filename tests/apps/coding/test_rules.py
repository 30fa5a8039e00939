"""Sentences, places of passages, lanes: pure."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vises.apps.coding.rules import LANES, between, clean, drawn, in_lanes, parts, trimmed, units

WORDS = st.text(alphabet="abé.!? \n«»M😀", max_size=200).map(clean)


def test_sentences_are_numbered_and_short_forms_do_not_end_them() -> None:
    body = "Mme L. est venue. Elle a dit : « Entrez ! » Puis elle rit…\n\nLe samedi aussi."
    found = units(body)
    assert [body[unit.start : unit.end] for unit in found] == [
        "Mme L. est venue.",
        "Elle a dit : « Entrez ! »",
        "Puis elle rit…",
        "Le samedi aussi.",
    ]
    assert found[-1].paragraph > found[0].paragraph


@given(WORDS)
def test_every_word_lies_in_exactly_one_sentence(body: str) -> None:
    found = units(body)
    covered = "".join(body[unit.start : unit.end] for unit in found)
    assert "".join(covered.split()) == "".join(body.split())
    assert all(one.end <= two.start for one, two in pairwise(found))


@given(WORDS, st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=8))
def test_drawing_keeps_the_words_and_each_passage_once(body: str, places: list[tuple[int, int]]) -> None:
    passages = []
    for n, (start, length) in enumerate(places):
        place = trimmed(body, min(start, len(body)), min(start + length, len(body)))
        if place:
            passages.append((str(n), *place, "theme"))
    marks = in_lanes(passages)
    assert all(0 <= mark.lane < LANES for mark in marks)
    segments = [segment for paragraph in drawn(body, marks) for sentence in paragraph for segment in sentence.segments]
    assert all(body[s.start : s.start + len(s.words)] == s.words for s in segments)
    for mark in marks:
        assert sum(mark in segment.opens for segment in segments) == 1
        assert sum(mark in segment.closes for segment in segments) == 1


def test_overlapping_passages_lie_in_different_lanes() -> None:
    marks = in_lanes([("a", 0, 10, "x"), ("b", 5, 15, "y"), ("c", 10, 20, "z")])
    assert [(mark.id, mark.lane) for mark in marks] == [("a", 0), ("b", 1), ("c", 0)]


def test_a_place_is_found_by_numbers_or_by_exact_words() -> None:
    body = "Un jour. Deux jours. Trois jours."
    assert between(body, 2, 2) == (9, 20) and between(body, 2, 3) == (9, 33)
    assert between(body, 2, 3, "jours. Trois") == (14, 26)
    assert between(body, 1, 1, "Trois") is None and between(body, 7, 9) is None
    assert trimmed(body, 8, 14) == (9, 13) and trimmed(body, 8, 9) is None and trimmed(body, 5, 999) is None


@given(WORDS, st.integers(1, 60))
def test_parts_hold_whole_lines_and_number_sentences_through(body: str, size: int) -> None:
    found = parts(body, size)
    assert found[0].start == 0 and found[-1].end == len(body)
    assert all(one.end == two.start and body[one.end - 1] == "\n" for one, two in pairwise(found))
    numbered = [
        (unit.number + part.sentences, unit.start + part.start)
        for part in found
        for unit in units(body[part.start : part.end])
    ]
    assert numbered == [(unit.number, unit.start) for unit in units(body)]
    assert [part.lines for part in found] == [body[: part.start].count("\n") for part in found]


@given(WORDS, st.integers(1, 60), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=6))
def test_a_text_drawn_in_parts_shows_the_same_words(body: str, size: int, places: list[tuple[int, int]]) -> None:
    passages = [
        (str(n), *place, "theme")
        for n, (start, length) in enumerate(places)
        if (place := trimmed(body, min(start, len(body)), min(start + length, len(body))))
    ]
    marks = in_lanes(passages)
    shown = [
        segment
        for part in parts(body, size)
        for paragraph in drawn(body[part.start : part.end], marks, part.sentences, at=part.start)
        for sentence in paragraph
        for segment in sentence.segments
    ]
    assert all(body[s.start : s.start + len(s.words)] == s.words for s in shown)
    whole = [s for paragraph in drawn(body, marks) for sentence in paragraph for s in sentence.segments]
    assert [(s.start, s.words, s.marks) for s in shown] == [(s.start, s.words, s.marks) for s in whole]
    assert [s.closes for s in shown] == [s.closes for s in whole]


def test_speakers_and_times_are_set_apart() -> None:
    body = "Ginette : On venait. Souvent."
    (paragraph,) = drawn(body, (), labels={0: 10}, clocks={0: "00:00:03"})
    assert [(s.words, s.speaker) for s in paragraph[0].segments] == [("Ginette : ", True), ("On venait.", False)]
    assert [sentence.at for sentence in paragraph] == ["00:00:03", ""]
