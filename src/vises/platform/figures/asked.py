"""The questions of a form, as far as a summary must know them."""

from typing import cast

from vises.analysis.summaries import QuestionSpec
from vises.analysis.summaries.model import Kind
from vises.xforms import Form, Question

MOST_STEPS = 11
"""Steps of a range up to which it is shown step by step; beyond, as numbers."""


def specs_of(form: Form, *, repeated: bool = False) -> tuple[QuestionSpec, ...]:
    """What a form asks once of each person (or, `repeated`, several times); notes ask nothing."""
    return tuple(
        spec_of(form, question)
        for question in form.questions
        if question.kind != "note" and question.in_repeat == repeated
    )


def spec_of(form: Form, question: Question) -> QuestionSpec:
    """One question, as a summary must know it."""
    choices = tuple((choice.value, dict(choice.labels)) for choice in question.choices)
    kind = question.kind if question.kind in ("one", "several", "scale", "number", "text", "date") else "other"
    if kind == "one" and ("likert" in question.appearance or _numbered(choices)):
        kind = "scale"
    if kind == "scale" and not choices:
        choices = _steps(question)
        kind = kind if choices else "number"
    return QuestionSpec(
        question.name, cast(Kind, kind), dict(question.labels), choices, _conditional(form, question.ref)
    )


def _numbered(choices: tuple[tuple[str, dict[str, str]], ...]) -> bool:
    """Three choices or more, stored as 1, 2, 3 … (or from 0 on): an ordered scale."""
    values = [value for value, _labels in choices]
    return len(values) >= 3 and any(values == [str(first + i) for i in range(len(values))] for first in (0, 1))


def _steps(question: Question) -> tuple[tuple[str, dict[str, str]], ...]:
    if question.scale is None or not question.scale[2]:
        return ()
    start, end, step = question.scale
    count = round((end - start) / step) + 1
    if not 2 <= count <= MOST_STEPS:
        return ()
    return tuple((f"{start + i * step:g}", {}) for i in range(count))


def _conditional(form: Form, ref: str) -> bool:
    """Was it asked of some people only? So it is when it, or a group around it, has a condition."""
    parts = ref.split("/")
    around = ("/".join(parts[:i]) for i in range(2, len(parts) + 1))
    return any((bind := form.binds.get(place)) is not None and bind.relevant is not None for place in around)
