"""Pure rules of stories."""

from typing import Any

import pytest

from vises.apps.findings.queries.depth import PUBLIC, at_depth
from vises.apps.valorisation import rules
from vises.apps.valorisation.rules import in_languages, lost_words, recount, says_number, small_numbers


def test_texts_are_kept_in_the_languages_of_the_story() -> None:
    tree = {"a": {"fr": "oui", "nl": "ja", "en": "yes"}, "b": [{"en": "only"}], "c": {"fr": 3}, "d": {}}
    assert in_languages(tree, ["nl"]) == {"a": {"nl": "ja"}, "b": [{"en": "only"}], "c": {"fr": 3}, "d": {}}


def test_counts_too_small_to_leave_are_found_in_sentences() -> None:
    assert small_numbers({"fr": "3 sur 17 et 12 sur 17", "nl": "16 van de 17", "en": "12 of 17"}, 5) == (
        "3 sur 17",
        "16 van de 17",
    )


def test_a_number_in_a_sentence_is_not_a_part_of_another() -> None:
    assert says_number({"fr": "52 personnes"}, 52) and not says_number({"fr": "152 ou 5,52 ou 520"}, 52)


def test_what_is_not_named_stays_inside() -> None:
    knot = {"texts": {}, "said_by": "Samir", "new_field": 1}
    assert at_depth("dissent", knot, public=True) == {"texts": {}}
    assert at_depth("dissent", knot, public=False) == knot
    private = {"said_by", "present", "by_whom", "readers", "place", "session", "rows", "title", "reservations"}
    for kind, fields in PUBLIC.items():
        assert fields & private == set(), kind


def test_lost_words_leave_quotes_and_evidence() -> None:
    quote = {"passage": "p", "words": "mots"}
    evidence = {"quote": dict(quote), "theme": None, "in_words": False, "lost_ground": "", "side": "for"}
    content = {"claims": [{"id": "1", "quotes": [quote], "thread": {"evidence": [evidence]}},
                          {"id": "2", "quotes": [], "thread": {"evidence": []}}]}  # fmt: skip
    assert lost_words(content, {"p"}) == ["1"] and "mots" not in str(content)
    assert lost_words(content, {"p"}) == []


def test_themes_are_counted_again_and_old_counts_in_a_sentence_show() -> None:
    def claim(texts: dict[str, str]) -> dict[str, object]:
        theme = {"code": "c", "passages": 46, "people": 21, "few": False}
        return {"texts": texts, "thread": {"evidence": [{"theme": theme, "says": {}, "lost_ground": ""}]}}

    assert recount(claim({"fr": "46 passages"}), {"c": (46, 21)}, 5) == (False, False)
    assert recount(claim({"fr": "46 passages"}), {"c": (40, 20)}, 5) == (True, True)
    kept = claim({"fr": "La porte"})
    assert recount(kept, {"c": (9, 4)}, 5) == (True, False)
    assert "'passages': None, 'people': None, 'few': True" in str(kept)
    told = claim({"fr": "La porte"})
    assert recount(told, {"c": (40, 15)}, 5) == (True, False) and "'passages': 40, 'people': 15" in str(told)
    assert recount(told, {"c": (38, 14)}, 5) == (True, False) and "'passages': None" in str(told)  # one person less
    assert recount(told, {"c": (20, 8)}, 5) == (False, False) and "'passages': None" in str(told)


@pytest.mark.parametrize(
    ("nobody", "people", "state"),
    [
        (None, [], "unsaid"),
        (False, [], "unsaid"),
        (True, [], "public"),
        (None, ["public", "public"], "public"),
        (False, ["public", "funder"], "funder"),
        (False, ["inside", "funder"], "inside"),
        (False, ["public", "asked"], "asked"),
        (False, ["asked", "to-ask"], "to-ask"),
        (False, ["public", "changed"], "changed"),
        (False, ["public", "ended"], "ended"),
        (True, ["public", "no"], "no"),
    ],
)
def test_the_least_willing_speaks_for_the_whole_picture(nobody: bool | None, people: list[str], state: str) -> None:
    assert rules.picture_state(nobody, people) == state


def test_what_was_seen_around_a_picture_is_its_words_not_its_commas() -> None:
    seen = rules.picture_context("a", {"fr": "Une table"}, {"fr": "La porte"}, {"fr": "Nous partageons."})
    assert seen == rules.picture_context("a", {"fr": "Une table !"}, {"fr": "la porte"}, {"fr": "Nous  partageons"})
    for other in (
        ("b", {"fr": "Une table"}, {"fr": "La porte"}, {"fr": "Nous partageons."}),
        ("a", {"fr": "Fatou à table"}, {"fr": "La porte"}, {"fr": "Nous partageons."}),
        ("a", {"fr": "Une table"}, {"fr": "La porte des pauvres"}, {"fr": "Nous partageons."}),
        ("a", {"fr": "Une table"}, {"fr": "La porte"}, {"fr": "Nous partageons.", "nl": "We delen."}),
        ("a", {"fr": "La porte"}, {"fr": "Une table"}, {"fr": "Nous partageons."}),
    ):
        assert rules.picture_context(*other) != seen, other


def test_a_picture_and_a_name_leave_a_published_content() -> None:
    content: dict[str, Any] = {
        "image": "a",
        "image_alt": {"fr": "Une table"},
        "image_names": [{"person": "1", "name": "Fatou"}, {"person": "2", "name": "Awa"}],
        "claims": [{"quotes": [{"passage": "p", "name": "Bernard"}, {"passage": "q", "name": "Awa"}]}],
    }
    assert not rules.other_name(content, "person", "1", "Fatou") and not rules.other_name(content, "person", "3", "")
    assert rules.other_name(content, "person", "1", "") and content["image_names"] == [{"person": "2", "name": "Awa"}]
    assert rules.other_name(content, "passage", "p", "B.")
    assert content["claims"] == [{"quotes": [{"passage": "p"}, {"passage": "q", "name": "Awa"}]}]
    assert not rules.lost_picture(content, "b") and not rules.lost_picture({"claims": []}, "")
    assert rules.lost_picture(content, "a")
    assert (content["image"], content["image_alt"], content["image_names"]) == ("", {}, [])
