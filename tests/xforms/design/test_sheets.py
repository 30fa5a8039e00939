"""Sheets in and out: nothing is lost, and a plain list as sheets asks the same."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.xforms import FormProblem, parse_xform, read_plain_list, read_xlsform
from vises.xforms.design import Sheets, compiled, outline, read_sheets, sheets_of_plain_list, write_workbook

LIST = """# Venir chez nous
nl: Bij ons komen

Avez-vous rencontré quelqu'un ici ? *
nl: Heb je hier iemand ontmoet?
- oui
  nl: ja
- non
  nl: nee

## Suite (si 1 = oui)
nl: Vervolg
Où ? (plusieurs) (si 1 = oui)
- dans le magasin
- autre chose…
Accueilli·e ? (échelle 1-5: pas du tout … tout à fait)
Et ? (smileys) (si 3 >= 2)
Qu'est-ce qui a changé ? (texte long) (si 2 != autre chose)
> Quelques mots suffisent.
"""


def test_workbooks_of_others_come_out_with_every_cell_and_ask_the_same(shared: Path) -> None:
    books = sorted((shared / "standards" / "xlsform").rglob("*.xls*"))
    assert len(books) > 10
    for path in books:
        data = path.read_bytes()
        sheets = read_sheets(data)
        outline(sheets)  # looking changes nothing
        again = write_workbook(sheets)
        assert read_sheets(again).to_json() == sheets.to_json(), path.name
        assert Sheets.from_json(sheets.to_json()).to_json() == sheets.to_json()
        assert _asked(again) == _asked(data), path.name


def _asked(data: bytes) -> str:
    try:
        return read_xlsform(data, "x.xlsx")
    except FormProblem as problem:
        return str(problem)


TEXT = st.text("abzé ïŒ09='\"<&␀;:-_…語", max_size=12).map(str.strip)


@settings(deadline=None)
@given(st.lists(st.lists(TEXT, max_size=4), max_size=6), st.lists(TEXT, max_size=5))
def test_whatever_stands_in_an_unknown_sheet_is_kept(rows: list[list[str]], heads: list[str]) -> None:
    from io import BytesIO

    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["type", "name", "label"])
    mine = book.create_sheet("mine")
    for number, row in enumerate([heads, *rows], 1):
        for place, text in enumerate(row, 1):
            cell = mine.cell(number, place, text or None)
            cell.data_type = "s" if text else cell.data_type
    kept = BytesIO()
    book.save(kept)
    sheets = read_sheets(kept.getvalue())
    assert read_sheets(write_workbook(sheets)).to_json() == sheets.to_json()
    shown = {text for line in sheets.tables[1].lines for text in line.cells.values()}
    assert shown == {text for row in rows for text in row if text}


def test_a_plain_list_as_sheets_asks_the_same_by_the_same_names() -> None:
    list_form = parse_xform(read_plain_list(LIST))
    form = parse_xform(compiled(sheets_of_plain_list(LIST)))
    assert form.titles == list_form.titles == {"fr": "Venir chez nous", "nl": "Bij ons komen"}
    assert form.languages == list_form.languages == ("fr", "nl")
    for ours, theirs in zip(form.questions, list_form.questions, strict=True):
        assert (ours.name, ours.kind, ours.type, ours.required) == (
            theirs.name,
            theirs.kind,
            theirs.type,
            theirs.required,
        )
        assert (ours.labels, ours.hints) == (theirs.labels, theirs.hints)
        assert [choice.value for choice in ours.choices] == [choice.value for choice in theirs.choices]
        assert (form.binds[ours.ref].relevant is None) == (list_form.binds[theirs.ref].relevant is None)


def test_cells_that_begin_like_a_formula_stay_texts() -> None:
    sheets = sheets_of_plain_list("=cmd|' /C calc'!A0 ?\nDeux ?")
    again = read_sheets(write_workbook(sheets))
    assert outline(again).items[0].labels["fr"].startswith("=cmd")


def test_a_broken_workbook_is_refused_in_words_of_ours() -> None:
    with pytest.raises(FormProblem) as refused:
        read_sheets(b"PK\x03\x04 nothing")
    assert refused.value.code == "workbook-broken"
