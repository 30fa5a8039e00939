"""Forms of sessions: planning one, noting how it went."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.sessions import Topic
from vises.kernel.locale import Texts, pick
from vises.web.journeys.forms import LANGUAGES, date_input, lines, time_input
from vises.web.journeys.words import SESSION_KINDS
from vises.web.layout.forms import PageForm


class PlanSessionForm(PageForm):
    """A session to come."""

    title = forms.CharField(label=_("Title"), max_length=200)
    on = forms.DateField(label=_("Day"), widget=date_input())
    starts_at = forms.TimeField(label=_("Begins at"), required=False, widget=time_input())
    deliverables = forms.MultipleChoiceField(
        label=_("What you will work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each comes with an agenda of about two hours and a sheet to print."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(SESSION_KINDS.items()))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    minutes_planned = forms.IntegerField(
        label=_("Lasts, in minutes"),
        required=False,
        min_value=1,
        max_value=24 * 60,
        help_text=_("Left empty, it lasts as long as its agenda."),
    )
    language = forms.ChoiceField(label=_("Spoken in"), choices=LANGUAGES)

    def __init__(self, *args: Any, topics: Sequence[Topic], here: str, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["deliverables"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        first = [topic for topic in topics if topic.step == here]
        ordered = [*first, *(topic for topic in topics if topic.step != here)]
        chosen.choices = [(topic.code, pick(topic.titles, words)[0]) for topic in ordered]


class HoldSessionForm(PageForm):
    """What a session was: who was there, how long, what was said; `seen` is what the writer had before her eyes."""

    hide_optional = True  # a session may be noted with nothing but its day
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    on = forms.DateField(label=_("Day"), widget=date_input())
    minutes = forms.IntegerField(label=_("How long, in minutes"), required=False, min_value=0, max_value=24 * 60)
    record = forms.CharField(
        label=_("What was said and agreed"),
        required=False,
        widget=lines(8),
        max_length=50_000,
        help_text=_("Short is fine. Disagreements are worth more than summaries."),
    )

    def __init__(
        self,
        *args: Any,
        groups: Iterable[tuple[uuid.UUID, Texts, str, int | None]],
        present: dict[uuid.UUID, tuple[int, str]],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.groups = [(id_, pick(names, language)[0]) for id_, names, _kind, _size in groups]
        for id_, name in self.groups:
            people, names = present.get(id_, (0, ""))
            self.fields[f"people_{id_}"] = forms.IntegerField(
                label=_("People: %(group)s") % {"group": name},
                required=False,
                min_value=0,
                max_value=5000,
                initial=people or None,
            )
            self.fields[f"names_{id_}"] = forms.CharField(
                label=_("Names: %(group)s") % {"group": name}, required=False, max_length=2000, initial=names
            )

    def presence_rows(self) -> list[dict[str, Any]]:
        """The table of who was there: a group, its two fields."""
        return [
            {"name": name, "people": self[f"people_{id_}"], "names": self[f"names_{id_}"]} for id_, name in self.groups
        ]

    def presences(self) -> list[tuple[uuid.UUID, int, str]]:
        """What the service takes."""
        data = self.cleaned_data
        return [(id_, data[f"people_{id_}"] or 0, data[f"names_{id_}"]) for id_, _name in self.groups]
