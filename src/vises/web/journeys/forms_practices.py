"""The form of a practices portrait: a day, and five texts in the enterprise's own words."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.practices import PracticesView
from vises.apps.journeys.rules.practices import ASPECTS
from vises.apps.journeys.services.practices import LONGEST
from vises.kernel.clock import today
from vises.kernel.locale import LANGUAGE_NAMES
from vises.web.journeys.forms import date_input
from vises.web.layout.forms import PageForm, check_characters, write_again

NAMES = {
    "governance": _("Governance"),
    "participation": _("Participation"),
    "job-quality": _("Job quality"),
    "local-anchoring": _("Local anchoring"),
    "prices": _("Prices"),
}
HINTS = {
    "governance": _("Who decides what, and how do those concerned have a say?"),
    "participation": _("Who takes part in what, beyond being served? Since when, and who not?"),
    "job-quality": _("How do you work: contracts, hours, learning, safety, a say in one's own work?"),
    "local-anchoring": _("With whom near you do you buy, sell, share, decide?"),
    "prices": _("How are prices set, and who can afford them? No figure is needed."),
}


class PracticesForm(PageForm):
    """Words on five aspects; none of them must be filled in, one is enough."""

    hide_optional = True
    on = forms.DateField(label=_("As it is on"), widget=date_input())
    session = forms.ChoiceField(label=_("Told at which session?"), required=False)
    language = forms.ChoiceField(label=_("Written in"), choices=list(LANGUAGE_NAMES.items()))
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000)

    def __init__(
        self,
        *args: Any,
        language: str,
        sessions: list[tuple[str, str]],
        before: PracticesView | None,
        correcting: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        session = self.fields["session"]
        assert isinstance(session, forms.ChoiceField)
        session.choices = [("", _("no session in particular")), *sessions]
        self.fields["on"].initial = today()
        self.fields["language"].initial = before.language if before else language
        self.fields["number"].initial = before.number if before and correcting else 0
        if correcting:
            for name in ("on", "session", "language"):
                del self.fields[name]
        for aspect in ASPECTS:
            self.fields[aspect] = forms.CharField(
                label=NAMES[aspect],
                help_text=HINTS[aspect],
                required=False,
                max_length=LONGEST,
                initial=before.texts.get(aspect, "") if before else "",
                widget=forms.Textarea(attrs={"rows": 4}),
                validators=[check_characters],
            )

    def renew(self, row: PracticesView) -> None:
        """Somebody corrected it meanwhile: sending again goes over what the page shows now."""
        write_again(self, number=str(row.number))

    def texts(self) -> dict[str, str]:
        """Aspect to words."""
        return {aspect: self.cleaned_data[aspect] for aspect in ASPECTS}

    def session_id(self) -> uuid.UUID | None:
        """The session at which it was told."""
        return uuid.UUID(self.cleaned_data["session"]) if self.cleaned_data["session"] else None
