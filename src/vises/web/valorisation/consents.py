"""Asking the person who said a passage: the page for whoever asks, and the page behind her link."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.valorisation import services
from vises.apps.valorisation.queries import consents as queries
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.web.findings.words import thread_words
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.questions.links import qr_code
from vises.web.questions.views import here
from vises.web.valorisation.forms import AskForm, ConsentForm, NoteConsentForm
from vises.web.valorisation.words import REACHES, SAID, STATES, WAYS


def quote(request: Request, journey: uuid.UUID, quote: uuid.UUID) -> HttpResponse:
    """Give the person a link, or note what she said on paper (`?format=pdf`) or when it was read to her; all she said
    before."""
    line = queries.quote_line(request.actor, quote)
    if request.GET.get("format") == "pdf" and line.words and not said_no(line):
        return _paper(request, journey, line)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    ask = AskForm(request.POST if do == "ask" else None, initial={"language": line.language})
    note = NoteConsentForm(request.POST if do == "note" else None)
    address = ""
    if do == "ask" and ask.is_valid():
        language = ask.cleaned_data["language"]
        token = attempt(ask, lambda: services.ask_about_quote(request.actor, quote, language=language))
        if token is not None:
            address = request.build_absolute_uri(f"{reverse('quote-say', args=[token])}?lang={language}")
            line = queries.quote_line(request.actor, quote)
    if do == "note" and note.is_valid():

        def keep() -> bool:
            services.note_answer(request.actor, quote, **note.said())
            return True

        if attempt(note, keep):
            messages.success(request, _("Kept. What is published follows it from now on."))
            return redirect("quote-consent", journey, quote)
    context = {
        "line": line,
        "ask": ask,
        "note": note,
        "address": address,
        "qr": qr_code(address, _("Link as a QR code")) if address else "",
        "states": STATES,
        "said": SAID,
        "ways": WAYS,
        "open_form": do,
        "said_no": said_no(line),
        "languages": LANGUAGE_NAMES,
    }
    failed = bool(do) and not address
    return journey_page(request, "valorisation/quote.html", journey, context, status=400 if failed else 200)


def said_no(line: queries.QuoteLine) -> bool:
    """Whether the person does not want to be asked again."""
    return line.said.state == "no"


def _paper(request: Request, journey: uuid.UUID, line: queries.QuoteLine) -> HttpResponse:
    """A sheet for one person: her words in their place, and how far they may go; in one language."""
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else line.language or here()
    with translation.override(language):
        text, written_in = pick(line.sentence, language)
        context = {
            "frame": journey_frame(request, journey),
            "line": line,
            "language": language,
            "sentence": {"text": text, "language": written_in},
            "reaches": REACHES,
        }
        pdf = tagged_pdf(render_to_string("valorisation/quote_paper.html", context))
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{_('consent')} ({language}).pdf") or ""
    response.headers["Cache-Control"] = "no-store"
    return response


def say(request: Request, token: str) -> HttpResponse:
    """The person's own page: her words in their place, and how far they may go."""
    page = queries.asking(token)
    with translation.override(here() if request.GET.get("lang", "") in LANGUAGES else page.language or here()):
        last = page.said.answers[-1] if page.said.answers else None
        before = last if last and last.reach != "asked" else None
        start = {"reach": before.reach, "name": before.name, "until": before.until} if before else None
        form = ConsentForm(request.POST if request.method == "POST" else None, initial=start)
        if form.is_bound and form.is_valid():
            kept = attempt(form, lambda: services.answer_about_quote(token, **form.said()))
            if kept is not None:
                return redirect(f"{reverse('quote-say', args=[token])}?lang={here()}&kept=1")
        context = {
            "page": page,
            "form": form,
            "before": before,
            "kept": bool(request.GET.get("kept")) and before is not None,
            "words": thread_words(),
            "said": SAID,
        }
        return render(request, "valorisation/say.html", context, status=400 if form.is_bound else 200)
