"""Paper: sheets to print in each language, and typing them in by keyboard alone, once or twice."""

import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.asking import Asking, asking_about
from vises.apps.collection.rules import new_sheet_code
from vises.apps.collection.services import paper
from vises.apps.collection.services.paper import Typed, Typing
from vises.apps.collection.services.waves import wave_for
from vises.apps.collection.words import USES
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.platform.wording.forms import word_answer
from vises.web.collection.media import printed_beside
from vises.web.doors.sheets import Item, Paper
from vises.web.layout.forms import PageForm
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request

FORM = "q:"  # before the name of a field, so that no question is taken for one of ours
HOW = {"": "self", "o": "oral", "w": "witnessed"}


class SheetsForm(PageForm):
    """What to print."""

    language = forms.ChoiceField(label=gettext_lazy("In which language?"))
    count = forms.IntegerField(
        label=gettext_lazy("How many sheets?"), min_value=1, max_value=paper.MOST_SHEETS, initial=10
    )

    def __init__(self, *args: Any, languages: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["language"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [(code, name or _("the language of the questionnaire")) for code, name in languages]


def about(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """How paper works here; what to print; who may type in."""
    page = queries.wave_page(request.actor, wave)
    asked = asking_about(wave_for(request.actor, wave))
    form = SheetsForm(languages=asked.languages, initial={"language": journey_frame(request, journey).language})
    return journey_page(request, "doors/paper.html", journey, {"page": page, "form": form})


def sheets(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Sheets to print, each with its code and, to tear off, its receipt."""
    asked = asking_about(wave_for(request.actor, wave))
    asked_for = {"language": asked.languages[0][0], "count": "1", **request.GET.dict()}
    form = SheetsForm(asked_for, languages=asked.languages)
    if not form.is_valid():
        page = queries.wave_page(request.actor, wave)
        return journey_page(request, "doors/paper.html", journey, {"page": page, "form": form}, status=400)
    language = form.cleaned_data["language"]
    made = paper.new_sheets(request.actor, wave, form.cleaned_data["count"])
    sheet = Paper(asked.form, language, printed_beside(asked, journey, language))
    address = f"{settings.BASE_ADDRESS}{reverse('answer', kwargs={'token': asked.wave.token})}"
    with translation.override(_screen(language)):
        context = {
            "asked": asked,
            "title": asked.title(language),
            "form_language": language,
            "uses": _uses(asked),
            "paper": sheet,
            "heard": {"address": address, "qr": qr_drawing(address)} if sheet.heard else None,
            "sheets": made,
            "receipt_address": f"{settings.BASE_ADDRESS}{reverse('receipt')}",
            "back": reverse("door-paper", kwargs={"journey": journey, "wave": wave}),
        }
        return render(request, "doors/sheets.html", context)


def type_in(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """One field a question, codes as they stand on the sheet; a second typing of a sheet is compared."""
    row = paper.wave_to_type(request.actor, wave)
    asked = asking_about(row)
    data = request.POST or request.GET
    known = [code for code, _name in asked.languages]
    language = data.get("language", "")
    language = language if language in known else asked.form.default_language
    sheet = Paper(asked.form, language)
    page: dict[str, Any] = {
        "asked": asked,
        "wave_id": row.id,
        "journey_id": journey,
        "language_now": language,
        "tongues": asked.languages,
        "uses": _uses(asked),
        "items": [(item, data.get(f"{FORM}{item.item.name}", ""), "") for item in sheet.items()],
        "code": _fresh_or(data.get("code", ""), "new" in request.GET),
        "is_new": "new" in request.GET,
        "agreed": data.get("agreed", ""),
        "how": data.get("how", ""),
    }
    status = 200
    if request.method == "POST":
        typing, wrong = _typing(request, asked, sheet, language)
        try:
            told = _told(request, wave, typing, wrong)
        except Problem as problem:
            told, wrong = Typed("mend"), {**wrong, problem.field or "code": word(problem)}
        page, status = _answered({**page, "done": typing.code.upper()}, sheet, asked, told, wrong)
        if told.state == "differs":
            return render(request, "doors/differs.html", {**page, "another": new_sheet_code()})
    return render(request, "doors/type_in.html", page, status=status)


def _typing(request: Request, asked: Asking, sheet: Paper, language: str) -> tuple[Typing, dict[str, str]]:
    wrong: dict[str, str] = {}
    letters = {code: use for code, use, _label in _uses(asked)}
    agreed = "".join(sign for sign in request.POST.get("agreed", "").lower() if sign.isalpha())
    if not set(agreed) <= set(letters):
        wrong["agreed"] = _("Type the letters that are ticked, or nothing.")
    how = request.POST.get("how", "").strip().lower()
    if how not in HOW:
        wrong["how"] = _("Type o, w, or nothing.")
    fields = {item.item.name: request.POST.get(f"{FORM}{item.item.name}", "") for item in sheet.items()}
    uses = tuple(letters[sign] for sign in agreed if sign in letters)
    code = request.POST.get("another" if request.POST.get("do") == "another" else "code", "")
    return Typing(code, fields, uses, HOW.get(how, "self"), language), wrong


def _told(request: Request, wave: uuid.UUID, typing: Typing, wrong: dict[str, str]) -> Typed:
    if wrong:
        return Typed("mend")
    action = request.POST.get("do", "")
    if action == "settle":
        picked = {key.removeprefix("pick:"): which for key, which in request.POST.items() if key.startswith("pick:")}
        first = [name for name, which in picked.items() if which == "1"]
        return paper.settle_typing(request.actor, wave, typing, first)
    return paper.type_in(request.actor, wave, typing, as_it_stands=action == "as-it-stands")


def _answered(
    page: dict[str, Any], sheet: Paper, asked: Asking, told: Typed, wrong: dict[str, str]
) -> tuple[dict[str, Any], int]:
    items = {item.item.name: item for item in sheet.items()}
    if told.state in {"kept", "same"}:
        blank = {"items": [(item, "", "") for item in items.values()], "code": "", "agreed": "", "how": ""}
        return {**page, **blank, "told": told}, 200
    for name in told.refused:
        wrong[name] = _("This is no answer to this question. Type %(codes)s, or ? where it cannot be read.") % {
            "codes": _codes(items[name])
        }
    for name in told.uncounted:
        wrong.setdefault(name, _("This does not count with the answers before: the question or choice is not open."))
    for problem in told.problems:
        wrong.setdefault(problem.ref, word_answer(problem, translation.get_language() or "fr"))
    differences = []
    for one in told.differences:
        item = items.get(one.name)
        differences.append((one.name, item, _shown(asked, item, one.first), _shown(asked, item, one.second)))
    page = {
        **page,
        "told": told,
        "wrong": wrong,
        "items": [(item, value, wrong.get(item.item.name, "")) for item, value, _old in page["items"]],
        "others": [text for name, text in wrong.items() if name not in items and name not in {"code", "agreed", "how"}],
        "may_stand": not told.refused and not ({"code", "agreed", "how"} & set(wrong)),
        "differences": differences,
    }
    return page, 200 if told.differences else 400


def _fresh_or(code: str, fresh: bool) -> str:
    return new_sheet_code() if fresh else code


def _codes(item: Item) -> str:
    if item.codes:
        return ", ".join(code.code for code in item.codes)
    return {
        "whole": _("a whole number"),
        "decimal": _("a number"),
        "scale": _("a number of the scale"),
        "date": _("a date such as 31/12/2026"),
        "moment": _("a date and a time such as 31/12/2026 14:30"),
        "time": _("a time such as 14:30"),
        "tick": _("x where it is ticked"),
    }.get(item.item.how, _("what stands there"))


def _shown(asked: Asking, item: Item | None, value: str) -> str:
    """A value as the sheet has it: codes with their words."""
    if item is None:
        letters = {use: label for _code, use, label in _uses(asked)}
        return ", ".join(letters[use] for use in value.split() if use in letters) or "–"
    by_value = {choice.value: code for code, choice in item.item.codes}
    labels = {code.code: code.label for code in item.codes}
    if not by_value:
        return value or "–"
    codes = [by_value[part] for part in value.split() if part in by_value]
    return ", ".join(f"{code} · {labels[code]}" for code in codes) or "–"


def _uses(asked: Asking) -> list[tuple[str, str, str]]:
    """The uses asked for besides counting: letter, code, words."""
    asked_for = [use for use in asked.uses if use != "analysis"]
    return [(letter, use, str(USES[use][0])) for letter, use in zip("abcdefgh", asked_for, strict=False)]


def _screen(language: str) -> str:
    return language if language in LANGUAGES else (translation.get_language() or "fr")
