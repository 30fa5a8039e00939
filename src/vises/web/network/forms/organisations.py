"""Forms of organisations."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vises.apps.network.queries import OrganisationPage, territory_choices
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.programmes.forms.bodies import date_input


def territories() -> list[tuple[str, str]]:
    """The territories of this installation, for a control."""
    language = get_language() or "fr"
    return [("", str(_("not said"))), *((code, pick(names, language)[0]) for code, names in territory_choices())]


class OrganisationForm(TextsForm):
    """What an organisation says of itself."""

    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"), choices=list(LANGUAGE_NAMES.items()), widget=forms.CheckboxSelectMultiple
    )
    territory = forms.ChoiceField(label=_("Territory"), required=False)

    def __init__(self, *args: Any, page: OrganisationPage, **kwargs: Any) -> None:
        kwargs["initial"] = {"languages": page.languages, "territory": page.territory}
        super().__init__(*args, **kwargs)
        territory = self.fields["territory"]
        assert isinstance(territory, forms.ChoiceField)
        territory.choices = territories()
        self.add_texts(
            "other_names",
            _("Name, where it has one of its own"),
            LANGUAGES,
            long=False,
            max_length=160,
            texts=page.other_names,
        )
        self.add_texts("sector", _("Sector"), LANGUAGES, long=False, max_length=160, texts=page.sector)
        self.add_texts("about", _("What it says of itself"), LANGUAGES, max_length=5000, texts=page.about)
        self.order_fields([name for name in self.fields if name.startswith("about")])

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "other_names": self.texts("other_names"),
            "languages": tuple(data["languages"]),
            "territory": data["territory"],
            "sector": self.texts("sector"),
            "about": self.texts("about"),
        }


class MemberForm(PageForm):
    """A federation belongs to a federation of federations, between two dates."""

    member = forms.ChoiceField(label=_("Federation"))
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def __init__(self, *args: Any, federations: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(id_), name) for id_, name in federations]
