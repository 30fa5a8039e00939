"""A questionnaire as its designer's pages show it: questions and groups in order, with what stands on each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vises.xforms.design.conditions import Condition, asked_in, read_condition
from vises.xforms.design.limits import Limits, read_limits
from vises.xforms.design.sheets import Line, Sheets, Table
from vises.xforms.form.languages import code_of

WORDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "label": (("label",), "label"),
    "hint": (("hint",), "hint"),
    "message": (("bind", "jr:constraintMsg"), "constraint_message"),
}
"""Texts of a question: what their columns mean, and how a new one is headed."""
RELEVANT, CONSTRAINT, REQUIRED = ("bind", "relevant"), ("bind", "constraint"), ("bind", "required")
LOOK = ("control", "appearance")
UND = "und"
_YES, _NO = {"yes", "true", "true()"}, {"", "no", "false", "false()"}
_LOOKS = {"multiline": "long", "likert": "scale", "likert smileys": "smileys"}
_SIMPLE = {
    "text": "text", "string": "text", "integer": "number", "int": "number", "decimal": "decimal",
    "date": "date", "time": "time", "note": "note",
}  # fmt: skip
_MEASURES = {
    "number": "number",
    "decimal": "number",
    "text": "characters",
    "long": "characters",
    "several": "chosen",
    "date": "date",
}
GROUPS = frozenset({"group", "repeat"})
SILENT = frozenset({"note", "other", "head"})
"""What nobody answers; a "head" names the columns of the grid below it."""
HEAD, ROW = "label", "list-nolabel"
"""How the head and the rows of a grid look in XLSForm."""
CHOOSING = frozenset({"one", "several", "scale", "smileys", "rank"})


@dataclass(frozen=True)
class Answer:
    """An answer to choose. `id`: its row in the sheet of choices."""

    id: str
    value: str
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """A question, a group, or a row that works by itself ("other": shown by its type; "head": names columns).

    `condition` and `limits` are None where they are written by hand: then `formula` and `constraint` say how.
    `required` is None where it depends on a formula. `kept`: headings and texts that no page changes.
    `inside`: ids of the groups around it; `repeats`: those of them that repeat. `end`: the row that ends a group.
    `later`: names in its condition of questions that come only after it. `in_grid`: a head or a row of a grid.
    """

    id: str
    kind: str
    name: str
    type: str
    number: int
    inside: tuple[str, ...]
    repeats: tuple[str, ...]
    end: str
    labels: Mapping[str, str]
    hints: Mapping[str, str]
    messages: Mapping[str, str]
    choices: tuple[Answer, ...]
    list_name: str
    required: bool | None
    condition: Condition | None
    formula: str
    limits: Limits | None
    constraint: str
    kept: tuple[tuple[str, str], ...]
    later: tuple[str, ...] = ()
    in_grid: bool = False

    @property
    def depth(self) -> int:
        """How many groups are around it."""
        return len(self.inside)

    @property
    def is_group(self) -> bool:
        """Whether it holds questions."""
        return self.kind in GROUPS

    @property
    def asks(self) -> bool:
        """Whether people answer it."""
        return self.kind not in GROUPS | SILENT

    @property
    def measure(self) -> str:
        """What of its answers may be bounded; "" for nothing."""
        return _MEASURES.get(self.kind, "")


@dataclass(frozen=True)
class Outline:
    """All items in order. `languages`: codes, the main one first ("und" where the form names none)."""

    items: tuple[Item, ...]
    languages: tuple[str, ...]
    titles: Mapping[str, str]
    stale: frozenset[tuple[str, str, str]]

    @property
    def main(self) -> str:
        """The language in which it is written first."""
        return self.languages[0]

    @property
    def questions(self) -> tuple[Item, ...]:
        """What may be answered: all but groups and what is only read; also lines that these pages do not know."""
        return tuple(item for item in self.items if not item.is_group and item.kind not in {"note", "head"})

    def item(self, id_: str) -> Item | None:
        """The item of a row."""
        return next((item for item in self.items if item.id == id_), None)

    def named(self, name: str) -> Item | None:
        """The item of a name."""
        return next((item for item in self.items if item.name == name), None)

    def before(self, id_: str) -> tuple[Item, ...]:
        """The questions on which a condition of this row may look: answered before it, not in another repeat."""
        found: list[Item] = []
        here = self.item(id_)
        around = set(here.repeats) if here else set()
        for item in self.items:
            if item.id == id_:
                break
            if item.asks and set(item.repeats) <= around and item.name:
                found.append(item)
        return tuple(found)

    @property
    def paths(self) -> dict[str, str]:
        """By row, the name that a question has in answers: after those of the groups around it."""
        names = {item.id: item.name for item in self.items}
        return {item.id: "/".join(names[id_] for id_ in (*item.inside, item.id)) for item in self.items}

    @property
    def rows(self) -> tuple[str, ...]:
        """The rows of questions and groups in order, those that end groups too."""
        found: list[str] = []
        ends = {item.id: item.end for item in self.items}
        around: tuple[str, ...] = ()
        for item in self.items:
            found += [ends[group] for group in reversed(around) if group not in item.inside]
            found.append(item.id)
            around = (*item.inside, item.id) if item.is_group else item.inside
        found += [ends[group] for group in reversed(around)]
        return tuple(found)

    def block(self, id_: str) -> tuple[int, int]:
        """The first place in `rows` of a question, or of a group with all it holds, and the one after the last."""
        rows, item = self.rows, self.item(id_)
        start = rows.index(id_)
        return start, (rows.index(item.end) if item and item.is_group else start) + 1

    def up(self, id_: str) -> str | None:
        """After which row it comes when it goes one place up ("": first); None where it is first already.

        A question goes into a group and out of it; a group goes past another one.
        """
        rows, item = self.rows, self.item(id_)
        start, _ = self.block(id_)
        if start == 0:
            return None
        before = start - 1
        group = next((other for other in self.items if other.end == rows[before]), None)
        if group is not None and item is not None and item.is_group:
            before = rows.index(group.id)
        return rows[before - 1] if before else ""

    def down(self, id_: str) -> str | None:
        """After which row it comes when it goes one place down; None where it is last already."""
        rows, item = self.rows, self.item(id_)
        _, stop = self.block(id_)
        if stop == len(rows):
            return None
        there = self.item(rows[stop])
        return there.end if there is not None and there.is_group and item is not None and item.is_group else rows[stop]


def kind_of_row(table: Table, line: Line) -> tuple[str, str]:
    """The kind of a row and the list it chooses from: ("one", "yes_no"); ("end", "") ends a group."""
    from pyxform import aliases
    from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

    type_ = " ".join(table.get(line, "type").split())
    look = " ".join(table.get(line, *LOOK).split()).lower()
    if begun := RE_BEGIN_CONTROL.search(type_):
        return "repeat" if aliases.control[begun["type"]] in {"repeat", "loop"} else "group", ""
    if RE_END_CONTROL.search(type_):
        return "end", ""
    if chosen := RE_SELECT.search(type_):
        what = aliases.select[chosen["select_command"]]
        if "file" in chosen["select_command"] or "external" in what or chosen["specify_other"]:
            return "other", ""
        kind = {"select one": "one", "select all that apply": "several", "rank": "rank"}[what]
        if look == HEAD and kind in {"one", "several"}:
            return "head", chosen["list_name"]
        shown = _LOOKS.get(look, "")
        return (shown if kind == "one" and shown in {"scale", "smileys"} else kind), chosen["list_name"]
    if table.get(line, "bind", "calculate"):
        return "other", ""
    kind = _SIMPLE.get(type_.lower(), "other")
    return ("long" if kind == "text" and look == "multiline" else kind), ""


def spans(table: Table) -> dict[str, str]:
    """For each group the row that ends it."""
    found: dict[str, str] = {}
    open_: list[str] = []
    for line in table.lines:
        kind, _ = kind_of_row(table, line)
        if kind in GROUPS:
            open_.append(line.id)
        elif kind == "end" and open_:
            found[open_.pop()] = line.id
    return found


def languages_of(sheets: Sheets) -> dict[str, str]:
    """Codes of the languages, the main one first, with the names that columns give them ("" for none)."""
    names: dict[str, None] = {}
    plain = False
    for table in (sheets.survey, sheets.choices):
        for head in table.columns:
            means = table.means(head)
            for what, _ in WORDS.values():
                if means[: len(what)] == what and len(means) == len(what) + 1:
                    names[means[-1]] = None
            plain = plain or means == ("label",)
    default = sheets.setting("default_language").strip()
    found: dict[str, str] = {}
    if default and (default in names or plain):
        found[code_of(default)] = default if default in names else ""
    elif plain or not names:
        found[UND] = ""
    for name in names:
        code = code_of(name)
        found.setdefault(code if code != UND else name, name)
    return found


def outline(sheets: Sheets) -> Outline:
    """What the pages show of the sheets."""
    return _Reader(sheets).read()


class _Reader:
    def __init__(self, sheets: Sheets) -> None:
        self.sheets, self.survey, self.choices = sheets, sheets.survey, sheets.choices
        self.languages = languages_of(sheets)
        self.default = code_of(sheets.setting("default_language"))
        self.ends = spans(self.survey)
        self.names = {self.survey.get(line, "name") for line in self.survey.lines}
        self.lists: dict[str, list[Answer]] = {}
        for line in self.choices.lines:
            list_name = self.choices.get(line, "list_name")
            if list_name:
                value = self.choices.get(line, "name")
                labels = self.words(self.choices, line, "label")
                self.lists.setdefault(list_name, []).append(Answer(line.id, value, labels))

    def words(self, table: Table, line: Line, what: str) -> dict[str, str]:
        meaning, _ = WORDS[what]
        found = {}
        for code, name in self.languages.items():
            text = table.get(line, *meaning, name) if name else ""
            if not text and code in {UND, self.default}:
                text = table.get(line, *meaning)
            if text:
                found[code] = text
        return found

    def read(self) -> Outline:
        around: list[tuple[str, str]] = []
        items: list[Item] = []
        seen: set[str] = set()
        number = 0
        for line in self.survey.lines:
            kind, list_name = kind_of_row(self.survey, line)
            if kind == "end":
                if around:
                    around.pop()
                continue
            if not self.survey.get(line, "type"):
                continue
            inside = tuple(id_ for id_, _ in around)
            repeats = tuple(id_ for id_, what in around if what == "repeat")
            asks = kind not in GROUPS | SILENT
            number += asks
            item = self.item(line, kind, list_name, number if asks else 0, inside, repeats, seen)
            items.append(item)
            seen.add(item.name)
            if kind in GROUPS:
                around.append((line.id, kind))
        return Outline(
            tuple(items), tuple(self.languages), titles_of(self.sheets, next(iter(self.languages))), self.stale(items)
        )

    def item(
        self,
        line: Line,
        kind: str,
        list_name: str,
        number: int,
        inside: tuple[str, ...],
        repeats: tuple[str, ...],
        seen: set[str],
    ) -> Item:
        get = self.survey.get
        required, formula, constraint = get(line, *REQUIRED), get(line, *RELEVANT), get(line, *CONSTRAINT)
        measure = _MEASURES.get(kind, "")
        limits = read_limits(constraint, measure) if measure else None
        return Item(
            id=line.id,
            kind=kind,
            name=get(line, "name"),
            type=get(line, "type"),
            number=number,
            inside=inside,
            repeats=repeats,
            end=self.ends.get(line.id, ""),
            labels=self.words(self.survey, line, "label"),
            hints=self.words(self.survey, line, "hint"),
            messages=self.words(self.survey, line, "message"),
            choices=tuple(self.lists.get(list_name, ())) if list_name else (),
            list_name=list_name,
            required=True if required.lower() in _YES else False if required.lower() in _NO else None,
            condition=self.known(read_condition(formula)),
            formula=formula,
            limits=limits,
            constraint=constraint,
            kept=self.kept(line, kind, bool(measure)),
            later=tuple(name for name in asked_in(formula) if name not in seen and name in self.names),
            in_grid=" ".join(get(line, *LOOK).lower().split()) in {HEAD, ROW} and kind in {"head", "one", "several"},
        )

    def known(self, condition: Condition | None) -> Condition | None:
        """The condition, where its questions are there; otherwise it is as good as written by hand."""
        return condition if condition and all(part.question in self.names for part in condition.parts) else None

    def kept(self, line: Line, kind: str, measured: bool) -> tuple[tuple[str, str], ...]:
        shown = {("type",), ("name",), RELEVANT, REQUIRED}
        if measured:
            shown.add(CONSTRAINT)
        look = " ".join(self.survey.get(line, *LOOK).lower().split())
        in_grid = (kind == "head" and look == HEAD) or (kind in {"one", "several"} and look == ROW)
        if in_grid or _LOOKS.get(look) == kind or (kind == "group" and look == "field-list"):
            shown.add(LOOK)
        found = []
        for head, text in line.cells.items():
            means = self.survey.means(head)
            words = any(means[: len(what)] == what and len(means) <= len(what) + 1 for what, _ in WORDS.values())
            if means not in shown and not words:
                found.append((head, text))
        return tuple(found)

    def stale(self, items: Sequence[Item]) -> frozenset[tuple[str, str, str]]:
        rows = {item.id for item in items} | {choice.id for item in items for choice in item.choices}
        return frozenset(one for one in self.sheets.stale if one[0] in rows)


def titles_of(sheets: Sheets, main: str) -> dict[str, str]:
    """The title by language: those of the sheet "titles", which is ours; the main one as the settings have it."""
    found = {}
    for line in sheets.found("titles").lines:
        if line.cells.get("language") and line.cells.get("title"):
            found[line.cells["language"]] = line.cells["title"]
    title = sheets.setting("title")
    if title and main not in found:
        found[main] = title
    return found
