"""XLSForm (https://xlsform.org) to XForm, through pyxform, with a place and a remedy for everything refused."""

from __future__ import annotations

import re
import warnings as python_warnings
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import PurePath
from typing import Any

from vises.xforms.form import parse_xform
from vises.xforms.looked_over import look_over, mend
from vises.xforms.problems import FormProblem
from vises.xforms.state import FormState

LARGEST = 5_000_000
"""Bytes of a workbook."""
LARGEST_UNZIPPED = 50_000_000
LARGEST_RATIO = 200
"""Times that an entry may grow when unzipped, from 1 MB on."""
MOST_ENTRIES = 1_000
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"(?:On the|for sheet:) '(\w+)'")
_COLUMN = re.compile(r"the '([^']+)' value")
_TYPE = re.compile(r"Unknown question type '([^']*)'")
_TWICE = re.compile(r"names for the same column were found: '([^']*)', '([^']*)'")
_LIST = re.compile(r"List name not in choices sheet: (\S+)")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_ADDRESS = re.compile(r"\s*(?:Learn more: )?https?://\S+")
_EXPRESSION_COLUMNS: dict[str, tuple[str, ...]] = {
    "calculate": ("calculation", "calculate", "bind::calculate", "bind:calculate"),
    "relevant": ("relevant", "relevance", "bind::relevant", "bind:relevant"),
    "constraint": ("constraint", "bind::constraint", "bind:constraint"),
    "required": ("required", "bind::required", "bind:required"),
    "readonly": ("readonly", "read_only", "read only", "bind::readonly", "bind:readonly"),
    "repeat_count": ("repeat_count",),
    "choice_filter": ("choice_filter",),
    "setvalue": ("default", "calculation"),
    "label": ("label",),
    "message": ("constraint_message",),
}
Rows = Sequence[Mapping[str, Any]]


def read_xlsform(data: bytes, filename: str) -> str:
    """The XForm of an XLSForm workbook (.xls or .xlsx); `filename` names the form where the workbook does not.

    Raises `FormProblem` with `sheet`, `row` and `column` where they are known, before anything is unzipped where the
    file is too large. Nothing is written to disk and no other program is run. Every calculation and condition is
    compiled, so that what could not be evaluated while people answer is refused now.
    """
    kind = kind_of(data)
    book = _open(data, kind)
    rows: Rows = book.survey or ()
    mend(rows)
    from pyxform.builder import create_survey_element_from_dict
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json

    stem = re.sub(r"[^\w.-]+", "_", PurePath(filename).stem)[:60].strip("_.-")
    try:
        described = workbook_to_json(
            workbook_dict=book, fallback_form_name=stem if stem[:1].isalpha() else f"form_{stem}", warnings=[]
        )
        build: Any = create_survey_element_from_dict
        xml: str = build(described).to_xml(validate=False, warnings=[])
    except PyXFormError as error:
        raise _with_others(_problem(error, rows, book.choices or ()), book) from None
    except RecursionError:
        raise FormProblem("workbook-other", sheet="survey", reason="") from None
    except (
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
        IndexError,
    ) as error:  # pyxform meets what it did not expect
        raise _with_others(FormProblem("workbook-other", sheet="survey", reason=str(error)[:200]), book) from None
    try:
        FormState(parse_xform(xml))  # a form that cannot be computed is refused here, not before a respondent
    except FormProblem as problem:
        raise _with_others(_placed(problem, rows), book) from None
    return xml


def _with_others(problem: FormProblem, book: Any) -> FormProblem:
    """The first of everything that is wrong in a refused workbook; the rest is in its `also`."""
    headers = [[str(head) for row in part or () for head in row] for part in (book.survey_header, book.choices_header)]
    try:
        return problem.with_others(look_over(book.survey or (), book.choices or (), *headers))
    except (AttributeError, KeyError, TypeError, ValueError):  # a workbook as strange as this was refused already
        return problem


def kind_of(data: bytes) -> str:
    """ ".xls" or ".xlsx", by the first bytes. Raises `FormProblem` for anything else, and for what is too large."""
    if len(data) > LARGEST:
        raise FormProblem("workbook-too-large", limit=LARGEST // 1_000_000)
    if data.startswith(_XLS):
        return ".xls"
    if data.startswith(b"PK"):
        check_zip(data)
        return ".xlsx"
    raise FormProblem("workbook-kind")


def check_zip(data: bytes) -> None:
    """Look into a zipped workbook before unzipping: entries, sizes, and no DOCTYPE in its XML."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            total = sum(entry.file_size for entry in entries)
            grows = any(
                entry.file_size > 1_000_000 and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size)
                for entry in entries
            )
            if len(entries) > MOST_ENTRIES or total > LARGEST_UNZIPPED or grows:
                raise FormProblem("workbook-unzipped", limit=LARGEST_UNZIPPED // 1_000_000)
            if not any(entry.filename == "xl/workbook.xml" for entry in entries):
                raise FormProblem("workbook-kind")
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as file:
                        start = file.read(4096)
                    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                        raise FormProblem("xml-doctype")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError):
        raise FormProblem("workbook-broken") from None


def _open(data: bytes, kind: str) -> Any:
    from pyxform.errors import PyXFormError
    from pyxform.xls2json_backends import get_xlsform

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            book = get_xlsform(BytesIO(data), file_type=kind)
    except PyXFormError as error:
        raise FormProblem("workbook-broken", reason=_short(str(error))) from None
    except Exception as error:  # a damaged workbook may break its readers anywhere
        raise FormProblem("workbook-broken", reason=_short(str(error))) from None
    if not book.survey:
        raise FormProblem("workbook-no-survey", sheet="survey", found=", ".join(book.sheet_names or ())[:200])
    return book


def _short(text: str) -> str:
    return " ".join(_ADDRESS.sub("", text).split())[:300]


def _row_of(rows: Rows, name: str) -> int | None:
    """The line of the sheet on which the question of that name stands."""
    return next((place for place, row in enumerate(rows, 2) if str(row.get("name", "")).strip() == name), None)


def _problem(error: Any, rows: Rows, choices: Rows) -> FormProblem:
    """pyxform's refusal as ours."""
    text = str(error)
    context: Mapping[str, Any] = getattr(error, "context", None) or {}
    code = error.code.name if getattr(error, "code", None) else ""
    params: dict[str, object] = {"sheet": context.get("sheet_name") or context.get("sheet") or "survey"}
    if match := _SHEET.search(text):
        params["sheet"] = match.group(1)
    if match := _ROW.search(text):
        params["row"] = int(match.group(1))
    if match := _COLUMN.search(text):
        params["column"] = match.group(1)
    if match := _TWICE.search(text):
        return FormProblem(
            "workbook-columns-twice", **{**params, "row": 1, "column": match.group(2), "found": match.group(1)}
        )
    if code == "HEADER_003":
        return FormProblem("workbook-column-missing", **{**params, "row": 1, "column": str(context.get("missing"))})
    if match := _TYPE.search(text):
        found = match.group(1)
        row = next((n for n, r in enumerate(rows, 2) if str(r.get("type", "")).strip().split(" ")[0] == found), None)
        row = row or next((n for n, r in enumerate(rows, 2) if found in str(r.get("type", ""))), None)
        return FormProblem("workbook-type", **{**params, "row": row, "column": "type", "found": found})
    if match := _LIST.search(text):
        return FormProblem("workbook-list", **{**params, "column": "type", "found": match.group(1)})
    if "no survey element named" in text or code.startswith("PYREF"):
        place = _reference_place(text, context, rows)
        return FormProblem("workbook-reference", **{**params, **place})
    if "There should be a choices sheet" in text:
        return FormProblem("workbook-list", **{**params, **_first_list(rows)})
    if code.startswith("NAMES") or "Names must begin" in text or "must be unique" in text:
        found = _named(rows if params["sheet"] == "survey" else choices, params.get("row"))
        return FormProblem("workbook-name", **{"column": "name", **params, "found": found})
    if "with no type" in text:
        return FormProblem("workbook-no-type", **{**params, "column": "type"})
    if "with no name" in text:
        return FormProblem("workbook-no-name", **{**params, "column": "name"})
    if "Unmatched 'begin_" in text or "Unmatched 'end_" in text:
        return FormProblem("workbook-group", **{**params, "column": "type"})
    return FormProblem("workbook-other", **params, reason=_reason(text))


def _named(rows: Rows, row: object) -> str:
    """The name that stands on a line of a sheet."""
    return str(rows[row - 2].get("name", ""))[:60] if isinstance(row, int) and 2 <= row < len(rows) + 2 else ""


def _first_list(rows: Rows) -> dict[str, object]:
    """The first question that takes its choices from a list."""
    for place, row in enumerate(rows, 2):
        words = str(row.get("type", "")).split()
        if len(words) > 1 and words[0] in {"select_one", "select_multiple", "rank"}:
            return {"row": place, "column": "type", "found": words[1]}
    return {"sheet": "choices"}


def _reason(text: str) -> str:
    return _short(_ROW.sub("", text))


def _reference_place(text: str, context: Mapping[str, Any], rows: Rows) -> dict[str, object]:
    match = _REFERENCE.search(text)
    name = match.group(1) if match else str(context.get("q") or context.get("name") or "")
    quoted = re.search(r"named (\w[\w.-]*)", text)
    name = name or (quoted.group(1) if quoted else "")
    for place, row in enumerate(rows, 2):
        for column, value in row.items():
            if f"${{{name}}}" in str(value).replace(" ", ""):
                return {"row": place, "column": column, "found": name}
    return {"found": name}


def _placed(problem: FormProblem, rows: Rows) -> FormProblem:
    """The same problem with the place in the survey sheet of the question it names."""
    name = str(problem.params.get("question", "")).rpartition("/")[2]
    row = _row_of(rows, name)
    if row is None:
        return FormProblem(problem.code, **{**problem.params, "sheet": "survey"})
    there = rows[row - 2]
    wanted = _EXPRESSION_COLUMNS.get(str(problem.params.get("where", "")), ())
    by_name = {str(column).strip().lower(): str(column) for column in there}
    column = next((by_name[name] for name in wanted if name in by_name), wanted[0] if wanted else "name")
    found = str(there.get(column, problem.params.get("found", "")))[:200]
    return FormProblem(
        problem.code, **{**problem.params, "sheet": "survey", "row": row, "column": column, "found": found}
    )
