"""Workbooks for others to open: text stays text, whatever it begins with."""

import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, BinaryIO

import xlsxwriter

LEADS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: the same, wide
"""What a spreadsheet, or whoever copies a cell into one, may take for the beginning of a formula."""
WIDEST = 60  # characters of a column
MOST_ROWS = 1_048_576  # of a sheet, its heading too

Cell = str | int | float | date | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name (at most 31 signs), its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what looks like one."""
    return f"'{text}" if text.startswith(LEADS) else text


def original(text: str) -> str:
    """What stood there before `neutral`: a file that was taken out says the same when it comes back."""
    return text[1:] if text.startswith("'") and text[1:].startswith(LEADS) else text


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """An .xlsx of these sheets, in memory. Numbers and dates stay what they are; text never becomes a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, day = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.freeze_panes(1, 1)
        widths = [len(heading) for heading in sheet.headings]
        for column, heading in enumerate(sheet.headings):
            page.write_string(0, column, neutral(heading), bold)
        for number, row in enumerate(sheet.rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(number, column, neutral(value))
                    widths[column] = max(widths[column], len(value))
                elif isinstance(value, date):
                    page.write_datetime(number, column, datetime.combine(value, time.min), day)
                    widths[column] = max(widths[column], 10)
                elif value is not None:
                    page.write_number(number, column, value)
        for column, width in enumerate(widths):
            page.set_column(column, column, min(WIDEST, max(8, width + 2)))
    book.close()
    return out.getvalue()


def write_long_sheet(out: BinaryIO, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """One sheet of texts as an .xlsx, written row by row: memory does not grow with the rows.

    A sheet holds 1,048,576 rows; those beyond go on in a sheet after it. Text never becomes a formula.
    """
    with tempfile.TemporaryDirectory() as folder:
        options = {"constant_memory": True, "tmpdir": folder, "strings_to_formulas": False, "strings_to_urls": False}
        book = xlsxwriter.Workbook(out, options)
        bold = book.add_format({"bold": True, "text_wrap": True})
        page, place = None, MOST_ROWS
        for row in rows:
            if page is None or place == MOST_ROWS:
                page, place = _begun(book, name, headings, bold), 1
            for column, cell in enumerate(row):
                page.write_string(place, column, neutral(cell))
            place += 1
        if page is None:
            _begun(book, name, headings, bold)
        book.close()


def _begun(book: Any, name: str, headings: Sequence[str], bold: Any) -> Any:
    number = len(book.worksheets()) + 1
    page = book.add_worksheet(name[:31] if number == 1 else f"{name[:26]} {number}")
    page.freeze_panes(1, 0)
    for column, heading in enumerate(headings):
        page.set_column(column, column, min(WIDEST, max(8, len(heading) + 2)))
        page.write_string(0, column, neutral(heading), bold)
    return page
