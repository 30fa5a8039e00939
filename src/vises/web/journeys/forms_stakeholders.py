"""Forms of the stakeholder map and of sessions."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.sessions import Topic
from vises.apps.journeys.queries.stakeholders import Group, Map
from vises.kernel.locale import Texts, pick
from vises.web.journeys.forms import LANGUAGES, date_input, lines
from vises.web.journeys.words import KINDS, SESSION_KINDS
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm


class GroupForm(TextsForm):
    """A stakeholder group; how far it takes part is asked on the same page."""

    def __init__(self, *args: Any, page: Map, group: Group | None, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts(
            "names",
            _("Who they are"),
            page.languages,
            hint=_("As they would say it: “customers who pay the reduced price”, rather than “beneficiaries”."),
            long=False,
            texts=group.names if group else None,
            max_length=120,
        )
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"), choices=[("", "–"), *KINDS.items()], initial=group.kind if group else ""
        )
        self.fields["size"] = forms.IntegerField(
            label=_("How many people"),
            required=False,
            min_value=1,
            max_value=9_999_999,
            initial=group.size if group else None,
            help_text=_("Leave it empty when you do not know: that says something too."),
        )
        self.fields["size_is_about"] = forms.BooleanField(
            label=_("This number is a guess"), required=False, initial=bool(group and group.size_is_about)
        )
        for name, label, hint in (
            ("relation", _("What links you"), _("What do you do for each other, and since when?")),
            ("gains_or_loses", _("What they may gain or lose"), _("By what you do, and by this evaluation.")),
            (
                "access_difficulty",
                _("What makes them hard to reach"),
                _("Language, hours, shame, distance, mistrust, no screen …"),
            ),
        ):
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                widget=lines(2),
                max_length=5000,
                initial=getattr(group, name) if group else "",
            )
        degrees = [("", _("not said"))] + [(id_, pick(texts, language)[0]) for id_, texts in page.degrees]
        for step in page.steps:
            self.fields[f"degree_{step.id}"] = forms.ChoiceField(
                label=_("In “%(step)s” they are") % {"step": pick(step.shorts, language)[0]},
                choices=degrees,
                required=False,
                initial=group.degrees.get(step.id, "") if group else "",
            )

    def values(self) -> dict[str, Any]:
        """What the services of the map take."""
        data = self.cleaned_data
        plain = ("kind", "size", "size_is_about", "relation", "gains_or_loses", "access_difficulty")
        return {"names": self.texts("names"), **{name: data[name] for name in plain}}

    def degrees(self) -> dict[str, str]:
        """The degree of involvement by step."""
        return {
            name.removeprefix("degree_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("degree_")
        }


class PlanSessionForm(PageForm):
    """A session to come."""

    title = forms.CharField(label=_("Title"), max_length=200)
    on = forms.DateField(label=_("Day"), widget=date_input())
    deliverables = forms.MultipleChoiceField(
        label=_("What you will work on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each comes with an agenda of about two hours and a sheet to print."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=list(SESSION_KINDS.items()))
    place = forms.CharField(label=_("Place"), required=False, max_length=200)
    language = forms.ChoiceField(label=_("Spoken in"), choices=LANGUAGES)

    def __init__(self, *args: Any, topics: Sequence[Topic], here: str, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["deliverables"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        first = [topic for topic in topics if topic.step == here]
        ordered = [*first, *(topic for topic in topics if topic.step != here)]
        chosen.choices = [(topic.code, pick(topic.titles, words)[0]) for topic in ordered]


class HoldSessionForm(PageForm):
    """What a session was: who was there, how long, what was said."""

    on = forms.DateField(label=_("Day"), widget=date_input())
    minutes = forms.IntegerField(
        label=_("How long, in minutes"), required=False, min_value=0, max_value=24 * 60
    )
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
