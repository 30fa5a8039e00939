"""Texts in several languages on one form: a field per language, read back as one mapping."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vises.kernel.locale import Texts
from vises.web.layout.forms import PageForm, check_characters

IN = {"fr": _("in French"), "nl": _("in Dutch"), "en": _("in English")}


def with_written(languages: Sequence[str], texts: Mapping[str, str] | None) -> tuple[str, ...]:
    """The languages of a form, and those in which something is written already: nothing written is dropped."""
    return tuple(dict.fromkeys((*languages, *(code for code in texts or {} if code in IN))))


class TextsForm(PageForm):
    """A form some of whose texts exist in several languages."""

    def add_texts(
        self,
        name: str,
        label: str | Promise,
        languages: Sequence[str],
        *,
        hint: str | Promise = "",
        long: bool = True,
        texts: Mapping[str, str] | None = None,
        max_length: int = 20_000,
    ) -> None:
        """Add a field per language, the hint under the first; one language is enough, so none is required."""
        for number, language in enumerate(languages):
            attributes = {"lang": language}
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=f"{label}, {IN[language]}" if len(languages) > 1 else str(label),
                required=False,
                help_text=str(hint) if number == 0 else "",
                initial=(texts or {}).get(language, ""),
                max_length=max_length,
                validators=[check_characters],
                widget=forms.Textarea(attrs={**attributes, "rows": 3}) if long else forms.TextInput(attrs=attributes),
            )

    def texts(self, name: str) -> Texts:
        """What was typed under `name`, per language; without the empty ones."""
        return {
            key.removeprefix(f"{name}_"): value
            for key, value in self.cleaned_data.items()
            if key.startswith(f"{name}_") and key.removeprefix(f"{name}_") in IN and value
        }
