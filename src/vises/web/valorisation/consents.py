"""Asking a person what may be shown: the page for whoever asks, and the page behind her link. Of words she said,
of all that is told of her, and of a picture on which she can be recognised."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.valorisation import services
from vises.apps.valorisation.queries import accounts, pictures
from vises.apps.valorisation.queries import consents as queries
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.kernel.problems import Problem
from vises.platform.problems import word
from vises.web.findings.words import thread_words
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.questions.links import qr_code
from vises.web.questions.views import here
from vises.web.valorisation.forms import AskForm, ConsentForm, NoteConsentForm, NotePictureForm, PictureConsentForm
from vises.web.valorisation.words import MAY_SEE, PERSON_STATES, REACHES, SAID, SHOWN_WAYS, STATES, WAYS


@dataclass(frozen=True)
class Asked:
    """What is asked of one person: its page, the service that makes her link (to the page named `say`), and the one
    that notes what she said otherwise."""

    template: str
    say: str
    language: str  # in which she is most likely to read
    ask: Callable[[str], str]
    note: Callable[..., None]
    note_form: type[NoteConsentForm]
    states: Mapping[str, Any]
    ways: Mapping[str, Any]


def quote(request: Request, journey: uuid.UUID, quote: uuid.UUID) -> HttpResponse:
    """Give the person a link, or note what she said on paper (`?format=pdf`) or when it was read to her; all she said
    before."""
    line = queries.quote_line(request.actor, quote)
    if request.GET.get("format") == "pdf" and line.words and not said_no(line.said):
        return _quote_paper(request, journey, line)
    asked = Asked(
        "valorisation/quote.html",
        "quote-say",
        line.language,
        lambda language: services.ask_about_quote(request.actor, quote, language=language),
        lambda **said: services.note_answer(request.actor, quote, **said),
        NoteConsentForm,
        STATES,
        WAYS,
    )

    def page() -> dict[str, Any]:
        line = queries.quote_line(request.actor, quote)
        free = line.words and not said_no(line.said)
        more = accounts.more_than_one([quote]).get(quote, 0) if free else 0
        return {"line": line, "said": line.said, "can_ask": free, "more": more}

    return _ask(request, journey, asked, page)


def person(request: Request, journey: uuid.UUID, person: uuid.UUID) -> HttpResponse:
    """The same for somebody on a picture: a link, a sheet (`?format=pdf`), what she said when it was shown to her."""
    place = pictures.person_in_place(request.actor, person)
    free = not place.refused and not said_no(place.said)
    if request.GET.get("format") == "pdf" and free:
        return _picture_paper(request, journey, place)
    if request.POST.get("do") == "unlist":
        try:
            services.unlist(request.actor, person)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect(request.path)
        messages.success(request, _("Taken off the list."))
        return redirect("picture-people", journey)
    asked = Asked(
        "valorisation/person.html",
        "picture-say",
        translation.get_language() or "fr",
        lambda language: services.ask_person(request.actor, person, language=language),
        lambda **said: services.note_person(request.actor, person, **said),
        NotePictureForm,
        PERSON_STATES,
        SHOWN_WAYS,
    )

    def page() -> dict[str, Any]:
        place = pictures.person_in_place(request.actor, person)
        return {
            "place": place,
            "picture": pictures.picture(request.actor, journey),
            "image": reverse("story-picture", args=[journey]),
            "said": place.said,
            "can_ask": not place.refused and not said_no(place.said),
        }

    return _ask(request, journey, asked, page)


def account(request: Request, journey: uuid.UUID, quote: uuid.UUID) -> HttpResponse:
    """The same for all that is told of whoever said this quote: asked once, seen together."""
    told = accounts.account(request.actor, quote)
    if request.GET.get("format") == "pdf" and not said_no(told.said):
        return _account_paper(request, journey, told)
    asked = Asked(
        "valorisation/account.html",
        "account-say",
        told.language,
        lambda language: services.ask_account(request.actor, quote, language=language),
        lambda **said: services.note_account(request.actor, quote, **said),
        NoteConsentForm,
        STATES,
        WAYS,
    )

    def page() -> dict[str, Any]:
        now = accounts.account(request.actor, quote)
        free = not said_no(now.said) and now.said.state != "ended"
        return {"told": now.told, "said": now.said, "quote_id": quote, "can_ask": free}

    return _ask(request, journey, asked, page)


def _ask(request: Request, journey: uuid.UUID, asked: Asked, page: Callable[[], dict[str, Any]]) -> HttpResponse:
    do = request.POST.get("do", "") if request.method == "POST" else ""
    ask = AskForm(request.POST if do == "ask" else None, initial={"language": asked.language})
    note = asked.note_form(request.POST if do == "note" else None)
    address = ""
    if do == "ask" and ask.is_valid():
        language = ask.cleaned_data["language"]
        token = attempt(ask, lambda: asked.ask(language))
        if token is not None:
            address = request.build_absolute_uri(f"{reverse(asked.say, args=[token])}?lang={language}")
    if do == "note" and note.is_valid():

        def keep() -> bool:
            asked.note(**note.said())
            return True

        if attempt(note, keep):
            messages.success(request, _("Kept. What is published follows it from now on."))
            return redirect(request.path)
    shown = page()
    context = shown | {
        "ask": ask,
        "note": note,
        "address": address,
        "qr": qr_code(address, _("Link as a QR code")) if address else "",
        "states": asked.states,
        "reaches_said": SAID,
        "ways": asked.ways,
        "open_form": do,
        "said_no": said_no(shown["said"]),
        "languages": LANGUAGE_NAMES,
    }
    failed = bool(do) and not address
    return journey_page(request, asked.template, journey, context, status=400 if failed else 200)


def said_no(said: queries.Standing) -> bool:
    """Whether the person does not want to be asked again."""
    return said.state == "no"


def _quote_paper(request: Request, journey: uuid.UUID, line: queries.QuoteLine) -> HttpResponse:
    """A sheet for one person: her words in their place, and how far they may go; in one language."""
    language = _asked_language(request, line.language)
    with translation.override(language):
        text, written_in = pick(line.sentence, language)
        context = {
            "frame": journey_frame(request, journey),
            "line": line,
            "language": language,
            "sentence": {"text": text, "language": written_in},
            "reaches": REACHES,
        }
        return _sheet("valorisation/quote_paper.html", context)


def _account_paper(request: Request, journey: uuid.UUID, account: accounts.Account) -> HttpResponse:
    """A sheet for one person: all that is told of her, and how far it may go; in one language."""
    language = _asked_language(request, account.language)
    with translation.override(language):
        frame = journey_frame(request, journey)
        context = {"frame": frame, "told": account.told, "language": language, "reaches": REACHES}
        return _sheet("valorisation/account_paper.html", context)


def _picture_paper(request: Request, journey: uuid.UUID, place: pictures.PictureInPlace) -> HttpResponse:
    """A sheet for one person: the picture in its place, and how far it may go; in one language."""
    language = _asked_language(request, "")
    image = pictures.image_bytes(place.image)
    with translation.override(language):
        frame = journey_frame(request, journey)
        context = {"frame": frame, "place": place, "language": language, "reaches": MAY_SEE}
        return _sheet("valorisation/picture_paper.html", context, image)


def _asked_language(request: Request, otherwise: str) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else otherwise or here()


def _sheet(template: str, context: dict[str, Any], image: tuple[bytes, str] | None = None) -> HttpResponse:
    response = HttpResponse(tagged_pdf(render_to_string(template, context), image), content_type="application/pdf")
    name = f"{_('consent')} ({context['language']}).pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "no-store"
    return response


def say(request: Request, token: str) -> HttpResponse:
    """The person's own page: her words in their place, and how far they may go."""
    page = queries.asking(token)

    def answer(**said: Any) -> str:
        return services.answer_about_quote(token, **said)

    context = {"page": page, "words": thread_words()}
    return _say(request, "valorisation/say.html", page.language, page.said, ConsentForm, answer, context)


def say_account(request: Request, token: str) -> HttpResponse:
    """The own page of somebody of whom a story tells: all her words in their place, and how far they may go."""
    page = accounts.asking_account(token)

    def answer(**said: Any) -> str:
        return services.answer_account(token, **said)

    context = {"page": page}
    return _say(request, "valorisation/say_account.html", page.language, page.said, ConsentForm, answer, context)


def say_picture(request: Request, token: str) -> HttpResponse:
    """The own page of somebody on a picture: the picture in its place, and how far it may go."""
    page = pictures.asking_person(token)

    def answer(**said: Any) -> str:
        return services.answer_of_person(token, **said)

    context = {"page": page, "image": reverse("picture-say-image", args=[token]), "closed": page.refused}
    return _say(request, "valorisation/say_picture.html", page.language, page.said, PictureConsentForm, answer, context)


def say_picture_image(request: Request, token: str) -> HttpResponse:
    """The picture behind a person's link."""
    body, kind = pictures.asked_picture(token)
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": "private, no-store"})


def _say(
    request: Request,
    template: str,
    language: str,
    said: queries.Standing,
    form_class: type[ConsentForm],
    answer: Callable[..., str],
    context: dict[str, Any],
) -> HttpResponse:
    with translation.override(here() if request.GET.get("lang", "") in LANGUAGES else language or here()):
        last = said.answers[-1] if said.answers else None
        before = last if last and last.reach != "asked" else None
        start = {"reach": before.reach, "name": before.name, "until": before.until} if before else None
        form = form_class(request.POST if request.method == "POST" else None, initial=start)
        if form.is_bound and form.is_valid():
            kept = attempt(form, lambda: answer(**form.said()))
            if kept is not None:
                return redirect(f"{request.path}?lang={here()}&kept=1")
        kept_now = bool(request.GET.get("kept")) and before is not None
        context = {"form": None if context.get("closed") else form, "kept": kept_now, **context}
        return render(request, template, context, status=400 if form.is_bound else 200)
