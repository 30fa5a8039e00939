"""Words of the answering pages."""

from django.utils.translation import get_language, gettext_lazy

from vises.apps.collection.words import USES as USES  # also for the forms and filters of this room
from vises.platform.wording.forms import word_answer
from vises.xforms import AnswerProblem

DOCUMENT_KINDS = {
    "interview": gettext_lazy("interview"),
    "focus-group": gettext_lazy("focus group"),
    "life-story": gettext_lazy("life story"),
    "observation": gettext_lazy("observation"),
}
DOORS = {
    "web": gettext_lazy("the page on the web"),
    "offline": gettext_lazy("the page without connection"),
    "openrosa": gettext_lazy("ODK Collect"),
    "paper": gettext_lazy("paper, typed in"),
    "interviewer": gettext_lazy("somebody who asked and filled in"),
    "kiosk": gettext_lazy("a screen on the spot"),
    "easy-read": gettext_lazy("the page that is easy to read"),
    "import": gettext_lazy("a file"),
}
MOMENTS = {
    "before": gettext_lazy("before"),
    "after": gettext_lazy("after"),
    "later": gettext_lazy("later"),
}
UNITS = {
    "people": gettext_lazy("people"),
    "occasions": gettext_lazy("occasions"),
    "records": gettext_lazy("records"),
}
UNFIT = {
    "required": gettext_lazy("left empty, though it was asked for"),
    "constraint": gettext_lazy("outside what the questionnaire allows"),
    "type": gettext_lazy("not the kind of answer that was asked for"),
    "choice": gettext_lazy("a choice that is not in the list"),
    "file": gettext_lazy("a picture or sound that has not arrived yet"),
    "too-long": gettext_lazy("longer than can be shown"),
}


def error_word(problem: AnswerProblem | None) -> str:
    """What to mend: the form's own words, else ours for the kind of problem."""
    return word_answer(problem, get_language() or "fr") if problem else ""
