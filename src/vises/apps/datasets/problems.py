from django.utils.translation import gettext_lazy as _

CODES = {
    "datasets.few-pairs": _(
        "Fewer than five people were found in both rounds: their change can be told in words only."
    ),
    "datasets.no-question": _("There is no question called %(name)s in this questionnaire."),
    "datasets.no-grouping": _("Results of this round are not split by %(name)s. Mark it as a group in the instrument."),
    "datasets.no-answers": _("Nobody has answered yet: there is nothing to cite."),
    "datasets.file-kind": _("Choose CSV, Excel or SPSS."),
    "datasets.file-anew": _("Somebody took an answer back since this file was made. It is being made anew without it."),
    "datasets.no-category": _("Choose the answer that you cite from the list."),
}
