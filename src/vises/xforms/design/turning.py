"""Edits that turn a question into another one: another way of answering it, another name."""

from __future__ import annotations

import re

from vises.xforms.design.acts import (
    TYPES,
    Edit,
    EditProblem,
    add_choice,
    answers,
    block_of,
    drop_lists,
    line_of,
    nobody_looks,
    said,
)
from vises.xforms.design.names import RESERVED, free_name
from vises.xforms.design.outline import (
    CHOOSING,
    CONSTRAINT,
    GROUPS,
    LOOK,
    REQUIRED,
    WORDS,
    kind_of_row,
    languages_of,
    spans,
)
from vises.xforms.design.sheets import Line, Sheets, Table

FAMILIES = (
    frozenset({"text", "long"}),
    frozenset({"number", "decimal"}),
    frozenset({"one", "scale"}),
    frozenset({"several", "rank"}),
)
"""Kinds that become each other without a loss: what was answered, and what looks at it, stays what it was."""
LONGEST_NAME = 60
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_OURS = {("type",), ("name",), ("bind", "relevant"), REQUIRED, CONSTRAINT, LOOK}


def may_become(now: str, by_hand: bool) -> tuple[str, ...]:
    """Kinds that a question may be turned into. `by_hand`: a column that no page shows says something about it."""
    if now in GROUPS:
        return () if by_hand else tuple(kind for kind in TYPES if kind in GROUPS and kind != now)
    if now not in TYPES:
        return ()
    family = next((family for family in FAMILIES if now in family), frozenset())
    return tuple(kind for kind in TYPES if kind != now and kind not in GROUPS and (not by_hand or kind in family))


def kind(sheets: Sheets, edit: Edit) -> None:
    """Another kind: {"row", "kind", "language", "choices": [[value, text], …], "made": beginning of the rows of these}.

    Outside its family it loses its limits, and the answers to choose from unless the new kind chooses among them too.
    Nothing may look at it then.
    """
    line, survey = line_of(sheets, edit), sheets.survey
    now, list_name = kind_of_row(survey, line)
    wanted = str(edit["kind"])
    if wanted == now:
        return
    if wanted not in may_become(now, bool(by_hand(survey, line))):
        raise EditProblem("kind", field="kind")
    if not any(now in family and wanted in family for family in FAMILIES):
        nobody_looks(survey, *block_of(survey, line))
        for head in [head for head in line.cells if survey.means(head)[: len(CONSTRAINT)] == CONSTRAINT]:
            del line.cells[head]
        message = WORDS["message"][0]
        for head in [head for head in line.cells if survey.means(head)[: len(message)] == message]:
            del line.cells[head]
        sheets.stale = {one for one in sheets.stale if one[:2] != (line.id, "message")}
    if wanted == "note":
        survey.put(line, "", *REQUIRED)
    type_, look = TYPES[wanted]
    if wanted in GROUPS:
        end = next(one for one in survey.lines if one.id == spans(survey)[line.id])
        survey.put(end, type_.replace("begin", "end"), "type")
    survey.put(line, look, *LOOK, new="appearance")
    if wanted not in CHOOSING:
        survey.put(line, type_, "type")
        drop_lists(sheets, {list_name})
    elif list_name and wanted != "smileys":
        survey.put(line, f"{type_} {list_name}", "type")
    else:
        _choose(sheets, edit, line, wanted, list_name)


def _choose(sheets: Sheets, edit: Edit, line: Line, wanted: str, before: str) -> None:
    """A list of its own for a question that had none, or another one."""
    survey, choices = sheets.survey, sheets.table("choices")
    taken = {choices.get(one, "list_name") for one in choices.lines} | {kind_of_row(survey, o)[1] for o in survey.lines}
    name = free_name(survey.get(line, "name"), taken, "answers")
    survey.put(line, f"{TYPES[wanted][0]} {name}", "type")
    drop_lists(sheets, {before})
    made = {**edit, "row": edit["made"]}
    given = list(answers(made, wanted, str(edit["language"]), tuple(languages_of(sheets))))
    if len(given) < 2:
        raise EditProblem("kind-answers", field="answers")
    for id_, value, texts in given:
        add_choice(sheets, name, id_, value, texts)


def by_hand(survey: Table, line: Line) -> tuple[tuple[str, str], ...]:
    """Headings and texts of a row that no page shows: formulas, parameters, filters of choices."""
    return tuple(
        (head, text)
        for head, text in line.cells.items()
        if (means := survey.means(head)) not in _OURS and not _is_words(means)
    )


def _is_words(means: tuple[str, ...]) -> bool:
    return any(means[: len(what)] == what and len(means) <= len(what) + 1 for what, _ in WORDS.values())


def name(sheets: Sheets, edit: Edit) -> None:
    """Another name, wherever it stands: {"row", "name"}. Words, conditions and calculations that look at it follow."""
    survey, line, new = sheets.survey, line_of(sheets, edit), str(edit["name"]).strip()
    old = survey.get(line, "name")
    if new == old:
        return
    if not _NAME.fullmatch(new) or len(new) > LONGEST_NAME:
        raise EditProblem("name-signs", field="name", limit=LONGEST_NAME)
    names = {survey.get(other, "name").lower() for other in survey.lines if other is not line} | RESERVED
    if new.lower() in names:
        raise EditProblem("name-taken", field="name", name=new)
    path = re.compile(rf"/\s*{re.escape(old)}(?![\w.-])")
    looked_at = re.compile(rf"\$\{{(\s*(?:last-saved#)?){re.escape(old)}(\s*)\}}")
    for other in survey.lines if old else ():
        formulas = [text for head, text in other.cells.items() if not _is_words(survey.means(head))]
        if any(path.search(text) for text in formulas):  # written as a path: nobody can tell whether it means this one
            raise EditProblem("name-by-hand", field="name", name=said(survey, other))
    for table in sheets.tables:
        for other in table.lines:
            for head, text in other.cells.items():
                if "${" in text and old:
                    other.cells[head] = looked_at.sub(rf"${{\g<1>{new}\g<2>}}", text)
    survey.put(line, new, "name")
