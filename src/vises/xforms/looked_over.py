"""Everything that is wrong in a workbook, read by ourselves: pyxform stops at the first thing it meets."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any

from vises.xforms.problems import FormProblem
from vises.xforms.xpath import ExpressionError, compile_expression

MOST = 30
"""Problems told at once; whoever has more mends these first."""
Rows = Sequence[Mapping[str, Any]]
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_YES = {"yes", "true", "true()"}
_NO_FORMULA = {*_YES, "no", "false", "false()"}
_FORMULAS = {("bind", "relevant"), ("bind", "constraint"), ("bind", "calculate"), ("bind", "required"),
             ("bind", "readonly"), ("control", "jr:count"), ("choice_filter",)}  # fmt: skip


def look_over(
    survey: Rows, choices: Rows, survey_header: Iterable[str], choices_header: Iterable[str]
) -> list[FormProblem]:
    """What is wrong in the sheets "survey" and "choices", in the order of their rows; at most MOST.

    Rows are as pyxform reads them: the first one is the second of its sheet. Not everything that may be refused is
    found here, and what is found is to be told only where the workbook was refused.
    """
    found = chain(
        _columns("survey", survey_header), _columns("choices", choices_header), _Survey(survey, choices).look()
    )
    return list(islice(found, MOST))


def mend(survey: Rows) -> None:
    """Older workbooks name the form among its questions ("set form title"): as pyxform writes it today."""
    from pyxform.aliases import settings_header

    for row in survey:
        kind = str(row.get("type", "")).strip().lower().replace(" ", "_")
        if kind in settings_header and isinstance(row, dict):
            row["type"] = kind


def meaning(header: str) -> tuple[str, ...]:
    """What a column heading means, however it is written: ("bind", "relevant"), ("label", "English")."""
    from pyxform.aliases import survey_header

    parts = [part.strip() for part in re.split(r"::?", header.strip().replace("jr:", "jr\0")) if part.strip()]
    parts = [part.replace("jr\0", "jr:") for part in parts]
    if not parts:
        return ()
    first = re.sub(r"\s+", "_", parts[0].lower())
    known = survey_header.get(first, first)
    return (*(known if isinstance(known, tuple) else (known,)), *parts[1:])


def _columns(sheet: str, headers: Iterable[str]) -> Iterator[FormProblem]:
    seen: dict[tuple[str, ...], str] = {}
    for header in headers:
        what = meaning(header)
        if what and what in seen:
            yield FormProblem("workbook-columns-twice", sheet=sheet, row=1, column=header, found=seen[what])
        seen.setdefault(what, header)


@dataclass
class _Open:
    """A group or repeat that has begun, with the names in it."""

    kind: str
    row: int
    names: set[str] = field(default_factory=set)


class _Survey:
    """The sheet "survey", row by row."""

    def __init__(self, survey: Rows, choices: Rows) -> None:
        from pyxform import aliases
        from pyxform.question_type_dictionary import QUESTION_TYPE_DICT
        from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_OSM, RE_SELECT

        self.begins, self.ends, self.selects, self.osm = RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT, RE_OSM
        self.kinds = aliases.control
        self.from_file = set(aliases.select_from_file)
        self.types = {*QUESTION_TYPE_DICT, *aliases._type_alias_map, *aliases.settings_header, "audit", "entity"}
        self.rows = [(n, {meaning(head): (head, " ".join(str(value).split())) for head, value in row.items()})
                     for n, row in enumerate(survey, 2)]  # fmt: skip
        self.lists = {str(row.get("list_name", row.get("list name", ""))).strip() for row in choices}
        self.names = {self.cell(row, "name")[1] for _, row in self.rows}

    @staticmethod
    def cell(row: Mapping[tuple[str, ...], tuple[str, str]], *what: str) -> tuple[str, str]:
        """The heading and the text of a cell; of the column that should be there, empty, where it is not."""
        return row.get(what, (what[-1], ""))

    def look(self) -> Iterator[FormProblem]:
        around = [_Open("survey", 1)]
        for number, row in self.rows:
            if not any(value for _, value in row.values()) or self.cell(row, "disabled")[1].lower() in _YES:
                continue
            for code, column, found in [*self._kind(row), *self._name(row, around, number), *self._formulas(row)]:
                more = {}
                if code == "expression-broken":
                    more["question"] = self.cell(row, "name")[1]
                if code == "workbook-type":
                    more["near"] = self._near(found)
                yield FormProblem(code, sheet="survey", row=number, column=column, found=found[:200], **more)
            if (ended := self.ends.search(self.cell(row, "type")[1])) is not None:
                if around[-1].kind != self.kinds[ended["type"]]:
                    yield FormProblem("workbook-group", sheet="survey", row=number, column=self.cell(row, "type")[0])
                elif len(around) > 1:
                    around.pop()
        for left in around[1:]:
            yield FormProblem("workbook-group", sheet="survey", row=left.row, column="type")

    def _kind(self, row: Mapping[tuple[str, ...], tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        column, kind = self.cell(row, "type")
        chosen = self.selects.search(kind)
        if chosen is not None:
            name = chosen["list_name"]
            known = name in self.lists or chosen["select_command"] in self.from_file or "${" in name
            if not known and "external" not in chosen["select_command"]:
                yield "workbook-list", column, name
        elif (
            kind
            and kind not in self.types
            and not any(pattern.search(kind) for pattern in (self.begins, self.ends, self.osm))
        ):
            yield "workbook-type", column, kind
        elif not kind and (self.cell(row, "name")[1] or self.cell(row, "label")[1]):
            yield "workbook-no-type", column, ""

    def _near(self, kind: str) -> str:
        """The type that somebody meant who wrote this one, if one comes close."""
        word, _, rest = kind.partition(" ")
        close = difflib.get_close_matches(word.lower(), sorted({"select_one", "select_multiple", *self.types}), 1, 0.75)
        return f"{close[0]} {rest}".strip() if close and close[0] != word else ""

    def _name(
        self, row: Mapping[tuple[str, ...], tuple[str, str]], around: list[_Open], number: int
    ) -> Iterator[tuple[str, str, str]]:
        from pyxform.parsing.expression import is_xml_tag

        kind = self.cell(row, "type")[1]
        column, name = self.cell(row, "name")
        if self.ends.search(kind) or not kind or kind.replace(" ", "_") in {"form_title", "set_form_title"}:
            return
        if not name:
            if kind not in {"note", "audit"}:
                yield "workbook-no-name", column, ""
        elif not is_xml_tag(name) or name.lower() in around[-1].names:
            yield "workbook-name", column, name
        around[-1].names.add(name.lower())
        if (begun := self.begins.search(kind)) is not None:
            around.append(_Open(self.kinds[begun["type"]], number))

    def _formulas(self, row: Mapping[tuple[str, ...], tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
        for what, (column, text) in row.items():
            if what in {("type",), ("name",)}:
                continue
            unknown = [name for name in _REFERENCE.findall(text) if name.removeprefix("last-saved#") not in self.names]
            for name in dict.fromkeys(unknown):
                yield "workbook-reference", column, name
            if what in _FORMULAS and text and text.lower() not in _NO_FORMULA and not unknown:
                try:
                    compile_expression(_REFERENCE.sub(" ../q ", text).strip())
                except (ExpressionError, RecursionError):
                    yield "expression-broken", column, text
