"""Two wordings beside each other: what changed, and what fits together."""

from vises.xforms import parse_xform, read_plain_list
from vises.xforms.design.compared import compare

BEFORE = """Vu ? {met}
- oui {yes}
- non {no}
Combien ? (nombre) {many}
Qui ? {who}
Tarif ? {price}
- plein {full}
- réduit {reduced}
Parti ? {gone}
"""


def _changes(after: str, **same: str) -> dict[str, tuple[tuple[str, ...], str]]:
    rows = compare(parse_xform(read_plain_list(BEFORE)), parse_xform(read_plain_list(after)), same)
    return {row.question.name: (row.what, row.fits) for row in rows}


def test_the_same_wording_fits_together() -> None:
    assert set(_changes(BEFORE).values()) == {((), "together")}


def test_each_change_is_told_and_what_it_means_for_the_answers() -> None:
    found = _changes(
        """Vu quelqu'un ? {met}
- oui {yes}
- non {no}
- peut-être {maybe}
Combien ? (texte) {many}
Qui ? (si 1 = oui) {who}
Tarif ? {price}
- gratuit {free}
- libre {choose}
Nouveau ? {new}
"""
    )
    assert found == {
        "met": (("words", "choices-new"), "carefully"),
        "many": (("kind",), "apart"),
        "who": (("condition",), "carefully"),
        "price": (("choices-new", "choices-gone"), "apart"),
        "new": ((), ""),
        "gone": ((), ""),
    }


def test_a_question_on_another_page_or_in_another_place_is_the_same() -> None:
    found = _changes("## Page {p}\n" + BEFORE)
    assert found["p/met"] == (("place",), "together")
    lines = BEFORE.strip().splitlines()
    turned = _changes("\n".join([lines[-1], *lines[:-1]]))
    assert turned["gone"] == (("place",), "together") and turned["met"] == ((), "together")


def test_a_renamed_question_is_the_same_once_somebody_says_so() -> None:
    renamed = BEFORE.replace("{many}", "{how_many}")
    assert _changes(renamed)["how_many"] == ((), "")
    assert _changes(renamed, how_many="many")["how_many"] == (("name",), "together")
    assert "many" not in _changes(renamed, how_many="many")
