"""Forms of a room about the portrait or the stakeholders: on phones, from paper, and bringing it in."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.journeys.queries.contributions import About, Said, Standing, View
from vises.apps.journeys.queries.room import LiveView
from vises.apps.journeys.services.contributions import LONGEST, Piece, Placed
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.web.layout.forms import PageForm, check_characters, write_again
from vises.web.questions.forms import choose
from vises.web.questions.views import to_id
from vises.web.rooms.forms import SentForm, group_choices, sheet_field
from vises.web.rooms.words import TYPED

LONGEST_WORDS = 20_000  # characters of a view of the portrait


def _words(label: Any, rows: int = 2, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        validators=[check_characters],
    )


def _rings(room: LiveView, language: str, unsaid: Any = "") -> list[tuple[str, Any]]:
    rings = [(ring, pick(names, language)[0]) for ring, names in room.together.rings]
    return [("", unsaid), *rings] if unsaid else rings


class GuestViewForm(SentForm):
    """A few words on one view of the portrait, from a phone."""

    hide_optional = True
    heading = forms.ChoiceField(label=_("About what?"))
    text = _words(_("In my words"), 3)

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "heading", [(view.id, pick(view.titles, language)[0]) for view in room.together.views])

    def pieces(self) -> list[Piece]:
        """What was said."""
        return [Piece("view", self.cleaned_data["text"], heading=self.cleaned_data["heading"])]


class GuestPlaceForm(SentForm):
    """One group: how close, what it expects, what makes it hard to reach; or a group that is missing. From a phone."""

    hide_optional = True
    about = forms.ChoiceField(label=_("Which group do you speak about?"), required=False)
    degree = forms.ChoiceField(label=_("How close is it today?"), required=False, widget=forms.RadioSelect)
    expectation = _words(_("What does it expect of the evaluation?"))
    difficulty = _words(_("What makes it hard to reach?"))
    missing = _words(_("Is a group missing in the list? Write which one"), 1)

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "about", [("", _("Choose a group")), *group_choices(room.groups, language)])
        choose(self, "degree", _rings(room, language))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("about") and any(data.get(name) for name in ("degree", "expectation", "difficulty")):
            self.add_error("about", _("Choose which group you speak about."))
        return data

    def pieces(self) -> list[Piece]:
        """What was said."""
        data, about = self.cleaned_data, to_id(self.cleaned_data["about"])
        said = [Piece(kind, data[name], about_id=about) for kind, name in PLACED.items() if about is not None]
        return [*said, Piece("missing", data["missing"])]


PLACED = {"place": "degree", "expectation": "expectation", "difficulty": "difficulty"}
"""What is said of a group: kind of contribution, and its field on a form."""


class PaperForm(SentForm):
    """A sheet typed in at once: of which group, how it came, in which language."""

    hide_optional = True
    stakeholder = forms.ChoiceField(label=_("Of which group?"), required=False)
    channel = forms.ChoiceField(
        label=_("How did they come?"), choices=list(TYPED.items()), widget=forms.RadioSelect, initial="paper"
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()))
    photo = sheet_field()

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        several = [("", _("several groups on one sheet"))]
        choose(self, "stakeholder", [*group_choices(room.groups, language), *several])
        self.fields["language"].initial = room.language


class PaperPortraitForm(PaperForm):
    """The views of the portrait, each as a sheet has them: one contribution a line."""

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, room=room, language=language, **kwargs)
        for view in room.together.views:
            self.fields[f"view_{view.id}"] = _words(pick(view.titles, language)[0])

    def pieces(self) -> list[Piece]:
        """What stands on the sheet."""
        return [
            Piece("view", line, heading=name.removeprefix("view_"))
            for name, value in self.cleaned_data.items()
            if name.startswith("view_")
            for line in value.splitlines()
        ]


class PaperRingsForm(PaperForm):
    """The table of groups of a sheet: ring, expectation, difficulty of each; groups that are missing, one a line."""

    def __init__(self, *args: Any, room: LiveView, language: str, **kwargs: Any) -> None:
        super().__init__(*args, room=room, language=language, **kwargs)
        self.rows: list[tuple[Texts, list[str]]] = []
        for group in room.groups:
            names = [f"{name}_{group.id}" for name in PLACED.values()]
            ring = forms.ChoiceField(
                label=_("How close?"), required=False, choices=_rings(room, language, _("not said"))
            )
            self.fields[names[0]] = ring
            self.fields[names[1]] = _words(_("What it expects"), 1)
            self.fields[names[2]] = _words(_("What makes it hard to reach"), 1)
            self.rows.append((group.names, names))
        self.fields["missing"] = _words(_("Groups that are missing, one on each line"))

    def by_group(self) -> list[tuple[Texts, list[Any]]]:
        """Each group with its three fields, to lay them out side by side."""
        return [(names, [self[name] for name in fields]) for names, fields in self.rows]

    def pieces(self) -> list[Piece]:
        """What stands on the sheet."""
        data = self.cleaned_data
        said = [
            Piece(kind, data[f"{name}_{group}"], about_id=group)
            for group in self.groups
            for kind, name in PLACED.items()
        ]
        return [*said, *(Piece("missing", line) for line in data["missing"].splitlines())]

    @property
    def groups(self) -> list[uuid.UUID]:
        """The groups of the table."""
        return [uuid.UUID(fields[0].removeprefix("degree_")) for _names, fields in self.rows]


class TakeForm(PageForm):
    """Bringing in what was said; `shown` are the contributions that the page showed."""

    hide_optional = True
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, room: LiveView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shown"].initial = " ".join(str(item.id) for item in room.together.said)

    def ids(self) -> list[uuid.UUID]:
        """The contributions that the page showed."""
        found = [to_id(part) for part in self.cleaned_data["shown"].split()]
        return [id_ for id_ in found if id_ is not None]

    def rows(self, spoken: bool) -> list[Any]:
        """What is brought in, of which something was said or nothing."""
        raise NotImplementedError

    @property
    def spoken(self) -> list[Any]:
        return self.rows(True)

    @property
    def silent(self) -> list[Any]:
        return self.rows(False)

    def renew(self) -> None:
        """Somebody wrote meanwhile: sending again goes over what the page shows now."""
        kept = {name: str(one.initial) for name, one in self.fields.items() if name.startswith(("number_", "seen_"))}
        write_again(self, **kept)


def _joined(before: str, said: tuple[Said, ...]) -> str:
    lines = [item.text for item in said if not item.taken and item.text not in before]
    return "\n".join([*([before] if before else []), *dict.fromkeys(lines)])


class TakePortraitForm(TakeForm):
    """Each view as it will stand in the portrait: what stands there, and under it what was said."""

    language = forms.ChoiceField(
        label=_("Written in"),
        choices=list(LANGUAGE_NAMES.items()),
        help_text=_("For views that are still empty; the others stay in their language."),
    )

    def __init__(self, *args: Any, room: LiveView, standing: Standing, **kwargs: Any) -> None:
        super().__init__(*args, room=room, **kwargs)
        self.fields["language"].initial = room.language
        self.views = room.together.views
        for view in self.views:
            stands = standing.written.get(view.id)
            self.fields[f"text_{view.id}"] = forms.CharField(
                label=_("As it will stand in the portrait"),
                required=False,
                max_length=LONGEST_WORDS,
                initial=_joined(stands.text if stands else "", view.said),
                widget=forms.Textarea(attrs={"rows": 5 if view.said else 2}),
                validators=[check_characters],
            )
            self.fields[f"number_{view.id}"] = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=stands.number if stands else 0
            )

    def rows(self, spoken: bool) -> list[tuple[View, Any, Any]]:
        """Views of which something was said (or nothing), each with its field and the hidden revision."""
        views = [view for view in self.views if bool(view.said) == spoken]
        return [(view, self[f"text_{view.id}"], self[f"number_{view.id}"]) for view in views]

    def texts(self) -> dict[str, tuple[str, int]]:
        """Heading to (text, the revision that was read)."""
        data = self.cleaned_data
        return {view.id: (data[f"text_{view.id}"], data[f"number_{view.id}"]) for view in self.views}


class TakeRingsForm(TakeForm):
    """Each group as it will stand on the map."""

    def __init__(self, *args: Any, room: LiveView, standing: Standing, language: str, **kwargs: Any) -> None:
        super().__init__(*args, room=room, **kwargs)
        self.groups = room.together.groups
        for group in self.groups:
            degree, difficulty, seen = standing.on_map.get(group.id, ("", "", ""))
            fresh = any(not item.taken for ring in group.places for item in ring.said)
            self.fields[f"degree_{group.id}"] = forms.ChoiceField(
                label=_("How close?"),
                required=False,
                choices=_rings(room, language, _("not said")),
                initial=group.agreed if fresh and group.agreed else degree,
            )
            self.fields[f"hard_{group.id}"] = _words(_("What makes it hard to reach"))
            self.fields[f"hard_{group.id}"].initial = _joined(difficulty, group.difficulties)
            own = [(str(item.id), item.text) for item in group.own if not item.taken]
            if own:
                self.fields[f"own_{group.id}"] = forms.MultipleChoiceField(
                    label=_("Its own expectations, to stand beside the questions"),
                    required=False,
                    choices=own,
                    initial=[id_ for id_, _text in own],
                    widget=forms.CheckboxSelectMultiple,
                )
            self.fields[f"seen_{group.id}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, max_length=16, initial=seen
            )

    def rows(self, spoken: bool) -> list[tuple[About, list[Any]]]:
        """Groups of which something was said (or nothing), each with its fields."""
        found = []
        for group in self.groups:
            names = [f"{name}_{group.id}" for name in ("degree", "hard", "own", "seen")]
            if bool(group.said) == spoken:
                found.append((group, [self[name] for name in names if name in self.fields]))
        return found

    def placed(self) -> dict[uuid.UUID, Placed]:
        """What goes onto the map of each group."""
        data = self.cleaned_data
        return {
            group.id: Placed(
                data[f"degree_{group.id}"],
                data[f"hard_{group.id}"],
                data[f"seen_{group.id}"],
                [uuid.UUID(id_) for id_ in data.get(f"own_{group.id}", [])],
            )
            for group in self.groups
        }
