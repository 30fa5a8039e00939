"""The form of a draft, made by the same reader that takes in workbooks from elsewhere."""

from __future__ import annotations

import functools
import json

from lxml import etree

from vises.xforms.design.outline import languages_of, titles_of
from vises.xforms.design.sheets import Sheets, write_workbook
from vises.xforms.form.languages import code_of
from vises.xforms.plain_xform import TITLE_KEY, XFORMS
from vises.xforms.workbook import read_xlsform
from vises.xforms.xml import read_xml


def compiled(sheets: Sheets) -> str:
    """The XForm. Raises `FormProblem` with sheet, row and column where something does not fit."""
    return _compiled(json.dumps(sheets.to_json(), sort_keys=True))


@functools.lru_cache(maxsize=32)
def _compiled(kept: str) -> str:
    sheets = Sheets.from_json(json.loads(kept))
    xform = read_xlsform(write_workbook(sheets), "questionnaire.xlsx")
    titles = titles_of(sheets, next(iter(languages_of(sheets))))
    return _titled(xform, titles) if len(titles) > 1 else xform


def _titled(xform: str, titles: dict[str, str]) -> str:
    """The form with its title in each of its languages: XLSForm knows a title in one only."""
    root = read_xml(xform)
    for translation in root.iter(f"{{{XFORMS}}}translation"):
        if text := titles.get(code_of(translation.get("lang", ""))):
            entry = etree.SubElement(translation, f"{{{XFORMS}}}text", id=TITLE_KEY)
            etree.SubElement(entry, f"{{{XFORMS}}}value").text = text
    return str(etree.tostring(root, encoding="unicode"))
