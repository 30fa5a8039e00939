"""A questionnaire as parsed: immutable, safe to cache and share."""

from vises.xforms.form.model import (
    Bind,
    Choice,
    ControlDef,
    Form,
    GroupDef,
    ItemsetDef,
    Question,
    RepeatDef,
    SetValue,
    Source,
    Wording,
)
from vises.xforms.form.reader import parse_xform

__all__ = [
    "Bind",
    "Choice",
    "ControlDef",
    "Form",
    "GroupDef",
    "ItemsetDef",
    "Question",
    "RepeatDef",
    "SetValue",
    "Source",
    "Wording",
    "parse_xform",
]
