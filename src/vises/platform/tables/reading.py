"""Tables in files of others, as columns of text: CSV of any usual kind, or a workbook."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TypeVar

import polars as pl
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from vises.platform.tables import repeats
from vises.platform.tables.sav import MARKS, Told, Unreadable, read_sav

MAX_BYTES = 1 << 30
MAX_UNZIPPED = 1 << 30
MAX_COLUMNS = 20_000
MAX_CELLS = 50_000_000
CELL = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
MOST_SHEETS = 50
SEPARATORS = (",", ";", "\t")
Frame = TypeVar("Frame", pl.DataFrame, pl.DataFrame | None)
# what the library raises for an archive that is cut, encrypted, or packed in a way it does not know
BROKEN_ZIP = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError)


class TableProblem(Exception):
    """A file that is no table; the message is already in the active language and says what to do."""


def read_table(data: bytes, name: str) -> pl.DataFrame:
    """The rows of a file, every column text (null where empty). `name` is how messages call the file.

    Raises TableProblem with what to do about a file that is not a table.
    """
    return read_told(data, name)[0]


def read_told(data: bytes, name: str) -> tuple[pl.DataFrame, Told]:
    """The same, with what the file says of its columns: only files of SPSS do.

    Raises TableProblem with what to do about a file that is not a table, or has only a heading. Workbooks are
    checked before they are unzipped.
    """
    if len(data) > MAX_BYTES:
        raise TableProblem(_("%(file)s is larger than 1 GB. Divide it.") % {"file": name})
    workbook = data[:4] == b"PK\x03\x04" or data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    told = Told()
    if data[:4] in MARKS:
        frame, told = _sav(data, name)
    elif packed(data):
        frame = _packed(data, name)
    else:
        frame = _workbook(data, name) if workbook else _csv(data, name)
    if not frame.height:
        raise TableProblem(
            _("%(file)s holds no answers, only a heading. Export the answers again, with their rows.") % {"file": name}
        )
    return frame, told


def packed(data: bytes) -> bool:
    """Whether this is a .zip of CSV files, as ODK Central gives answers with repeats."""
    if data[:4] != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile:
        return False
    return "[Content_Types].xml" not in names and any(name.lower().endswith(".csv") for name in names)


def _packed(data: bytes, name: str) -> pl.DataFrame:
    tables = []
    left = MAX_UNZIPPED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for entry in archive.infolist():
                if not entry.filename.lower().endswith(".csv"):
                    continue
                with archive.open(entry) as file:
                    text = file.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise TableProblem(_("%(file)s unfolds to more than 1 GB. Divide it.") % {"file": name})
                if text.strip():
                    tables.append(_csv(text, entry.filename[-80:]))
    except BROKEN_ZIP as error:
        raise TableProblem(_("%(file)s is not a .zip that can be read. Fetch it again.") % {"file": name}) from error
    if len(tables) == 1:
        return tables[0]
    joined = _joined(lambda: repeats.keyed(tables), name)
    if joined is None:
        raise TableProblem(
            _("%(file)s does not say which of its tables is of the people. Bring in that CSV by itself.")
            % {"file": name}
        )
    return joined


def _joined(how: Callable[[], Frame], name: str) -> Frame:
    try:
        return how()
    except repeats.TooWide as error:
        raise TableProblem(
            _("In %(file)s somebody was asked the same too many times to be one row. Divide it.") % {"file": name}
        ) from error


def _sav(data: bytes, name: str) -> tuple[pl.DataFrame, Told]:
    try:
        return read_sav(data)
    except Unreadable as problem:
        if problem.why == "large":
            raise TableProblem(
                _("%(file)s holds more than can be read at a time. Divide it.") % {"file": name}
            ) from problem
        raise TableProblem(
            _("%(file)s is not a file of SPSS that can be read. Save it again as .sav, or as CSV.") % {"file": name}
        ) from problem


def _text(data: bytes, name: str) -> bytes:
    """The bytes as UTF-8 without mark: from UTF-8, UTF-16 with its mark, or cp1252 (Excel in western Europe)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16").encode()
        except UnicodeDecodeError as error:
            raise _not_text(name) from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    if b"\0" in data:
        raise _not_text(name)
    if data.isascii():
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode("cp1252").encode()
        except UnicodeDecodeError as error:
            raise _not_text(name) from error
    return data


def _not_text(name: str) -> TableProblem:
    return TableProblem(
        _("%(file)s is neither a CSV file nor a workbook. Save the answers as CSV (UTF-8) or as .xlsx.")
        % {"file": name}
    )


def _csv(data: bytes, name: str) -> pl.DataFrame:
    data = _text(data, name)
    if not data or data.isspace():
        raise TableProblem(_("%(file)s is empty. Export the answers again.") % {"file": name})
    separator = ""
    if data[:4].lower() == b"sep=":  # Excel's own first line
        separator = data[4:5].decode("ascii", "ignore")
        data = data.split(b"\n", 1)[1] if b"\n" in data else b""
    separator = separator if separator in SEPARATORS else _separator(data[:200_000].decode("utf-8", "ignore"))
    try:
        frame = pl.read_csv(data, separator=separator, infer_schema=False)
    except pl.exceptions.NoDataError as error:
        raise TableProblem(_("%(file)s is empty. Export the answers again.") % {"file": name}) from error
    except pl.exceptions.PolarsError as error:
        raise TableProblem(_where(data.decode(), separator, name)) from error
    if frame.width > MAX_COLUMNS:
        raise TableProblem(_("%(file)s has too many columns. Is it turned on its side?") % {"file": name})
    return _stripped(frame)


def _stripped(frame: pl.DataFrame) -> pl.DataFrame:
    """Columns without the spaces around their names; of two alike the first stays."""
    names: dict[str, str] = {}
    for column in frame.columns:
        names.setdefault(column.strip(), column)
    # By series: an expression would take a column named "*" or "^…$" for a pattern.
    return pl.DataFrame([frame.get_column(column).alias(name) for name, column in names.items()])


def _separator(text: str) -> str:
    """The sign that divides the heading most often, outside quotes."""
    heading: list[str] = []
    quoted = False
    for sign in text:
        if sign == '"':
            quoted = not quoted
        elif not quoted:
            if sign in "\r\n" and heading:
                break
            heading.append(sign)
    return max(SEPARATORS, key=heading.count)


def _where(text: str, separator: str, name: str) -> str:
    """Which line does not fit the heading."""
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        width = len(next(reader, []))
        for row in reader:
            if len(row) > width:
                return _(
                    "Line %(line)s of %(file)s has %(found)s columns, the heading has %(width)s. Look for a quote or a"
                    " separator that does not belong there, or save the answers as .xlsx."
                ) % {"line": reader.line_num, "file": name, "found": len(row), "width": width}
    except csv.Error:
        pass
    return _("%(file)s is not a regular CSV file: a quote is probably not closed. Save the answers as .xlsx.") % {
        "file": name
    }


def _workbook(data: bytes, name: str) -> pl.DataFrame:
    broken = TableProblem(
        _("%(file)s is not a workbook that can be read. Open it and save it again as .xlsx, or as CSV.")
        % {"file": name}
    )
    if data[:2] == b"PK":
        try:
            _check_size(data, name)
        except BROKEN_ZIP as error:
            raise broken from error
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        titles = workbook.sheet_names
        rows = workbook.get_sheet_by_index(0).to_python(skip_empty_area=True)
        if not rows:
            raise TableProblem(_("%(file)s is empty. Export the answers again.") % {"file": name})
        first = _sheet(rows)
        if repeats.INDEX not in first.columns or len(titles) > MOST_SHEETS:
            return first
        others = {title: workbook.get_sheet_by_name(title).to_python(skip_empty_area=True) for title in titles[1:]}
    except (CalamineError, IndexError, ValueError, OSError) as error:
        raise broken from error
    sheets = {titles[0]: first} | {title: _sheet(found) for title, found in others.items() if found}
    return _joined(lambda: repeats.indexed(sheets), name)


def _sheet(rows: Sequence[Sequence[object]]) -> pl.DataFrame:
    names: dict[str, int] = {}
    for i, heading in enumerate(_cell(cell) for cell in rows[0]):
        if heading and heading.strip() not in names:
            names[heading.strip()] = i
    answered = [row for row in rows[1:] if any(cell not in ("", None) for cell in row)]
    return pl.DataFrame(
        {heading: pl.Series([_cell(row[i]) for row in answered], dtype=pl.String) for heading, i in names.items()}
    )


def _check_size(data: bytes, name: str) -> None:
    """Refuse a workbook that would fill the memory: by what it unfolds to, or by two cells far apart."""
    too_large = TableProblem(_("%(file)s unfolds to more than 1 GB. Divide it.") % {"file": name})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
            raise too_large
        for entry in entries:
            if not entry.filename.startswith("xl/worksheets/"):
                continue
            rows = columns = read = 0
            rest = b""
            with archive.open(entry) as sheet:
                while chunk := sheet.read(1 << 20):
                    read += len(chunk)
                    found = CELL.findall(rest + chunk)
                    rows = max(rows, max((int(row) for _letters, row in found), default=0))
                    columns = max(columns, max(map(_column, {letters for letters, _row in found}), default=0))
                    rest = chunk[-40:]
                    if rows * columns > MAX_CELLS or read > MAX_UNZIPPED:
                        raise too_large


def _column(letters: bytes) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: object) -> str | None:
    """A cell as the form wrote it: 3.0 is 3, a moment is ISO."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value)
