"""One page on which a federation comes in with its cohort."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.services.onboarding import Sitting
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.web.layout.forms import PageForm
from vises.web.network.forms.organisations import territories
from vises.web.programmes.forms.bodies import date_input
from vises.web.programmes.forms.first_hour import LONGEST_PASTE
from vises.web.programmes.forms.months import MonthField
from vises.web.programmes.words import PARTNER_KINDS, STATUSES


class OnboardingForm(PageForm):
    """The federation, its staff, its cohort, its enterprises."""

    federation = forms.ChoiceField(
        label=_("Federation"), required=False, help_text=_("Or write the name of a new one below.")
    )
    name = forms.CharField(label=_("Name of the new federation"), max_length=160, required=False)
    languages = forms.MultipleChoiceField(
        label=_("Languages it works in"),
        choices=list(LANGUAGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    kind = forms.ChoiceField(label=_("In the programme as"), choices=list(PARTNER_KINDS.items()), initial="operator")
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())
    staff = forms.CharField(
        label=_("Its staff"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One person a line: name, a semicolon, mail address. Each gets a mail."),
    )
    cohort = forms.ChoiceField(label=_("Cohort"), required=False)
    cohort_name = forms.CharField(label=_("Name of the new cohort"), max_length=160, required=False)
    cohort_starts_on = MonthField(label=_("First month of the new cohort"), required=False)
    cohort_ends_on = MonthField(label=_("Last month of the new cohort"), required=False, last=True)
    enterprises = forms.CharField(
        label=_("Its enterprises, copied from a spreadsheet"),
        required=False,
        strip=False,
        max_length=LONGEST_PASTE,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "With a line of headings: name, territory, group, step, referent, mail address, accompanist, mail of the "
            "accompanist. Only the name is needed."
        ),
    )
    status = forms.ChoiceField(
        label=_("Enterprises without a step are"),
        choices=[(code, STATUSES[code]) for code in ("planned", "recruited", "active")],
        initial="active",
    )

    def __init__(
        self,
        *args: Any,
        federations: Iterable[tuple[uuid.UUID, str]],
        cohorts: Iterable[tuple[uuid.UUID, Texts]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["enterprises"].widget.attrs.pop("maxlength", None)  # as where one pastes enterprises alone
        language = get_language() or "fr"
        choices: dict[str, list[tuple[str, Any]]] = {
            "federation": [("", _("a new one")), *((str(id_), name) for id_, name in federations)],
            "territory": list(territories()),
            "cohort": [
                ("", _("a new one, or none")),
                *((str(id_), pick(names, language)[0]) for id_, names in cohorts),
            ],
        }
        for name, found in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("federation") and not data.get("name"):
            self.add_error("name", _("Choose a federation above, or write the name of a new one."))
        if not data.get("federation") and not data.get("languages"):
            self.add_error("languages", _("Choose at least one language."))
        if data.get("cohort_name") and not data.get("cohort") and not data.get("cohort_starts_on"):
            self.add_error("cohort_starts_on", _("Say in which month the new cohort begins."))
        return data

    def sitting(self) -> Sitting:
        """What was written, for the service."""
        data = self.cleaned_data
        language = (data["languages"] or [get_language() or "fr"])[0]
        return Sitting(
            federation_id=uuid.UUID(data["federation"]) if data["federation"] else None,
            name=data["name"],
            languages=tuple(data["languages"]),
            territory=data["territory"],
            kind=data["kind"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            staff=data["staff"],
            cohort_id=uuid.UUID(data["cohort"]) if data["cohort"] else None,
            cohort_names={language: data["cohort_name"]} if data["cohort_name"] else {},
            cohort_starts_on=data["cohort_starts_on"],
            cohort_ends_on=data["cohort_ends_on"],
            enterprises=data["enterprises"],
            status=data["status"],
        )
