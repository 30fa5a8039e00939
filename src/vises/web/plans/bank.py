"""The question bank: looking through it, one question with what it tells and what not, and taking it along."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vises.apps.instruments.bank import BankQuestion, bank, lines_of
from vises.apps.instruments.queries import LineInstruments, instruments
from vises.apps.instruments.queries.drafts import DraftRow, drafts
from vises.apps.instruments.services.bank import take_into_draft, take_question
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_frame
from vises.web.layout.routes import Request
from vises.web.plans.views import here
from vises.web.plans.words import ASKED

LONGEST_SEARCH = 200


class TakeForm(PageForm):
    """Where a question goes."""

    into = forms.ChoiceField(label=gettext_lazy("Into which questionnaire?"), widget=forms.RadioSelect)
    title = forms.CharField(label=gettext_lazy("Title, for a new questionnaire"), required=False, max_length=200)
    why = forms.CharField(
        label=gettext_lazy("What changes?"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed where people may have answered already: then this makes a new version."),
    )

    def __init__(
        self,
        *args: Any,
        lines: tuple[LineInstruments, ...],
        open_drafts: tuple[DraftRow, ...],
        language: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        into = self.fields["into"]
        assert isinstance(into, forms.ChoiceField)
        choices = []
        drafted = {row.instrument_id for row in open_drafts}
        for row in open_drafts:
            words = _("%(title)s (draft)") % {"title": pick(row.titles, language)[0]}
            choices.append((f"draft:{row.id}", words))
        for line in lines:
            looks_at = pick(line.looks_at, language)[0]
            choices += [
                (f"{line.line_id}:{item.id}", f"{pick(item.titles, language)[0]} ({looks_at})")
                for item in line.instruments
                if item.kind == "questionnaire" and item.id not in drafted
            ]
            choices.append((f"{line.line_id}:", _("a new questionnaire: %(line)s") % {"line": looks_at}))
        into.choices = choices

    def draft(self) -> uuid.UUID | None:
        """The draft it goes into, if it is one."""
        what, _colon, draft = self.cleaned_data["into"].partition(":")
        return uuid.UUID(draft) if what == "draft" else None

    def where(self) -> tuple[uuid.UUID, uuid.UUID | None]:
        """The line of the plan, and the questionnaire unless it is a new one."""
        line, _colon, instrument = self.cleaned_data["into"].partition(":")
        return uuid.UUID(line), uuid.UUID(instrument) if instrument else None


def questions(request: Request, journey: uuid.UUID | None = None) -> HttpResponse:
    """Every question by its topic; those that hold the words asked for."""
    asked, topic = request.GET.get("q", "")[:LONGEST_SEARCH].strip(), request.GET.get("topic", "")
    found = bank()
    topic = topic if topic in found.topics else ""
    matching = found.search(asked, topic)
    shelves = [
        (texts, [one for one in matching if one.topic == code])
        for code, texts in found.topics.items()
        if any(one.topic == code for one in matching)
    ]
    context = {"asked": asked, "topic": topic, "topics": found.topics, "shelves": shelves, "count": len(matching)}
    context["draft"] = request.GET.get("draft", "")[:36]
    return _page(request, "plans/bank.html", journey, context)


def question(request: Request, question: str, journey: uuid.UUID | None = None) -> HttpResponse:
    """One question in its languages, where it comes from, what it measures and what it does not tell."""
    found = bank().question(question)
    context: dict[str, Any] = {
        "question": found,
        "in_languages": [_in_language(found, code) for code in LANGUAGES],
        "lines": lines_of(found, _first_here(LANGUAGES)),
        "form": None,
    }
    if journey is not None and journey_frame(request, journey).may_edit:
        lines = instruments(request.actor, journey)
        open_drafts = drafts(request.actor, journey)
        into = {"into": f"draft:{request.GET.get('draft', '')}"}
        form = TakeForm(request.POST or None, lines=lines, open_drafts=open_drafts, language=here(), initial=into)
        if request.method == "POST" and form.is_valid():
            taken = _take(request, journey, form, found.id)
            if taken is not None:
                return taken
        context |= {"form": form if lines else None}
    status = 400 if context["form"] is not None and context["form"].errors else 200
    return _page(request, "plans/bank_question.html", journey, context, status=status)


def _take(request: Request, journey: uuid.UUID, form: TakeForm, question: str) -> HttpResponse | None:
    """Take a question where the form says; None where this was refused."""
    draft, data = form.draft(), form.cleaned_data
    if draft is not None:
        number = attempt(form, lambda: take_into_draft(request.actor, draft, question))
        if number is None:
            return None
        messages.success(request, _("The question is at the end of the draft, under its own name."))
        return redirect(reverse("draft", args=[journey, draft]) + f"#i-n{number}")
    line, instrument = form.where()
    title, why = data["title"], data["why"]
    made = attempt(
        form, lambda: take_question(request.actor, line, question, instrument_id=instrument, title=title, why=why)
    )
    if made is None:
        return None
    messages.success(request, _("The question is at the end of the questionnaire, under its own name."))
    return redirect("instrument", journey, made.id)


def _page(
    request: Request, template: str, journey: uuid.UUID | None, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Within a journey's frame, or alone."""
    frame = journey_frame(request, journey) if journey else None
    around = {"frame": frame, "around": "layout/journey.html" if frame else "layout/base.html", "kinds": ASKED}
    return render(request, template, {**around, **context}, status=status)


def _in_language(found: BankQuestion, code: str) -> dict[str, Any]:
    steps = found.scale
    ends = f"{steps.low}: {steps.low_words[code]} … {steps.high}: {steps.high_words[code]}" if steps else ""
    return {
        "code": code,
        "name": LANGUAGE_NAMES[code],
        "words": found.words[code],
        "hint": found.hint.get(code, ""),
        "choices": [words[code] for _value, words in found.choices],
        "ends": ends,
        "ours": found.wording.get(code) != "source",
    }


def _first_here(languages: tuple[str, ...]) -> list[str]:
    return [here(), *(code for code in languages if code != here())]
