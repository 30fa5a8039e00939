"""Words of the answering pages."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.xforms import AnswerProblem

USES = {
    "analysis": (
        gettext_lazy("My answers may be counted together with those of others."),
        gettext_lazy("This is what answering means. Nobody is named."),
    ),
    "quote": (
        gettext_lazy("My words may be quoted, without my name."),
        gettext_lazy("In the work of this enterprise and those who accompany it."),
    ),
    "photo": (
        gettext_lazy("Photos of me may be used."),
        gettext_lazy("You see them first."),
    ),
    "public": (
        gettext_lazy("What I agreed to may stand on a public page."),
        gettext_lazy("You can take this back at any moment, with your receipt."),
    ),
}
TYPES = {
    "int": gettext_lazy("Write a whole number, such as 3."),
    "decimal": gettext_lazy("Write a number, such as 3.5."),
    "date": gettext_lazy("Write a date as year-month-day, such as 2026-05-31."),
    "time": gettext_lazy("Write a time, such as 14:30."),
    "dateTime": gettext_lazy("Write a date and a time, such as 2026-05-31 14:30."),
    "geopoint": gettext_lazy("Write latitude and longitude, such as 50.45 3.95."),
}


def error_word(problem: AnswerProblem | None) -> str:
    """What to mend: the form's own words, else ours for the kind of problem."""
    if problem is None:
        return ""
    if problem.message:
        return problem.message
    if problem.code == "required":
        return _("Please answer this question.")
    if problem.code == "type":
        return str(TYPES.get(str(problem.params.get("type", "")), _("This cannot be read. Write it differently.")))
    return _("This answer does not fit. Look at the hint and change it.")
