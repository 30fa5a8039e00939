"""Texts to read and mark, and the passages found in them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.coding import services
from vises.apps.coding.queries import answers as answer_queries
from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries import passages as passage_queries
from vises.apps.coding.rules import between
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.coding.forms import MarkForm, SearchForm
from vises.web.coding.frame import language_here, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.coding.words import USES
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def text(request: Request, journey: uuid.UUID, text: uuid.UUID) -> HttpResponse:
    """A text to read and mark, with or without a script. What was answered is read among the other answers."""
    said = answer_queries.said_of(request.actor, journey, text)
    if said is not None:
        wave, question, number = said
        return redirect(f"{reverse('open-question', args=[journey, wave, question])}?page={number}")
    page = passage_queries.text_page(request.actor, journey, text, language_here())
    here = reverse("text", args=[journey, text])

    def place(data: dict[str, Any]) -> uuid.UUID:
        if data["start"] is not None and data["end"] is not None and not data["first"]:
            found: tuple[int, int] | None = (data["start"], data["end"])
        else:
            body = passage_queries.words_of(request.actor, text)
            found = between(body, data["first"], data["last"], data["words"])
            if found is None and data["words"]:
                raise Problem("coding.words-not-found", field="words")
        if found is None:
            raise Problem("coding.passage", field="first")
        code, seen = uuid_of(data["code"]), request.POST.get("seen", "")
        return services.mark(request.actor, text, code, *found, memo=data["memo"], seen=seen).id

    return _marking(request, journey, "coding/text.html", here, page, place)


def open_question(request: Request, journey: uuid.UUID, wave: uuid.UUID, question: str) -> HttpResponse:
    """What people answered to an open question, one under the other, to read and mark."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    page = answer_queries.open_page(request.actor, journey, wave, question, language_here(), number=number)
    here = f"{reverse('open-question', args=[journey, wave, question])}?page={number}"

    def place(data: dict[str, Any]) -> uuid.UUID:
        if data["turn"] and data["start"] is not None and data["end"] is not None and not data["first"]:
            turn, start, end = data["turn"], data["start"], data["end"]
        else:
            turn, start, end = answer_queries.place_said(
                request.actor,
                journey,
                wave,
                question,
                number=number,
                seen=request.POST.get("seen", ""),
                first=data["first"] or 0,
                last=data["last"] or 0,
                words=data["words"],
            )
        answer, at = answer_queries.turn_behind(turn)
        return services.mark_said(request.actor, answer, at, uuid_of(data["code"]), start, end, memo=data["memo"]).id

    return _marking(request, journey, "coding/open_question.html", here, page, place)


def _marking(
    request: Request,
    journey: uuid.UUID,
    template: str,
    here: str,
    page: passage_queries.TextPage | answer_queries.OpenPage,
    place: Callable[[dict[str, Any]], uuid.UUID],
) -> HttpResponse:
    """Show words with their passages; mark (at the `place` the form tells), keep a memo, take a mark away."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"unmark", "memo"}:
        id_ = uuid_of(request.POST.get("passage", ""))
        try:
            if do == "unmark":
                services.unmark(request.actor, id_)
                messages.success(request, _("The mark is taken away; the words stay."))
            else:
                services.change_memo(request.actor, id_, request.POST.get("memo", "")[:2000])
                messages.success(request, _("The memo is kept."))
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
        return redirect(f"{here}#passages")
    form = MarkForm(
        request.POST if do == "mark" else None,
        codes=page.codes,
        language=language_here(),
        sentences=page.sentences,
    )
    if do == "mark" and form.is_valid():
        passage = attempt(form, lambda: place(form.cleaned_data))
        if passage is not None:
            messages.success(request, _("The passage is marked."))
            return redirect(f"{here}#p-{passage}")
    context = {"page": page, "form": form, "uses": USES}
    return framed(request, template, journey, context, status=400 if do == "mark" else 200)


def passages(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Passages by theme and words, among those one may read."""
    codes = queries.codebook(queries.journey_scope(request.actor, journey))
    form = SearchForm(request.GET or None, codes=codes, language=language_here())
    code, words = "", ""
    if form.is_bound and form.is_valid():
        code, words = form.cleaned_data["code"], form.cleaned_data["words"]
    rows = passage_queries.passages(
        request.actor, journey, code_id=uuid_of(code) if code else None, words=words
    )
    chosen = next((row for row in codes if str(row.id) == code), None)
    return framed(
        request, "coding/passages.html", journey, {"rows": rows, "form": form, "chosen": chosen, "words": words}
    )
