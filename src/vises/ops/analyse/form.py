"""The questions of an XLSForm, as far as a summary must know them."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.analysis.summaries import QuestionSpec
from vises.kernel.locale import pick
from vises.ops.analyse.problems import BadInput
from vises.platform.figures.asked import specs_of
from vises.platform.wording.forms import word_problems
from vises.xforms import FormProblem, parse_xform, read_xlsform

MAX_BYTES = 5 * 1024 * 1024


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
        raise BadInput("\n".join(word_problems(problem, get_language() or "en"))) from problem
    questions = specs_of(form)
    if not questions:
        raise BadInput(
            _(
                "%(file)s asks nothing, or only what each person answers several times (repeats), which cannot be"
                " summarised. Give the questionnaire that was answered."
            )
            % {"file": path.name}
        )
    return Asked(pick(form.titles, get_language() or "en")[0] or path.stem, questions, specs_of(form, repeated=True))
