"""Forms of meetings, workshops and who came."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.programmes.queries.meetings import MeetingPage, WorkshopView
from vises.kernel.locale import LANGUAGES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.programmes.forms.bodies import date_input, pasted_counts


class MeetingForm(TextsForm):
    """A day on which partners and enterprises meet."""

    on = forms.DateField(label=_("Day"), widget=date_input())
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    people = forms.IntegerField(
        label=_("People who came"),
        required=False,
        min_value=0,
        max_value=5000,
        help_text=_("Once it was held. Everybody counts, also whoever came on their own."),
    )

    def __init__(self, *args: Any, meeting: MeetingPage | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs["initial"] = {"on": meeting.on, "place": meeting.place, "people": meeting.people}
        super().__init__(*args, **kwargs)
        texts = meeting.names if meeting else None
        purposes = meeting.purposes if meeting else None
        self.add_texts("names", _("Name"), LANGUAGES, long=False, max_length=160, texts=texts)
        self.add_texts("purposes", _("What it is for"), LANGUAGES, texts=purposes, max_length=2000)
        self.order_fields([name for name in self.fields if name.startswith("names")])
        if meeting is None:
            del self.fields["people"]

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        said = {"names": self.texts("names"), "purposes": self.texts("purposes")} | {
            key: data[key] for key in ("on", "place")
        }
        return said | ({"people": data["people"]} if "people" in data else {})


class WorkshopForm(TextsForm):
    """A workshop of a meeting."""

    times_given = forms.IntegerField(label=_("Times it is given on the day"), min_value=1, max_value=20, initial=1)
    people = forms.IntegerField(
        label=_("People who came, all times together"), required=False, min_value=0, max_value=5000
    )

    def __init__(self, *args: Any, workshop: WorkshopView | None = None, **kwargs: Any) -> None:
        if workshop is not None:
            kwargs["initial"] = {"times_given": workshop.times_given, "people": workshop.people}
        super().__init__(*args, **kwargs)
        texts = workshop.titles if workshop else None
        self.add_texts("titles", _("Title"), LANGUAGES, long=False, max_length=200, texts=texts)
        self.order_fields([name for name in self.fields if name.startswith("titles")])

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {"titles": self.texts("titles"), "times_given": data["times_given"], "people": data["people"]}


class CameForm(PageForm):
    """Who came, as lines that can be pasted from a spreadsheet."""

    came = forms.CharField(
        label=_("One organisation a line, then the number of people"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Between the two: a tab or a semicolon. Two columns copied from a spreadsheet will do."),
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = organisations

    def clean_came(self) -> dict[uuid.UUID, int]:
        came, unclear = pasted_counts(self.cleaned_data["came"], self.organisations)
        if unclear:
            raise forms.ValidationError(
                _("Not understood: %(lines)s. Write the name as it is in the programme, a semicolon, a number."),
                params={"lines": " · ".join(unclear[:5])},
            )
        return came
