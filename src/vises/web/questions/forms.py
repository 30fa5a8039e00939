"""Forms of the question room."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.positions import Drawn
from vises.apps.journeys.queries.question import CandidateView, Room
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.web.layout.forms import PageForm
from vises.web.layout.texts import TextsForm
from vises.web.questions.words import ANSWERS, CHANNELS, MANNERS

LONGEST = 500
RESERVATIONS = 4  # empty places for reservations on the form


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def groups_of(room: Room, language: str) -> list[tuple[str, str]]:
    """The groups of the journey as choices."""
    return [(str(group.id), pick(group.names, language)[0]) for group in room.groups]


class ProposeForm(PageForm):
    """A candidate question, with who proposed it and how it came."""

    text = forms.CharField(
        label=_("The question, in the words of whoever proposes it"), max_length=LONGEST, widget=_area(3)
    )
    stakeholder = forms.ChoiceField(label=_("Which group proposes it?"), required=False)
    said_by = forms.CharField(
        label=_("Who said it?"), required=False, max_length=120, help_text=_("A name stays inside the journey.")
    )
    channel = forms.ChoiceField(label=_("How did it come?"), choices=list(CHANNELS.items()), initial="screen")
    type = forms.ChoiceField(label=_("Kind of question"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))

    def __init__(self, *args: Any, room: Room, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "stakeholder", [("", _("nobody in particular")), *groups_of(room, language)])
        kinds = [(code, pick(titles, language)[0]) for code, titles, _hints in room.types]
        choose(self, "type", [("", _("not said")), *kinds])
        self.fields["language"].initial = room.language


class RewordForm(PageForm):
    """The same candidate in other words."""

    text = forms.CharField(label=_("In other words"), max_length=LONGEST, widget=_area(3))
    reason = forms.CharField(label=_("Why change the words?"), required=False, max_length=300)


class AsideForm(PageForm):
    """Not this one, and why."""

    reason = forms.CharField(
        label=_("Why not this one?"),
        widget=_area(2),
        max_length=2000,
        help_text=_("Whoever proposed it reads this. It stays in the decision."),
    )


class WeighForm(PageForm):
    """The test of a good question: one answer per point, each may stay open."""

    hide_optional = True

    def __init__(self, *args: Any, room: Room, candidate: CandidateView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for point in room.test:
            self.fields[point.id] = forms.ChoiceField(
                label=pick(point.titles, language)[0],
                help_text=pick(point.hints, language)[0],
                required=False,
                choices=list(ANSWERS.items()),
                widget=forms.RadioSelect,
                initial=candidate.test.get(point.id, ""),
            )


class MergeForm(PageForm):
    """Candidates that ask the same: in one of them, or in a new wording."""

    into = forms.ChoiceField(label=_("Which words stand for all of them?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("The new words"), required=False, max_length=LONGEST, widget=_area(3))
    language = forms.ChoiceField(label=_("Language of the new words"), choices=list(LANGUAGE_NAMES.items()))
    reason = forms.CharField(label=_("Why do they belong together?"), required=False, max_length=2000, widget=_area(2))

    def __init__(self, *args: Any, rows: list[CandidateView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "into", [("", _("new words")), *((str(row.id), row.text) for row in rows)])
        self.fields["into"].required = False
        self.fields["language"].initial = rows[0].language if rows else "fr"


class DecideForm(TextsForm):
    """The decision: which, why, how, where, who was not heard, which reservations."""

    candidate = forms.ChoiceField(label=_("Which question?"), widget=forms.RadioSelect)
    session = forms.ChoiceField(
        label=_("At which session?"), help_text=_("The groups that were there come from its record.")
    )
    manner = forms.ChoiceField(label=_("How was it decided?"), choices=list(MANNERS.items()), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Why this one?"),
        widget=_area(4),
        max_length=5000,
        help_text=_("In the words of the group. If you publish one day, these reasons stand beside your results."),
    )
    language = forms.ChoiceField(
        label=_("Language of the reasons and reservations"), choices=list(LANGUAGE_NAMES.items())
    )
    decided_on = forms.DateField(
        label=_("Day of the decision"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Left empty: the day of the session."),
    )
    not_heard = forms.MultipleChoiceField(
        label=_("Who was not heard?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Ticked: groups that were at no session and said nothing otherwise. They stay named. Was one heard after "
            "all? Note first what it expects."
        ),
    )
    not_heard_words = forms.CharField(
        label=_("Why were they not heard, and what will you do about it?"),
        required=False,
        widget=_area(3),
        max_length=5000,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        room: Room,
        language: str,
        chosen: UUID | None = None,
        drawn: Drawn | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.places_for_reservations = RESERVATIONS
        rows = [*((room.chosen,) if room.chosen else ()), *room.on_table]
        choose(self, "candidate", [(str(row.id), row.text) for row in rows])
        choose(self, "session", [(str(row.id), f"{row.title} ({row.on:%d/%m/%Y})") for row in room.sessions])
        groups = groups_of(room, language)
        choose(self, "not_heard", groups)
        first = room.candidate(chosen)
        self.fields["candidate"].initial = str(chosen) if first else str(rows[0].id) if len(rows) == 1 else ""
        held = [row for row in room.sessions if row.held]
        self.fields["session"].initial = str(held[0].id) if held else ""
        self.fields["manner"].initial = "consent"
        self.fields["language"].initial = room.language
        self.fields["not_heard"].initial = [str(group.id) for group in room.groups if not group.heard]
        self.fields["seen"].initial = str(room.question.decision.id) if room.question else ""
        self.add_texts(
            "text",
            _("The question as agreed"),
            tuple(dict.fromkeys((*room.languages, *LANGUAGE_NAMES))),
            hint=_("Left empty everywhere: the words of the candidate. Your other languages help others read it."),
            texts={first.language: first.text} if first else {},
            max_length=LONGEST,
        )
        self.asides: list[tuple[CandidateView, str]] = []
        for row in rows:
            if row.id != chosen and len(rows) > 1:
                self.fields[f"aside_{row.id}"] = forms.CharField(
                    label=_("Set aside, because: “%(text)s”") % {"text": row.text},
                    required=False,
                    max_length=2000,
                    help_text="" if self.asides else _("Left empty, a candidate stays on the table."),
                )
                self.asides.append((row, f"aside_{row.id}"))
        if drawn is not None:
            self._draw(room, drawn, chosen)
        for number in range(1, self.places_for_reservations + 1):
            self._reservation(number, groups)

    def _draw(self, room: Room, drawn: Drawn, chosen: UUID | None) -> None:
        """What the room around the table said: session and manner as they are, the rest to be read over."""
        choose(self, "session", [(str(row.id), row.title) for row in room.sessions if row.id == drawn.session_id])
        choose(self, "manner", [(drawn.manner, MANNERS[drawn.manner])])
        self.fields["session"].initial, self.fields["manner"].initial = str(drawn.session_id), drawn.manner
        missing = [group for group in room.groups if not group.heard and group.id not in drawn.present]
        self.fields["not_heard"].initial = [str(group.id) for group in missing]
        kept = drawn.reservations(chosen)
        self.places_for_reservations = max(RESERVATIONS, len(kept) + 1)
        for number, item in enumerate(kept, 1):
            self.initial[f"group_{number}"], self.initial[f"words_{number}"] = str(item.group_id), item.text

    def _reservation(self, number: int, groups: list[tuple[str, str]]) -> None:
        self.fields[f"group_{number}"] = forms.ChoiceField(
            label=_("Reservation %(n)s: from which group?") % {"n": number},
            required=False,
            choices=[("", _("not said")), *groups],
        )
        self.fields[f"by_{number}"] = forms.CharField(
            label=_("Reservation %(n)s: who says it?") % {"n": number},
            required=False,
            max_length=120,
            help_text=_("A name stays inside the journey."),
        )
        self.fields[f"words_{number}"] = forms.CharField(
            label=_("Reservation %(n)s: in their words") % {"n": number},
            required=False,
            widget=_area(2),
            max_length=2000,
        )

    def reservations(self) -> list[tuple[UUID | None, str, str]]:
        """(group, who, words) of the places that were filled."""
        data = self.cleaned_data
        found = []
        for number in range(1, self.places_for_reservations + 1):
            if words := data[f"words_{number}"].strip():
                group = data[f"group_{number}"]
                found.append((UUID(group) if group else None, data[f"by_{number}"], words))
        return found

    def places(self) -> list[dict[str, Any]]:
        """The places for reservations as a page shows them: the first open, the others when they hold something."""
        found = []
        for number in range(1, self.places_for_reservations + 1):
            fields = [self[f"{part}_{number}"] for part in ("group", "by", "words")]
            filled = any(field.value() or field.errors for field in fields)
            title = _("Another reservation (%(n)s)") % {"n": number}
            found.append({"fields": fields, "open": number == 1 or bool(filled), "title": title})
        return found

    def set_aside(self) -> dict[UUID, str]:
        """Candidate to reason, of those that were given one."""
        return {row.id: self.cleaned_data[name] for row, name in self.asides if self.cleaned_data[name]}


class GroupLinkForm(PageForm):
    """Which group to ask, in which language."""

    stakeholder = forms.ChoiceField(label=_("Which group do you ask?"))
    language = forms.ChoiceField(label=_("In which language?"), choices=list(LANGUAGE_NAMES.items()))
    days = forms.IntegerField(
        label=_("Open for how many days?"), min_value=1, max_value=365, initial=60, help_text=_("Then the link ends.")
    )

    def __init__(self, *args: Any, room: Room, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "stakeholder", groups_of(room, language))
        self.fields["language"].initial = room.language


class GuestForm(PageForm):
    """What a group proposes by its link: up to three questions."""

    hide_optional = True
    text_1 = forms.CharField(label=_("A question"), max_length=LONGEST, widget=_area(3))
    text_2 = forms.CharField(
        label=_("Another question, if you have one"), required=False, max_length=LONGEST, widget=_area(2)
    )
    text_3 = forms.CharField(
        label=_("A third one, if you have one"), required=False, max_length=LONGEST, widget=_area(2)
    )
    said_by = forms.CharField(
        label=_("Your first name, if you wish"),
        required=False,
        max_length=120,
        help_text=_("Only those who prepare the choice see it. You can leave it empty."),
    )


def choose(form: forms.Form, name: str, choices: list[Any]) -> None:
    """Give a field of choices what may be chosen."""
    field = form.fields[name]
    assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
    field.choices = choices
