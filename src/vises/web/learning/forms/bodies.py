"""Forms of those who treat notes: the answer, themes, adjustments, sessions, questions to the field."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from vises.apps.coding.queries.codebook import CodeRow
from vises.apps.learning.queries.bodies import SessionPage, Table
from vises.kernel.locale import Texts, pick
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm, with_written
from vises.web.learning.words import OWNERS

BOTH = ("fr", "nl")
"""The field is told in French and in Dutch."""


def date_input() -> forms.DateInput:
    """A date as browsers ask for it."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AnswerForm(TextsForm):
    """What the body makes of a note, and what the field is told."""

    hide_optional = True

    def __init__(self, *args: Any, table: Table, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = with_written(BOTH, table.answers | table.analyses)
        self.add_texts(
            "answers",
            _("Answer to the field"),
            self.languages,
            hint=_("To the person who asked, in plain words. It goes back in both languages."),
            texts=table.answers,
            max_length=6_000,
        )
        self.add_texts(
            "analyses",
            _("What we make of it"),
            self.languages,
            hint=_("For the body itself: what this note teaches, and what speaks against it."),
            texts=table.analyses,
            max_length=6_000,
        )


class CodeForm(PageForm):
    """A theme for a note, or for some of its sentences."""

    code = forms.ChoiceField(label=_("Theme"))
    first = forms.IntegerField(
        label=_("From sentence"), required=False, min_value=1, help_text=_("Leave empty for the whole note.")
    )
    last = forms.IntegerField(label=_("To sentence"), required=False, min_value=1)
    hide_optional = True

    def __init__(self, *args: Any, codes: Sequence[CodeRow], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [(str(row.id), f"{'– ' * row.depth}{pick(row.names, language)[0]}") for row in codes]


class AdjustmentForm(TextsForm):
    """What the journey the note came from may adjust."""

    hide_optional = True

    owner = forms.ChoiceField(label=_("Who sees to it"), choices=list(OWNERS.items()), widget=forms.RadioSelect)
    due_on = forms.DateField(
        label=_("When it comes back"),
        widget=date_input(),
        help_text=_("It then stands on the path of the journey until somebody says how it went."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("whats", _("What to adjust"), BOTH, long=False, max_length=400)
        self.order_fields([name for name in self.fields if name.startswith("whats")])


class PointForm(TextsForm):
    """A point of its own on an agenda."""

    hide_optional = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("titles", _("Point"), BOTH, long=False, max_length=300)


class MinutesForm(TextsForm):
    """What was said and decided at a session. `point-…` fields hold the decision on each point."""

    people = forms.IntegerField(label=_("People present"), required=False, min_value=0, max_value=500)
    hide_optional = True

    def __init__(self, *args: Any, sitting: SessionPage, language: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"people": sitting.people}, **kwargs)
        written = dict(sitting.minutes)
        for point in sitting.points:
            written |= point.decisions
        self.languages = with_written(BOTH, written)
        for number, point in enumerate(sitting.points, 1):
            title = Truncator(point.note.words).words(14) if point.note else pick(point.titles, language)[0]
            label = _("Decision on point %(n)s") % {"n": number}
            self.add_texts(
                f"point-{point.id}",
                label,
                self.languages,
                hint=title,
                texts=point.decisions,
                max_length=4_000,
            )
        self.add_texts(
            "minutes",
            _("What was said"),
            self.languages,
            hint=_("What everybody should know who was not there."),
            texts=sitting.minutes,
        )
        self.ids = [point.id for point in sitting.points]
        self.order_fields([name for name in self.fields if name != "people"])

    def decisions(self) -> dict[Any, Texts]:
        """The decision on each point, per language."""
        return {id_: self.texts(f"point-{id_}") for id_ in self.ids}


class AskFieldForm(TextsForm):
    """A question to everybody in the field."""

    hide_optional = True

    step = forms.ChoiceField(label=_("Where it is asked"), required=False)
    ends_on = forms.DateField(label=_("Until"), widget=date_input())

    def __init__(self, *args: Any, steps: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("texts", _("The question"), BOTH, max_length=600, hint=_("One question, in plain words."))
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = [("", _("at every step")), *steps]
        self.order_fields([name for name in self.fields if name.startswith("texts")])
