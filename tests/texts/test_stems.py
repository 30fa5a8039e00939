"""Words of a search in any of their forms, in three languages, with or without accents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.texts.stems import MOST_WORDS, asked, places, stems_of


def _finds(question: str, body: str, language: str) -> bool:
    stems = stems_of(body, language)
    wanted = asked(question, language)
    return bool(wanted) and all(any(f" {stem} " in stems for stem in one) for one in wanted)


@pytest.mark.parametrize(
    ("question", "body", "language"),
    [
        ("accueillie", "On nous accueillait comme des amies.", "fr"),
        ("DIGNITE", "Ma dignité, vous comprenez ?", "fr"),
        ("vêtements chers", "Un vêtement cher.", "fr"),
        ("l'accueil", "L’accueil est le même.", "fr"),
        ("ontmoetingen", "Een ontmoeting aan de deur.", "nl"),
        ("welcomed", "They welcome everybody.", "en"),
    ],
)
def test_other_forms_are_found(question: str, body: str, language: str) -> None:
    assert _finds(question, body, language)


def test_all_words_are_wanted_and_whole_ones() -> None:
    assert not _finds("porte prix", "La porte est la même.", "fr")
    assert not _finds("or", "La porte.", "fr")
    assert not _finds("", "La porte.", "fr") and not _finds(" …! ", "La porte.", "fr")
    assert len(asked("a b c d e f g h i j k", "fr")) == MOST_WORDS


@given(st.text(max_size=60), st.sampled_from(["fr", "nl", "en"]))
def test_every_word_of_a_text_finds_it_where_it_stands(body: str, language: str) -> None:
    wanted = asked(body, language)
    assert not wanted or _finds(body, body, language)
    for one in wanted:
        assert all(body[start:end] for start, end in places(body, language, one))
        assert next(places(body, language, one), None) is not None
