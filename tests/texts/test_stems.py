"""Words of a search in any of their forms, in three languages, with or without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.texts.stems import MOST_WORDS, SHELVES, asked, first_shelves, places, shelf_of, shelved


def _finds(question: str, body: str, language: str) -> bool:
    shelves = shelved(body, language)
    wanted = asked(question, language)
    return bool(wanted) and all(
        any(f" {stem} " in shelves.get(shelf_of(stem, language), "") for stem in one) for one in wanted
    )


@pytest.mark.parametrize(
    ("question", "body", "language"),
    [
        ("accueillie", "On nous accueillait comme des amies.", "fr"),
        ("DIGNITE", "Ma dignité, vous comprenez ?", "fr"),
        ("vêtements chers", "Un vêtement cher.", "fr"),
        ("l'accueil", "L’accueil est le même.", "fr"),
        ("ontmoetingen", "Een ontmoeting aan de deur.", "nl"),
        ("gesproken", "Wij spraken, en zij heeft gesproken.", "nl"),
        ("welcomed", "They welcome everybody.", "en"),
    ],
)
def test_other_forms_are_found(question: str, body: str, language: str) -> None:
    assert _finds(question, body, language)


def test_a_dutch_word_is_shown_though_its_stem_begins_otherwise() -> None:
    body = "Met veel gebaren, één gebaar. Geholpen!"
    for question, found in (("gebaar", ["gebaren", "gebaar"]), ("geholpen", ["Geholpen"])):
        [wanted] = asked(question, "nl")
        assert [body[start:end] for start, end in places(body, "nl", wanted)] == found


def test_all_words_are_wanted_and_whole_ones() -> None:
    assert not _finds("porte prix", "La porte est la même.", "fr")
    assert not _finds("or", "La porte.", "fr")
    assert not _finds("", "La porte.", "fr") and not _finds(" …! ", "La porte.", "fr")
    assert len(asked("a b c d e f g h i j k", "fr")) == MOST_WORDS


def test_places_are_whole_words_in_order() -> None:
    body = "Porte, portes, aporte, PORTE_1 et porteporte : (porte)."
    spans = places(body, "fr", asked("porte", "fr")[0])
    assert [body[start:end] for start, end in spans] == ["Porte", "portes", "PORTE", "porte"]
    assert spans == sorted(spans)


@given(st.text(max_size=60), st.sampled_from(["fr", "nl", "en"]))
def test_every_word_of_a_text_finds_it_where_it_stands(body: str, language: str) -> None:
    wanted = asked(body, language)
    assert not wanted or _finds(body, body, language)
    for one in wanted:
        assert all(body[start:end] for start, end in places(body, language, one))
        assert places(body, language, one)


@given(st.text(max_size=200), st.sampled_from(["fr", "nl", "en", "de"]))
def test_a_text_lies_on_the_shelves_of_its_language_and_always_on_the_first(body: str, language: str) -> None:
    shelves = shelved(body, language)
    assert len(set(first_shelves()) & set(shelves)) == 1 and len(shelves) <= SHELVES
    stems = [stem for words in shelves.values() for stem in words.split()]
    assert len(stems) == len(set(stems))
