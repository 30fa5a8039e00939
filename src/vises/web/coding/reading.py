"""Texts to read and mark, and the passages found in them."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.coding import services
from vises.apps.coding.queries import answers as answer_queries
from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries import live
from vises.apps.coding.queries import passages as passage_queries
from vises.apps.coding.queries import reading as reading_queries
from vises.apps.coding.rules import Sentence
from vises.apps.coding.services.may import texts_read_apart
from vises.kernel.locale import pick
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.coding.forms import MarkForm, SearchForm
from vises.web.coding.frame import language_here, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.coding.words import USES
from vises.web.layout.forms import attempt, typed
from vises.web.layout.routes import Request

Page = reading_queries.TextPage | answer_queries.OpenPage
Place = Callable[[dict[str, Any], uuid.UUID], uuid.UUID]
"""Marks the place that a form tells with a theme; gives the passage."""


def text(request: Request, journey: uuid.UUID, text: uuid.UUID) -> HttpResponse:
    """A part of a text to read and mark, with or without a script. What was answered is read among other answers."""
    said = answer_queries.said_of(request.actor, journey, text)
    if said is not None:
        wave, question, number = said
        return redirect(f"{reverse('open-question', args=[journey, wave, question])}?page={number}")
    if text in texts_read_apart(request.actor):
        return redirect("apart", journey, text)
    here = reverse("text", args=[journey, text])
    if wanted := request.GET.get("passage", ""):
        number = reading_queries.part_with(request.actor, journey, text, uuid_of(wanted))
        return redirect(f"{here}?page={number}#p-{wanted}")
    if at := request.GET.get("at", ""):
        number, sentence = reading_queries.sentence_at(request.actor, journey, text, _whole(at))
        return redirect(f"{here}?page={number}#s{sentence}")
    number = _number(request)

    def read() -> Page:
        return reading_queries.text_page(request.actor, journey, text, language_here(), number=number)

    def place(data: dict[str, Any], code: uuid.UUID) -> uuid.UUID:
        if data["start"] is not None and data["end"] is not None and not data["first"]:
            found: tuple[int, int] | None = (data["start"], data["end"])
        else:
            first, last, words = data["first"], data["last"], data["words"]
            found = reading_queries.place_in(request.actor, journey, text, first, last, words)
            if found is None and words:
                raise Problem("coding.words-not-found", field="words")
        if found is None:
            raise Problem("coding.passage", field="first")
        seen = request.POST.get("seen", "")
        return services.mark(request.actor, text, code, *found, memo=data["memo"], seen=seen).id

    def tag(since: live.Since | None = None) -> str:
        return live.text_tag(request.actor, journey, text, number, since)

    return marking(request, journey, "coding/text.html", f"{here}?page={number}", read, place, tag=tag)


def open_question(request: Request, journey: uuid.UUID, wave: uuid.UUID, question: str) -> HttpResponse:
    """What people answered to an open question, one under the other, to read and mark."""
    number = _number(request)
    here = f"{reverse('open-question', args=[journey, wave, question])}?page={number}"

    def read() -> Page:
        return answer_queries.open_page(request.actor, journey, wave, question, language_here(), number=number)

    def place(data: dict[str, Any], code: uuid.UUID) -> uuid.UUID:
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
        return services.mark_said(request.actor, answer, at, code, start, end, memo=data["memo"]).id

    def tag(since: live.Since | None = None) -> str:
        return live.open_tag(request.actor, journey, wave, question, since)

    return marking(request, journey, "coding/open_question.html", here, read, place, tag=tag)


def _number(request: Request) -> int:
    return _whole(request.GET.get("page", "1"))


def _whole(asked: str) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0


def marking(
    request: Request,
    journey: uuid.UUID,
    template: str,
    here: str,
    read: Callable[[], Page],
    place: Place,
    unmark: Callable[[uuid.UUID], object] | None = None,
    tag: Callable[[live.Since | None], str] | None = None,
) -> HttpResponse:
    """Show words with their passages; mark (at the `place` the form tells), keep a memo, take a mark away.

    Where two people read apart, `unmark` takes a mark of one's own away; there are no memos and no new themes then.
    A script asks for JSON: it gets the pieces of the page that changed, and stays where it is. Where there is a `tag`
    it may ask now and then what others marked; after a mark of its own it need not, where nobody else marked either.
    """
    do = request.POST.get("do", "") if request.method == "POST" else ""
    quiet = request.headers.get("Accept") == "application/json"
    shows = _quoted(tag(None)) if tag and not do else ""
    if quiet and request.method == "GET" and shows:
        return _latest(request, journey, shows, read)
    if do in {"unmark", "memo"}:
        return _change(request, do, here, read, unmark, quiet=quiet)
    page = None if quiet else read()
    codes = page.codes if page else queries.codebook(queries.journey_scope(request.actor, journey), counts=False)
    form = MarkForm(
        request.POST if do == "mark" else None,
        codes=codes,
        language=language_here(),
        sentences=page.sentences if page else 0,
        apart=unmark is not None,
    )
    if do == "mark" and form.is_valid():
        passage = attempt(form, lambda: _mark(request, journey, form.cleaned_data, place))
        if passage is not None:
            if quiet:
                told = _told(request, journey, read(), passage, len(codes))
                seen = request.POST.get("shows", "").strip('"').partition("-")[0]
                now = tag((seen, passage)) if tag and seen else ""
                return JsonResponse(told | ({"shows": _quoted(now)} if now else {}))
            messages.success(request, _("The passage is marked."))
            return redirect(f"{here}#p-{passage}")
    if page is None:
        wrong = [str(error) for errors in form.errors.values() for error in errors]
        return JsonResponse({"problem": " ".join(wrong)}, status=400)
    context = {"page": page, "form": form, "uses": USES, "shows": shows or ("" if tag is None else '"none"')}
    return framed(request, template, journey, context, status=400 if do == "mark" else 200)


def _quoted(tag: str) -> str:
    return f'"{tag}-{language_here()}"'


def _latest(request: Request, journey: uuid.UUID, shows: str, read: Callable[[], Page]) -> HttpResponse:
    """What the page shows by now, for a script that follows it; 304 where that is what it shows already."""
    if request.headers.get("If-None-Match") == shows:
        response: HttpResponse = HttpResponseNotModified()
    else:
        page = read()
        form = MarkForm(codes=page.codes, language=language_here(), sentences=page.sentences)
        context = {"page": page, **_around(request, journey)}
        rows = [render_to_string("coding/passage.html", {"passage": row, **context}, request) for row in page.passages]
        response = JsonResponse(
            {
                "seen": page.seen,
                "pieces": _pieces(page, frozenset(_paragraphs(page))),
                "rows": rows,
                "options": "".join(str(option) for option in form["code"]),
            }
        )
    response.headers["ETag"] = shows
    response.headers["Cache-Control"] = "no-store"
    return response


def _mark(request: Request, journey: uuid.UUID, data: dict[str, Any], place: Place) -> uuid.UUID:
    if data["code"] or not data.get("new"):
        return place(data, uuid_of(data["code"]))
    names = {language_here(): data["new"]}
    return services.with_new_code(request.actor, journey, names, lambda code: place(data, code))


def _change(
    request: Request,
    do: str,
    here: str,
    read: Callable[[], Page],
    unmark: Callable[[uuid.UUID], object] | None,
    *,
    quiet: bool,
) -> HttpResponse:
    """Take a mark away, or keep another memo; a script gets the pieces of the page that changed."""
    id_ = uuid_of(request.POST.get("passage", ""))
    said = _("The mark is taken away; the words stay.") if do == "unmark" else _("The memo is kept.")
    touched = _touched(read(), id_) if quiet else frozenset()
    try:
        if do == "unmark":
            unmark(id_) if unmark else services.unmark(request.actor, id_)
        else:
            services.change_memo(request.actor, id_, typed(request.POST, "memo", 2000))
    except Problem as problem:
        if problem.status != 400:
            raise
        if quiet:
            return JsonResponse({"problem": word(problem)}, status=400)
        messages.error(request, word(problem))
    else:
        if quiet:
            return JsonResponse({"said": said, "pieces": _pieces(read(), touched)})
        messages.success(request, said)
    return redirect(f"{here}#passages")


def _paragraphs(page: Page) -> dict[int, tuple[Sentence, ...]]:
    """The paragraphs of a page by the number of their first sentence."""
    blocks = (
        page.paragraphs
        if isinstance(page, reading_queries.TextPage)
        else tuple(paragraph for turn in page.turns for paragraph in turn.paragraphs)
    )
    return {sentences[0].number: sentences for sentences in blocks if sentences}


def _touched(page: Page, passage: uuid.UUID) -> frozenset[int]:
    """The paragraphs that this passage touches, or any that lies over it: they may be drawn in other lanes now."""
    marks = {n: {m.id for s in p for g in s.segments for m in g.marks} for n, p in _paragraphs(page).items()}
    near = {str(passage)} | {one for ids in marks.values() if str(passage) in ids for one in ids}
    return frozenset(number for number, ids in marks.items() if ids & near)


def _pieces(page: Page, numbers: frozenset[int]) -> dict[int, str]:
    blocks = _paragraphs(page)
    return {
        number: render_to_string("coding/paragraphs.html", {"paragraphs": [blocks[number]]})
        for number in numbers
        if number in blocks
    }


def _told(request: Request, journey: uuid.UUID, page: Page, passage: uuid.UUID, codes: int) -> dict[str, Any]:
    """What a script shows after a mark: paragraphs, the row of the passage, the themes where there is a new one."""
    row = next(row for row in page.passages if row.id == passage)
    options = ""
    if len(page.codes) != codes:
        form = MarkForm(codes=page.codes, language=language_here(), sentences=page.sentences)
        options = "".join(str(option) for option in form["code"])
    around = _around(request, journey)
    return {
        "passage": str(passage),
        "said": _("Marked: %(theme)s.") % {"theme": pick(row.code, language_here())[0]},
        "pieces": _pieces(page, _touched(page, passage)),
        "row": render_to_string("coding/passage.html", {"passage": row, "page": page, **around}, request),
        "options": options,
    }


def _around(request: Request, journey: uuid.UUID) -> dict[str, Any]:
    """What the row of a passage needs to know of the page around it."""
    return {"journey_id": journey, "frame": queries.sees_journey(request.actor, journey)}


def passages(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Passages by theme and words, among those one may read."""
    codes = queries.codebook(queries.journey_scope(request.actor, journey), counts=False)
    form = SearchForm(request.GET or None, codes=codes, language=language_here())
    code, words = "", ""
    if form.is_bound and form.is_valid():
        code, words = form.cleaned_data["code"], form.cleaned_data["words"]
    rows = passage_queries.passages(request.actor, journey, code_id=uuid_of(code) if code else None, words=words)
    chosen = next((row for row in codes if str(row.id) == code), None)
    return framed(
        request, "coding/passages.html", journey, {"rows": rows, "form": form, "chosen": chosen, "words": words}
    )
