"""Edits: folding them is steady, undoing gives back what was, and what the pages cannot show stays."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vises.xforms import FormState, parse_xform
from vises.xforms.design import EditProblem, Sheets, begun, compiled, fold, outline, read_sheets, write_workbook
from vises.xforms.design.sheets import Line, Table

KINDS = ("one", "text", "number", "scale", "group", "repeat", "note", "smileys")


def _begin() -> Sheets:
    return begun("fr", {"fr": "Enquête", "nl": "Bevraging"})


def _add(row: str, kind: str, name: str, after: str = "", **more: Any) -> dict[str, Any]:
    choices = {"one": [["oui", "oui"], ["non", "non"]], "scale": [["1", "1"], ["2", "2"]]}.get(kind, [])
    edit = {"op": "add", "row": row, "kind": kind, "name": name, "after": after, "language": "fr", "label": f"{name} ?"}
    return {**edit, "choices": choices, **more}


SMALL = [
    _add("n1", "one", "met"),
    _add("n2", "repeat", "kids", "n1"),
    _add("n3", "number", "age", "n2"),
    {"op": "language", "language": "nl"},
    {"op": "words", "row": "n1", "language": "nl", "texts": {"label": "Ontmoet?"}, "choices": {"n1-oui": "ja"}},
    {"op": "condition", "row": "n2", "every": True, "parts": [["met", "is", "oui"]]},
    {"op": "limits", "row": "n3", "measure": "number", "least": "0", "most": "18"},
]


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Edits that apply, one after the other, with undo and redo among them."""
    edits: list[dict[str, Any]] = []
    for step in range(draw(st.integers(1, 14))):
        state = outline(fold(_begin(), edits).sheets)
        rows = [item.id for item in state.items]
        ends = [item.end for item in state.items if item.end]
        asked = [item for item in state.items if item.asks]
        kind = draw(st.sampled_from(["add", "add", "undo", "redo", "words", "move", "remove", "condition", "choice"]))
        after = draw(st.sampled_from(["", *rows, *ends]))
        if kind in {"undo", "redo"}:
            edit: dict[str, Any] = {"op": kind}
        elif kind == "add" or not rows:
            edit = _add(f"n{step}", draw(st.sampled_from(KINDS)), f"q{step}", after)
        elif kind == "words":
            text = draw(st.text("abzéï Œç", max_size=8))
            edit = {"op": "words", "row": draw(st.sampled_from(rows)), "language": "fr", "texts": {"label": text}}
        elif kind == "move":
            edit = {"op": "move", "row": draw(st.sampled_from(rows)), "after": after}
        elif kind == "condition" and asked:
            part = [draw(st.sampled_from([item.name for item in asked])), "answered", ""]
            edit = {"op": "condition", "row": draw(st.sampled_from(rows)), "every": True, "parts": [part]}
        elif kind == "choice":
            edit = {"op": "choice-add", "row": rows[0], "choice": f"c{step}", "value": f"v{step}", "language": "fr"}
            edit["text"] = "plus"
        else:
            edit = {"op": "remove", "row": draw(st.sampled_from(rows))}
        try:
            fold(_begin(), [*edits, edit])
        except EditProblem:
            continue
        edits.append(edit)
    return edits


@given(histories())
@settings(max_examples=60, deadline=None)
def test_folding_is_steady_and_undo_gives_back_what_was(edits: list[dict[str, Any]]) -> None:
    base = _begin()
    states = [fold(base, edits[:n]) for n in range(len(edits) + 1)]
    assert fold(base, edits).sheets.to_json() == states[-1].sheets.to_json()
    assert base.to_json() == _begin().to_json()
    for number, edit in enumerate(edits, 1):
        before, after = states[number - 1], states[number]
        if edit["op"] == "undo":
            assert after.done == before.done[:-1]
            redone = fold(base, [*edits[:number], {"op": "redo"}])
            assert redone.sheets.to_json() == before.sheets.to_json()
        elif edit["op"] != "redo":
            undone = fold(base, [*edits[:number], {"op": "undo"}])
            assert undone.sheets.to_json() == before.sheets.to_json()


@given(histories())
@settings(max_examples=40, deadline=None)
def test_groups_stay_closed_and_what_goes_out_comes_back(edits: list[dict[str, Any]]) -> None:
    sheets = fold(_begin(), edits).sheets
    depth = 0
    for line in sheets.survey.lines:
        kind = line.cells["type"]
        depth += kind.startswith("begin") - kind.startswith("end")
        assert depth >= 0
    assert depth == 0
    again = read_sheets(write_workbook(sheets))
    assert _bare(again) == _bare(sheets)
    items = [(i.kind, i.name, i.labels, i.condition, i.required, len(i.choices)) for i in outline(sheets).items]
    assert [(i.kind, i.name, i.labels, i.condition, i.required, len(i.choices)) for i in outline(again).items] == items


def _bare(sheets: Sheets) -> list[Any]:
    """What a workbook holds: names, headings with something below or above them, cells."""
    return [(t.name, [line.cells for line in t.lines if line.cells]) for t in sheets.tables]


def test_a_form_made_by_edits_asks_what_was_clicked() -> None:
    sheets = fold(_begin(), SMALL).sheets
    form = parse_xform(compiled(sheets))
    assert form.titles == {"fr": "Enquête", "nl": "Bevraging"} and form.languages == ("fr", "nl")
    assert [(q.name, q.kind) for q in form.questions] == [("met", "one"), ("kids/age", "number")]
    state = FormState(form)
    assert len(state.pages()) == 1
    state.set({"met": ["oui"]})
    assert len(state.pages()) == 2
    state.set({"kids[1]/age": ["19"]})
    assert [problem.code for problem in state.problems()] == ["constraint"]


def test_a_translation_is_stale_once_its_source_changed_until_somebody_looks() -> None:
    change = {"op": "words", "row": "n1", "language": "fr", "texts": {"label": "Qui ?"}}
    changed = fold(_begin(), [*SMALL, change])
    assert changed.sheets.stale == {("n1", "label", "nl")}
    assert Sheets.from_json(changed.sheets.to_json()).stale == changed.sheets.stale
    right = {"op": "right", "row": "n1", "what": "label", "language": "nl"}
    assert not fold(_begin(), [*SMALL, change, right]).sheets.stale
    again = {"op": "words", "row": "n1", "language": "nl", "texts": {"label": "Wie?"}}
    assert not fold(_begin(), [*SMALL, change, again]).sheets.stale
    same = {"op": "words", "row": "n1", "language": "fr", "texts": {"label": "met ?"}}
    assert not fold(_begin(), [*SMALL, same]).sheets.stale


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        ({"op": "remove", "row": "n1"}, "looked-at"),
        ({"op": "remove", "row": "nothing"}, "gone"),
        ({"op": "choice-remove", "row": "n1", "choice": "n1-oui"}, "choice-used"),
        ({"op": "move", "row": "n2", "after": "n3"}, "into-itself"),
        ({"op": "kind", "row": "n1", "kind": "group"}, "kind"),
        ({"op": "kind", "row": "n1", "kind": "number"}, "looked-at"),
        ({"op": "kind", "row": "n3", "kind": "one", "language": "fr", "made": "k8", "choices": []}, "kind-answers"),
        ({"op": "name", "row": "n3", "name": "MET"}, "name-taken"),
        ({"op": "name", "row": "n3", "name": "2 ans"}, "name-signs"),
        ({"op": "condition", "row": "n1", "every": True, "parts": [["met", "is", "oui"]]}, "condition-question"),
        ({"op": "limits", "row": "n3", "measure": "number", "least": "9", "most": "3"}, "limits-order"),
        ({"op": "language", "language": "nl"}, "language-there"),
        (_add("n9", "text", "MET"), "name-taken"),
        ({"op": "evil"}, "unknown"),
    ],
)
def test_what_does_not_fit_is_refused(edit: dict[str, Any], code: str) -> None:
    with pytest.raises(EditProblem) as refused:
        fold(_begin(), [*SMALL, edit])
    assert refused.value.code == code


def test_what_no_page_shows_stays_through_every_edit() -> None:
    """A formula, a column and a sheet of somebody else's."""
    sheets = Sheets(
        [
            Table(
                "survey",
                ["type", "name", "label", "relevant", "calculation", "their column"],
                [
                    Line("s2", {"type": "integer", "name": "a", "label": "A"}),
                    Line("s3", {"type": "calculate", "name": "twice", "calculation": "${a} * 2"}),
                    Line(
                        "s4",
                        {"type": "text", "name": "b", "label": "B", "relevant": "${a} * 2 > 3", "their column": "x"},
                    ),
                ],
            ),
            Table("notes", ["mine"], [Line("n2", {"mine": "keep me"})]),
        ]
    )
    edits = [
        {"op": "words", "row": "s4", "language": "und", "texts": {"label": "B ?"}},
        {"op": "language", "language": "nl", "main": "fr"},
        {"op": "words", "row": "s4", "language": "nl", "texts": {"label": "B nl"}},
        {"op": "move", "row": "s4", "after": "s2"},
    ]
    after = fold(sheets, edits).sheets
    item = outline(after).item("s4")
    assert item and item.condition is None and item.formula == "${a} * 2 > 3"
    assert item.kept == (("their column", "x"),) and item.labels == {"fr": "B ?", "nl": "B nl"}
    calculation = outline(after).item("s3")
    assert calculation and calculation.kind == "other" and ("calculation", "${a} * 2") in calculation.kept
    assert after.found("notes").lines[0].cells == {"mine": "keep me"}
    form = parse_xform(compiled(after))
    assert form.languages == ("fr", "nl") and form.question("b").labels == {"fr": "B ?", "nl": "B nl"}  # type: ignore[union-attr]
    assert "* 2" in form.binds["/data/b"].relevant.source  # type: ignore[union-attr]


@given(histories())
@settings(max_examples=40, deadline=None)
def test_one_place_up_and_down_again_is_where_it_was(edits: list[dict[str, Any]]) -> None:
    sheets = fold(_begin(), edits).sheets
    shown = outline(sheets)
    assert list(shown.rows) == [line.id for line in sheets.survey.lines]
    for item in shown.items:
        if item.is_group and item.inside:  # goes out upwards, and past the group downwards
            continue
        after = shown.up(item.id)
        if after is None:
            assert shown.rows[0] == item.id
            continue
        up = fold(sheets, [{"op": "move", "row": item.id, "after": after}]).sheets
        back = outline(up).down(item.id)
        assert back is not None
        again = fold(up, [{"op": "move", "row": item.id, "after": back}]).sheets
        assert outline(again).rows == shown.rows


def test_a_new_language_has_what_reads_alike_in_it_at_once() -> None:
    scale = _add("n1", "scale", "well") | {"choices": [["1", "1 – un peu"], ["2", "2"], ["3", "3"]]}
    sheets = fold(_begin(), [scale, _add("n2", "smileys", "mood", "n1"), {"op": "language", "language": "nl"}]).sheets
    well, mood = outline(sheets).items
    assert [choice.labels.get("nl") for choice in well.choices] == [None, "2", "3"]
    assert [choice.labels["nl"][2:] for choice in mood.choices][-2:] == ["blij", "heel blij"]
