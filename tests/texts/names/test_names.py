"""What could give somebody away: how much of it is found, on sentences that nobody said."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vises.texts.names import Found, Kind, find

MARKED = re.compile(r"\{(\w+):([^}]*)\}")
Spans = list[tuple[int, int, str]]


def marked(name: str) -> Iterator[tuple[str, Spans]]:
    """Sentences with the places that would give somebody away."""
    for line in (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        body, spans, last = "", [], 0
        for found in MARKED.finditer(line):
            body += line[last : found.start()]
            spans.append((len(body), len(body) + len(found[2]), found[1]))
            body, last = body + found[2], found.end()
        yield body + line[last:], spans


def measured(name: str) -> tuple[float, float, int, int]:
    """Share found whole, share found with the right kind, proposals that are none, sentences. Each sentence alone."""
    whole = kind_right = spans_in_all = extra = sentences = 0
    for body, spans in marked(name):
        found = find(body)
        sentences += 1
        covered = {place for one in found for place in range(one.start, one.end)}
        for start, end, kind in spans:
            spans_in_all += 1
            whole += all(place in covered for place in range(start, end) if body[place].isalnum())
            kind_right += any(one.kind == kind and one.start < end and one.end > start for one in found)
        extra += sum(not any(one.start < end and one.end > start for start, end, _ in spans) for one in found)
    return whole / spans_in_all, kind_right / spans_in_all, extra, sentences


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_at_least_95_in_100_are_found_and_few_other_words(language: str) -> None:
    whole, kind_right, extra, sentences = measured(f"sentences_{language}")
    assert sentences >= 150
    assert whole >= 0.95 and kind_right >= 0.9
    assert extra <= sentences * 0.03


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_sentences_on_which_no_rule_was_tuned(language: str) -> None:
    whole, _, extra, sentences = measured(f"held_out_{language}")
    assert sentences >= 30 and whole >= 0.95 and extra <= 3


def said(body: str) -> list[tuple[str, str]]:
    return [(body[one.start : one.end], str(one.kind)) for one in find(body)]


def test_a_name_that_is_known_once_is_found_everywhere() -> None:
    assert said("Mme Lepic est venue. Lepic riait. LEPIC aussi.") == [
        ("Lepic", "last"),
        ("Lepic", "last"),
        ("LEPIC", "last"),
    ]
    again = said("Ik zag Samira. De fiets van samira, en Samira's hond.")
    assert again == [("Samira", "first"), ("samira", "first"), ("Samira", "first")]
    assert said("Voor Jan. Jans fiets.") == [("Jan", "first"), ("Jan", "first")]


def test_usual_words_at_the_beginning_of_a_sentence_are_no_names() -> None:
    for body in (
        "On venait. Elle riait. Rose et bleu. Pierre sur pierre. Mai était froid ? Non.",
        "Iris bloeit. Wil je dat? Roos is een kleur. Bas speelt hij. Door de regen.",
        "Mon père. Vous savez. Ma mère. Quand on arrivait, il a dit : « Je reste. »",
        "La gare. Le café. On y restait jusqu’au soir.",
    ):
        assert [word for word, kind in said(body) if kind not in {"date"}] == [], body


def test_speakers_are_proposed_and_roles_are_not() -> None:
    body = "Enquêtrice : Et alors ?\nZoubida : Rien.\nEnquêtrice : Rien ?\nZoubida : Non."
    assert said(body) == [("Zoubida", "first"), ("Zoubida", "first")]


def test_a_last_name_goes_with_its_small_words() -> None:
    assert said("C'est Marie Van den Berghe, de la rue du Pont.") == [
        ("Marie", "first"),
        ("Van den Berghe", "last"),
        ("rue du Pont", "place"),
    ]


def test_who_writes_without_capitals_is_read_too() -> None:
    body = "mon fils est à l'école saint-joseph à jumet, chez madame dubois. mevrouw peeters, en juf katrien."
    assert said(body) == [
        ("saint-joseph", "employer"),
        ("jumet", "place"),
        ("dubois", "last"),
        ("peeters", "last"),
        ("katrien", "first"),
    ]
    for body in ("madame est venue à table, à celles qui disent", "juf zegt dat we te komen hebben, in recht en orde"):
        assert said(body) == [], body


def test_initials_go_with_their_name() -> None:
    assert said("Ik sprak met K. Vermeulen en J.-P. Delvaux.") == [
        ("K.", "first"),
        ("Vermeulen", "last"),
        ("J.-P.", "first"),
        ("Delvaux", "last"),
    ]
    assert said("J'ai vu M. Dupont.") == [("Dupont", "last")]


def test_a_name_of_several_words_is_found_again_whole() -> None:
    again = said("Mevrouw Van Damme belde. Van Dammes collega niet, en mevrouw van damme ook niet.")
    assert again == [("Van Damme", "last"), ("Van Damme", "last"), ("van damme", "last")]


PARTS = st.sampled_from(
    ["Marie", "de", "la", "rue", "27", "Mons", ".", ",", ":", "«\n", "chez", "ASBL", "1985", "Van", "den", "M.", "à"]
)


@given(st.lists(PARTS, max_size=30))
def test_proposals_lie_in_the_text_in_order_and_apart(parts: list[str]) -> None:
    body = " ".join(parts)
    found: tuple[Found, ...] = find(body)
    last = 0
    for one in found:
        assert last <= one.start < one.end <= len(body) and one.kind in Kind
        assert body[one.start : one.end].strip() == body[one.start : one.end]
        last = one.end
