"""Forms of those who collect."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.texts.reading import KINDS, LONGEST
from vises.web.collection.words import DOCUMENT_KINDS, MOMENTS, USES
from vises.web.layout.forms import PageForm

DATE = forms.DateInput(attrs={"type": "date"})
LANGUAGES = list(LANGUAGE_NAMES.items())
Groups = tuple[tuple[uuid.UUID, Texts], ...]


class WaveForm(PageForm):
    """A round of answers."""

    title_fr = forms.CharField(label=_("Title in French"), max_length=200, required=False)
    title_nl = forms.CharField(label=_("Title in Dutch"), max_length=200, required=False)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    introduction_fr = forms.CharField(label=_("Welcome in French"), required=False, widget=forms.Textarea)
    introduction_nl = forms.CharField(label=_("Welcome in Dutch"), required=False, widget=forms.Textarea)
    introduction_en = forms.CharField(label=_("Welcome in English"), required=False, widget=forms.Textarea)
    group_size = forms.IntegerField(
        label=_("How many people are there in all?"),
        required=False,
        min_value=1,
        help_text=_("Where it is known: if most of them answer, the interval becomes narrower."),
    )
    invited = forms.IntegerField(label=_("How many are invited?"), required=False, min_value=1)
    moment = forms.ChoiceField(
        label=_("Before or after what should change?"),
        required=False,
        choices=[("", _("not said")), *MOMENTS.items()],
        help_text=_("Where several rounds ask the same: then they can stand side by side."),
    )
    opens_on = forms.DateField(label=_("Opens on"), required=False, widget=DATE)
    closes_on = forms.DateField(label=_("Closes on"), required=False, widget=DATE)

    def texts(self, name: str) -> Texts:
        """The title or the welcome, per language."""
        found = {code: self.cleaned_data.get(f"{name}_{code}", "") for code in LANGUAGE_NAMES}
        return {code: text for code, text in found.items() if text}


class NewWaveForm(WaveForm):
    """A new round: what respondents are asked to agree to is settled now."""

    uses = forms.MultipleChoiceField(
        label=_("What do you ask to agree to, besides counting?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(use, words[0]) for use, words in USES.items() if use != "analysis"],
    )


class DocumentForm(PageForm):
    """Words of people."""

    kind = forms.ChoiceField(label=_("What kind of words?"), choices=list(DOCUMENT_KINDS.items()))
    title = forms.CharField(
        label=_("Title, without a name"),
        max_length=200,
        help_text=_("A first name that is nobody's, or the group: “Ginette”, “volunteers, spring”."),
    )
    stakeholder = forms.ChoiceField(label=_("From which group?"), required=False)
    people = forms.IntegerField(label=_("How many people speak?"), min_value=1, initial=1)
    on = forms.DateField(label=_("On"), required=False, widget=DATE)
    language = forms.ChoiceField(label=_("In which language?"), choices=LANGUAGES)
    text = forms.CharField(
        label=_("What was said"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Who speaks stands before a colon: “Ginette: …”. Change names and places that would give somebody away."
        ),
    )
    file = forms.FileField(
        label=_("Or a file with the words"),
        required=False,
        help_text=_(
            "From a word processor (.docx, .odt), a PDF with words in it, plain text (.txt), or subtitles of a "
            "recording (.vtt, .srt). You see it first. The file itself is not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(KINDS)}),
    )
    consents = forms.MultipleChoiceField(
        label=_("What did everybody who speaks agree to, besides this evaluation?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(use, words[0]) for use, words in USES.items() if use not in {"analysis", "together"}],
    )
    refused = forms.MultipleChoiceField(
        label=_("What did somebody say no to?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(use, words[0]) for use, words in USES.items() if use not in {"analysis", "together"}],
        help_text=_(
            "Whoever said no is not asked again. Left open in both lists: nobody was asked, and you may still ask the "
            "person for one passage, when you know where you want to show it."
        ),
    )

    def __init__(self, *args: Any, groups: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "fr"
        chosen = self.fields["stakeholder"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("not said"))] + [(str(id_), pick(names, language)[0]) for id_, names in groups]


class RecordsForm(PageForm):
    """A small table with its source."""

    title = forms.CharField(label=_("What does the table hold?"), max_length=200)
    source = forms.CharField(label=_("Where does it come from?"), max_length=300)
    table = forms.CharField(
        label=_("The table"),
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Paste it from a spreadsheet: the first line is the heading, the first column names the row."),
    )
    note = forms.CharField(label=_("What one should know to read it"), required=False, widget=forms.Textarea)


class SameFileForm(PageForm):
    """The file that was taken in, once more."""

    file = forms.FileField(
        label=_("The file that was taken in"), help_text=_("The very same, unchanged. It is read and not kept.")
    )


class ImportForm(PageForm):
    """Answers in a file."""

    file = forms.FileField(
        label=_("Answers as CSV, .xlsx, .sav, or the .zip of ODK"),
        help_text=_("As ODK, Kobo, LimeSurvey, SPSS or a spreadsheet writes them: one row per person."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.sav,.zsav,.zip"}),
    )
    consents = forms.MultipleChoiceField(
        label=_("What did everybody in it agree to, besides counting?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(use, words[0]) for use, words in USES.items() if use != "analysis"],
    )
