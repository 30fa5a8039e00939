"""Forms of whoever writes a note, joins one, or is asked whether it may go up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.kernel.locale import LANGUAGE_NAMES
from vises.web.layout.forms import PageForm
from vises.web.learning.words import HELPED, KINDS

LONGEST_NOTE = 4_000  # characters


class NoteForm(PageForm):
    """A note, in as few moves as possible. `concerns`: an enterprise may be recognised in it."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=list(KINDS.items()), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In your words"),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences. Without names of people."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=list(LANGUAGE_NAMES.items()))
    recognisable = forms.BooleanField(
        label=_("The enterprise can be recognised in it"),
        required=False,
        help_text=_("It is then asked first, by mail: yes, in other words, or leave us out."),
    )

    def __init__(self, *args: Any, concerns: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not concerns:
            del self.fields["recognisable"]
        language = kwargs.get("initial", {}).get("language")
        if language:
            self.fields["text"].widget.attrs["lang"] = language


class AgreementForm(PageForm):
    """What an enterprise says of a note that concerns it."""

    say = forms.ChoiceField(
        label=_("May it go up to the programme?"),
        choices=[
            ("yes", _("Yes, as it stands")),
            ("change", _("Yes, in these words instead")),
            ("left-out", _("No, leave us out")),
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("These words instead"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only if you chose other words."),
    )
    may_name = forms.BooleanField(
        label=_("You may say that it is about us"),
        required=False,
        help_text=_("Otherwise nobody is told which enterprise it was."),
    )


class HelpedForm(PageForm):
    """Whether what came back helped: one click."""

    helped = forms.ChoiceField(choices=list(HELPED.items()))


class AdjustedForm(PageForm):
    """How an adjustment went."""

    how_it_went = forms.CharField(
        label=_("How did it go?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A sentence is enough. Also if nothing came of it."),
    )


class ListForm(PageForm):
    """Which notes to list."""

    state = forms.ChoiceField(label=_("Where they stand"), required=False)
    kind = forms.ChoiceField(label=_("What they are"), required=False)
    step = forms.ChoiceField(label=_("Written at"), required=False)
    stuck = forms.BooleanField(label=_("Only what stays too long"), required=False)
    hide_optional = True

    def __init__(
        self, *args: Any, states: Sequence[tuple[str, Any]], steps: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("all"))]
        choices = {"state": states, "kind": KINDS.items(), "step": steps}
        for name, rows in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*every, *rows]
