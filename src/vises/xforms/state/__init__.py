"""An answer sheet while it is filled in: everything a form computes, on the server."""

from vises.xforms.state.one_by_one import OneByOne
from vises.xforms.state.pages import AnswerProblem, Control, ControlChoice, GroupView, InstanceView, Page, RepeatView
from vises.xforms.state.sheet import FormState

__all__ = [
    "AnswerProblem",
    "Control",
    "ControlChoice",
    "FormState",
    "GroupView",
    "InstanceView",
    "OneByOne",
    "Page",
    "RepeatView",
]
