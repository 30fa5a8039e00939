"""Forms of the designer."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.instruments.queries.drafts import DraftView
from vises.kernel.locale import LANGUAGE_NAMES, tag_of
from vises.web.designer.words import KINDS, ONE_MORE_ROW, hows_of, said
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.xforms.design import LONGEST_NAME, Edit, Item, may_become

LONGEST, MOST_ANSWERS = 4_000, 100
SHORT = {"rows": 2}
LISTED = frozenset({"one", "several", "rank", "grid"})
"""Kinds whose answers somebody writes."""


class BeginForm(TextsForm):
    """A new questionnaire: its title, and the language it is written in first."""

    language = forms.ChoiceField(
        label=_("In which language do you write it first?"),
        help_text=_("Others can be added, side by side with this one."),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, languages: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("titles", _("Title"), languages, hint=_("Respondents see it first."), long=False, max_length=200)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, LANGUAGE_NAMES[code]) for code in languages]
        field.initial = languages[0]
        self.order_fields([f"titles_{code}" for code in languages])


class RemarkForm(PageForm):
    """What one wants to say to those who write it too."""

    text = forms.CharField(
        label=_("Your remark"),
        max_length=2_000,
        widget=forms.Textarea(attrs=SHORT),
        help_text=_("For those who write this questionnaire with you. Respondents never see it."),
    )


class AddForm(PageForm):
    """One more question or group."""

    hide_optional = True
    label = forms.CharField(
        label=_("The question, as it will be asked"), max_length=LONGEST, widget=forms.Textarea(attrs=SHORT)
    )
    kind = forms.ChoiceField(
        label=_("How does one answer?"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="one"
    )
    answers = forms.CharField(
        label=_("The answers to choose from, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For one answer, several answers, answers to put in order, or the columns of a grid (seven at most stand "
            "side by side)."
        ),
    )
    rows = forms.CharField(
        label=_("The lines of the grid, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Each line is a question of its own. What you wrote above stands over the whole grid."),
    )
    low = forms.CharField(
        label=_("For a scale: what does 1 mean?"),
        required=False,
        max_length=200,
        help_text=_("For example: not at all"),
    )
    high = forms.CharField(
        label=_("And what does the last number mean?"),
        required=False,
        max_length=200,
        help_text=_("For example: completely"),
    )
    steps = forms.TypedChoiceField(
        label=_("For a scale: up to which number?"),
        choices=[(n, str(n)) for n in range(2, 11)],
        coerce=int,
        initial=5,
    )
    hint = forms.CharField(
        label=_("A hint under the question"), required=False, max_length=LONGEST, widget=forms.Textarea(attrs=SHORT)
    )
    required = forms.BooleanField(
        label=_("An answer is needed to go on"),
        required=False,
        help_text=_("Rarely: whoever has no answer must make one up."),
    )

    def __init__(self, *args: Any, in_grid: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        if in_grid:
            kind.choices = [("row", ONE_MORE_ROW), *KINDS.items()]
            kind.initial = "row"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["lines"] = lines_in(data.get("answers", ""))
        data["grid_rows"] = lines_in(data.get("rows", ""))
        if data.get("kind") in LISTED:
            _check_lines(self, data["lines"])
        if data.get("kind") == "grid" and not 2 <= len(data["grid_rows"]) <= MOST_ANSWERS:
            self.add_error("rows", _("Write the lines of the grid, one on each line: two or more, 100 at most."))
        return data

    def edit(self, after: str, language: str) -> Edit:
        """What was asked for."""
        data = self.cleaned_data
        made: dict[str, Any] = {
            "op": "add",
            "after": after,
            "language": language,
            "kind": data["kind"],
            "label": data["label"],
            "hint": data["hint"],
            "required": data["required"],
        }
        if data["kind"] in LISTED:
            made["choices"] = data["lines"]
        if data["kind"] == "grid":
            made["rows"] = data["grid_rows"]
        if data["kind"] == "scale":
            ends = {1: data["low"].strip(), data["steps"]: data["high"].strip()}
            made["choices"] = [
                [str(n), f"{n} – {ends[n]}" if ends.get(n) else str(n)] for n in range(1, data["steps"] + 1)
            ]
        return made


class WordsForm(PageForm):
    """A question's words in the main language, its answers, whether an answer is needed."""

    hide_optional = True

    def __init__(self, *args: Any, item: Item, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.language = item, language
        shown = {"lang": tag} if (tag := tag_of(language)) else {}
        self.fields["label"] = _text(
            _("Title of the group") if item.is_group else _("The question"), item.labels, language
        )
        if not item.is_group or item.hints:
            self.fields["hint"] = _text(_("A hint under it"), item.hints, language)
        for choice in item.choices:
            self.fields[f"c-{choice.id}"] = forms.CharField(
                label=_("Answer: %(text)s") % {"text": said(choice.labels, language) or choice.value},
                required=False,
                max_length=LONGEST,
                initial=choice.labels.get(language, ""),
                widget=forms.TextInput(attrs=shown),
            )
        if item.asks and item.required is not None:
            self.fields["required"] = forms.BooleanField(
                label=_("An answer is needed to go on"), required=False, initial=item.required
            )

    def answers(self) -> list[Any]:
        """The answers with their fields."""
        return [(choice, self[f"c-{choice.id}"]) for choice in self.item.choices]

    def others(self) -> list[Any]:
        """The fields that are not words of answers."""
        return [self[name] for name in self.fields if not name.startswith("c-") and name != "required"]

    @property
    def required_field(self) -> Any:
        """The tick for an answer that is needed, if it may be set here."""
        return self["required"] if "required" in self.fields else None

    def edits(self) -> list[Edit]:
        """What changed."""
        data, item = self.cleaned_data, self.item
        before = {"label": item.labels, "hint": item.hints}
        texts = {
            what: data[what].strip()
            for what in before
            if what in data and data[what].strip() != before[what].get(self.language, "").strip()
        }
        choices = {
            choice.id: data[f"c-{choice.id}"].strip()
            for choice in item.choices
            if data[f"c-{choice.id}"].strip() != choice.labels.get(self.language, "").strip()
        }
        made: list[Edit] = []
        if texts or choices:
            words = {"op": "words", "row": item.id, "language": self.language}
            made.append({**words, "texts": texts, "choices": choices})
        if "required" in data and data["required"] != item.required:
            made.append({"op": "required", "row": item.id, "on": data["required"]})
        return made


def _text(label: Any, texts: Any, language: str) -> forms.CharField:
    shown = {"lang": tag} if (tag := tag_of(language)) else {}
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        initial=texts.get(language, ""),
        widget=forms.Textarea(attrs={**SHORT, **shown}),
    )


def lines_in(text: str) -> list[str]:
    """Answers to choose from as they were typed: one on each line, with a dash or without."""
    lines = [line.strip(" -\t") for line in text.splitlines()]
    return [line for line in lines if line]


def _check_lines(form: PageForm, lines: list[str]) -> None:
    if len(lines) < 2:
        form.add_error("answers", _("Write at least two answers, one on each line."))
    elif len(lines) > MOST_ANSWERS:
        form.add_error("answers", _("These are too many answers to read. Make two questions of it."))


class KindForm(PageForm):
    """Another way of answering the same question."""

    hide_optional = True
    answers = forms.CharField(
        label=_("The answers to choose from, one on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, item: Item, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.language = item, language
        kinds = [(code, text) for code, text in KINDS.items() if code in kinds_for(item)]
        self.fields["kind"] = forms.ChoiceField(
            label=_("How will one answer?"), choices=kinds, widget=forms.RadioSelect, initial=kinds[0][0]
        )
        self.order_fields(["kind"])
        if item.choices or not any(code in LISTED for code, _text in kinds):
            del self.fields["answers"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "answers" in self.fields and data.get("kind") in LISTED:
            _check_lines(self, lines_in(data.get("answers", "")))
        return data

    def edits(self) -> list[Edit]:
        """What was asked for. A scale begins with five steps; words at its ends can be written then."""
        data = self.cleaned_data
        made: Edit = {"op": "kind", "row": self.item.id, "kind": data["kind"], "language": self.language}
        steps = [[str(n), str(n)] for n in range(1, 6)]
        return [{**made, "choices": steps if data["kind"] == "scale" else lines_in(data.get("answers", ""))}]


def kinds_for(item: Item) -> tuple[str, ...]:
    """Kinds that this one may be turned into."""
    return may_become(item.kind, bool(item.kept))


class NameForm(PageForm):
    """The name of a question for files and programs."""

    name = forms.CharField(
        label=_("Its name"),
        max_length=LONGEST_NAME,
        help_text=_(
            "A word of letters, figures and _, without spaces or accents. Conditions follow by themselves. A question "
            "of the bank is recognised by its name."
        ),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.fields["name"].initial = item.name

    def edits(self) -> list[Edit]:
        """What changed."""
        new = self.cleaned_data["name"].strip()
        return [{"op": "name", "row": self.item.id, "name": new}] if new != self.item.name else []


class MoreForm(PageForm):
    """More answers to choose from."""

    more = forms.CharField(
        label=_("More answers, one on each line"), widget=forms.Textarea(attrs=SHORT), max_length=LONGEST
    )

    def edits(self, item: Item, language: str) -> list[Edit]:
        """One edit an answer."""
        lines = lines_in(self.cleaned_data["more"])
        add = {"op": "choice-add", "row": item.id, "language": language}
        made: list[Edit] = [{**add, "text": line} for line in lines]
        return made[:MOST_ANSWERS]


class LimitsForm(PageForm):
    """What an answer must keep to."""

    hide_optional = True
    WORDS = {
        "number": (_("At least"), _("At most")),
        "characters": (_("At least how many characters"), _("At most how many characters")),
        "chosen": (_("At least how many answers"), _("At most how many answers")),
        "date": (_("Not before"), _("Not after")),
    }

    def __init__(self, *args: Any, item: Item, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item, self.language = item, language
        least, most = self.WORDS[item.measure]
        now = item.limits
        for name, label, initial in (
            ("least", least, now.least if now else ""),
            ("most", most, now.most if now else ""),
        ):
            self.fields[name] = _bound(item.measure, label, initial)
        self.fields["message"] = _text(_("What is said when an answer does not fit"), item.messages, language)

    def edits(self) -> list[Edit]:
        """What changed."""
        data, item = self.cleaned_data, self.item
        bounds = {name: plain_value(data[name]) for name in ("least", "most")}
        made: list[Edit] = []
        if item.limits is None or bounds != {"least": item.limits.least, "most": item.limits.most}:
            made.append({"op": "limits", "row": item.id, "measure": item.measure, **bounds})
        if data["message"].strip() != item.messages.get(self.language, "").strip():
            texts = {"message": data["message"].strip()}
            made.append({"op": "words", "row": item.id, "language": self.language, "texts": texts})
        return made


def _bound(measure: str, label: Any, initial: str) -> forms.Field:
    if measure == "date":
        widget = forms.DateInput(attrs={"type": "date"})
        return forms.DateField(label=label, required=False, initial=initial or None, widget=widget)
    if measure == "number":
        return forms.DecimalField(
            label=label, required=False, initial=initial or None, max_digits=15, decimal_places=4, localize=True
        )
    return forms.IntegerField(label=label, required=False, initial=initial or None, min_value=0, max_value=100_000)


def plain_value(value: Any) -> str:
    """A value of a form as formulas and answers have it: 1.50 is 1.5, a day is 2026-01-31, nothing is ""."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else str(value)


class MoveForm(PageForm):
    """Another place in the list."""

    after = forms.ChoiceField(label=_("Put it"))

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("first", text) if not row else (row, text) for row, text in places]


class LookForm(PageForm):
    """One line of a condition: how the answer to a question is looked at, and with what."""

    how = forms.ChoiceField(label=_("How?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, asked: Item, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hows = hows_of(asked)
        field = self.fields["how"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(hows.items())
        field.initial = next(iter(hows), "")
        self.fields["value"] = _value(asked, language)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") in {"answered", "not-answered"}:
            data["value"] = ""
        elif "value" not in self.errors and data.get("value") in {None, ""}:
            self.add_error("value", _("Say with what the answer is compared."))
        return data


def _value(asked: Item, language: str) -> forms.Field:
    if asked.choices:
        choices = [(choice.value, said(choice.labels, language) or choice.value) for choice in asked.choices]
        return forms.ChoiceField(
            label=_("Which answer?"), choices=choices, widget=forms.RadioSelect, required=False, initial=choices[0][0]
        )
    if asked.kind in {"number", "decimal"}:
        return forms.DecimalField(
            label=_("Which number?"), required=False, max_digits=15, decimal_places=4, localize=True
        )
    if asked.kind == "date":
        return forms.DateField(label=_("Which day?"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    return forms.CharField(label=_("Which words?"), required=False, max_length=200)


class PublishForm(TextsForm):
    """Making a draft a wording that can be used."""

    why = forms.CharField(
        label=_("What changed, and why?"),
        required=False,
        max_length=300,
        help_text=_("Asked once people have answered: the wording before stays beside their answers."),
    )
    over = forms.BooleanField(label=_("I looked at the other version; publish this one after it"), required=False)

    def __init__(self, *args: Any, view: DraftView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if view.base is None and view.later is None:
            del self.fields["why"]
        if view.later is None:
            del self.fields["over"]
