"""Forms in which easy words, drawings, pictures and voices are given."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.instruments.services import easy_read
from vises.kernel.locale import tag_of
from vises.web.doors.drawings import DRAWINGS
from vises.web.layout.forms import PageForm, check_characters
from vises.web.layout.routes import Request
from vises.xforms import Question

Languages = Sequence[tuple[str, str]]


class EasyForm(PageForm):
    """One question in easy words, in each language of the form."""

    def __init__(self, *args: Any, question: Question, languages: Languages, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question, self.languages = question, languages
        pictures = [("", _("no drawing"))] + [(name, str(said)) for name, (said, _lines) in DRAWINGS.items()]
        for code, name in languages:
            asked = question.labels.get(code) or next(iter(question.labels.values()), question.name)
            said = {"language": name or _("this questionnaire")}
            marked = {"lang": tag} if (tag := tag_of(code)) else {}
            self.fields[f"label:{code}"] = forms.CharField(
                label=_("The question, in %(language)s") % said, required=False, max_length=easy_read.LONGEST,
                help_text=_("In the questionnaire: “%(asked)s”") % {"asked": asked},
                widget=forms.Textarea(attrs={"rows": 2, **marked}),
            )  # fmt: skip
            self.fields[f"hint:{code}"] = forms.CharField(
                label=_("Help, in %(language)s") % said, required=False, max_length=easy_read.LONGEST,
                widget=forms.TextInput(attrs=marked),
            )  # fmt: skip
            for number, choice in enumerate(question.choices):
                self.fields[f"choice:{code}:{number}"] = forms.CharField(
                    label=_("“%(choice)s”, in %(language)s")
                    % {"choice": choice.labels.get(code) or choice.value, **said},
                    required=False, max_length=easy_read.LONGEST, widget=forms.TextInput(attrs=marked),
                )  # fmt: skip
        label = _("Drawing beside the question")
        self.fields["drawing:"] = forms.ChoiceField(label=label, required=False, choices=pictures)
        for number, choice in enumerate(question.choices):
            said_so = choice.labels.get(languages[0][0]) or choice.value
            self.fields[f"drawing:{number}"] = forms.ChoiceField(
                label=_("Drawing beside “%(choice)s”") % {"choice": said_so}, required=False, choices=pictures
            )
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators = [*field.validators, check_characters]

    def words(self) -> dict[str, dict[str, object]]:
        """What was written, as the service takes it."""
        data = self.cleaned_data
        return {
            code: {
                "label": data[f"label:{code}"],
                "hint": data[f"hint:{code}"],
                "choices": {
                    choice.value: data[f"choice:{code}:{number}"] for number, choice in enumerate(self.question.choices)
                },
            }
            for code, _name in self.languages
        }

    def drawings(self) -> dict[str, str]:
        """The drawings chosen, by choice ("" for the question)."""
        found = {"": self.cleaned_data["drawing:"]}
        for number, choice in enumerate(self.question.choices):
            found[choice.value] = self.cleaned_data[f"drawing:{number}"]
        return found


class ValidatedForm(PageForm):
    """Who found it easy."""

    by = forms.CharField(
        label=gettext_lazy("Which group of readers found it easy?"),
        max_length=200,
        help_text=gettext_lazy(
            "People who read with effort themselves. A group, no names: “five trainees of the workshop”."
        ),
    )
    on = forms.DateField(label=gettext_lazy("On"), widget=forms.DateInput(attrs={"type": "date"}))


class SendForm(PageForm):
    """A picture of one's own, or the question read aloud."""

    file = forms.FileField(label=gettext_lazy("A picture (JPEG, PNG) or a voice (MP3, M4A, OGG)"))
    place = forms.ChoiceField(label=gettext_lazy("Where does it stand?"))

    def __init__(self, *args: Any, question: Question, languages: Languages, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        places = [("picture:", _("picture beside the question"))]
        for choice in question.choices:
            said = {"choice": next(iter(choice.labels.values()), choice.value)}
            places.append((f"picture:{choice.value}", _("picture beside “%(choice)s”") % said))
        for code, name in languages:
            places.append((f"sound:{code}", _("read aloud, in %(language)s") % {"language": name or code}))
        chosen = self.fields["place"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = places

    def send(self, request: Request, version: uuid.UUID) -> object:
        """Keep it in its place."""
        kind, _colon, where = self.cleaned_data["place"].partition(":")
        sent = self.cleaned_data["file"]
        return easy_read.add_easy_file(
            request.actor,
            version,
            self.question.name,
            kind=kind,
            chunks=sent.chunks(),
            name=sent.name,
            choice=where if kind == "picture" else "",
            language=where if kind == "sound" else "",
        )
