"""Forms of the register of indicators."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.collection.queries.indicators import IndicatorView
from vises.apps.collection.services.indicators import Meaning
from vises.web.collection.indicator_words import FREQUENCIES, examples
from vises.web.layout.files import FilesField, ManyFiles
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm


class IndicatorForm(TextsForm):
    """What an indicator means."""

    definition = forms.CharField(
        label=_("What exactly is counted, and what is not?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that whoever counts next year counts the same."),
    )
    unit = forms.CharField(
        label=_("Counted in what, in words?"),
        max_length=80,
        help_text=_("For example: half-days, meals, volunteers. No amounts of money."),
    )
    source = forms.CharField(label=_("Where does the number come from?"), max_length=300)
    frequency = forms.ChoiceField(label=_("How often?"), choices=list(FREQUENCIES.items()), widget=forms.RadioSelect)
    of_people = forms.BooleanField(
        label=_("It counts people"),
        required=False,
        help_text=_(
            "Then fewer than five are never shown, to anybody who reads along. Count those of each period rather than "
            "a running total: else the difference would tell of a few."
        ),
    )
    note = forms.CharField(
        label=_("What one should know to read it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What it does not say; what changed in how it is counted."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], view: IndicatorView | None = None, **kwargs: Any) -> None:
        if view is not None:
            names = ("definition", "unit", "source", "frequency", "of_people", "note")
            kwargs["initial"] = {name: getattr(view, name) for name in names}
        else:
            kwargs["initial"] = {"frequency": "year"}
        super().__init__(*args, **kwargs)
        self.add_texts(
            "titles", _("Name of the indicator"), languages, long=False, texts=view.titles if view else None,
            max_length=200,
        )  # fmt: skip
        self.order_fields([name for name in self.fields if name.startswith("titles_")])

    def meaning(self) -> Meaning:
        """What was written, as the service takes it."""
        data = self.cleaned_data
        names = ("definition", "source", "frequency", "unit", "of_people", "note")
        return Meaning(titles=self.texts("titles"), **{name: data[name] for name in names})


class ValuesForm(PageForm):
    """Values of periods, typed or pasted."""

    values = forms.CharField(label=_("Values"), max_length=40_000, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, view: IndicatorView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["values"].help_text = _(
            "One period a line: the period, a semicolon, the value; a remark after another semicolon if you wish. "
            "Columns pasted from a spreadsheet do too. For example: %(example)s. A value that is there already is "
            "replaced."
        ) % {"example": examples(view.frequency)}


class FilesForm(PageForm):
    """Documents behind the values."""

    given = FilesField(
        label=_("Documents"),
        widget=ManyFiles,
        help_text=_("A report, the sheets on which was counted. They stay within this evaluation. 10 MB each at most."),
    )
