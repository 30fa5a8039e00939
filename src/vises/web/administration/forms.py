"""Forms of those who keep the installation or a programme."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vises.apps.accounts.people import Person
from vises.apps.journeys.services.welcome import NewEnterprise
from vises.apps.methodology import queries as methodology
from vises.apps.programmes import queries as programmes
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.layout.forms import PageForm
from vises.web.programmes.words import GROUPS

LANGUAGES = list(LANGUAGE_NAMES.items())


def _person(data: dict[str, Any], prefix: str) -> Person | None:
    email = data.get(f"{prefix}_email", "")
    return Person(email, data.get(f"{prefix}_name", ""), data.get("language", "fr")) if email else None


class EnterpriseForm(PageForm):
    """A new enterprise with its people."""

    name = forms.CharField(label=_("Name of the enterprise"), max_length=160)
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    group = forms.ChoiceField(
        label=_("What it is for"),
        required=False,
        help_text=_("A starting point, not a box: it can be changed."),
        choices=[("", _("not said")), *GROUPS.items()],
    )
    referent_name = forms.CharField(label=_("Referent: name"), max_length=120, required=False)
    referent_email = forms.EmailField(
        label=_("Referent: mail address"),
        required=False,
        help_text=_("The person who speaks for the enterprise. A mail invites her."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        self.found = programmes.choices()
        territory = self.fields["territory"]
        assert isinstance(territory, forms.ChoiceField)
        territory.choices = [("", _("not said"))] + [
            (code, pick(names, language)[0]) for code, names in self.found.territories
        ]

    def new_enterprise(self) -> NewEnterprise:
        """What was typed, for the service."""
        data = self.cleaned_data | {"language": self.cleaned_data["languages"][0]}
        return NewEnterprise(
            name=data["name"],
            languages=tuple(data["languages"]),
            territory=data["territory"],
            group=data["group"],
            referent=_person(data, "referent"),
            accompanist=_person(data, "accompanist"),
            federation_id=uuid.UUID(data["federation"]) if data.get("federation") else None,
        )


class AccompaniedForm(EnterpriseForm):
    """An enterprise of a programme, with its federation and accompanist."""

    federation = forms.ChoiceField(label=_("Federation that accompanies it"), required=False)
    accompanist_name = forms.CharField(label=_("Accompanist: name"), max_length=120, required=False)
    accompanist_email = forms.EmailField(label=_("Accompanist: mail address"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        federation = self.fields["federation"]
        assert isinstance(federation, forms.ChoiceField)
        federation.choices = [("", _("none"))] + [(str(id_), name) for id_, name in self.found.federations]


class AloneForm(EnterpriseForm):
    """An enterprise that goes its way without a programme."""

    methodology = forms.ChoiceField(label=_("Version of the method"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["referent_email"].required = True
        _versions(self.fields["methodology"])


class ProgrammeForm(PageForm):
    """A new programme with its coordinator."""

    name_fr = forms.CharField(label=_("Name in French"), max_length=160, required=False)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=160, required=False)
    name_en = forms.CharField(label=_("Name in English"), max_length=160, required=False)
    methodology = forms.ChoiceField(label=_("Version of the method"))
    starts_on = forms.DateField(label=_("Begins on"), widget=forms.DateInput(attrs={"type": "date"}))
    coordinator_name = forms.CharField(label=_("Coordinator: name"), max_length=120)
    coordinator_email = forms.EmailField(label=_("Coordinator: mail address"), help_text=_("A mail invites her."))
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _versions(self.fields["methodology"])

    def names(self) -> dict[str, str]:
        """The programme's name per language."""
        return {code: self.cleaned_data[f"name_{code}"] for code in ("fr", "nl", "en")}

    def starts(self) -> date:
        begins: date = self.cleaned_data["starts_on"]
        return begins

    def coordinator(self) -> Person:
        data = self.cleaned_data
        return Person(data["coordinator_email"], data["coordinator_name"], data["language"])


class FederationForm(PageForm):
    """A new federation with somebody of its staff."""

    name = forms.CharField(label=_("Name of the federation"), max_length=160)
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    staff_name = forms.CharField(label=_("Contact: name"), max_length=120, required=False)
    staff_email = forms.EmailField(label=_("Contact: mail address"), required=False)

    def staff(self) -> Person | None:
        return _person(self.cleaned_data | {"language": self.cleaned_data["languages"][0]}, "staff")


class TerritoryForm(PageForm):
    """A region as programmes speak of it."""

    code = forms.SlugField(label=_("Short code"), help_text=_("Small letters and hyphens, such as west-flanders."))
    name_fr = forms.CharField(label=_("Name in French"), max_length=80)
    name_nl = forms.CharField(label=_("Name in Dutch"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=80)


def _versions(field: forms.Field) -> None:
    assert isinstance(field, forms.ChoiceField)
    language = get_language() or "fr"
    found = [version for version in methodology.versions() if version.released_on]
    field.choices = [
        (version.code, methodology.text(version.code, "version.title", language) or version.code)
        for version in reversed(found)
    ]
