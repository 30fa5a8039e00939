"""Forms of a coordinator's first hour: paste, place, print, report."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.programmes.rules import last_of_month
from vises.web.layout.files import FilesField, ManyFiles
from vises.web.layout.forms import PageForm
from vises.web.programmes.forms.bodies import date_input
from vises.web.programmes.words import STATUSES

LONGEST_PASTE = 400_000  # characters


class PasteForm(PageForm):
    """Lines of a spreadsheet."""

    what = forms.ChoiceField(
        label=_("What you paste"),
        choices=[("enterprises", _("Enterprises")), ("partners", _("Partners"))],
        widget=forms.RadioSelect,
        initial="enterprises",
    )
    text = forms.CharField(
        label=_("Lines copied from your spreadsheet"),
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
        help_text=_("With its line of headings, in French, Dutch or English. Nothing is written before you confirm."),
    )
    status = forms.ChoiceField(
        label=_("Enterprises without a step are"),
        choices=[(code, STATUSES[code]) for code in ("planned", "recruited", "active")],
        initial="planned",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # a browser would cut what is longer without a word; here it is told, and nothing is lost
        self.fields["text"].widget.attrs.pop("maxlength", None)


class PlaceForm(PageForm):
    """At which step an enterprise stands already, and what it has."""

    step = forms.ChoiceField(label=_("It stands at"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What the documents are"),
        required=False,
        max_length=300,
        help_text=_("For example: portrait of 2024, minutes of two workshops."),
    )
    documents = FilesField(
        label=_("Documents that exist"),
        required=False,
        widget=ManyFiles(attrs={"multiple": True}),
        help_text=_("Several at once if you wish, 25 MB each. They go to the enterprise's own space."),
    )

    def __init__(self, *args: Any, steps: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = list(steps.items())


class PeriodForm(PageForm):
    """A period, both days included."""

    since = forms.DateField(label=_("From"), widget=date_input())
    until = forms.DateField(label=_("Until"), widget=date_input())


def last_half_year(day: date) -> tuple[date, date]:
    """The six whole months before the month of `day`."""
    until = day.replace(day=1) - timedelta(days=1)
    months = until.year * 12 + until.month - 6
    since = last_of_month(date(months // 12, months % 12 + 1, 1)).replace(day=1)
    return since, until
