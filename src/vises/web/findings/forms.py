"""Forms of findings, restitutions and improvements."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.findings.queries.interpretation import Coming
from vises.apps.findings.queries.pages import Choice, SessionChoice
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.web.findings.words import SIDES, STATES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm, with_written

Pairs = list[tuple[str, str]]


def pairs(choices: Sequence[Choice], language: str) -> Pairs:
    """Choices as a form wants them."""
    return [(choice.key, pick(choice.labels, language)[0]) for choice in choices]


class AboutForm(TextsForm):
    """What surrounds a statement: limits, effects, practice."""

    effects = forms.MultipleChoiceField(label=_("Kinds of effect"), required=False, widget=forms.CheckboxSelectMultiple)
    practice = forms.CharField(
        label=_("Which way of working does it speak of?"),
        required=False,
        max_length=300,
        help_text=_("How you work often matters more than what you offer."),
    )
    unexpected = forms.BooleanField(label=_("Nobody expected this"), required=False)
    negative = forms.BooleanField(label=_("It is not good news"), required=False)

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        effects: Pairs,
        finding: Mapping[str, Any] | None = None,
        chosen: Sequence[str] = (),
        with_statement: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        later = {name: self.fields.pop(name) for name in ("effects", "practice", "unexpected", "negative")}
        if with_statement:
            self.add_texts(
                "statements",
                _("The finding"),
                languages,
                hint=_("One sentence: what do you hold to be so, after all you heard? Say “contributes to”."),
            )
        self.add_texts(
            "limits",
            _("Its limits"),
            with_written(languages, (finding or {}).get("limits")),
            hint=_("What does it not say? Whom did you not hear? What else could explain it?"),
            texts=(finding or {}).get("limits"),
        )
        for name, field in later.items():
            self.fields[name] = field
            if finding and name != "effects":
                field.initial = finding[name]
        tags = self.fields["effects"]
        assert isinstance(tags, forms.MultipleChoiceField)
        tags.choices, tags.initial = effects, list(chosen)


class EvidenceForm(TextsForm):
    """A piece of evidence."""

    side = forms.ChoiceField(label=_("This evidence"), choices=list(SIDES.items()), widget=forms.RadioSelect)
    evidence = forms.ChoiceField(
        label=_("Where it stands"),
        help_text=_(
            "A number of your results, a theme, a passage you may read, a table of records, or a practice. A practice "
            "is read by everybody once a sentence that stands on this finding is published."
        ),
    )

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        language: str,
        choices: Mapping[str, Sequence[Choice]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        evidence = self.fields["evidence"]
        assert isinstance(evidence, forms.ChoiceField)
        titles = {
            "numbers": _("Numbers"),
            "themes": _("Themes"),
            "passages": _("Passages"),
            "records": _("Records and indicators"),
            "practices": _("Practices"),
        }
        evidence.choices = [
            ("", "–"),
            *((str(titles[kind]), pairs(found, language)) for kind, found in choices.items() if found),
        ]
        self.add_texts(
            "says",
            _("What it says"),
            languages,
            hint=_("In the group's own words. Numbers are shown beside it, so you need not repeat them."),
        )


class RewordForm(TextsForm):
    """Another wording."""

    why = forms.CharField(
        label=_("Why it changes"),
        max_length=300,
        help_text=_("The earlier wording stays beside it with this reason."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], statements: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.fields.pop("why")
        self.add_texts("statements", _("The finding"), with_written(languages, statements), texts=statements)
        self.fields["why"] = why


class JudgeForm(PageForm):
    """The strength the group gave."""

    strength = forms.ChoiceField(label=_("How strong does the group hold it?"), widget=forms.RadioSelect)
    session = forms.ChoiceField(label=_("At which session was it judged?"))
    why = forms.CharField(
        label=_("Why so"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What convinced, what is missing. Nothing here is computed."),
    )

    def __init__(
        self,
        *args: Any,
        strengths: Pairs,
        sessions: Sequence[SessionChoice],
        finding: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        strength, session = self.fields["strength"], self.fields["session"]
        assert isinstance(strength, forms.ChoiceField) and isinstance(session, forms.ChoiceField)
        strength.choices, strength.initial = strengths, finding["strength"]
        session.choices = [(str(row.id), f"{row.on:%d/%m/%Y} – {row.title}") for row in sessions]
        self.fields["why"].initial = finding["strength_why"]


class DissentForm(TextsForm):
    """A disagreement to keep."""

    group = forms.ChoiceField(label=_("Whose it is"), required=False)
    said_by = forms.CharField(
        label=_("Who said it"), required=False, max_length=120, help_text=_("Stays inside the journey.")
    )

    def __init__(self, *args: Any, languages: Sequence[str], groups: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = {name: self.fields.pop(name) for name in ("group", "said_by")}
        self.add_texts("texts", _("The disagreement"), languages, hint=_("In the words of whoever disagrees."))
        self.fields.update(later)
        group = self.fields["group"]
        assert isinstance(group, forms.ChoiceField)
        group.choices = [("", _("not said")), *groups]


class StateForm(PageForm):
    """Where a finding stands."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=list(STATES.items()))


class ValidatedForm(TextsForm):
    """By which session a finding was validated, or why it was not."""

    session = forms.ChoiceField(label=_("Which session validated it?"), required=False)

    def __init__(
        self,
        *args: Any,
        sessions: Sequence[Coming],
        languages: Sequence[str],
        finding: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        session = self.fields["session"]
        assert isinstance(session, forms.ChoiceField)
        session.choices = [("", "–"), *((str(row.id), f"{row.on:%d/%m/%Y} – {row.title}") for row in sessions)]
        session.help_text = _("Those at which you wrote what groups understood of it.")
        kept = [row for row in sessions if row.on.isoformat() == finding["validated_on"]]
        session.initial = str(kept[0].id) if kept else ""
        because = finding["not_validated_because"]
        self.add_texts(
            "because", _("Or: it was not validated, because"), with_written(languages, because), texts=because
        )


class RestitutionForm(PageForm):
    """The record of a restitution."""

    changed = forms.CharField(
        label=_("What it changed"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which findings were understood otherwise, or worded anew?"),
    )
    contested = forms.CharField(
        label=_("What stays contested"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    supports = forms.CharField(
        label=_("What you brought"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line: poster, one page in two languages, three minutes of sound …"),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=list(LANGUAGE_NAMES.items()))


class ImprovementForm(TextsForm):
    """A decision to improve, a question for next time, or "none, because"."""

    who = forms.CharField(label=_("Who takes it on"), required=False, max_length=120)
    on = forms.DateField(
        label=_("By when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("It comes back on that day, and you say what came of it."),
    )
    finding = forms.ChoiceField(label=_("Because of which finding"), required=False)
    next_cycle = forms.BooleanField(
        label=_("A question to ask again next time"),
        required=False,
        help_text=_("It becomes a candidate question of the next cycle."),
    )
    none_because = forms.CharField(
        label=_("Or: nothing needs to change, because"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, languages: Sequence[str], findings: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = {name: self.fields.pop(name) for name in ("who", "on", "finding", "next_cycle", "none_because")}
        self.add_texts("what", _("What you will do"), languages, long=False, max_length=500)
        self.fields.update(later)
        finding = self.fields["finding"]
        assert isinstance(finding, forms.ChoiceField)
        finding.choices = [("", _("none in particular")), *findings]


class OutcomeForm(PageForm):
    """What came of a decision."""

    outcome = forms.CharField(label=_("What came of it"), widget=forms.Textarea(attrs={"rows": 2}))
    done = forms.ChoiceField(
        label=_("Did you do it?"),
        choices=[("yes", _("Yes, it is done")), ("no", _("No, we let it go"))],
        widget=forms.RadioSelect,
    )
