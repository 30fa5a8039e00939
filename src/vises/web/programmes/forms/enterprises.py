"""Forms of the coordinator."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.layout.forms import PageForm
from vises.web.programmes.forms.bodies import date_input
from vises.web.programmes.forms.months import MonthField
from vises.web.programmes.words import EXTENSION_REASONS, REASONS, STATUSES


class StatusForm(PageForm):
    """Where an enterprise stands in the programme."""

    status = forms.ChoiceField(label=_("New status"), widget=forms.RadioSelect)
    reason_category = forms.ChoiceField(
        label=_("Kind of reason"),
        required=False,
        help_text=_("Asked for a pause or an end. Only this kind travels upward."),
        choices=[("", _("none")), *REASONS.items()],
    )
    reason_words = forms.CharField(
        label=_("In words"),
        required=False,
        widget=forms.Textarea,
        help_text=_("Stays private to the coordination."),
    )

    def __init__(self, *args: Any, following: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status = self.fields["status"]
        assert isinstance(status, forms.ChoiceField)
        status.choices = [(code, STATUSES[code]) for code in following]


class ExtensionForm(PageForm):
    """Accompaniment until a later month, with the kind of reason."""

    until = MonthField(label=_("Accompanied until"), last=True)
    reason_category = forms.ChoiceField(
        label=_("Kind of reason"), choices=list(EXTENSION_REASONS.items()), help_text=_("Only this travels upward.")
    )
    reason_words = forms.CharField(
        label=_("In words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays private to the coordination."),
    )


class BelongsForm(PageForm):
    """One more federation that an enterprise belongs to."""

    federation = forms.ChoiceField(label=_("Federation"))
    starts_on = forms.DateField(label=_("From"), required=False, widget=date_input())
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())

    def __init__(self, *args: Any, federations: Iterable[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["federation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(str(id_), name) for id_, name in federations]
