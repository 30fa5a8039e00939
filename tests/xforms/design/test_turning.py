"""A question gets another name or another kind: whatever looks at it follows, or nothing happens."""

from pathlib import Path
from typing import Any

import pytest

from vises.xforms import FormProblem, parse_xform, read_xlsform
from vises.xforms.design import EditProblem, Sheets, begun, compiled, completed, fold, make, outline, read_sheets
from vises.xforms.design.sheets import Line, Table


def _made(*edits: dict[str, Any]) -> Sheets:
    sheets = begun("fr", {"fr": "Enquête"})
    for number, edit in enumerate(edits, 1):
        make(sheets, completed(edit, number, sheets))
    return sheets


def _add(kind: str, label: str, after: str = "", **more: Any) -> dict[str, Any]:
    return {"op": "add", "kind": kind, "after": after, "language": "fr", "label": label, **more}


def test_a_name_changes_wherever_it_stands() -> None:
    sheets = Sheets(
        [
            Table(
                "survey",
                ["type", "name", "label", "relevant", "calculation"],
                [
                    Line("s2", {"type": "integer", "name": "age", "label": "Âge ?"}),
                    Line("s3", {"type": "calculate", "name": "twice", "calculation": "${age} * 2 + ${ages}"}),
                    Line("s4", {"type": "integer", "name": "ages", "label": "${age} ans ?", "relevant": "${age} > 3"}),
                ],
            ),
            Table("settings", ["instance_name"], [Line("x2", {"instance_name": "concat('a', ${age})"})]),
        ]
    )
    after = fold(sheets, [{"op": "name", "row": "s2", "name": "years"}]).sheets
    cells = [line.cells for line in after.survey.lines]
    assert cells[0]["name"] == "years" and cells[1]["calculation"] == "${years} * 2 + ${ages}"
    assert cells[2]["label"] == "${years} ans ?" and cells[2]["relevant"] == "${years} > 3"
    assert after.tables[1].lines[0].cells["instance_name"] == "concat('a', ${years})"
    assert {question.name for question in parse_xform(compiled(after)).questions} == {"years", "ages"}


def test_a_name_in_a_path_written_by_hand_stays() -> None:
    sheets = _made(_add("number", "Âge"), _add("text", "Suite", "n1"))
    sheets.survey.columns.append("relevant")
    sheets.survey.lines[1].cells["relevant"] = "/data/age > 3"
    with pytest.raises(EditProblem, match="name-by-hand"):
        make(sheets, {"op": "name", "row": "n1", "name": "years"})


def test_in_forms_of_others_a_name_there_and_back_changes_nothing(shared: Path) -> None:
    tried = 0
    for path in sorted((shared / "standards" / "xlsform").rglob("*.xls*")):
        data = path.read_bytes()
        sheets = read_sheets(data)
        kept = sheets.to_json()
        try:
            questions = [question.name for question in parse_xform(read_xlsform(data, path.name)).questions]
        except FormProblem:
            continue
        compiled_once = False
        for item in outline(sheets).items:
            if not item.name:
                continue
            new = f"zz_{item.name}"[:60]
            try:
                there = fold(sheets, [{"op": "name", "row": item.id, "name": new}]).sheets
            except EditProblem as problem:
                assert problem.code == "name-by-hand", (path.name, item.name)
                continue
            back = fold(there, [{"op": "name", "row": item.id, "name": item.name}]).sheets
            assert back.to_json() == kept, (path.name, item.name)
            tried += 1
            if not compiled_once and item.asks:
                compiled_once = True
                found = {question.name for question in parse_xform(compiled(there)).questions}
                assert found == {
                    "/".join(new if part == item.name else part for part in name.split("/")) for name in questions
                }, path.name
    assert tried > 100


@pytest.mark.parametrize("wanted", ["one", "several", "rank", "scale", "smileys", "number", "date", "long", "note"])
@pytest.mark.parametrize("first", ["text", "one", "smileys", "decimal", "note"])
def test_a_question_turns_into_any_other_kind_and_back(first: str, wanted: str) -> None:
    if first == wanted:
        return
    given = {"one": ["oui", "non"]}.get(first, [])
    sheets = _made(_add(first, "Vu ?", choices=given, required=True), _add("text", "Suite", "n1"))
    before = sheets.to_json()
    choices: list[Any] = [["1", "1"], ["2", "2"]] if wanted == "scale" else ["bien", "mal"]
    turn = {"op": "kind", "row": "n1", "kind": wanted, "language": "fr", "choices": choices}
    folded = fold(Sheets.from_json(before), [completed(turn, 3, sheets)])
    item = outline(folded.sheets).items[0]
    assert item.kind == wanted and bool(item.choices) == (wanted in {"one", "several", "rank", "scale", "smileys"})
    form = parse_xform(compiled(folded.sheets))
    assert [question.name for question in form.questions if question.kind != "note"][-1] == "suite"
    lists = {folded.sheets.choices.get(line, "list_name") for line in folded.sheets.choices.lines}
    assert lists == ({item.list_name} if item.choices else set()), "answers that nobody chooses from any more"
    undone = fold(Sheets.from_json(before), [completed(turn, 3, sheets), {"op": "undo"}])
    assert undone.sheets.to_json() == before


def test_another_kind_takes_the_limits_away_and_leaves_shared_answers() -> None:
    sheets = _made(
        _add("number", "Âge"),
        {"op": "limits", "row": "n1", "measure": "number", "least": "0", "most": "9"},
        {"op": "words", "row": "n1", "language": "fr", "texts": {"message": "Non."}},
        _add("one", "Vu ?", "n1", choices=["oui", "non"]),
        _add("one", "Su ?", "n4", choices=["a", "b"]),
    )
    sheets.survey.put(sheets.survey.lines[2], "select_one vu", "type")
    make(sheets, {"op": "kind", "row": "n1", "kind": "text", "language": "fr"})
    first = outline(sheets).items[0]
    assert first.kind == "text" and first.constraint == "" and first.messages == {}
    make(sheets, {"op": "kind", "row": "n4", "kind": "text", "language": "fr"})
    assert [choice.value for choice in outline(sheets).items[2].choices] == ["oui", "non"]


def test_a_group_becomes_one_that_is_answered_several_times_unless_somebody_looks_into_it() -> None:
    sheets = _made(_add("group", "Vous"), _add("one", "Vu ?", "n1", choices=["oui", "non"]))
    make(sheets, {"op": "kind", "row": "n1", "kind": "repeat"})
    assert [item.kind for item in outline(sheets).items] == ["repeat", "one"]
    assert parse_xform(compiled(sheets)).questions[0].in_repeat
    make(sheets, {"op": "kind", "row": "n1", "kind": "group"})
    make(sheets, completed(_add("text", "Qui ?", "n1-end"), 3, sheets))
    make(sheets, {"op": "condition", "row": "n3", "every": True, "parts": [["vu", "is", "oui"]]})
    with pytest.raises(EditProblem, match="looked-at"):
        make(sheets, {"op": "kind", "row": "n1", "kind": "repeat"})
