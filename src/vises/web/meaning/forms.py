"""Forms of giving meaning together."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.findings.queries.interpretation import GroupHeard
from vises.apps.findings.queries.joint import JointChoices, JointLine
from vises.apps.findings.queries.kit import Back
from vises.apps.findings.queries.pages import Choice, SessionChoice
from vises.apps.findings.queries.paper import PaperChoices
from vises.apps.findings.services.interpretation import Heard
from vises.apps.findings.services.joint import Looked
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.findings.forms import pairs
from vises.web.findings.words import SIDES
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm, with_written
from vises.web.meaning.words import JUDGEMENTS, KINDS, SHAPES


def _ticks(label: object, choices: Sequence[Choice], language: str, hint: object = "") -> forms.MultipleChoiceField:
    beyond = _("What is not good news, or nobody expected")  # the one thing that has no name of its own
    return forms.MultipleChoiceField(
        label=str(label),
        help_text=str(hint),
        required=False,
        choices=[(key, name or beyond) for key, name in pairs(choices, language)],
        widget=forms.CheckboxSelectMultiple,
    )


class NameForm(TextsForm):
    """Something more to look at."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("In people's own words: “meeting others”, “the price card”, “Saturdays”.")
        self.add_texts("names", _("What you look at"), languages, hint=hint, long=False, max_length=200)


class RowForm(TextsForm):
    """What words and numbers lie in a row."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        row: JointLine,
        choices: JointChoices,
        languages: Sequence[str],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = row.seen
        if not row.negative:
            self.add_texts(
                "names",
                _("What you look at"),
                with_written(languages, row.names),
                long=False,
                max_length=200,
                texts=row.names,
            )
        kept = {
            "themes": [str(theme.id) for theme in row.themes],
            "numbers": [f"analysis:{number.id}" for number in row.numbers],
            "questions": [],
            "records": [f"records:{table.id}" for table in row.records],
        }
        asked = {
            "themes": (_("Words: which themes speak of it?"), choices.themes, ""),
            "numbers": (_("Numbers that were kept"), choices.numbers, ""),
            "questions": (
                _("Other questions of your rounds"),
                choices.questions,
                _("What you choose is asked of the data now, and can be cited from then on."),
            ),
            "records": (_("Tables of records"), choices.records, ""),
        }
        for name, (label, found, hint) in asked.items():
            if found:
                self.fields[name] = _ticks(label, found, language, hint)
                self.fields[name].initial = kept[name]
        if row.negative:
            self.add_texts(
                "none_because",
                _("Or: we looked and found none, because"),
                with_written(languages, row.none_because),
                hint=_("Where did you look, and whom did you ask? Leave it empty while nobody has looked yet."),
                texts=row.none_because,
            )

    def looked(self) -> Looked:
        """What the service takes."""
        data = self.cleaned_data

        def ids(name: str) -> list[uuid.UUID]:
            return [uuid.UUID(key.rpartition(":")[2]) for key in data.get(name, ())]

        questions = [key.split(":", 2) for key in data.get("questions", ())]
        return Looked(
            themes=ids("themes"),
            numbers=ids("numbers"),
            questions=[(uuid.UUID(wave), name) for _kind, wave, name in questions],
            records=ids("records"),
            none_because=self.texts("none_because"),
        )


class JudgeRowForm(TextsForm):
    """How the group sees words and numbers together."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    judgement = forms.ChoiceField(
        label=_("How do words and numbers stand to each other?"),
        choices=list(JUDGEMENTS.items()),
        widget=forms.RadioSelect,
    )
    session = forms.ChoiceField(label=_("At which session did you see it so?"))

    def __init__(
        self, *args: Any, row: JointLine, sessions: Sequence[SessionChoice], languages: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = row.seen
        self.fields["judgement"].initial = row.judgement
        session = self.fields.pop("session")
        assert isinstance(session, forms.ChoiceField)
        hint = _("One sentence. Nothing here is computed: where you do not agree among yourselves, say so.")
        self.add_texts("why", _("Why so"), with_written(languages, row.why), hint=hint, texts=row.why)
        self.fields["session"] = session
        session.choices = [(str(one.id), f"{one.on:%d/%m/%Y} – {one.title}") for one in sessions]
        session.initial = str(row.judged_at) if row.judged_at else None


class FindingForm(TextsForm):
    """A finding that comes from a row."""

    words_side = forms.ChoiceField(label=_("What words say"), choices=list(SIDES.items()), initial="for")
    numbers_side = forms.ChoiceField(label=_("What numbers say"), choices=list(SIDES.items()), initial="for")
    unexpected = forms.BooleanField(label=_("Nobody expected this"), required=False)
    negative = forms.BooleanField(label=_("It is not good news"), required=False)

    def __init__(self, *args: Any, row: JointLine, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = {name: self.fields.pop(name) for name in list(self.fields)}
        hint = _("One sentence: what do you hold to be so, after all you heard? Say “contributes to”.")
        self.add_texts("statements", _("The finding"), languages, hint=hint)
        for name, there, label in (
            ("words", row.themes, _("What words say, in the group's words")),
            ("numbers", row.numbers or row.records, _("What numbers say, in the group's words")),
        ):
            if there:
                self.add_texts(f"{name}_say", label, languages, long=False, max_length=500)
                self.fields[f"{name}_side"] = later[f"{name}_side"]
        hint = _("What does it not say? Whom did you not hear? What else could explain it?")
        self.add_texts("limits", _("Its limits"), languages, hint=hint)
        self.fields |= {name: later[name] for name in ("unexpected", "negative")}
        self.fields["negative"].initial = row.negative


class PaperForm(PageForm):
    """What is printed, for whom, in which form."""

    kind = forms.ChoiceField(
        label=_("What do you print?"), choices=list(KINDS.items()), widget=forms.RadioSelect, initial="placemat"
    )
    lang = forms.ChoiceField(label=_("In which language?"))
    easy = forms.BooleanField(
        label=_("Easy to read"),
        required=False,
        help_text=_("Large letters, one idea a line, the chart with words."),
    )

    def __init__(self, *args: Any, choices: PaperChoices, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = self.fields["lang"]
        assert isinstance(lang, forms.ChoiceField)
        known = dict.fromkeys((*choices.languages, *LANGUAGE_NAMES))
        lang.choices = [(code, LANGUAGE_NAMES[code]) for code in known if code in LANGUAGE_NAMES]
        lang.initial = language if language in known else choices.languages[0]
        for name, label, found in (
            ("findings", _("Findings"), choices.findings),
            ("rows", _("Rows of words beside numbers"), choices.rows),
            ("questions", _("Questions that were answered"), choices.questions),
        ):
            if found:
                self.fields[name] = _ticks(label, found, language)
        if "rows" in self.fields:
            self.fields["rows"].help_text = _("The row for what is not good news always comes along.")

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(found.get(name) for name in ("findings", "rows", "questions")):
            raise forms.ValidationError(_("Choose at least one thing to look at together."))
        return found

    def keys(self) -> list[str]:
        """What was chosen."""
        data = self.cleaned_data
        return [key for name in ("findings", "rows", "questions") for key in data.get(name, ())]


class ReturnForm(PageForm):
    """What a group gets back, and in which shapes."""

    shapes = forms.MultipleChoiceField(
        label=_("In which form?"),
        required=False,
        choices=list(SHAPES.items()),
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=_("Where, when, and who brings it"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, *args: Any, group: Back, findings: Sequence[Choice], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note, seen = self.fields.pop("note"), self.fields.pop("seen")
        self.fields["shapes"].initial = list(group.shapes)
        if findings:
            self.fields["findings"] = _ticks(_("Which findings?"), findings, language)
            self.fields["findings"].initial = [str(id_) for id_, _label, _statements in group.findings]
        note.initial, seen.initial = group.note, group.seen
        self.fields |= {"note": note, "seen": seen}


class HeardForm(TextsForm):
    """What each group present made of a finding."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(
        self,
        *args: Any,
        groups: Sequence[GroupHeard],
        languages: Sequence[str],
        language: str,
        seen: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.groups = [(group.id, pick(group.names, language)[0]) for group in groups]
        for group in groups:
            for name, label, texts in (
                ("understands", _("What they understand"), group.understands),
                ("disagrees", _("Where they disagree"), group.disagrees),
            ):
                within = with_written(languages, texts)
                self.add_texts(f"{name}_{group.id}", label, within, texts=texts, max_length=2000)

    def by_group(self) -> list[tuple[str, list[Any], bool]]:
        """Each group with its fields, and whether something is written in them or is wrong with them."""
        found = []
        for id_, name in self.groups:
            fields = [self[field] for field in self.fields if str(id_) in field]
            found.append((name, fields, any(field.value() or field.errors for field in fields)))
        return found

    def heard(self) -> list[Heard]:
        """What the service takes."""
        return [
            Heard(id_, self.texts(f"understands_{id_}"), self.texts(f"disagrees_{id_}")) for id_, _name in self.groups
        ]
