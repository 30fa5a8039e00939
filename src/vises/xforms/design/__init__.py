"""Designing a questionnaire by small edits over its sheets. Pure: what is typed and clicked becomes XLSForm, and back.

The sheets of an XLSForm are the one source of truth: they are read, changed cell by cell and written again, so that
what no page can show stays as it was. A draft is sheets and a list of edits; `fold` gives what it says now.
"""

from vises.xforms.design.acts import TYPES, EditProblem, begun
from vises.xforms.design.compiled import compiled
from vises.xforms.design.conditions import HOWS, Condition, Part, read_condition, write_condition
from vises.xforms.design.edits import STEPS, Edit, Folded, completed, fold, make, said_by, touches
from vises.xforms.design.limits import Limits, read_limits, write_limits
from vises.xforms.design.outline import Answer, Item, Outline, outline
from vises.xforms.design.plain import sheets_of_plain_list
from vises.xforms.design.reading import Reading, minutes, reading, texts_of
from vises.xforms.design.sheets import Sheets, read_sheets, write_workbook
from vises.xforms.design.turning import LONGEST_NAME, may_become

__all__ = [
    "HOWS",
    "LONGEST_NAME",
    "STEPS",
    "TYPES",
    "Answer",
    "Condition",
    "Edit",
    "EditProblem",
    "Folded",
    "Item",
    "Limits",
    "Outline",
    "Part",
    "Reading",
    "Sheets",
    "begun",
    "compiled",
    "completed",
    "fold",
    "make",
    "may_become",
    "minutes",
    "outline",
    "read_condition",
    "read_limits",
    "read_sheets",
    "reading",
    "said_by",
    "sheets_of_plain_list",
    "texts_of",
    "touches",
    "write_condition",
    "write_limits",
    "write_workbook",
]
