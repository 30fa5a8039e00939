"""The questions of an XLSForm, as far as a summary must know them."""

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.analysis.summaries import QuestionSpec
from vises.analysis.summaries.model import Kind
from vises.kernel.locale import pick
from vises.ops.analyse.problems import BadInput
from vises.platform.wording.forms import word_problem
from vises.xforms import Form, FormProblem, Question, parse_xform, read_xlsform

MAX_BYTES = 5 * 1024 * 1024
MOST_STEPS = 11
"""Steps of a range up to which it is shown step by step; beyond, as numbers."""


@dataclass(frozen=True)
class Asked:
    """A form's title and what it asks, once of each person or `repeated`."""

    title: str
    questions: tuple[QuestionSpec, ...]
    repeated: tuple[QuestionSpec, ...] = ()


def read_form(path: Path) -> Asked:
    """Read an XLSForm; raises BadInput with what to do in the active language."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput(_("%(file)s is larger than 5 MB: is it a questionnaire?") % {"file": path.name})
        data = path.read_bytes()
    except OSError as error:
        raise BadInput(
            _("%(file)s cannot be read (%(why)s). Check its name and place.")
            % {"file": path, "why": error.strerror or error}
        ) from error
    try:
        form = parse_xform(read_xlsform(data, path.name))
    except FormProblem as problem:
        raise BadInput(word_problem(problem, get_language() or "en")) from problem
    questions = specs_of(form)
    if not questions:
        raise BadInput(
            _(
                "%(file)s asks nothing, or only what each person answers several times (repeats), which cannot be"
                " summarised. Give the questionnaire that was answered."
            )
            % {"file": path.name}
        )
    return Asked(
        pick(form.titles, get_language() or "en")[0] or path.stem, questions, specs_of(form, repeated=True)
    )


def specs_of(form: Form, *, repeated: bool = False) -> tuple[QuestionSpec, ...]:
    """What a form asks once of each person (or, `repeated`, several times); notes ask nothing."""
    return tuple(
        _spec(form, question)
        for question in form.questions
        if question.kind != "note" and question.in_repeat == repeated
    )


def _spec(form: Form, question: Question) -> QuestionSpec:
    choices = tuple((choice.value, dict(choice.labels)) for choice in question.choices)
    kind = (
        question.kind if question.kind in ("one", "several", "scale", "number", "text", "date") else "other"
    )
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
    return len(values) >= 3 and any(
        values == [str(first + i) for i in range(len(values))] for first in (0, 1)
    )


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
