"""What differs between versions: structure and words; what is local in an overlay."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.apps.methodology import comparing
from vises.apps.methodology.diff import compare, compare_words, out_of_order, successors
from vises.apps.methodology.rules import Version, version_from_json
from vises.apps.methodology.services import read_version

CONTENT = Path(__file__).resolve().parents[3] / "content"


def _read(code: str) -> tuple[Version, dict[str, dict[str, str]]]:
    structure, texts, hashes = read_version(CONTENT / "methodology" / code)
    return version_from_json(structure, hashes["structure"]), texts


def test_the_true_changes_of_the_method_are_found() -> None:
    (one, fr_one), (two, fr_two), (three, fr_three) = _read("1"), _read("2"), _read("3")
    first = {change.new: change for change in compare(one, two, fr_one["fr"], fr_two["fr"]).structure}
    moved = first["evaluation-plan"]
    assert (moved.old, moved.old_step, moved.new_step) == ("method-choice", "step-1", "step-2")
    assert {"moved", "renamed"} <= set(moved.kinds)
    second = {change.new: change for change in compare(two, three, fr_two["fr"], fr_three["fr"]).structure}
    assert second["preliminary"].kinds == ("added",)
    assert (second["engagement-note"].old, second["engagement-note"].old_step) == ("familiarisation", "step-1")
    assert "step-3" not in second or "moved" not in second["step-3"].kinds
    # over two versions it is the same as step by step
    called = successors(one, three)
    assert (called["familiarisation"], called["method-choice"]) == ("engagement-note", "evaluation-plan")
    assert len(called) == len(list(one.deliverables()))


@pytest.mark.parametrize("language", ["fr", "nl", "en"])
def test_a_version_does_not_differ_from_itself(language: str) -> None:
    version, texts = _read("3")
    assert compare(version, version, texts[language], texts[language]).structure == ()
    assert compare(version, version, texts[language], texts[language]).texts == ()


def test_backwards_what_was_added_is_removed_and_its_words_are_told() -> None:
    (two, texts_two), (three, texts_three) = _read("2"), _read("3")
    back = compare(three, two, texts_three["nl"], texts_two["nl"])
    assert any(change.kinds == ("removed",) and change.old == "preliminary" for change in back.structure)
    gone = [change for change in back.texts if change.element == "preliminary"]
    assert gone and all(change.new == "" and change.old for change in gone)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [("abc", "abc", ""), ("abc", "bca", "a"), ("abcd", "abdc", "d"), ("abc", "xaybzc", ""), ("abc", "c", "")],
)
def test_as_few_things_as_possible_are_said_to_have_moved(before: str, after: str, moved: str) -> None:
    found = out_of_order(before, after)
    assert len(found) == len(moved) and (not moved or found <= set(before))


def test_words_are_told_word_by_word_and_read_as_sentences() -> None:
    runs = compare_words("Une fiche de deux pages, à signer.", "Une fiche de trois lignes, à dire à voix haute.")
    assert [(run.kind, run.words) for run in runs] == [
        ("kept", "Une fiche de "),
        ("removed", "deux pages, à signer"),
        ("added", "trois lignes, à dire à voix haute"),
        ("kept", "."),
    ]
    whole = compare_words("Rien de commun ici.", "Ander verhaal geheel")
    assert [run.kind for run in whole] == ["removed", "added"]


@settings(max_examples=200)
@given(st.text(alphabet="ab c.é'", max_size=40), st.text(alphabet="ab c.é'", max_size=40))
def test_no_word_is_lost_between_two_texts(old: str, new: str) -> None:
    runs = compare_words(old, new)
    assert "".join(run.words for run in runs if run.kind != "added") == old
    assert "".join(run.words for run in runs if run.kind != "removed") == new


def test_released_differences_are_kept(method: None, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    first = comparing.released_difference("2", "3", "nl")
    with django_assert_max_num_queries(0):
        assert comparing.released_difference("2", "3", "nl") is first
    assert "title" in comparing.released_reworded("2", "3")["engagement-note"]
    assert comparing.local(comparing.released_edition("3").version) is None
