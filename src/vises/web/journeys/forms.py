"""Forms of the path, the preliminary step, the portrait and the links."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vises.kernel.locale import LANGUAGE_NAMES
from vises.web.journeys.words import INVITED, OPENED
from vises.web.layout.forms import PageForm

Choices = Sequence[tuple[str, str | Promise]]
LANGUAGES = list(LANGUAGE_NAMES.items())


def date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def time_input() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PlaceForm(PageForm):
    """At which step a journey is."""

    step = forms.ChoiceField(label=_("It is now at"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        required=False,
        widget=lines(2),
        max_length=2000,
        help_text=_("Asked when going back. Going back is normal: it is how one learns."),
    )
    was = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = list(steps)


class PauseForm(PageForm):
    """A journey rests."""

    reason = forms.CharField(
        label=_("Why does it rest?"),
        max_length=300,
        help_text=_("A few words are enough: summer, a move, somebody ill."),
    )
    until = forms.DateField(
        label=_("Until when, if you know"),
        required=False,
        widget=date_input(),
        help_text=_("On that day you are asked by mail whether you take it up again. Nothing happens by itself."),
    )


class StartForm(PageForm):
    """A journey of one's own."""

    enterprise = forms.ChoiceField(label=_("Enterprise"))
    methodology = forms.ChoiceField(label=_("Version of the method"), help_text=_("The latest one, if in doubt."))
    language = forms.ChoiceField(label=_("You mostly write in"), choices=LANGUAGES)

    def __init__(self, *args: Any, enterprises: Choices, versions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("enterprise", enterprises), ("methodology", versions)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)


class WordsForm(PageForm):
    """A text under a heading; `number` is the revision that the writer had before her eyes."""

    text = forms.CharField(label=_("In your own words"), required=False, widget=lines(7), max_length=20_000)
    source = forms.CharField(
        label=_("Where it comes from"),
        required=False,
        max_length=300,
        help_text=_("A report, a meeting, a person, a memory."),
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000)

    def __init__(self, *args: Any, label: str = "", hint: str = "", with_source: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if label:
            self.fields["text"].label = label
        self.fields["text"].help_text = hint
        if not with_source:
            del self.fields["source"]


class FrameForm(PageForm):
    """Days and end date."""

    half_days = forms.IntegerField(
        label=_("Half-days in all"),
        required=False,
        min_value=1,
        max_value=500,
        help_text=_("For the whole evaluation. Six that are kept are better than fifteen hoped for."),
    )
    hours_agreed = forms.IntegerField(
        label=_("Hours of the enterprise at most"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Of all your people together. It warns when it is near; it never locks."),
    )
    ends_on = forms.DateField(label=_("Until"), required=False, widget=date_input())
    number = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000)


class OpenForm(PageForm):
    """Who from the programme may read."""

    roles = forms.MultipleChoiceField(
        label=_("Who from the programme may read this journey?"),
        required=False,
        choices=list(OPENED.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nobody, unless you say so. They read, they never write, and raw words stay closed to them."),
    )


class FileForm(PageForm):
    """Something the enterprise already has."""

    file = forms.FileField(label=_("File"), help_text=_("A report, a table, a photo, a recording: at most 25 MB."))
    note = forms.CharField(
        label=_("What is it?"), required=False, max_length=300, help_text=_("For example: survey of 2015, 64 answers.")
    )
    heading = forms.ChoiceField(label=_("It belongs to"), required=False)

    def __init__(self, *args: Any, headings: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        heading = self.fields["heading"]
        assert isinstance(heading, forms.ChoiceField)
        heading.choices = [("", _("the whole journey")), *headings]


class MailForm(PageForm):
    """Somebody to whom a link is mailed."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Mail address"), max_length=200)
    language = forms.ChoiceField(label=_("Reads"), choices=LANGUAGES)


class InviteForm(MailForm):
    """Somebody who comes into the journey."""

    role = forms.ChoiceField(label=_("Comes in as"), choices=list(INVITED.items()), widget=forms.RadioSelect)


class FirstHourForm(PageForm):
    """Three questions for a manager with twenty minutes."""

    motives = forms.CharField(
        label=_("What moves you?"),
        required=False,
        widget=lines(4),
        max_length=20_000,
        help_text=_("Why evaluate, and why now? All reasons count."),
    )
    fears = forms.CharField(
        label=_("What do you fear?"),
        required=False,
        widget=lines(4),
        max_length=20_000,
        help_text=_("What should this never become?"),
    )
    existing = forms.CharField(
        label=_("What do you already have?"),
        required=False,
        widget=lines(4),
        max_length=20_000,
        help_text=_("Reports, lists, till figures, an earlier survey. You know more than you think."),
    )
    file = forms.FileField(
        label=_("Last year's report, or anything of the kind"), required=False, help_text=_("At most 25 MB.")
    )


class ChangeForm(PageForm):
    """What should change before one can say "that's us"."""

    words = forms.CharField(
        label=_("What should change?"),
        widget=lines(4),
        max_length=5000,
        help_text=_("In your own words. Nothing is lost: the text stays, and this stands beside it."),
    )


class ClosingForm(PageForm):
    """A reflective moment at the end of a step."""

    step = forms.ChoiceField(label=_("Which step"))
    surprised = forms.CharField(label=_("What surprised us?"), required=False, widget=lines(3), max_length=10_000)
    adjust = forms.CharField(
        label=_("What do we adjust for what follows?"), required=False, widget=lines(3), max_length=10_000
    )
    method = forms.CharField(
        label=_("What should the method itself learn from it?"), required=False, widget=lines(3), max_length=10_000
    )
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)

    def __init__(self, *args: Any, steps: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step = self.fields["step"]
        assert isinstance(step, forms.ChoiceField)
        step.choices = list(steps)


class ExpectForm(PageForm):
    """What a group expects, in its own words."""

    text = forms.CharField(
        label=_("What would you like to understand about what they do, or what matters to you?"),
        widget=lines(5),
        max_length=5000,
    )
    said_by = forms.CharField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("It stays inside the journey. You may leave it out."),
    )


class ExpectationForm(PageForm):
    """What a group expects, written down by whoever heard it."""

    stakeholder = forms.ChoiceField(label=_("Group"))
    text = forms.CharField(label=_("In its own words"), widget=lines(4), max_length=5000)
    said_by = forms.CharField(
        label=_("Who said it"), required=False, max_length=120, help_text=_("Stays inside the journey.")
    )
    channel = forms.ChoiceField(label=_("How it came"))
    language = forms.ChoiceField(label=_("Said in"), choices=LANGUAGES)

    def __init__(self, *args: Any, groups: Choices, channels: Mapping[str, str | Promise], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("stakeholder", groups), ("channel", list(channels.items()))):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)


class MessageForm(PageForm):
    """A short message about a deliverable."""

    text = forms.CharField(label=_("Your message"), widget=lines(3), max_length=2000)
    language = forms.ChoiceField(label=_("Written in"), choices=LANGUAGES)
