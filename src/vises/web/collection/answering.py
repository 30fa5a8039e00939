"""Answering a questionnaire without account and without JavaScript: one group of questions a page."""

import contextlib
import functools
from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries.asking import asking
from vises.apps.collection.services.uploads import keep_upload, uploads_of
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.collection.controls import all_drawn, draw
from vises.web.collection.draft import Draft, new_draft, read_draft
from vises.web.collection.media import with_media
from vises.web.collection.ways import Visit, Way, through
from vises.web.collection.words import error_word
from vises.web.layout.routes import Request
from vises.xforms import FormProblem, FormState, OneByOne, Page, answer_of

SPOKEN = ("oral", "witnessed")
MEANWHILE = {"collection.link-ended", "collection.wave-ended"}
"""What may end while somebody fills in: she is told on her page, and what she wrote stays before her."""


# The page carries its own signed draft and needs no cookie: nothing ties a respondent to a browser.
@csrf_exempt
def answer(request: Request, token: str) -> HttpResponse:
    """The first page says who asks and what for; then one page per group; then the receipt."""
    return responded(request, lambda: through(asking(token), Way("web", request.path)))


def responded(request: Request, met: Callable[[], Visit], *, begun: Draft | None = None) -> HttpResponse:
    """A questionnaire through one door, in the language that was asked for; what is closed is said calmly.

    `begun` is an answer to go on with, from its first page of questions: it is to be corrected.
    """
    try:
        asked = met()
    except Problem as problem:
        return problem_page(request, problem)
    draft, unreadable = (begun, None) if begun else _draft(request, asked)
    language = _language(request, asked, draft)
    screen = _screen_language(language)
    with translation.override(screen):
        try:
            if unreadable is not None:
                raise unreadable
            if begun is not None:
                response = _go_on(request, asked, begun)
            else:
                response = _answer(request, asked, draft or _begun(asked, language), language)
        except Problem as problem:
            response = problem_page(request, problem)
        response.headers["Content-Language"] = screen
        response.headers["Cache-Control"] = "no-store"
        return response


def _begun(asked: Visit, language: str) -> Draft:
    return new_draft(str(asked.wave.id), language).with_(told=asked.wave.consent_number)


def _go_on(request: Request, asked: Visit, draft: Draft) -> HttpResponse:
    state = _state(asked, draft)
    return _show(request, asked, draft, state, state.pages()[0])


def _draft(request: Request, asked: Visit) -> tuple[Draft | None, Problem | None]:
    """The draft that the page carried, or why it cannot be read: that is said in the language of the page."""
    if request.method != "POST":
        return None, None
    try:
        return read_draft(request.POST.get("draft", ""), str(asked.wave.id)), None
    except Problem as problem:
        return None, problem


def _language(request: Request, asked: Visit, draft: Draft | None) -> str:
    """The language of the form that was asked for, else the draft's, else the browser's, else the form's own."""
    wanted = request.POST.get("language") or request.GET.get("language", "")
    known = [code for code, _name in asked.languages]
    if wanted in known:
        return wanted
    if draft is not None:
        return draft.language
    screen = get_language() or "fr"
    return screen if screen in known else asked.form.default_language


def _screen_language(language: str) -> str:
    return language if language in LANGUAGES else (get_language() or "fr")


def _answer(request: Request, asked: Visit, draft: Draft, language: str) -> HttpResponse:
    if request.method != "POST":
        return _first(request, asked, draft)
    if draft.language != language:
        draft = draft.with_(language=language)
    action = request.POST.get("do", "")
    if asked.refused is not None and draft.values is None:
        raise asked.refused
    if draft.values is None:
        draft = draft.with_(consents=tuple(request.POST.getlist("consent")))
        if asked.way.asks_how:
            draft = draft.with_(how=request.POST.get("how", ""))
        if action != "begin" or (asked.way.asks_how and draft.how not in SPOKEN):
            return _first(request, asked, draft, wrong=action == "begin")
        state = _state(asked, draft)
        return _show(request, asked, draft, state, state.pages()[0])
    state = _state(asked, draft)
    page = _page(state, request.POST.get("page", ""))
    if page is None:
        return _show(request, asked, draft, state, state.pages()[0])
    draft = _take(request, asked, state, page, draft)
    if asked.refused is not None and not action.startswith("back"):
        return _show(request, asked, draft, state, page, refused=asked.refused)
    step, _colon, rest = action.partition(":")
    moves: dict[str, Callable[[], HttpResponse]] = {
        "back": lambda: _back(request, asked, draft, state, page),
        "add": lambda: _repeat(request, asked, draft, state, page, lambda: state.add_repeat(rest)),
        "remove": lambda: _repeat(request, asked, draft, state, page, lambda: _remove(state, rest)),
        "language": lambda: _show(request, asked, draft, state, page),
    }
    return moves.get(step, lambda: _next(request, asked, draft, state, page))()


def _state(asked: Visit, draft: Draft) -> FormState:
    kind = OneByOne if asked.way.one_by_one else FormState
    return kind(asked.form, draft.values, draft.instance, draft.language, draft.now(), deprecated_id=draft.corrects)


def _page(state: FormState, key: str) -> Page | None:
    return next((page for page in state.pages() if page.key == key), None)


def _number(page: Page) -> int:
    return int(page.key[1:])


def _take(request: Request, asked: Visit, state: FormState, page: Page, draft: Draft) -> Draft:
    """The answers of the page, and its files: they are kept aside and named in the draft."""
    data = dict(request.POST.lists())
    files = dict(draft.files)
    for control in page.controls() if asked.form.takes_files else ():
        if control.question.control != "upload":
            continue
        sent = request.FILES.get(control.name)
        if sent is not None:
            files[control.ref] = keep_upload(sent.chunks(), sent.name or "file")
            data[control.name] = [sent.name or "file"]
        elif control.ref in files:
            data[control.name] = [control.value]
    state.fill(page, data)
    return draft.with_(files=files) if files else draft


def _repeat(
    request: Request, asked: Visit, draft: Draft, state: FormState, page: Page, change: Callable[[], object]
) -> HttpResponse:
    with contextlib.suppress(FormProblem):  # an old page asked for what the form no longer offers
        change()
    return _show(request, asked, draft, state, _page(state, page.key) or page)


def _remove(state: FormState, rest: str) -> None:
    ref, _colon, index = rest.rpartition(":")
    state.remove_repeat(ref, int(index) if index.isdecimal() else 0)


def _back(request: Request, asked: Visit, draft: Draft, state: FormState, page: Page) -> HttpResponse:
    before = [other for other in state.pages() if _number(other) < _number(page)]
    if not before and draft.corrects:
        return _show(request, asked, draft, state, page)
    if not before:
        return _first(request, asked, draft)
    return _show(request, asked, draft, state, before[-1])


def _next(request: Request, asked: Visit, draft: Draft, state: FormState, page: Page) -> HttpResponse:
    pages = state.pages()
    here = next((other for other in pages if other.key == page.key), None)
    if here is not None and state.problems(here):
        return _show(request, asked, draft, state, here, errors=True)
    if here is not None and (opened := set(here.names) - set(page.names)):  # an answer opened a question beside it
        return _show(request, asked, draft, state, here, opened=opened)
    after = [other for other in pages if _number(other) > _number(page)]
    if after:
        return _show(request, asked, draft, state, after[0])
    if state.problems():
        for other in pages:
            if state.problems(other):
                return _show(request, asked, draft, state, other, errors=True)
    try:
        return _send(request, asked, draft, state)
    except Problem as problem:
        if problem.code not in MEANWHILE:
            raise
        return _show(request, asked, draft, state, page, refused=problem)


def _send(request: Request, asked: Visit, draft: Draft, state: FormState) -> HttpResponse:
    told = asked.accept(
        asked.wave,
        answer_of(state),
        consents=draft.consents,
        language=draft.language,
        files=uploads_of(draft.files),
        form=asked.form,
        door=asked.way.door,
        how=draft.how,
        consent_version=draft.told or None,
    )
    screen = _screen_language(draft.language)
    shown = (told.first, told.quarantined, bool(draft.corrects))
    around = _thanks(asked.enterprise, screen, asked.way, shown, settings.DEMONSTRATION)
    return HttpResponse(told.receipt.join(around))


_HERE = "\0"  # where the receipt stands; in no name and no text


@functools.lru_cache(maxsize=256)
def _thanks(
    enterprise: str, language: str, way: Way, shown: tuple[bool, bool, bool], demonstration: bool
) -> tuple[str, str]:
    """The last page before and after the receipt. It differs by nothing else, so it is drawn once and not each time."""
    first, quarantined, corrected = shown
    context = {
        "enterprise": enterprise,
        "language": language,
        "way": way,
        "first": first,
        "quarantined": quarantined,
        "corrected": corrected,
        "demonstration": demonstration,
        "receipt": _HERE,
    }
    before, _here, after = render_to_string("collection/thanks.html", context).partition(_HERE)
    return before, after


def _first(request: Request, asked: Visit, draft: Draft, *, wrong: bool = False) -> HttpResponse:
    context = {"asked": asked, "draft": draft.signed(), "chosen": draft.consents, "form_language": draft.language}
    context |= {"how": draft.how, "wrong": wrong}
    return render(request, asked.way.first, context | _titles(asked, draft.language), status=400 if wrong else 200)


def _titles(asked: Visit, language: str) -> dict[str, Any]:
    return {
        "title": asked.title(language),
        "enterprise": asked.enterprise,
        "languages": asked.languages,
        "way": asked.way,
    }


def _show(
    request: Request,
    asked: Visit,
    draft: Draft,
    state: FormState,
    page: Page,
    *,
    errors: bool = False,
    opened: Collection[str] = (),
    refused: Problem | None = None,
) -> HttpResponse:
    refused = refused or asked.refused
    page = _page(state, page.key) or page
    pages = state.pages()
    names = {ref: _("sent") for ref in draft.files}
    nodes, own = asked.worded(page.nodes, state.language) if asked.worded else (page.nodes, {})
    art = with_media(asked, state.language, own)
    pictured = {name for name, one in art.items() if one.beside_choices}
    parts = draw(nodes, errors=errors, files=names, pictured=pictured)
    wrong = [
        (drawn.control.html_id, drawn.control.label, error_word(drawn.control.error))
        for drawn in all_drawn(parts)
        if drawn.show_error and drawn.control.error
    ]
    place = next((n for n, other in enumerate(pages, 1) if other.key == page.key), 1)
    context = {
        "asked": asked,
        "draft": draft.with_(values=state.draft()).signed(),
        "page": page,
        "parts": parts,
        "art": art,
        "files": any(drawn.how == "file" for drawn in all_drawn(parts)),
        "wrong": wrong,
        "opened": [drawn.control for drawn in all_drawn(parts) if drawn.control.name in opened],
        "place": place,
        "of": len(pages),
        "last": place == len(pages),
        "corrects": bool(draft.corrects),
        "refused": word(refused) if refused else "",
        "form_language": state.language,
    }
    status = refused.status if refused else 400 if wrong else 200
    return render(request, "collection/page.html", context | _titles(asked, draft.language), status=status)


def problem_page(request: Request, problem: Problem) -> HttpResponse:
    """A closed questionnaire, a link that opens nothing, an old page: said in the calm frame of the answering pages."""
    return render(request, "collection/ended.html", {"message": word(problem)}, status=problem.status)
