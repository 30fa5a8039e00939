"""Reading ease and minutes: published examples, and what is easier counts as easier."""

import pytest

from vises.xforms.design import outline, sheets_of_plain_list
from vises.xforms.design.reading import band_of, ease, minutes, reading, syllables, texts_of


def test_flesch_as_published() -> None:
    """The two examples of the article "Flesch-Kincaid readability tests" in Wikipedia: 116 and 37.5."""
    assert ease("The cat sat on the mat.", "en") == pytest.approx(116.145, abs=0.01)
    hard = "The Australian platypus is seemingly a hybrid of a mammal and reptilian creature."
    assert ease(hard, "en") == pytest.approx(37.5, abs=0.1)


def test_the_formulas_of_kandel_and_moles_and_of_douma() -> None:
    """Computed by hand: 6 words, 1 sentence, 6 syllables; 4 words, 1 sentence, 5 syllables."""
    assert ease("Le chat dort sur le lit.", "fr") == pytest.approx(207 - 1.015 * 6 - 73.6 * 6 / 6)
    assert ease("De kat zit binnen.", "nl") == pytest.approx(206.835 - 0.93 * 4 - 77 * 5 / 4)
    assert ease("Der Hund", "de") is None and ease("…", "fr") is None


@pytest.mark.parametrize(
    ("word", "language", "count"),
    [
        ("table", "fr", 1), ("personnes", "fr", 2), ("rencontré", "fr", 3), ("l'atelier", "fr", 3), ("le", "fr", 1),
        ("winkel", "nl", 2), ("ontmoet", "nl", 2), ("gelukkig", "nl", 3), ("huis", "nl", 1),
        ("table", "en", 2), ("make", "en", 1), ("meeting", "en", 2), ("the", "en", 1),
    ],
)  # fmt: skip
def test_syllables(word: str, language: str, count: int) -> None:
    assert syllables(word, language) == count


def test_short_words_in_short_sentences_are_easier() -> None:
    easy = ["Tu viens ici ?", "Qui as-tu vu ?", "Dis-nous ce qui va bien.", "Et ce qui ne va pas."] * 3
    hard = [
        "Dans quelle mesure estimez-vous que la fréquentation régulière de l'établissement a contribué à "
        "l'amélioration significative de vos interactions interpersonnelles au sein de votre environnement ?"
    ] * 2
    first, second = reading(easy, "fr"), reading(hard, "fr")
    assert first.band == "easy" and second.band == "hard" and second.longest and not first.longest
    assert reading(["Trois mots ici"], "fr").ease is None  # too few to say anything
    assert [band_of(n) for n in (75, 65, 55, 20)] == ["easy", "ordinary", "demanding", "hard"]


def test_minutes_count_what_depends_apart() -> None:
    short = outline(sheets_of_plain_list("Vu ?\n- oui\n- non"))
    assert minutes(short) == (1, 1)
    many = "Vu ?\n- oui\n- non\n" + "\n".join(f"Dites-nous ce qui a changé {n} (long) (si 1 = oui)" for n in range(9))
    assert minutes(outline(sheets_of_plain_list(many))) == (1, 8)
    assert texts_of(short, "fr") == ["Vu ?", "oui", "non"]
