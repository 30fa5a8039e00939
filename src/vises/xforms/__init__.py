"""Questionnaires and answers: XLSForm or a plain list to XForm, XForm to pages, pages to answers.

Pure: no Django, no network, no files but those asked for. Everything a form computes (relevance, calculations,
constraints, required, choice filters, cascades, repeats) is evaluated here, agreeing with @getodk/xforms-engine.
"""

from vises.xforms.answers import (
    Answer,
    answer_of,
    check_answer,
    files_named,
    read_answer,
    rows_of,
    state_of,
    strip_metadata,
    to_row,
)
from vises.xforms.form import Choice, Form, Question, parse_xform
from vises.xforms.plain_list import read_plain_list
from vises.xforms.problems import FormProblem
from vises.xforms.rows import Columns, from_row, instance_of, known_choice, understood, value_from_cell
from vises.xforms.state import (
    AnswerProblem,
    Control,
    ControlChoice,
    FormState,
    GroupView,
    InstanceView,
    OneByOne,
    Page,
    RepeatView,
)
from vises.xforms.workbook import read_xlsform

__all__ = [
    "Answer",
    "AnswerProblem",
    "Choice",
    "Columns",
    "Control",
    "ControlChoice",
    "Form",
    "FormProblem",
    "FormState",
    "GroupView",
    "InstanceView",
    "OneByOne",
    "Page",
    "Question",
    "RepeatView",
    "answer_of",
    "check_answer",
    "files_named",
    "from_row",
    "instance_of",
    "known_choice",
    "parse_xform",
    "read_answer",
    "read_plain_list",
    "read_xlsform",
    "rows_of",
    "state_of",
    "strip_metadata",
    "to_row",
    "understood",
    "value_from_cell",
]
