"""Forms about moving to another version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.layout.forms import PageForm


class MoveForm(PageForm):
    """Why one moves, proposes or stays; and which preview was on the screen."""

    why = forms.CharField(
        label=_("Why, in a few words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays inside the journey."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class BeginForm(PageForm):
    """On which version new journeys of a programme begin."""

    version = forms.ChoiceField(label=_("New journeys begin on version"))

    def __init__(self, *args: Any, versions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in versions]
