"""The sheets of a questionnaire as they are kept: every cell as text, also of columns and sheets that nobody knows."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from vises.xforms.looked_over import meaning
from vises.xforms.problems import FormProblem
from vises.xforms.workbook import kind_of

MOST_CELLS = 200_000
WIDEST = 300
"""Columns of a sheet."""
UNNAMED = "\N{SYMBOL FOR NULL}"
"""Begins the key of a column without a heading, or whose heading another one bears; its place follows."""
_CHOICES = {"list name": "list_name", "list_name": "list_name", "name": "name", "value": "name"}

_meaning = functools.lru_cache(maxsize=512)(meaning)
_SETTINGS = {"form_title": "title", "set form title": "title", "set_form_title": "title", "form_id": "id_string"}


@dataclass
class Line:
    """One row of a sheet. `id` is steady while rows come and go; `cells` holds only what is not empty."""

    id: str
    cells: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """A sheet: its name and headings as written, and its rows."""

    name: str
    columns: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def column(self, *what: str) -> str | None:
        """The heading that means this, however it is written; None where there is none."""
        return next((head for head in self.columns if self.means(head) == what), None)

    def means(self, head: str) -> tuple[str, ...]:
        """What a heading means: ("bind", "relevant"), ("label", "Français (fr)")."""
        sheet, plain = self.name.strip().lower(), head.strip().lower()
        if sheet == "choices" and plain in _CHOICES:
            return (_CHOICES[plain],)
        if sheet == "settings":
            return (_SETTINGS.get(plain, plain),)
        return _meaning(head)

    def get(self, line: Line, *what: str) -> str:
        """The text of a cell by what its column means; "" where there is none."""
        head = self.column(*what)
        return line.cells.get(head, "") if head is not None else ""

    def put(self, line: Line, text: str, *what: str, new: str = "") -> None:
        """Write a cell. Where no column means this, one headed `new` is added at the end, but not for an empty text."""
        head = self.column(*what)
        if head is None:
            if not text:
                return
            head = new or "::".join(what)
            self.columns.append(head)
        if text:
            line.cells[head] = text
        else:
            line.cells.pop(head, None)

    def line(self, id_: str) -> Line | None:
        """The row of that id."""
        return next((line for line in self.lines if line.id == id_), None)

    def at(self, id_: str) -> int:
        """The place of a row. Raises KeyError."""
        for place, line in enumerate(self.lines):
            if line.id == id_:
                return place
        raise KeyError(id_)


@dataclass
class Sheets:
    """All sheets in order, and `stale`: translations whose source changed after them, as (row, what, language)."""

    tables: list[Table]
    stale: set[tuple[str, str, str]] = field(default_factory=set)

    def found(self, name: str) -> Table:
        """The sheet of that name, to read; an empty one that belongs to nothing where there is none."""
        known = next((table for table in self.tables if table.name.strip().lower() == name), None)
        return known or Table(name, list(_USUAL.get(name, ())))

    def table(self, name: str) -> Table:
        """The sheet of that name, to write; it is added where there is none."""
        known = self.found(name)
        if all(known is not table for table in self.tables):
            self.survey.name = "survey"  # once there are two sheets, only this name says which holds the questions
            self.tables.append(known)
        return known

    @property
    def survey(self) -> Table:
        """The questions. A workbook with one sheet has them on that sheet, whatever its name."""
        if len(self.tables) == 1 and self.tables[0].name.strip().lower() not in _USUAL:
            return self.tables[0]
        return self.found("survey")

    @property
    def choices(self) -> Table:
        """The answers to choose from, to read."""
        return self.found("choices")

    @property
    def settings(self) -> Table:
        """Title, id and main language, to read."""
        return self.found("settings")

    def setting(self, *what: str) -> str:
        """A text of the settings."""
        table = self.settings
        return table.get(table.lines[0], *what) if table.lines else ""

    def renumbered(self) -> Sheets:
        """The same with ids that edits to come do not give to new rows."""
        made = Sheets.from_json(self.to_json())
        ids: dict[str, str] = {}
        for table in made.tables:
            for number, line in enumerate(table.lines, 2):
                new = f"{_prefix(table.name)}{number}"
                ids[line.id], line.id = new, new
        made.stale = {(ids[row], what, language) for row, what, language in self.stale if row in ids}
        return made

    def to_json(self) -> dict[str, Any]:
        """As kept in the database."""
        tables = [
            {"name": t.name, "columns": t.columns, "rows": [{"id": line.id, "cells": line.cells} for line in t.lines]}
            for t in self.tables
        ]
        return {"sheets": tables, "stale": [list(one) for one in sorted(self.stale)]}

    @staticmethod
    def from_json(kept: Mapping[str, Any]) -> Sheets:
        """As kept; nothing is shared with what was given."""
        tables = [
            Table(
                one["name"],
                list(one["columns"]),
                [Line(row["id"], dict(row["cells"])) for row in one["rows"]],
            )
            for one in kept["sheets"]
        ]
        return Sheets(tables, {(row, what, language) for row, what, language in kept.get("stale", ())})


_USUAL = {
    "survey": ("type", "name"),
    "choices": ("list_name", "name"),
    "settings": (),
    "entities": (),
    "external_choices": (),
    "osm": (),
}


def read_sheets(data: bytes) -> Sheets:
    """The sheets of a workbook (.xlsx or .xls), which `read_xlsform` accepted before. Raises `FormProblem`."""
    kind = kind_of(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return Sheets([_table(name, rows) for name, rows in (_xlsx(data) if kind == ".xlsx" else _xls(data))])
    except FormProblem:
        raise
    except Exception as error:  # a damaged workbook may break its readers anywhere
        raise FormProblem("workbook-broken", reason=str(error)[:200]) from None


def _xlsx(data: bytes) -> list[tuple[str, list[list[str]]]]:
    from openpyxl import load_workbook  # type: ignore[import-untyped]
    from pyxform.xls2json_backends import xlsx_value_to_str

    book = load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        left = [MOST_CELLS]
        return [
            (sheet.title, _bounded((_texts(row, xlsx_value_to_str) for row in _values(sheet)), left))
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _values(sheet: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(values_only=True, max_col=WIDEST)
    return rows


def _xls(data: bytes) -> list[tuple[str, list[list[str]]]]:
    import xlrd  # type: ignore[import-untyped]
    from pyxform.xls2json_backends import xls_value_to_unicode

    book = xlrd.open_workbook(file_contents=data)
    left = [MOST_CELLS]
    found = []
    for sheet in book.sheets():
        rows = (
            [
                "" if cell.value in (None, "") else _bare(xls_value_to_unicode(cell.value, cell.ctype, book.datemode))
                for cell in row[:WIDEST]
            ]
            for row in sheet.get_rows()
        )
        found.append((sheet.name, _bounded(rows, left)))
    return found


def _bare(value: object) -> str:
    return str(value).strip()


def _texts(row: tuple[Any, ...], text_of: Any) -> list[str]:
    return ["" if value is None else _bare(text_of(value)) for value in row]


def _bounded(rows: Iterable[list[str]], left: list[int]) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows:
        while row and not row[-1]:
            row.pop()
        left[0] -= len(row) + 1
        if left[0] < 0:
            raise FormProblem("workbook-unzipped", limit=50)
        found.append(row)
    while found and not found[-1]:
        found.pop()
    return found


def _table(name: str, rows: list[list[str]]) -> Table:
    width = max((len(row) for row in rows), default=0)
    heads: list[str] = []
    for place in range(width):
        head = " ".join(rows[0][place].split()) if place < len(rows[0]) else ""
        usable = head and head not in heads and not head.startswith(UNNAMED)
        heads.append(head if usable else f"{UNNAMED}{place}{UNNAMED}{head}")
    lines = [
        Line(f"{_prefix(name)}{number}", {heads[n]: text for n, text in enumerate(row) if text})
        for number, row in enumerate(rows[1:], 2)
    ]
    return Table(name, heads, lines)


def _prefix(name: str) -> str:
    """What the ids of a sheet's rows begin with."""
    return {"survey": "s", "choices": "c"}.get(name.strip().lower(), "x")


def write_workbook(sheets: Sheets) -> bytes:
    """The sheets as an .xlsx workbook: every cell a text, nothing calculated when it is opened."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in sheets.tables:
        sheet = book.create_sheet(table.name[:31] or "sheet")
        rows = [[_heading(head) for head in table.columns]]
        rows += [[line.cells.get(head, "") for head in table.columns] for line in table.lines]
        for number, row in enumerate(rows, 1):
            for place, text in enumerate(row, 1):
                if text:
                    cell = sheet.cell(number, place)
                    cell.value = text
                    cell.data_type = "s"  # also what begins with "=": a cell is never a formula
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def _heading(key: str) -> str:
    return key.split(UNNAMED, 2)[2] if key.startswith(UNNAMED) else key
