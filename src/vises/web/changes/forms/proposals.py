"""Forms of those who prepare a proposal and decide on it."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.learning.queries.changes import ChangeLine, Choices, GroundLine, TextPart
from vises.apps.methodology.chooser import Chooser, Rule
from vises.apps.methodology.comparing import ElementLine
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, Texts, pick
from vises.web.changes.words import GROUPS, KINDS
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm

LONGEST = 2000


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
    field.choices = list(choices)


class AboutForm(TextsForm):
    """The number, title and reasons of a proposal."""

    code = forms.CharField(
        label=_("Number of the version"),
        max_length=20,
        help_text=_("With digits and points, such as 3.1. It gets it when it is released."),
    )

    def __init__(self, *args: Any, titles: Texts | None = None, whys: Texts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("titles", _("What changes, in a few words"), LANGUAGES, long=False, texts=titles, max_length=160)
        self.add_texts(
            "whys",
            _("Why"),
            LANGUAGES,
            hint=_("What happened in the field, and what should become easier. All will read this."),
            texts=whys,
            max_length=LONGEST,
        )


class NewForm(AboutForm):
    """A new proposal: from which version, who prepares it, and when it opens."""

    base = forms.ChoiceField(label=_("It changes version"))
    body = forms.ChoiceField(
        label=_("Prepared by"), required=False, help_text=_("Only those who sit there write in it while it is closed.")
    )
    opens_on = forms.DateField(label=_("Opens to all on"), widget=date_input())
    universal = forms.BooleanField(
        label=_("It changes the core for everybody"),
        required=False,
        help_text=_("Otherwise it is a local overlay: the core stays, and the version says what is local."),
    )

    def __init__(self, *args: Any, choices: Choices, language: str, latest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "base", ((code, pick(titles, language)[0] or code) for code, titles in reversed(choices.bases)))
        alone = [("", str(_("no body: the coordination and research")))] if choices.alone else []
        _choose(self, "body", [*alone, *((str(id_), pick(names, language)[0]) for id_, names in choices.bodies)])
        self.fields["body"].required = not choices.alone
        self.fields["opens_on"].help_text = str(
            _("Until then only those who prepare it read it; on that day it opens by itself. %(latest)s at the latest.")
            % {"latest": latest}
        )
        self.order_fields(["base", "code", *[name for name in self.fields if name.startswith(("titles", "whys"))]])


class LaterForm(PageForm):
    """Another day on which a closed draft opens."""

    opens_on = forms.DateField(label=_("Opens to all on"), widget=date_input())
    why = forms.CharField(
        label=_("Why later"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("All read it when it opens."),
    )


class StepForm(PageForm):
    """The next step of a proposal: why, and for a consultation its last day."""

    why = forms.CharField(
        label=_("Why, in a few words"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
    )
    closes_on = forms.DateField(
        label=_("Last day of the consultation"),
        required=False,
        widget=date_input(),
        help_text=_("A week from today at the earliest. People are told this day."),
    )

    def __init__(self, *args: Any, step: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step == "open":
            del self.fields["why"]
            self.fields["closes_on"].required = True
        else:
            del self.fields["closes_on"]
        if step == "released":
            del self.fields["why"]


class TextForm(TextsForm):
    """One text of the draft in every language; where one lags, whether it still fits as it is."""

    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: TextPart, label: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": part.seen}, **kwargs)
        self.add_texts("text", label, LANGUAGES, texts=part.texts, max_length=LONGEST)
        for code in part.behind:
            if part.texts.get(code):
                self.fields[f"holds_{code}"] = forms.BooleanField(
                    label=_("The text in this language still fits: %(language)s") % {"language": LANGUAGE_NAMES[code]},
                    required=False,
                )

    def holds(self) -> list[str]:
        """The languages whose text was checked and still fits."""
        return [code for code in LANGUAGES if self.cleaned_data.get(f"holds_{code}")]


class ElementForm(PageForm):
    """A new element of one of the method's lists."""

    group = forms.ChoiceField(label=_("What is added"), choices=list(GROUPS.items()))
    id = forms.CharField(
        label=_("Short name for addresses"),
        max_length=40,
        help_text=_("Small letters, digits and hyphens, such as counting-grid. People see the title, not this."),
    )


class MoveForm(PageForm):
    """A deliverable moves to a step, at a place."""

    step = forms.ChoiceField(label=_("Step"))
    place = forms.IntegerField(label=_("Place in the step, from 1"), min_value=1, max_value=20)

    def __init__(self, *args: Any, steps: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "step", steps)


class ChooserForm(PageForm):
    """Like which other card the chooser advises a method card."""

    like = forms.ChoiceField(
        label=_("Advised like"), help_text=_("The same hours, and for the same answers, as this method card.")
    )

    def __init__(self, *args: Any, cards: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "like", cards)


SAYS = [
    ("", _("says nothing of it")),
    ("favours", _("speaks for it")),
    ("hinders", _("speaks against it")),
    ("excludes", _("leaves it out")),
]


class RuleForm(PageForm):
    """For which answers a rule of the chooser holds, and what it does to each method card."""

    def __init__(
        self,
        *args: Any,
        chooser: Chooser,
        name: Callable[[str], str],
        rule: Rule | None = None,
        new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        held = dict(rule.when) if rule else {}
        said = {card: part for part in dict(SAYS) if part and rule for card in getattr(rule, part)}
        if new:
            self.fields["id"] = forms.CharField(
                label=_("Short name for addresses"),
                max_length=40,
                help_text=_("Small letters, digits and hyphens, such as few-by-post. Its sentence comes next."),
            )
        for asked in chooser.questions:
            self.fields[f"when_{asked.id}"] = forms.MultipleChoiceField(
                label=name(f"chooser.question.{asked.id}"),
                choices=[(choice, name(f"chooser.choice.{asked.id}.{choice}")) for choice in asked.choices],
                initial=held.get(asked.id, ()),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        for card in chooser.cards:
            self.fields[f"says_{card.id}"] = forms.ChoiceField(
                label=name(f"method.{card.id}.title"), choices=SAYS, initial=said.get(card.id, ""), required=False
            )

    @property
    def when(self) -> dict[str, list[str]]:
        return {asked.id: self.cleaned_data[f"when_{asked.id}"] for asked in self.chooser.questions}

    @property
    def says(self) -> dict[str, str]:
        return {card.id: self.cleaned_data[f"says_{card.id}"] for card in self.chooser.cards}


class EntryForm(TextsForm):
    """An entry of the list of changes: what, why, and on which grounds."""

    element = forms.ChoiceField(label=_("What it is about"))
    kind = forms.ChoiceField(label=_("In short"), choices=list(KINDS.items()))
    grounds = forms.MultipleChoiceField(
        label=_("It rests on"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked: on everything the proposal rests on."),
    )

    def __init__(
        self,
        *args: Any,
        elements: Iterable[ElementLine],
        grounds: Iterable[GroundLine],
        language: str,
        entry: ChangeLine | None = None,
        **kwargs: Any,
    ) -> None:
        found = list(grounds)
        if entry is not None:
            ticked = [str(one.id) for one in found if (one.kind, str(one.thing_id)) in entry.references]
            kwargs["initial"] = {"element": entry.element, "kind": entry.kind, "grounds": ticked}
        super().__init__(*args, **kwargs)
        self.add_texts("what", _("What changes"), LANGUAGES, texts=entry.what if entry else None, max_length=LONGEST)
        self.add_texts("why", _("Why"), LANGUAGES, texts=entry.why if entry else None, max_length=LONGEST)
        _choose(self, "element", ((line.key, line.title) for line in elements))
        if found:
            _choose(self, "grounds", ((str(one.id), pick(one.words, language)[0][:120]) for one in found))
        else:
            del self.fields["grounds"]
        self.order_fields(["element", "kind", *[name for name in self.fields if name.startswith(("what_", "why_"))]])


class GroundForm(PageForm):
    """A note or finding on which a proposal rests."""

    ground = forms.ChoiceField(label=_("A note that went up, or a finding"))

    def __init__(self, *args: Any, offered: Iterable[GroundLine], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self,
            "ground",
            ((f"{one.kind}:{one.thing_id}", pick(one.words, language)[0][:120]) for one in offered),
        )
