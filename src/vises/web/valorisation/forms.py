"""Forms of the story."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.valorisation.queries.editor import StoryPage
from vises.kernel.locale import LANGUAGE_NAMES, Texts
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm, with_written
from vises.web.programmes.words import GROUPS
from vises.web.valorisation.words import MAY_SEE, REACHES, SHOWN_WAYS, WAYS


class StoryForm(TextsForm):
    """What the story tells around its sentences."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the story"),
        choices=list(LANGUAGE_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("It is published in each of these; every sentence is then written in each."),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, page: StoryPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["languages"].initial = list(page.languages)
        self.fields["number"].initial = page.number
        written = with_written((*page.languages, *page.possible_languages), page.titles)
        self.add_texts("titles", _("Title"), written, long=False, texts=page.titles, max_length=160)
        self.add_texts(
            "how_and_why",
            _("How and why you work"),
            written,
            hint=_("It comes before any result: what you do, for whom, and what you care about."),
            texts=page.how_and_why,
        )
        self.add_texts(
            "choices_and_limits",
            _("Our choices and limits"),
            written,
            hint=_("In your words. Who was not heard, how many were reached and the limits are always added below."),
            texts=page.choices_and_limits,
        )
        self.add_texts(
            "what_next",
            _("What comes next"),
            written,
            hint=_("What you decided to do otherwise."),
            texts=page.what_next,
        )


class FunderForm(PageForm):
    """To whom the page for funders is given."""

    name = forms.CharField(label=_("Which funder?"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))


class ClaimForm(TextsForm):
    """A sentence and the finding it stands on."""

    finding = forms.ChoiceField(label=_("It stands on this finding"), required=False)

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        findings: list[tuple[str, str]],
        texts: Texts | None = None,
        finding: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields.pop("finding")
        assert isinstance(choice, forms.ChoiceField)
        self.add_texts(
            "texts",
            _("The sentence"),
            with_written(languages, texts),
            hint=_("What you tell, as you would say it aloud. “Contributes to” rather than “causes”."),
            texts=texts,
            max_length=1000,
        )
        choice.choices = [("", _("none yet: it cannot be published so")), *findings]
        choice.initial = finding
        self.fields["finding"] = choice


class ImageForm(TextsForm):
    """A picture with its words."""

    image = forms.FileField(
        label=_("Picture"), help_text=_("JPEG or PNG, up to 8 MB. Next, say who can be recognised on it.")
    )

    def __init__(self, *args: Any, languages: Sequence[str], texts: Texts, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts(
            "image_alt",
            _("What it shows"),
            languages,
            hint=_("For those who cannot see it."),
            long=False,
            texts=texts,
            max_length=300,
        )


class LibraryForm(PageForm):
    """A search in published stories."""

    words = forms.CharField(label=_("Words"), required=False, max_length=200)
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    hide_optional = True

    def __init__(self, *args: Any, territories: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("territory", territories),
            ("group", list(GROUPS.items())),
            ("language", list(LANGUAGE_NAMES.items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("all")), *choices]


class AskForm(PageForm):
    """In which language the person reads her page."""

    language = forms.ChoiceField(label=_("In which language?"), choices=list(LANGUAGE_NAMES.items()))


class ConsentForm(PageForm):
    """How far one's words may go, under which name, until when."""

    hide_optional = True
    reach = forms.ChoiceField(
        label=_("Who may read these words?"), choices=list(REACHES.items()), widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=_("Under which name?"),
        required=False,
        max_length=120,
        help_text=_("A first name, another name you like, or nothing: then the words stand without a name."),
    )
    until = forms.DateField(
        label=_("Until when?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: until you say otherwise."),
    )

    def said(self) -> dict[str, Any]:
        """What was said, for the service."""
        return {name: self.cleaned_data[name] for name in self.fields}


class PictureConsentForm(ConsentForm):
    """How far a picture may go on which one can be recognised."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reach = self.fields["reach"]
        assert isinstance(reach, forms.ChoiceField)
        reach.label, reach.choices = _("Who may see this picture?"), list(MAY_SEE.items())
        self.fields["name"].help_text = str(
            _("A first name, another name you like, or nothing: then nobody is named beside the picture.")
        )


class NoteConsentForm(ConsentForm):
    """The same, said on paper or when the passage was read aloud, with a witness."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(way, text) for way, text in WAYS.items() if way != "link"]
        self.fields["way"] = forms.ChoiceField(
            label=_("How did she answer?"), choices=ways, widget=forms.RadioSelect, initial="aloud"
        )
        self.fields["witness"] = forms.CharField(
            label=_("Who read it aloud, or keeps the paper?"),
            max_length=120,
            help_text=_("A name stays inside the journey."),
        )


class NotePictureForm(NoteConsentForm, PictureConsentForm):
    """What somebody on a picture said on paper or when it was shown to her, with a witness."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        way = self.fields["way"]
        assert isinstance(way, forms.ChoiceField)
        way.choices = [(code, text) for code, text in SHOWN_WAYS.items() if code != "link"]
        self.fields["witness"].label = _("Who showed it, or keeps the paper?")


class PeopleForm(PageForm):
    """Who can be recognised on a picture."""

    who = forms.CharField(
        label=_("Who can be recognised?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=5000,
        help_text=_("One person a line, as you call her among yourselves: everybody whom a neighbour would know."),
    )
