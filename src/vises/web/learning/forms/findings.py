"""Forms of findings, lessons and the harvest of a workshop."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.learning.queries.findings import FindingPage, Material
from vises.apps.learning.queries.notes import NoteLine
from vises.apps.learning.queries.places import Place
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm, with_written
from vises.web.learning.forms.bodies import BOTH, date_input
from vises.web.learning.forms.notes import LONGEST_NOTE
from vises.web.learning.words import KINDS


def note_choices(notes: Iterable[NoteLine]) -> list[tuple[str, str]]:
    """Notes to tick, by their first words."""
    return [(str(line.id), line.words if len(line.words) < 140 else f"{line.words[:138]}…") for line in notes]


def place_choices(places: Iterable[Place], language: str) -> list[tuple[str, str]]:
    """Steps, and under each its deliverables."""
    return [(place.code, f"{'– ' if place.deliverable else ''}{pick(place.titles, language)[0]}") for place in places]


class _FromNotes(TextsForm):
    """Something that stands on notes."""

    supports = forms.MultipleChoiceField(
        label=_("Notes that support it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    againsts = forms.MultipleChoiceField(
        label=_("Notes that speak against it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    hide_optional = True

    def offer(self, material: Material) -> None:
        """Let these notes be chosen from."""
        choices = note_choices(material.notes)
        for name in ("supports", "againsts"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices

    def ids(self, name: str) -> list[uuid.UUID]:
        """The notes chosen under `name`."""
        return [uuid.UUID(one) for one in self.cleaned_data[name]]


class FindingForm(_FromNotes):
    """A finding across notes."""

    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    looked_for = forms.CharField(
        label=_("Where and how we looked for notes against it"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Such as: all difficulties of step 2 since spring, and a question to the field in May."),
    )
    opens_on = forms.DateField(
        label=_("Open to everybody from"),
        widget=date_input(),
        help_text=_("A draft is this body's until then; everybody sees that it exists. At most three months."),
    )

    def __init__(self, *args: Any, material: Material, language: str, row: FindingPage | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        statements, conditions = (row.statements, row.conditions) if row else ({}, {})
        self.add_texts(
            "statements", _("The finding"), with_written(BOTH, statements), texts=statements, max_length=1_000
        )
        self.add_texts(
            "conditions",
            _("Where it holds, and where not"),
            with_written(BOTH, conditions),
            texts=conditions,
            max_length=2_000,
        )
        self.offer(material)
        themes = self.fields["themes"]
        assert isinstance(themes, forms.MultipleChoiceField)
        themes.choices = [(str(code.id), pick(code.names, language)[0]) for code in material.codes]
        first = [name for name in self.fields if name.startswith("statements")]
        conditions_fields = [name for name in self.fields if name.startswith("conditions")]
        self.order_fields([*first, "supports", "againsts", "looked_for", *conditions_fields, "themes", "opens_on"])


class LessonForm(_FromNotes):
    """A lesson for a step."""

    place = forms.ChoiceField(label=_("Shown at"))
    finding = forms.ChoiceField(label=_("Part of a finding"), required=False)

    def __init__(self, *args: Any, material: Material, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("One sentence that helps the next one at this step.")
        self.add_texts("statements", _("The lesson"), BOTH, hint=hint, max_length=600)
        self.add_texts("conditions", _("Where it holds, and where not"), BOTH, max_length=1_000)
        self.offer(material)
        place, finding = self.fields["place"], self.fields["finding"]
        assert isinstance(place, forms.ChoiceField) and isinstance(finding, forms.ChoiceField)
        place.choices = place_choices(material.places, language)
        finding.choices = [("", _("of none")), *((str(id_), pick(t, language)[0]) for id_, t in material.findings)]
        self.order_fields([*(name for name in self.fields if name.startswith("statements")), "place", "supports"])


class HarvestForm(PageForm):
    """Something said in a workshop."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In their words"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One thing said, without names of people or enterprises."),
    )
    language = forms.ChoiceField(label=_("Said in"), choices=list(LANGUAGE_NAMES.items()))
    place = forms.ChoiceField(label=_("About which step"), required=False)
    workshop = forms.CharField(widget=forms.HiddenInput, max_length=40)
    hide_optional = True

    def __init__(self, *args: Any, places: Iterable[Place], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, forms.ChoiceField)
        place.choices = [("", _("none in particular")), *place_choices(places, language)]
