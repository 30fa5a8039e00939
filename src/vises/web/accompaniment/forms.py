"""Forms of the accompanist's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.accompaniment.words import READ_BY, TIME_KINDS
from vises.web.journeys.forms import LANGUAGES, Choices, MailForm, date_input, lines
from vises.web.layout.forms import PageForm


class TimeForm(PageForm):
    """One's own time for an enterprise, travel apart."""

    journey = forms.ChoiceField(label=_("Enterprise"))
    on = forms.DateField(label=_("Day"), widget=date_input())
    minutes = forms.IntegerField(label=_("Minutes of work"), min_value=0, max_value=24 * 60)
    travel_minutes = forms.IntegerField(label=_("Minutes on the road"), required=False, min_value=0, max_value=24 * 60)
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


class NoteForm(PageForm):
    """An accompanist's note, for herself or for the journey's people."""

    text = forms.CharField(label=_("Your note"), widget=lines(5), max_length=20_000)
    read_by = forms.ChoiceField(label=_("Who reads it"), choices=list(READ_BY.items()), widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000)


class HandOverForm(MailForm):
    """Who accompanies next, and what that person should know."""

    words = forms.CharField(
        label=_("What the next one should know"),
        required=False,
        widget=lines(5),
        max_length=20_000,
        help_text=_("Everybody in the journey reads this. What is for the next one alone belongs in a private note."),
    )
    notes = forms.MultipleChoiceField(
        label=_("Private notes that pass on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only the next accompanist reads them. The others stay yours alone."),
    )
    field_order = ("name", "email", "language", "words", "notes")

    def __init__(self, *args: Any, notes: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["notes"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = list(notes)
        if not notes:
            del self.fields["notes"]
