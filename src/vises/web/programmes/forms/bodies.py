"""Forms of bodies and seats."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.accounts.people import Person
from vises.apps.network.rules import name_key
from vises.apps.programmes.queries.bodies import BodyPage
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.programmes.words import BODY_KINDS


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class BodyForm(TextsForm):
    """What a body is and what it is for."""

    kind = forms.ChoiceField(label=_("Kind"), choices=list(BODY_KINDS.items()), initial="working-group")
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def __init__(self, *args: Any, body: BodyPage | None = None, **kwargs: Any) -> None:
        if body is not None:
            kwargs["initial"] = {"kind": body.kind, "starts_on": body.starts_on, "ends_on": body.ends_on}
        super().__init__(*args, **kwargs)
        names, purposes = (body.names, body.purposes) if body else (None, None)
        self.add_texts("names", _("Name"), LANGUAGES, long=False, max_length=160, texts=names)
        self.add_texts(
            "purposes",
            _("What it is for"),
            LANGUAGES,
            hint=_("What comes to it, and what it may decide."),
            texts=purposes,
            max_length=2000,
        )
        self.order_fields([name for name in self.fields if name not in {"starts_on", "ends_on"}])

    def said(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "names": self.texts("names"),
            "purposes": self.texts("purposes"),
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
        }


class SeatForm(PageForm):
    """Somebody is invited to sit in a body."""

    email = forms.EmailField(label=_("Mail address"), help_text=_("Whoever has no account yet gets a mail."))
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=list(LANGUAGE_NAMES.items()))
    organisation = forms.ChoiceField(label=_("Sits there for"), required=False)
    chairs = forms.BooleanField(label=_("Chairs this body"), required=False)
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def __init__(self, *args: Any, organisations: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("herself")), *((str(id_), name) for id_, name in organisations)]

    def person(self) -> Person:
        data = self.cleaned_data
        return Person(data["email"], data["name"], data["language"])

    def said(self) -> dict[str, Any]:
        """What the service takes beside the person."""
        data = self.cleaned_data
        return {
            "organisation_id": uuid.UUID(data["organisation"]) if data["organisation"] else None,
            "chairs": data["chairs"],
            "starts_on": data["starts_on"],
            "ends_on": data["ends_on"],
        }


class SittingForm(PageForm):
    """A day on which a body meets."""

    on = forms.DateField(label=_("Day"), widget=date_input())
    place = forms.CharField(label=_("Place"), required=False, max_length=200)


def pasted_counts(text: str, names: Sequence[tuple[uuid.UUID, str]]) -> tuple[dict[uuid.UUID, int], list[str]]:
    """Lines "organisation, tab or semicolon, people" as counts by organisation; and the lines not understood.

    An organisation written twice is counted together.
    """
    by_name = {name_key(name): id_ for id_, name in names}
    came: dict[uuid.UUID, int] = {}
    unclear = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, _sep, people = line.strip().replace("\t", ";").rpartition(";")
        found = by_name.get(name_key(name))
        digits = people.strip()
        if found is None or not (digits.isascii() and digits.isdigit() and len(digits) < 6):
            unclear.append(line.strip()[:120])
        else:
            came[found] = came.get(found, 0) + int(digits)
    return came, unclear
