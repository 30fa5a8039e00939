"""Forms of partners."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.accounts.people import Person
from vises.apps.programmes.queries.partners import PartnerLine
from vises.kernel.locale import LANGUAGE_NAMES
from vises.web.layout.forms import PageForm
from vises.web.programmes.forms.bodies import date_input
from vises.web.programmes.words import ORGANISATION_KINDS, PARTNER_KINDS

LANGUAGES = list(LANGUAGE_NAMES.items())


class TimesForm(PageForm):
    """What a partner is in the programme, and from when until when."""

    kind = forms.ChoiceField(
        label=_("In the programme as"),
        choices=list(PARTNER_KINDS.items()),
        widget=forms.RadioSelect,
        initial="operator",
    )
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def times(self) -> dict[str, Any]:
        """What the service takes."""
        return {key: self.cleaned_data[key] for key in ("kind", "starts_on", "ends_on")}

    @staticmethod
    def of(row: PartnerLine) -> dict[str, Any]:
        """What stands there now."""
        return {"kind": row.kind, "starts_on": row.starts_on, "ends_on": row.ends_on}


class PartnerForm(TimesForm):
    """A partner joins: an organisation that is known here, or a new one."""

    organisation = forms.ChoiceField(
        label=_("Organisation"), required=False, help_text=_("Or describe a new one below.")
    )
    name = forms.CharField(label=_("Name of the new organisation"), max_length=160, required=False)
    what = forms.ChoiceField(label=_("What it is"), choices=list(ORGANISATION_KINDS.items()), initial="partner")
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple, required=False
    )

    field_order = ("organisation", "name", "what", "languages", "kind", "starts_on", "ends_on")

    def __init__(self, *args: Any, organisations: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("a new one")), *((str(id_), name) for id_, name in organisations)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("organisation"):
            if not data.get("name"):
                self.add_error("name", _("Choose an organisation above, or write the name of a new one."))
            elif not data.get("languages"):
                self.add_error("languages", _("Choose at least one language."))
        return data


class InviteForm(PageForm):
    """Somebody of a partner is let in."""

    email = forms.EmailField(label=_("Mail address"), help_text=_("Whoever has no account yet gets a mail."))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def person(self) -> Person:
        data = self.cleaned_data
        return Person(data["email"], data["name"], data["language"])
