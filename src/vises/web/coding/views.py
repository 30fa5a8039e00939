"""Texts, codebook, passages. A reader of one plan line comes here without seeing the rest of the journey."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.coding import services
from vises.apps.coding.queries import answers as answer_queries
from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries import passages as passage_queries
from vises.apps.coding.rules import between
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.coding.forms import MarkForm, SearchForm, ThemeForm
from vises.web.coding.words import KINDS, USES
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame
from vises.web.layout.routes import Request


def _page(
    request: Request, template: str, journey: uuid.UUID, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Within the journey's frame for who sees the journey; alone for a reader of words only."""
    try:
        around: dict[str, Any] = {"frame": journey_frame(request, journey), "around": "layout/journey.html"}
    except NotFound:
        around = {"frame": None, "around": "layout/base.html"}
    return render(
        request, template, {"journey_id": journey, "kinds": KINDS, **around, **context}, status=status
    )


def _language() -> str:
    return get_language() or "fr"


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def coding(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The codebook with counts, the texts, what can be taken in."""
    page = queries.coding_page(request.actor, journey)
    adding = request.method == "POST" and request.POST.get("do") == "add-theme"
    form = ThemeForm(
        request.POST if adding else None, codes=page.codes, languages=LANGUAGES, language=_language()
    )
    status = 200
    if request.method == "POST" and not adding:
        try:
            text = services.take_in(request.actor, _uuid(request.POST.get("document", "")))
            return redirect("text", journey, text.id)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("coding", journey)
    if adding:
        status = 400
        if form.is_valid() and attempt(form, lambda: _add_theme(request, journey, form)) is not None:
            messages.success(request, _("The theme is in the codebook."))
            return redirect(f"{reverse('coding', args=[journey])}#codebook")
    asked = answer_queries.open_rows(request.actor, journey)
    context = {"page": page, "form": form, "asked": asked, "first": _first(journey, page, asked)}
    return _page(request, "coding/coding.html", journey, context, status=status)


def _first(
    journey: uuid.UUID, page: queries.CodingPage, asked: Sequence[answer_queries.OpenRow]
) -> tuple[str, str] | None:
    """What this person may read first: its address and title."""
    for text in page.texts:
        if text.readable:
            return reverse("text", args=[journey, text.id]), text.title
    for row in asked:
        if row.readable:
            title = pick(row.labels, _language())[0] or row.question
            return reverse("open-question", args=[journey, row.wave_id, row.question]), title
    return None


def _add_theme(request: Request, journey: uuid.UUID, form: ThemeForm) -> uuid.UUID:
    return services.add_code(
        request.actor,
        journey,
        names=form.texts("names"),
        definitions=form.texts("definitions"),
        parent_id=_uuid(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
    ).id


def theme(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """Change a theme, or remove one that nothing uses."""
    page = queries.coding_page(request.actor, journey)
    row = next((row for row in page.codes if row.id == code), None)
    if row is None:
        raise NotFound()
    removing = request.POST.get("do") == "remove"
    form = ThemeForm(
        request.POST if request.method == "POST" and not removing else None,
        codes=page.codes,
        languages=LANGUAGES,
        language=_language(),
        code=row,
    )
    if removing:
        try:
            services.remove_code(request.actor, code)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("theme", journey, code)
        messages.success(request, _("The theme is removed."))
        return redirect("coding", journey)
    if request.method == "POST" and form.is_valid():
        done = attempt(
            form,
            lambda: services.change_code(
                request.actor,
                code,
                names=form.texts("names"),
                definitions=form.texts("definitions"),
                parent_id=_uuid(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
            ),
        )
        if done:
            messages.success(request, _("The theme is changed."))
            return redirect(f"{reverse('coding', args=[journey])}#codebook")
    return _page(
        request,
        "coding/theme.html",
        journey,
        {"row": row, "form": form},
        status=400 if request.method == "POST" else 200,
    )


def text(request: Request, journey: uuid.UUID, text: uuid.UUID) -> HttpResponse:
    """A text to read and mark, with or without a script. What was answered is read among the other answers."""
    said = answer_queries.said_of(request.actor, journey, text)
    if said is not None:
        wave, question, number = said
        return redirect(f"{reverse('open-question', args=[journey, wave, question])}?page={number}")
    page = passage_queries.text_page(request.actor, journey, text, _language())
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
        return services.mark(request.actor, text, _uuid(data["code"]), *found, memo=data["memo"]).id

    return _marking(request, journey, "coding/text.html", here, page, place)


def open_question(request: Request, journey: uuid.UUID, wave: uuid.UUID, question: str) -> HttpResponse:
    """What people answered to an open question, one under the other, to read and mark."""
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    page = answer_queries.open_page(request.actor, journey, wave, question, _language(), number=number)
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
        return services.mark_said(request.actor, answer, at, _uuid(data["code"]), start, end, memo=data["memo"]).id

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
        id_ = _uuid(request.POST.get("passage", ""))
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
        language=_language(),
        sentences=page.sentences,
    )
    if do == "mark" and form.is_valid():
        passage = attempt(form, lambda: place(form.cleaned_data))
        if passage is not None:
            messages.success(request, _("The passage is marked."))
            return redirect(f"{here}#p-{passage}")
    context = {"page": page, "form": form, "uses": USES}
    return _page(request, template, journey, context, status=400 if do == "mark" else 200)


def passages(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Passages by theme and words, among those one may read."""
    codes = queries.codebook(queries.journey_scope(request.actor, journey))
    form = SearchForm(request.GET or None, codes=codes, language=_language())
    code, words = "", ""
    if form.is_bound and form.is_valid():
        code, words = form.cleaned_data["code"], form.cleaned_data["words"]
    rows = passage_queries.passages(
        request.actor, journey, code_id=_uuid(code) if code else None, words=words
    )
    chosen = next((row for row in codes if str(row.id) == code), None)
    return _page(
        request, "coding/passages.html", journey, {"rows": rows, "form": form, "chosen": chosen, "words": words}
    )
