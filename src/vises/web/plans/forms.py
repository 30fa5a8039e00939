"""Forms of the plan and of instruments."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from vises.apps.instruments.queries import VersionView
from vises.apps.journeys.queries.plan import Line, MethodCard, Plan
from vises.apps.journeys.services.plan import LineWords
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.web.layout.files import FilesField, ManyFiles
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.plans.words import READS_AS, ROLES, UNITS

ROWS = 20  # rows of a field for a whole instrument


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget)


def card_label(card: MethodCard, language: str) -> object:
    """A method card as the label of a choice: what it is good for, what to watch."""
    good, watch = pick(card.good_for, language)[0], pick(card.watch_out, language)[0]
    return format_html(
        '<strong>{}</strong><span class="method-card"><span>{} {}</span><span>{} {}</span></span>',
        pick(card.titles, language)[0],
        _("Good for:"),
        good,
        _("Watch out:"),
        watch,
    )


class LineForm(TextsForm):
    """A line of the plan."""

    method = forms.ChoiceField(label=_("By which method?"), widget=forms.RadioSelect)
    from_whom = forms.MultipleChoiceField(label=_("From whom?"), required=False, widget=forms.CheckboxSelectMultiple)
    by_whom = forms.CharField(
        label=_("By whom?"), required=False, max_length=200, help_text=_("Who asks, listens or counts.")
    )
    starts_on = _day(_("From which day?"))
    ends_on = _day(_("Until which day?"))
    target = forms.IntegerField(
        label=_("How many do you aim for?"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("A guess is fine. It is no score: later you see who is missing."),
    )
    unit = forms.ChoiceField(label=_("Counted in"), choices=list(UNITS.items()))
    reached_said = forms.IntegerField(
        label=_("How many were reached?"),
        required=False,
        min_value=0,
        max_value=1_000_000,
        help_text=_("Only where nothing counts it for you: answers and texts kept here are counted by themselves."),
    )
    respondent_minutes = forms.IntegerField(
        label=_("Minutes asked of each person"), required=False, min_value=0, max_value=10_000
    )
    enterprise_hours = forms.DecimalField(
        label=_("Hours it takes the enterprise"), required=False, min_value=0, max_digits=6, decimal_places=1
    )
    uses_existing = forms.BooleanField(label=_("It uses something you already have"), required=False)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, plan: Plan, language: str, line: Line | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = dict(self.fields)
        self.fields.clear()
        self.add_texts(
            "looks_at",
            _("What you look at"),
            with_those_written(plan.languages, line.looks_at if line else {}),
            hint=_("One thing that helps to answer the question: a change, a way of doing, who comes."),
            texts=line.looks_at if line else None,
            max_length=2000,
        )
        self.fields.update(later)
        choose(self, "method", [(card.id, card_label(card, language)) for card in plan.cards])
        choose(self, "from_whom", [(str(id_), pick(names, language)[0]) for id_, names in plan.groups])
        if line is not None:
            self.initial = {
                "method": line.card.id,
                "from_whom": [str(id_) for id_, _names in line.from_whom],
                "by_whom": line.by_whom,
                "starts_on": line.starts_on,
                "ends_on": line.ends_on,
                "target": line.target,
                "unit": line.unit,
                "reached_said": line.reached_said,
                "respondent_minutes": line.minutes,
                "enterprise_hours": line.hours,
                "uses_existing": line.uses_existing,
                "seen": line.mark,
                **self.initial,
            }
        else:
            del self.fields["reached_said"]

    def words(self) -> LineWords:
        """What was written, for the service."""
        data = self.cleaned_data
        return LineWords(
            looks_at=self.texts("looks_at"),
            method=data["method"],
            from_whom=tuple(to_ids(data["from_whom"])),
            by_whom=data["by_whom"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            target=data["target"],
            reached_said=data.get("reached_said"),
            unit=data["unit"],
            uses_existing=data["uses_existing"],
            respondent_minutes=data["respondent_minutes"],
            enterprise_hours=data["enterprise_hours"],
        )


class ReaderForm(PageForm):
    """Somebody who reads the raw words of a line."""

    user = forms.ChoiceField(
        label=_("A person of the journey"),
        required=False,
        help_text=_("With an account, this person can open the words here."),
    )
    name = forms.CharField(
        label=_("Or a name"), required=False, max_length=120, help_text=_("For somebody who reads on paper.")
    )
    as_what = forms.ChoiceField(
        label=_("Reads as"), choices=list(READS_AS.items()), widget=forms.RadioSelect, initial="trusted"
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(id_), f"{name} ({ROLES.get(role, role)})") for id_, name, role in plan.people]
        choose(self, "user", [("", _("nobody with an account")), *people])


class WritingForm(TextsForm):
    """What every instrument has: titles, why it changed, what the writer had before her eyes."""

    why = forms.CharField(
        label=_("What changed, and why?"),
        required=False,
        max_length=300,
        help_text=_("Asked once people have answered: the wording before stays beside their answers."),
    )
    was = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, languages: tuple[str, ...], before: VersionView | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        later = dict(self.fields)
        self.fields.clear()
        self.add_texts(
            "titles",
            _("Title"),
            with_those_written(languages, before.row.titles if before else {}),
            hint=_("Respondents see it first."),
            long=False,
            texts=before.row.titles if before else None,
            max_length=200,
        )
        self.fields.update(later)
        if before is None:
            del self.fields["why"]
        else:
            self.initial.setdefault("was", before.row.hash)


class QuestionnaireForm(WritingForm):
    """A questionnaire: typed as a plain list, or an XLSForm."""

    plain_list = forms.CharField(
        label=_("The questions, as a plain list"),
        required=False,
        widget=forms.Textarea(attrs={"rows": ROWS, "spellcheck": "true", "class": "list"}),
    )
    xlsform = forms.FileField(
        label=_("Or an XLSForm workbook"),
        required=False,
        help_text=_("A questionnaire made with Kobo, ODK or another program that writes XLSForm: .xlsx or .xls."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_last(self, "why", "was")


class TextForm(WritingForm):
    """A guide or a grid, as text in one language."""

    text = forms.CharField(label=_("The text"), widget=forms.Textarea(attrs={"rows": ROWS}))
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == "grid":
            self.fields["text"].label = _("The grid")
            self.fields["text"].help_text = _(
                "First line: the headings of the columns, separated by a semicolon. Then one line per thing to count."
            )
        put_last(self, "why", "was")


class MarkForm(PageForm):
    """Which questions are sensitive, by which results may be split, of which a code is made."""

    sensitive = forms.MultipleChoiceField(
        label=_("Sensitive questions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Health, beliefs, money, origin, papers. Outside the journey they are told only of larger groups."),
    )
    grouping = forms.MultipleChoiceField(
        label=_("Questions by which results may be split"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Few, and decided before people answer: each split makes groups smaller."),
    )

    pairing = forms.MultipleChoiceField(
        label=_("Questions that make a code, so that the same people can be compared later"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Three to eight whose answer stays the same and that nobody else would guess, better four or more: the "
            "first letter of one's mother's first name, the day of the month on which one was born, how many older "
            "brothers and sisters, the first letter of the place of birth. Never a name. Their answers are shown to "
            "nobody."
        ),
    )

    def __init__(self, *args: Any, view: VersionView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [(row, row.name, pick(row.labels, language)[0] or row.name) for row in view.questions]
        choose(self, "sensitive", [(name, label) for row, name, label in rows if row.may_be_sensitive])
        choose(self, "grouping", [(name, label) for row, name, label in rows if row.may_group])
        choose(self, "pairing", [(name, label) for row, name, label in rows if row.may_pair])
        self.initial = {
            "sensitive": list(view.sensitive),
            "grouping": list(view.grouping),
            "pairing": list(view.pairing),
        }


def with_those_written(languages: tuple[str, ...], texts: Texts) -> tuple[str, ...]:
    """The languages of the enterprise, and any other in which a text already stands: saving must not lose it."""
    return tuple(dict.fromkeys((*languages, *(code for code in LANGUAGE_NAMES if code in texts))))


def put_last(form: forms.Form, *names: str) -> None:
    """Move fields to the end, where the form has them."""
    for name in names:
        if name in form.fields:
            form.fields[name] = form.fields.pop(name)


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
    field.choices = choices


def to_ids(values: list[str]) -> list[UUID]:
    """Ids of what was chosen; the field has checked that they are among the choices."""
    return [UUID(value) for value in values]


class FilesForm(PageForm):
    """The files that a questionnaire names."""

    given = FilesField(
        label=_("Pictures, sounds and lists"),
        widget=ManyFiles,
        help_text=_("Several at once. Each keeps the name by which the questionnaire calls it. 10 MB each at most."),
    )
