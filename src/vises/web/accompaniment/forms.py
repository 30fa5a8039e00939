"""Forms of the accompanist's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.accompaniment.words import TIME_KINDS
from vises.web.journeys.forms import Choices, date_input
from vises.web.layout.forms import PageForm


class TimeForm(PageForm):
    """One's own time for an enterprise, travel apart."""

    journey = forms.ChoiceField(label=_("Enterprise"))
    on = forms.DateField(label=_("Day"), widget=date_input())
    minutes = forms.IntegerField(label=_("Minutes of work"), min_value=0, max_value=24 * 60)
    travel_minutes = forms.IntegerField(
        label=_("Minutes on the road"), required=False, min_value=0, max_value=24 * 60
    )
    kind = forms.ChoiceField(label=_("What for"), choices=list(TIME_KINDS.items()))
    words = forms.CharField(
        label=_("In a few words"), required=False, max_length=300, help_text=_("Only you read this.")
    )
    session = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, journeys: Sequence[tuple[str, str]] | Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        journey = self.fields["journey"]
        assert isinstance(journey, forms.ChoiceField)
        journey.choices = list(journeys)
