"""The same thing has the same key in French, Dutch and English."""

import pytest

from vises.apps.learning.lexicon import terms_of
from vises.apps.learning.rules.words import LITTLE, skeleton
from vises.texts.stems import stem

TWINS = [
    (
        "Le formulaire de consentement est trop long pour un public à l'oral.",
        "Ons toestemmingsformulier is veel te lang voor mensen met wie we mondeling werken.",
        {"=consent", "=form", "=long", "=oral"},
    ),
    (
        "Une question peut-elle réunir deux propositions ?",
        "Kan één evaluatievraag twee voorstellen samenvoegen?",
        {"=merge", "=two", "=proposal"},
    ),
    (
        "Deux mois d'interruption en été : la reprise est difficile.",
        "Na twee maanden pauze in de zomer is herstarten moeilijk.",
        {"=month", "=gap", "=summer", "=restart", "=difficult"},
    ),
    ("Comment inviter les parties prenantes ?", "How do we invite stakeholders?", {"=stakeholder", "=invite"}),
]


@pytest.mark.parametrize(("here", "there", "shared"), TWINS)
def test_twins_meet_across_languages(here: str, there: str, shared: set[str]) -> None:
    other = "nl" if "stakeholders?" not in there else "en"
    assert shared <= terms_of(here, "fr") & terms_of(there, other)


@pytest.mark.parametrize(
    ("french", "dutch"),
    [("formulaire", "formulier"), ("fédération", "federatie"), ("évaluation", "evaluatie"),
     ("groupe", "groep"), ("résultats", "resultaten"),
     ("méthodes", "methode"), ("problème", "probleem"), ("période", "periode"), ("analyse", "analyse")],
)  # fmt: skip
def test_relatives_share_a_skeleton(french: str, dutch: str) -> None:
    assert skeleton(stem(french, "fr")) == skeleton(stem(dutch, "nl"))


def test_forms_of_a_word_are_one_term_and_little_words_none() -> None:
    assert terms_of("bénévoles bénévole BÉNÉVOLE", "fr") == {"=volunteer"}
    assert terms_of("c'est pour les uns et avec les autres", "fr") == frozenset({skeleton(stem("uns", "fr"))})
    assert terms_of("", "nl") == terms_of("?! …", "en") == frozenset()


def test_words_that_only_look_alike_stay_apart() -> None:
    apart = ["consentement", "conseil", "conséquence", "interview", "intervention", "formation", "formulaire"]
    keys = [terms_of(word, "fr") for word in apart]
    assert len(set(keys)) == len(apart)


def test_little_words_are_written_as_they_are_compared() -> None:
    for words in LITTLE.values():
        assert all(word.isascii() and word == word.lower() for word in words)


def test_a_long_hostile_text_is_only_long() -> None:
    assert len(terms_of("a" * 5000 + " " + "é" * 300, "fr")) <= 2
    assert all(len(term) <= 40 for term in terms_of("anticonstitutionnellement" * 20, "fr"))
