"""Edits of a draft, and what it says once they are made.

An edit is a small mapping that says what somebody did: {"op": "remove", "row": "s3"}. A draft is the sheets it began
with and its edits in the order they came. "undo" sets the last one aside, "redo" brings it back as long as nothing
else was done; both are edits too, so that the list is the whole history.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from vises.xforms.design import acts, turning
from vises.xforms.design.acts import EditProblem
from vises.xforms.design.names import free_name
from vises.xforms.design.outline import kind_of_row, outline, titles_of
from vises.xforms.design.sheets import Line, Sheets
from vises.xforms.xml import clean_text

Edit = Mapping[str, Any]
ACTS: Mapping[str, Callable[[Sheets, Edit], None]] = {
    "add": acts.add,
    "words": acts.words,
    "required": acts.required,
    "kind": turning.kind,
    "name": turning.name,
    "condition": acts.condition,
    "limits": acts.limits,
    "choice-add": acts.choice_add,
    "choice-move": acts.choice_move,
    "choice-remove": acts.choice_remove,
    "move": acts.move,
    "remove": acts.remove,
    "title": acts.title,
    "language": acts.language,
    "right": acts.right,
}
"""What one may do, by name."""
STEPS = frozenset({"undo", "redo"})


@dataclass
class Folded:
    """What a draft says. `done`: numbers of the edits that count, in order; `aside`: those that redo would bring back,
    the next one last. `changed`: for each thing touched (see `touches`) the number of the last edit that did.
    """

    sheets: Sheets
    done: list[int] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)
    changed: dict[str, int] = field(default_factory=dict)


def fold(base: Sheets, edits: Sequence[Edit]) -> Folded:
    """The draft after its edits, which are numbered from 1. Raises `EditProblem` for one that does not apply."""
    done: list[int] = []
    aside: list[int] = []
    changed: dict[str, int] = {}
    for number, edit in enumerate(edits, 1):
        touched = edit
        if edit["op"] == "undo":
            if not done:
                raise EditProblem("nothing-to-undo")
            aside.append(done.pop())
            touched = edits[aside[-1] - 1]
        elif edit["op"] == "redo":
            if not aside:
                raise EditProblem("nothing-to-redo")
            done.append(aside.pop())
            touched = edits[done[-1] - 1]
        else:
            done.append(number)
            aside = []
        changed.update(dict.fromkeys(touches(touched), number))
    sheets = Sheets.from_json(base.to_json())
    for number in done:
        make(sheets, edits[number - 1])
    return Folded(sheets, done, aside, changed)


def make(sheets: Sheets, edit: Edit) -> None:
    """Do one edit to the sheets. Raises `EditProblem` where it does not apply; the sheets are then not to be used."""
    act = ACTS.get(str(edit.get("op", "")))
    if act is None:
        raise EditProblem("unknown")
    act(sheets, edit)


def touches(edit: Edit) -> tuple[str, ...]:
    """What an edit changes, as short keys: two edits with a key in common meet."""
    op, row = edit["op"], str(edit.get("row", ""))
    if op == "words":
        language = edit["language"]
        own = [f"{row}/{what}/{language}" for what in edit.get("texts", {})]
        return (*own, *(f"{id_}/label/{language}" for id_ in edit.get("choices", {})))
    if op in {"add", "remove"}:
        return (row,)
    if op in {"choice-add", "choice-remove"}:
        return (str(edit["choice"]),)
    if op == "choice-move":
        return (f"{row}/choices",)
    if op == "title":
        return (f"title/{edit['language']}",)
    if op == "right":
        return ()
    return (f"{row}/{op}",)


def completed(edit: Edit, number: int, sheets: Sheets) -> Edit:
    """The edit as it is kept: with the row ids, names and values that a new question or answer gets."""
    edit = {key: _clean(value) for key, value in edit.items()}
    op = edit["op"]
    if op == "add":
        survey = sheets.survey
        taken = {survey.get(line, "name") for line in survey.lines}
        name = edit.get("name") or free_name(str(edit.get("label", "")), taken, f"q{number}")
        made = {**edit, "row": f"n{number}", "name": name, "choices": _valued(edit.get("choices", ()))}
        if edit.get("kind") != "grid":
            return made
        head = free_name(f"{name}_head", {*taken, name}, f"h{number}")
        return {**made, "head": head, "rows": _valued(edit.get("rows", ()), {*taken, name, head})}
    if op == "kind":
        return {**edit, "made": f"k{number}", "choices": _valued(edit.get("choices", ()))}
    if op == "choice-add":
        _, list_name = kind_of_row(sheets.survey, sheets.survey.line(str(edit["row"])) or Line(""))
        table = sheets.choices
        taken = {table.get(line, "name") for line in table.lines if table.get(line, "list_name") == list_name}
        return {**edit, "choice": f"n{number}", "value": free_name(str(edit["text"]), taken, f"c{number}")}
    return edit


def _valued(given: Sequence[Any], taken: Collection[str] = ()) -> list[list[str]]:
    """Answers to choose from with the values that they are kept by; or rows with their names, none of them `taken`."""
    choices: list[list[str]] = []
    for place, one in enumerate(given, 1):
        if isinstance(one, list):  # a value with its words, as a scale has them
            choices.append([str(part) for part in one[:2]])
        else:
            choices.append([free_name(str(one), {*taken, *(value for value, _ in choices)}, f"c{place}"), str(one)])
    return choices


def _clean(value: Any) -> Any:
    """A value without the characters that neither XML nor databases keep."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Mapping):
        return {clean_text(str(key)): _clean(one) for key, one in value.items()}
    return [_clean(one) for one in value] if isinstance(value, list | tuple) else value


def said_by(sheets: Sheets, edit: Edit, key: str, *, mine: bool = False) -> str:
    """What stands in the place of a key (see `touches`) now, in words or as a formula; with `mine`, what the edit puts
    there. "" where it is gone.
    """
    row, _, rest = key.partition("/")
    what, _, language = rest.partition("/")
    if mine:
        if edit["op"] == "words":
            texts = edit.get("texts", {}) if row == edit["row"] and what in edit.get("texts", {}) else {}
            return str(texts.get(what, edit.get("choices", {}).get(row, "")))
        return "\0"
    if row == "title":
        return titles_of(sheets, what).get(what, "")
    shown = outline(sheets)
    item = shown.item(row)
    if item is None:
        answer = next((answer for one in shown.items for answer in one.choices if answer.id == row), None)
        return answer.labels.get(language, "") if answer else ""
    words = {"label": item.labels, "hint": item.hints, "message": item.messages}
    if what in words:
        return words[what].get(language, "")
    formulas = {"condition": item.formula, "limits": item.constraint, "kind": item.kind, "name": item.name}
    return formulas.get(what) or next(iter(item.labels.values()), item.name)
