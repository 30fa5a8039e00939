"""Forms of cohorts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.programmes.queries.cohorts import CohortView, Member
from vises.kernel.locale import LANGUAGES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.programmes.forms.months import MonthField
from vises.web.programmes.words import STATUSES


class CohortForm(TextsForm):
    """A cohort: a name, and its first and last month."""

    starts_on = MonthField(label=_("First month"))
    ends_on = MonthField(label=_("Last month"), required=False, last=True)

    def __init__(self, *args: Any, cohort: CohortView | None = None, **kwargs: Any) -> None:
        if cohort is not None:
            kwargs["initial"] = {"starts_on": cohort.starts_on, "ends_on": cohort.ends_on}
        super().__init__(*args, **kwargs)
        names = cohort.names if cohort else None
        self.add_texts("names", _("Name"), LANGUAGES, long=False, max_length=160, texts=names)
        self.order_fields([name for name in self.fields if name.startswith("names")])

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {"names": self.texts("names"), "starts_on": data["starts_on"], "ends_on": data["ends_on"]}


class MembersForm(PageForm):
    """Enterprises to move into a cohort, or out of it."""

    members = forms.MultipleChoiceField(label=_("Enterprises"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, members: Iterable[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["members"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(row.id), f"{row.name} ({STATUSES[row.status]})") for row in members]
