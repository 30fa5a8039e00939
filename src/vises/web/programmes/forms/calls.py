"""Forms of calls for enterprises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.programmes.queries.calls import CallPage
from vises.apps.programmes.services import Applying
from vises.kernel.locale import LANGUAGES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.programmes.forms.bodies import date_input


class CallForm(TextsForm):
    """A call for enterprises: its texts, and from when until when one may answer."""

    opens_on = forms.DateField(label=_("Opens on"), widget=date_input())
    closes_on = forms.DateField(
        label=_("Closes on"), widget=date_input(), help_text=_("That day is the last one on which one may answer.")
    )

    def __init__(self, *args: Any, call: CallPage | None = None, **kwargs: Any) -> None:
        if call is not None:
            kwargs["initial"] = {"opens_on": call.opens_on, "closes_on": call.closes_on}
        super().__init__(*args, **kwargs)
        titles, texts = (call.titles, call.texts) if call else (None, None)
        self.add_texts("titles", _("Title"), LANGUAGES, long=False, max_length=160, texts=titles)
        self.add_texts(
            "texts",
            _("What you offer, and to whom"),
            LANGUAGES,
            hint=_("How much time it takes, and what an enterprise gets out of it. Short is fine."),
            texts=texts,
        )
        self.order_fields([name for name in self.fields if name not in {"opens_on", "closes_on"}])

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "titles": self.texts("titles"),
            "texts": self.texts("texts"),
            "opens_on": data["opens_on"],
            "closes_on": data["closes_on"],
        }


class ApplyForm(PageForm):
    """An enterprise answers a call: five short fields, no account."""

    name = forms.CharField(label=_("Name of your enterprise"), max_length=160)
    motives = forms.CharField(
        label=_("What moves you?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Why evaluate, and why now? A few sentences in your own words are enough."),
    )
    federation = forms.CharField(label=_("Your federation"), max_length=160, required=False)
    contact_name = forms.CharField(
        label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact_email = forms.EmailField(
        label=_("Your mail address"),
        help_text=_("Only the coordination of the programme reads it, to answer you."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def applying(self, language: str) -> Applying:
        """What was written, for the service."""
        data = self.cleaned_data
        return Applying(language=language, **{key: data[key] for key in self.fields})
