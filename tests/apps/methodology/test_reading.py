"""Readers of glossary, library and changelog; search; what is kept between requests."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.apps.methodology import queries
from vises.apps.methodology.glossary import read_glossary, search_terms
from vises.apps.methodology.library import read_library, search_entries
from vises.apps.methodology.reading import from_yaml
from vises.apps.methodology.rules import flatten
from vises.apps.methodology.search import fold, matches
from vises.kernel.locale import LANGUAGES, careless
from vises.kernel.problems import NotFound, Problem

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.mark.parametrize(
    ("written", "folded"),
    [("Évaluation", "evaluation"), ("CŒUR", "coeur"), ("  l’École\n", "l'ecole"), ("Straße", "strasse"), ("", "")],
)
def test_fold(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F)))
def test_folding_twice_is_folding_once_and_case_is_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert matches(text, [text])


def test_every_word_asked_must_be_found() -> None:
    assert matches("impact SOCIAL", ["L'impact social"])
    assert not matches("impact lunaire", ["L'impact social"])
    assert matches("   ", [])


def test_terms_are_found_in_any_language_and_come_in_the_readers_order() -> None:
    terms = read_glossary(CONTENT)
    for asked in ("question évaluative", "EVALUATIEVRAAG", "evaluative question"):
        assert "evaluative-question" in {term.id for term in search_terms(terms, asked, "en")}
    for language in LANGUAGES:
        words = [fold(term.words[language][0]) for term in search_terms(terms, "", language)]
        assert words == sorted(words) and len(words) == len(terms)


def test_the_library_is_searched_and_narrowed() -> None:
    entries = read_library(CONTENT).entries
    assert {entry.id for entry in search_entries(entries, "etoile")} == {"progress-star"}
    assert {entry.kind for entry in search_entries(entries, "", "theory")} == {"theory"}
    assert len(search_entries(entries, "")) == len(entries) >= 20


@pytest.mark.parametrize(
    ("room", "text"),
    [
        ("glossary", "terms: 3"),
        ("glossary", "- a"),
        ("glossary", "terms: [{id: x"),
        ("library", "entries: [{id: x, kind: odd, origin: stated, sources: []}]\nsources: {}"),
        ("library", "{}"),
    ],
)
def test_a_file_that_cannot_be_read_says_which(tmp_path: Path, room: str, text: str) -> None:
    (tmp_path / room).mkdir()
    (tmp_path / room / f"{room}.yaml").write_text(text, encoding="utf-8")
    reader: Any = {"glossary": read_glossary, "library": read_library}[room]
    with pytest.raises(Problem) as told:
        reader(tmp_path)
    assert told.value.code == "methodology.unreadable"
    assert told.value.params["folder"] == f"{room}.yaml"


def test_a_file_that_is_absent_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        read_glossary(tmp_path)


def test_glossary_and_library_are_kept_and_can_be_read_again(settings: Any, tmp_path: Path) -> None:
    assert queries.glossary() is not None and queries.term("thread").preferred()["nl"] == "draad"
    assert queries.term("interview").origin_in("nl") == "proposed"
    assert queries.term("interview").origin_in("en") == "stated"
    with pytest.raises(KeyError):
        queries.term("no-such-word")
    assert queries.sources(["CES", "ELSEWHERE"])[1].urls == ()
    settings.CONTENT_ROOT = tmp_path
    with pytest.raises(Problem):
        queries.glossary()


def test_texts_are_read_with_few_queries(method: None, django_assert_max_num_queries: Any) -> None:
    queries.forget()
    queries._texts.cache_clear()
    with django_assert_max_num_queries(8):
        for deliverable in queries.version("3").deliverables():
            for part in ("title", "purpose", "hint", "pitfall", "done-when"):
                assert len(queries.texts_of("3", f"{deliverable.id}.{part}")) == 3
    with django_assert_max_num_queries(0):
        assert queries.text("3", "portrait.short", "nl") == "Portret"


def test_versions_and_the_state_of_their_translations(method: None) -> None:
    queries.forget()
    assert [version.code for version in queries.versions()] == ["1", "2", "3"]
    assert queries.translation_states("3") == {"fr": "source", "nl": "current", "en": "current"}
    with pytest.raises(NotFound):
        queries.version("99")
    with pytest.raises(NotFound):
        queries.translation_states("99")
    with pytest.raises(KeyError):
        queries.version("3").deliverable("no-such")


def _texts(value: object, language: str) -> Iterator[str]:
    """Every text of a content file in a language, wherever it stands in it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == language:
                yield from [inner] if isinstance(inner, str) else inner
            else:
                yield from _texts(inner, language)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_of_the_method_keep_the_signs_of_their_language(language: str) -> None:
    found = {}
    for file in CONTENT.glob(f"methodology/*/texts/{language}.yaml"):
        for key, text in flatten(from_yaml(file.read_text(encoding="utf-8"))).items():
            found[f"{file.parent.parent.name}/{key}"] = text
    assert len(found) > 900
    for name in ("methodology/changelog.yaml", "glossary/glossary.yaml", "library/library.yaml", "questions/bank.yaml"):
        content = from_yaml((CONTENT / name).read_text(encoding="utf-8"))
        found |= {f"{name}: {text}": " ".join(text.split()) for text in _texts(content, language)}
    wrong = {key: codes for key, text in found.items() if (codes := careless(text, language))}
    assert wrong == {} and not any('"' in text for text in found.values())
