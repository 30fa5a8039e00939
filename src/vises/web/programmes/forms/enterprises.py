"""Forms of the coordinator."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.web.layout.forms import PageForm
from vises.web.programmes.words import REASONS, STATUSES


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
