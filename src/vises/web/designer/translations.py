"""Words in two languages side by side: what is missing, what changed after it was translated; titles and languages."""

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.instruments.queries.drafts import DraftView
from vises.apps.instruments.services import drafts as services
from vises.kernel.locale import LANGUAGE_NAMES, tag_of
from vises.web.designer.forms import LONGEST
from vises.web.designer.views import page, saw, view_of
from vises.web.designer.words import language_name, said
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.routes import Request
from vises.xforms.design import Edit, Item

WHATS = {
    "title": gettext_lazy("title of the questionnaire"),
    "label": gettext_lazy("question"),
    "group": gettext_lazy("title of a group"),
    "hint": gettext_lazy("explanation"),
    "message": gettext_lazy("said when an answer does not fit"),
    "choice": gettext_lazy("answer"),
}


@dataclass(frozen=True)
class Pair:
    """One text in both languages. `row` and `what` say where it stands; `item` is the question it belongs to."""

    key: str
    row: str
    what: str
    kind: str
    source: str
    target: str
    stale: bool
    item: Item | None


@dataclass(frozen=True)
class Shown:
    """A pair with its field, and with the tick "still right" where the source changed."""

    pair: Pair
    field: Any
    right: Any


class TranslationForm(PageForm):
    """Every text of a draft in one other language."""

    hide_optional = True

    def __init__(self, *args: Any, pairs: list[Pair], language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pairs, self.language = pairs, language
        for pair in pairs:
            self.fields[pair.key] = forms.CharField(
                label=pair.source,
                required=False,
                max_length=200 if pair.what == "title" else LONGEST,
                initial=pair.target,
                widget=forms.Textarea(attrs={"rows": 1} | ({"lang": tag} if (tag := tag_of(language)) else {})),
            )
            if pair.stale:
                self.fields[f"right-{pair.key}"] = forms.BooleanField(label=_("still right"), required=False)

    def shown(self) -> list[Shown]:
        """The pairs with their fields."""
        return [Shown(pair, self[pair.key], self[f"right-{pair.key}"] if pair.stale else None) for pair in self.pairs]

    def edits(self) -> list[Edit]:
        """What changed, one edit a question."""
        data = self.cleaned_data
        made: list[Edit] = []
        words: dict[str, dict[str, Any]] = {}
        for pair in self.pairs:
            text = data[pair.key].strip()
            if text == pair.target.strip():
                if data.get(f"right-{pair.key}"):
                    made.append({"op": "right", "row": pair.row, "what": pair.what, "language": self.language})
            elif pair.item is None:
                made.append({"op": "title", "language": self.language, "text": text})
            else:
                start: dict[str, Any] = {"op": "words", "row": pair.item.id, "language": self.language}
                edit = words.setdefault(pair.item.id, {**start, "texts": {}, "choices": {}})
                if pair.row == pair.item.id:
                    edit["texts"][pair.what] = text
                else:
                    edit["choices"][pair.row] = text
        return [*made, *words.values()]


class LanguageForm(PageForm):
    """One more language."""

    language = forms.ChoiceField(label=gettext_lazy("Which language?"))

    def __init__(self, *args: Any, view: DraftView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = view.outline.languages
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, name) for code, name in LANGUAGE_NAMES.items() if code not in there]
        wanted = [code for code in view.wanted if code not in there]
        field.initial = wanted[0] if wanted else ""
        if "und" in there:
            self.fields["main"] = forms.ChoiceField(
                label=_("And in which language is it written now?"), choices=list(LANGUAGE_NAMES.items())
            )
            self.order_fields(["main", "language"])


class TitleForm(PageForm):
    """The title in the main language."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)


def translations(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """Both languages side by side, in `?in=`; adding one; the title."""
    view = view_of(request, journey, draft)
    shown = view.outline
    others = [code for code in shown.languages[1:] if code != "und"]
    wanted = request.GET.get("in", "")
    language = wanted if wanted in others else (others[0] if others else "")
    only = request.GET.get("only") == "open"
    every = pairs_of(view, language) if language else []
    open_ = [pair for pair in every if pair.stale or not pair.target]
    act = request.POST.get("do", "")
    pairs = open_ if only else every
    form = TranslationForm(request.POST if act == "words" else None, pairs=pairs, language=language)
    adding = LanguageForm(request.POST if act == "language" else None, view=view)
    title = TitleForm(request.POST if act == "title" else None, initial={"title": shown.titles.get(shown.main, "")})
    here = reverse("draft-translations", args=[journey, draft])
    sent = {"words": form, "language": adding, "title": title}.get(act)
    if request.method == "POST" and sent is not None and sent.is_valid():
        edits = _edits(view, act, sent)
        if not edits or _kept(request, view, sent, edits):
            if edits:
                messages.success(request, _("It is kept."))
            goes = sent.cleaned_data["language"] if act == "language" else language
            return redirect(f"{here}?in={goes}" + ("&only=open" if only else ""))
    context = {
        "form": form,
        "rows": form.shown() if language else [],
        "adding": adding if len(shown.languages) < len(LANGUAGE_NAMES) + ("und" in shown.languages) else None,
        "title_form": title,
        "act": act,
        "target": language,
        "target_name": language_name(language),
        "others": [(code, language_name(code)) for code in others],
        "only": only,
        "open": len(open_),
        "missing": sum(1 for pair in every if not pair.target),
        "stale": sum(1 for pair in every if pair.stale),
        "whats": {code: str(text) for code, text in WHATS.items()},
    }
    return page(
        request, "designer/translations.html", view, context, status=400 if sent is not None and sent.errors else 200
    )


def _kept(request: Request, view: DraftView, form: Any, edits: list[Edit]) -> bool:
    return attempt(form, lambda: services.edit_draft(request.actor, view.id, edits, saw=saw(request))) is not None


def _edits(view: DraftView, act: str, sent: Any) -> list[Edit]:
    data = sent.cleaned_data
    if act == "words":
        made: list[Edit] = sent.edits()
        return made
    if act == "language":
        return [{"op": "language", "language": data["language"], "main": data.get("main", "")}]
    main = view.outline.main
    same = data["title"].strip() == view.outline.titles.get(main, "").strip()
    return [] if same else [{"op": "title", "language": main, "text": data["title"]}]


def pairs_of(view: DraftView, language: str) -> list[Pair]:
    """Every text that stands in the main language, beside the other one."""
    shown = view.outline
    main = shown.main
    found = []
    if title := said(shown.titles, main):
        found.append(Pair("title-title", "title", "title", "title", title, shown.titles.get(language, ""), False, None))
    for item in shown.items:
        texts = (("label", item.labels), ("hint", item.hints), ("message", item.messages))
        for what, words in texts:
            if words.get(main):
                kind = "group" if what == "label" and item.is_group else what
                found.append(_pair(view, item, item.id, what, kind, words, language))
        if item.kind != "other":
            for choice in item.choices:
                if choice.labels.get(main):
                    found.append(_pair(view, item, choice.id, "label", "choice", choice.labels, language))
    unique = {pair.key: pair for pair in found[::-1]}  # answers that several questions share stand once
    return [unique[key] for key in dict.fromkeys(pair.key for pair in found)]


def _pair(view: DraftView, item: Item, row: str, what: str, kind: str, words: Any, language: str) -> Pair:
    stale = (row, what, language) in view.outline.stale
    source, target = words[view.outline.main], words.get(language, "")
    return Pair(f"{row}-{what}", row, what, kind, source, target, stale and bool(target), item)
