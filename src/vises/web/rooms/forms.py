"""Forms of the room around the table."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.room import GroupThere, LiveView, Rooms, Seat
from vises.apps.journeys.services.positions import LONGEST as LONGEST_REASON
from vises.apps.journeys.services.room import MOST_AT_ONCE
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.layout.forms import PageForm, check_characters
from vises.web.questions.forms import LONGEST, choose
from vises.web.rooms.words import MANNERS, NOTED, STANCES, SUBJECTS, TYPED


def group_choices(groups: tuple[GroupThere, ...], language: str) -> list[tuple[str, str]]:
    """The groups of the journey's map as choices."""
    return [(str(group.id), pick(group.names, language)[0]) for group in groups]


class SentForm(PageForm):
    """A form that counts once, however often it is sent: `sent` is made with the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent"] = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class OpenForm(PageForm):
    """Open a room: about what, for which session, and how one will decide where there is something to decide."""

    subject = forms.ChoiceField(
        label=_("What is it about?"),
        required=False,
        choices=list(SUBJECTS.items()),
        widget=forms.RadioSelect,
        initial="question",
    )
    hide_optional = True
    session = forms.ChoiceField(label=_("For which session?"))
    manner = forms.ChoiceField(
        label=_("How will you decide on the question?"),
        choices=list(MANNERS.items()),
        widget=forms.RadioSelect,
        initial="consent",
        help_text=_("The group agrees on it beforehand. It can be changed until weighing begins."),
    )

    def __init__(self, *args: Any, page: Rooms, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "session", [(str(id_), f"{title} ({on:%d/%m/%Y})") for id_, title, on, _held in page.sessions])


class GoOnForm(PageForm):
    """What the room goes on with, and how one will decide where there is something to decide."""

    subject = forms.ChoiceField(label=_("What is it about next?"), widget=forms.RadioSelect)
    manner = forms.ChoiceField(
        label=_("How will you decide on the question?"),
        choices=list(MANNERS.items()),
        widget=forms.RadioSelect,
        initial="consent",
    )

    def __init__(self, *args: Any, room: LiveView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "subject", [(code, words) for code, words in SUBJECTS.items() if code != room.subject])
        if room.subject == "question":  # the others decide nothing
            del self.fields["manner"]


def sheet_field() -> forms.FileField:
    """A photograph of the sheet from which one types."""
    return forms.FileField(
        label=_("A photograph of the sheet"),
        required=False,
        help_text=_("Kept beside what you type from it, inside, without what the camera noted."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"}),
    )


class TypeInForm(SentForm):
    """Questions of a group, typed by somebody else: one a line."""

    texts = forms.CharField(
        label=_("The questions, one on each line"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=MOST_AT_ONCE * LONGEST,
        help_text=_("In the words of whoever asked them."),
    )
    stakeholder = forms.ChoiceField(label=_("Of which group?"), required=False)
    channel = forms.ChoiceField(
        label=_("How did they come?"), choices=list(TYPED.items()), widget=forms.RadioSelect, initial="spoken"
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))
    photo = sheet_field()

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "stakeholder", [("", _("nobody in particular")), *group_choices(room.groups, language)])
        self.fields["language"].initial = room.language


class CountForm(PageForm):
    """A number of people for each group."""

    hide_optional = True

    def __init__(self, *args: Any, groups: tuple[GroupThere, ...], what: str, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for group in groups:
            self.fields[f"n_{group.id}"] = forms.IntegerField(
                label=pick(group.names, language)[0],
                required=False,
                min_value=0,
                max_value=5000,
                initial=getattr(group, what) or None,
            )

    def counts(self) -> dict[uuid.UUID, int]:
        """How many people of which group; groups left empty are left out."""
        return {
            uuid.UUID(name.removeprefix("n_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("n_") and value
        }


class HowForm(CountForm):
    """How the group decides, and how many people of which group it takes."""

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, groups=room.groups, what="quorum", language=language, **kwargs)
        self.fields["manner"] = forms.ChoiceField(
            label=_("How will you decide?"),
            choices=list(MANNERS.items()),
            widget=forms.RadioSelect,
            initial=room.manner,
        )
        self.order_fields(["manner"])


class CodeForm(PageForm):
    """The short code on the screen."""

    code = forms.CharField(
        label=_("The code on the screen"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class JoinForm(PageForm):
    """Which group one belongs to, and one's language."""

    stakeholder = forms.ChoiceField(label=_("Which group do you belong to?"), widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Your language"), choices=list(LANGUAGE_NAMES.items()), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "stakeholder", group_choices(room.groups, language))
        self.fields["language"].initial = language


class GuestQuestionForm(SentForm):
    """A question, from a phone."""

    text = forms.CharField(label=_("My question"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}))


class SayForm(PageForm):
    """By consent: what one thinks of each candidate, and why."""

    hide_optional = True

    def __init__(self, *args: Any, room: LiveView, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in room.on_table:
            stance, reason = seat.said.get(row.id, ("", ""))
            self.fields[f"stance_{row.id}"] = forms.ChoiceField(
                label=row.text,
                required=False,
                choices=list(STANCES.items()),
                widget=forms.RadioSelect,
                initial=stance,
            )
            self.fields[f"reason_{row.id}"] = _reason(_("Why? Needed with a reservation or an objection."), reason)

    def answers(self) -> dict[uuid.UUID, tuple[str, str]]:
        """What was said of each candidate: (stance, reason); nothing of those left open."""
        data = self.cleaned_data
        ids = [name.removeprefix("stance_") for name in self.fields if name.startswith("stance_")]
        return {uuid.UUID(id_): (data[f"stance_{id_}"], data[f"reason_{id_}"]) for id_ in ids if data[f"stance_{id_}"]}


class VoteForm(PageForm):
    """By vote: one voice, and why."""

    hide_optional = True
    choice = forms.ChoiceField(label=_("Which question do you choose?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, room: LiveView, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "choice", [(str(row.id), row.text) for row in room.on_table])
        self.fields["reason"] = _reason(_("Why this one?"), next((said[1] for said in seat.said.values()), ""))
        self.fields["choice"].initial = next((str(id_) for id_ in seat.said), "")

    def answers(self) -> dict[uuid.UUID, tuple[str, str]]:
        """The one candidate chosen."""
        return {uuid.UUID(self.cleaned_data["choice"]): ("agree", self.cleaned_data["reason"])}


class NoteForm(SentForm):
    """What people without a phone say of a candidate."""

    hide_optional = True
    candidate = forms.ChoiceField(label=_("Of which question?"))
    stakeholder = forms.ChoiceField(label=_("Of which group?"))

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "candidate", [(str(row.id), row.text) for row in room.on_table])
        choose(self, "stakeholder", group_choices(room.groups, language))
        stances = ["agree"] if room.manner == "vote" else list(STANCES)
        for stance in stances:
            self.fields[stance] = forms.IntegerField(
                label=NOTED[stance] if len(stances) > 1 else _("How many choose it?"),
                required=False,
                min_value=0,
                max_value=5000,
            )
            self.fields[f"{stance}_why"] = _reason(_("Why, in their words?"), "")
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=list(LANGUAGE_NAMES.items()), initial=room.language
        )

    def people(self) -> dict[str, tuple[int, str]]:
        """Stance to (how many people, their reason)."""
        data = self.cleaned_data
        return {stance: (data[stance] or 0, data[f"{stance}_why"]) for stance in STANCES if stance in data}


def _reason(label: Any, initial: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_REASON,
        initial=initial,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[check_characters],
    )
