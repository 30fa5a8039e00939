"""Citing a number."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.analysis.summaries import Summary
from vises.kernel.locale import pick
from vises.web.layout.forms import PageForm


class CiteForm(PageForm):
    """What of a result a finding will cite: all of it, one answer, one group."""

    category = forms.ChoiceField(label=_("Which answer do you cite?"), required=False, widget=forms.RadioSelect)
    group = forms.ChoiceField(label=_("Of whom?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, summary: Summary, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cells = [
            (cell.value, pick(cell.labels, language)[0] or cell.value) for cell in summary.cells if not cell.hidden
        ]
        self._choose("category", [("", _("the whole question")), *cells] if cells else [])
        split = summary.split
        groups = [(one.value, pick(one.labels, language)[0] or one.value) for one in split.groups] if split else []
        self._choose("group", [("", _("all together")), *groups] if groups and cells else [])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        if choices:
            field.choices = choices
            field.initial = ""
        else:
            del self.fields[name]
