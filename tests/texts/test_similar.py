"""What makes sentences alike can be told: the words they share, rare ones first; common ones count for nothing."""

import pytest

from vises.texts.similar import LIKENESS, nearest, profile, telling

FRENCH = [
    "On vous regarde autrement quand vous poussez la porte.",
    "Le regard des gens, c'est ça qui pèse.",
    "Les prix sont bas, trois euros le pantalon.",
    "Je viens le mardi parce que le bus passe.",
    "Personne ne m'avait regardée comme ça, sans peser mes habits.",
    "Et puis on boit un café.",
]
DUTCH = [
    "Ze kijken anders naar je als je binnenkomt.",
    "De prijzen zijn laag, drie euro voor een broek.",
    "Hun blik, dat weegt.",
    "Niemand weegt mij met zijn blik.",
]


@pytest.mark.parametrize(
    ("like", "among", "language", "found", "not_found"),
    [
        (["Le regard des autres me pèse."], FRENCH, "fr", {1, 4}, {2, 3, 5}),
        (["Haar blik weegt op mij."], DUTCH, "nl", {2, 3}, {0, 1}),
    ],
)
def test_other_forms_of_telling_words(
    like: list[str], among: list[str], language: str, found: set[int], not_found: set[int]
) -> None:
    told = [telling(one, language) for one in among]
    near = nearest(profile([telling(one, language) for one in like], told), told)
    assert found <= {one.number for one in near} and not {one.number for one in near} & not_found
    assert [one.likeness for one in near] == sorted((one.likeness for one in near), reverse=True)
    for one in near:
        assert LIKENESS <= one.likeness <= 1.000001 and len(one.shared) >= 2
        assert all(word in among[one.number] for word in one.shared)


def test_words_that_say_nothing_propose_nothing() -> None:
    told = [telling(one, "fr") for one in FRENCH]
    assert telling("Et alors, c'est ça, 12 fois, voilà.", "fr") == {}
    for like in ([], ["Et alors, c'est tout."], ["xylophone"]):
        assert nearest(profile([telling(one, "fr") for one in like], told), told) == []
    assert nearest({}, told) == [] and nearest({"regard": 1.0}, []) == []
