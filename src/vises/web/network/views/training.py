"""What trains accompanists and enterprises: agendas, sheets and guides of a version of the method, to print."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header

from vises.apps.instruments.queries import starter_guide
from vises.apps.journeys.queries.sessions import agenda as agenda_of
from vises.apps.journeys.queries.sessions import blank_sheet
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request


def _language(request: Request) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in LANGUAGES else translation.get_language() or "fr"


def training(request: Request, code: str) -> HttpResponse:
    """Everything to print for a first training, in one language: what each step works on, in its order."""
    language = _language(request)
    version = methodology.version(code)
    with translation.override(language):
        steps = [
            {
                "title": methodology.text(code, f"{step.id}.title", language),
                "rows": [
                    {
                        "code": item.id,
                        "title": methodology.text(code, f"{item.id}.title", language),
                        "purpose": methodology.text(code, f"{item.id}.purpose", language),
                        "minutes": sum(item.agenda),
                        "sheet": bool(item.sheet),
                    }
                    for item in step.deliverables
                ],
            }
            for step in version.steps
        ]
        guides = [
            (card.id, methodology.text(code, f"method.{card.id}.title", language))
            for card in version.method_cards
            if starter_guide(card.id, language)
        ]
        context = {"version": code, "steps": steps, "guides": guides, "lang": language}
        return render(request, "network/training.html", context)


def agenda(request: Request, code: str, deliverable: str) -> HttpResponse:
    """The agenda that the method proposes for a deliverable, to print."""
    language = _language(request)
    parts = agenda_of(code, (deliverable,))
    if not parts:
        raise NotFound()
    with translation.override(language):
        return render(request, "network/training_agenda.html", {"version": code, "part": parts[0], "lang": language})


def sheet(request: Request, code: str, deliverable: str) -> HttpResponse:
    """The workshop sheet of a deliverable on A3, as a page or as a PDF."""
    language = _language(request)
    methodology.version(code)
    found = blank_sheet(code, deliverable, language)
    with translation.override(language):
        context = {"sheet": found, "language": language}
        if request.GET.get("format") == "pdf":
            paper = tagged_pdf(render_to_string("journeys/sheet_paper.html", context))
            response = HttpResponse(paper, content_type="application/pdf")
            name = f"{found.code}-{language}.pdf"
            response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
            return response
        return render(request, "journeys/sheet.html", context)


def guide(request: Request, code: str, card: str) -> HttpResponse:
    """A guide to begin from, for a method of listening, to print."""
    language = _language(request)
    methodology.version(code)
    text = starter_guide(card, language)
    if not text:
        raise NotFound()
    title = methodology.text(code, f"method.{card}.title", language)
    with translation.override(language):
        return render(request, "network/guide.html", {"version": code, "title": title, "text": text, "lang": language})
