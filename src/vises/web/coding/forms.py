"""Forms of coding."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from vises.apps.coding.queries.codebook import CodeRow
from vises.apps.coding.queries.passages import PassageRow
from vises.kernel.locale import LANGUAGE_NAMES, Texts, pick
from vises.web.coding.words import KINDS, NAME_KINDS, USES
from vises.web.layout.forms import PageForm, check_characters
from vises.web.layout.texts import TextsForm


def _choices(codes: Sequence[CodeRow], language: str) -> list[tuple[str, str]]:
    return [(str(code.id), f"{'– ' * code.depth}{pick(code.names, language)[0]}") for code in codes]


class ThemeForm(TextsForm):
    """A theme of the codebook."""

    parent = forms.ChoiceField(
        label=_("Lies under"), required=False, help_text=_("Only if it is a part of a wider theme.")
    )

    def __init__(
        self,
        *args: Any,
        codes: Sequence[CodeRow],
        languages: Sequence[str],
        language: str,
        code: CodeRow | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields.pop("parent")
        assert isinstance(parent, forms.ChoiceField)
        self.add_texts(
            "names",
            _("Name of the theme"),
            languages,
            hint=_("One or two words people would use, such as “dignity”."),
            long=False,
            texts=code.names if code else None,
            max_length=120,
        )
        self.add_texts(
            "definitions",
            _("What belongs under it"),
            languages,
            hint=_("One sentence, so that somebody else would mark the same passages."),
            texts=code.definitions if code else None,
        )
        self.add_texts(
            "examples",
            _("An example"),
            languages,
            hint=_(
                "Words that would be marked. Who sees the journey reads them: make them up, or take words that may be "
                "shown."
            ),
            texts=code.examples if code else None,
            max_length=2000,
        )
        self.fields["memo"] = forms.CharField(
            label=_("Memo on this theme"),
            required=False,
            max_length=5000,
            initial=code.memo if code else "",
            validators=[check_characters],
            widget=forms.Textarea(attrs={"rows": 2}),
            help_text=_("A thought of those who mark, to come back to. Nobody else sees it."),
        )
        others = [row for row in codes if code is None or row.id != code.id]
        parent.choices = [("", _("nothing: a theme of its own")), *_choices(others, language)]
        parent.initial = str(code.parent) if code and code.parent else ""
        self.fields["parent"] = parent


class MergeForm(PageForm):
    """The theme into which another one goes."""

    into = forms.ChoiceField(label=_("It goes into"))

    def __init__(self, *args: Any, codes: Sequence[CodeRow], language: str, code: CodeRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        assert isinstance(into, forms.ChoiceField)
        into.choices = [("", "–"), *_choices([row for row in codes if row.id != code.id], language)]


class SplitForm(TextsForm):
    """A new theme, and the passages it takes along."""

    passages = forms.MultipleChoiceField(label=_("Passages it takes along"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, rows: Sequence[PassageRow], languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_texts("names", _("Name of the new theme"), languages, long=False, max_length=120)
        passages = self.fields["passages"]
        assert isinstance(passages, forms.MultipleChoiceField)
        passages.choices = [(str(row.id), row.words) for row in rows]


class MarkForm(PageForm):
    """A passage by numbers of sentences (or exact words in them), and its theme. A script may say the place."""

    first = forms.IntegerField(label=_("From sentence"), min_value=1, required=False)
    last = forms.IntegerField(
        label=_("To sentence"), min_value=1, required=False, help_text=_("Leave empty for one sentence.")
    )
    words = forms.CharField(
        label=_("Only these words"),
        required=False,
        max_length=5000,
        help_text=_("Copy a part of those sentences exactly, to mark less than whole sentences."),
    )
    code = forms.ChoiceField(label=_("Theme"), required=False)
    new = forms.CharField(
        label=_("Or a new theme"),
        required=False,
        max_length=120,
        help_text=_("It comes into the codebook at once; say there what belongs under it."),
    )
    memo = forms.CharField(
        label=_("Memo"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A thought to come back to. Only readers of these words see it."),
    )
    start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    end = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    turn = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(
        self,
        *args: Any,
        codes: Sequence[CodeRow],
        language: str,
        sentences: int,
        apart: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if apart:  # two people read with the same codebook, and each alone
            del self.fields["new"], self.fields["memo"]
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", "–"), *_choices(codes, language)]
        for name in ("first", "last"):
            field = self.fields[name]
            assert isinstance(field, forms.IntegerField)
            field.widget.attrs["max"] = sentences

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("start") is None and not data.get("first") and not self.has_error("first"):
            self.add_error("first", _("Say at which sentence the passage begins: its number stands before it."))
        if data.get("first") and not data.get("last"):
            data["last"] = data["first"]
        if not data.get("code") and not data.get("new") and not self.has_error("code"):
            new = "new" in self.fields
            self.add_error("code", _("Choose a theme, or write a new one.") if new else _("Choose a theme."))
        return data


class ApartForm(PageForm):
    """The sentences that two people read apart, and who the other one is."""

    first = forms.IntegerField(label=_("From sentence"), min_value=1, initial=1)
    last = forms.IntegerField(label=_("To sentence"), min_value=1)
    second = forms.ChoiceField(
        label=_("Who reads them too?"), help_text=_("Somebody whom the plan names for these words.")
    )

    def __init__(self, *args: Any, readers: Sequence[tuple[uuid.UUID, str]], sentences: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        second, last = self.fields["second"], self.fields["last"]
        assert isinstance(second, forms.ChoiceField)
        second.choices = [("", "–"), *((str(id_), name) for id_, name in readers)]
        last.initial = min(sentences, 100)


class ExchangeForm(PageForm):
    """A codebook or a project of another program; what is said of the texts in it."""

    file = forms.FileField(
        label=_("The file: .qdc or .qdpx"),
        help_text=_("As NVivo, MAXQDA, ATLAS.ti, QualCoder or vises write them. The file itself is not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": ".qdc,.qdpx"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), choices=list(LANGUAGE_NAMES.items()))
    line = forms.ChoiceField(
        label=_("Its texts belong to this line of the plan"),
        required=False,
        help_text=_("For a project (.qdpx). Only those whom the plan names for it will read them."),
    )
    kind = forms.ChoiceField(
        label=_("Its texts are"), choices=[(kind, word) for kind, word in KINDS.items() if kind != "answer"]
    )
    consents = forms.MultipleChoiceField(
        label=_("What did everybody in them agree to, besides this evaluation?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(USES.items()),
        help_text=_("The file tells nothing of it. Tick only what you know of every text in it."),
    )
    refused = forms.MultipleChoiceField(
        label=_("What did somebody in them say no to?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(USES.items()),
        help_text=_(
            "Then it holds for every text of the file. Left open in both lists: nobody was asked, nothing is quoted, "
            "and you may still ask each person for one passage."
        ),
    )

    def __init__(self, *args: Any, lines: Sequence[tuple[uuid.UUID, Texts]], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line, spoken = self.fields["line"], self.fields["language"]
        assert isinstance(line, forms.ChoiceField)
        line.choices = [("", "–"), *((str(id_), pick(looks_at, language)[0]) for id_, looks_at in lines)]
        spoken.initial = language


class WordsForm(PageForm):
    """Words to look for in texts."""

    words = forms.CharField(
        label=_("Words"),
        max_length=200,
        validators=[check_characters],
        help_text=_("In any of their forms: “welcomed” finds “welcome” too. Several words: texts that have them all."),
    )


class SearchForm(PageForm):
    """Passages by theme and words."""

    code = forms.ChoiceField(label=_("Theme"), required=False)
    words = forms.CharField(label=_("With these words"), required=False, max_length=200)

    def __init__(self, *args: Any, codes: Sequence[CodeRow], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        assert isinstance(code, forms.ChoiceField)
        code.choices = [("", _("all themes")), *_choices(codes, language)]


class OwnNameForm(PageForm):
    """Words that were not proposed, wherever they stand in the text."""

    words = forms.CharField(
        label=_("These words too"), max_length=200, help_text=_("Replaced wherever they stand in this text.")
    )
    kind = forms.ChoiceField(label=_("What are they?"), choices=list(NAME_KINDS.items()))
    stands = forms.CharField(
        label=_("What stands for them"),
        max_length=80,
        required=False,
        help_text=_("Leave empty for the next number, or choose a name that is nobody's."),
    )
