"""Forms of those who complete a lagging translation and read it over."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.learning.queries.changes import TranslatedPart
from vises.web.changes.forms.proposals import LONGEST
from vises.web.layout.forms import PageForm, check_characters


class TranslateForm(PageForm):
    """The texts of one element in the language that is completed, each with the number of the wording shown."""

    hide_optional = True  # a text may wait: what is left empty stays to be done

    def __init__(self, *args: Any, parts: Sequence[TranslatedPart], labels: Sequence[str], language: str, **more: Any):
        super().__init__(*args, **more)
        for part, label in zip(parts, labels, strict=True):
            self.fields[f"text_{part.key}"] = forms.CharField(
                label=label,
                required=False,
                initial=part.text,
                max_length=LONGEST,
                validators=[check_characters],
                widget=forms.Textarea(attrs={"lang": language, "rows": max(2, min(8, len(part.source) // 45 + 1))}),
            )
            self.fields[f"seen_{part.key}"] = forms.IntegerField(
                required=False, min_value=0, max_value=30_000, initial=part.number, widget=forms.HiddenInput
            )

    def texts(self) -> dict[str, str]:
        """What was typed, by the keys of the texts."""
        return {name[5:]: text for name, text in self.cleaned_data.items() if name.startswith("text_")}

    def seen(self) -> dict[str, int]:
        """The numbers of the wordings that were shown, by the keys of the texts."""
        return {name[5:]: number or 0 for name, number in self.cleaned_data.items() if name.startswith("seen_")}


class WhyForm(PageForm):
    """Why a translation goes back or is set aside."""

    why = forms.CharField(
        label=_("Why, in a few words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
