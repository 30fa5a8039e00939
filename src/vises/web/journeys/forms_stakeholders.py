"""Forms of the stakeholder map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.stakeholders import Group, Map
from vises.kernel.locale import pick
from vises.web.journeys.forms import lines
from vises.web.journeys.words import KINDS
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
