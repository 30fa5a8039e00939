"""Codebooks and projects from other programs, and for them."""

import uuid

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries.lines import lines_to_fill
from vises.apps.coding.services import exchange as services
from vises.kernel.problems import Problem
from vises.texts.archives import LARGEST_FILE, MEGABYTE
from vises.texts.refi import read_codebook, read_project
from vises.web.coding.forms import ExchangeForm
from vises.web.coding.frame import language_here, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.coding.words import USES
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def exchange(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Take the codebook or the project out, or bring one in. Receipts of people in new texts are shown once."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    page = queries.coding_page(request.actor, journey)
    if do in {"codebook", "project"}:
        return _file(request, journey, do)
    lines = lines_to_fill(request.actor, journey)
    form = ExchangeForm(
        request.POST if do == "bring" else None,
        request.FILES if do == "bring" else None,
        lines=lines,
        language=language_here(),
    )
    brought = None
    if do == "bring" and form.is_valid():
        brought = attempt(form, lambda: _bring(request, journey, form))
    context = {"page": page, "form": form, "brought": brought, "lines": lines, "said": _said(form) if brought else ""}
    refused = do == "bring" and brought is None
    template = "coding/brought.html" if brought else "coding/exchange.html"
    answer = framed(request, template, journey, context, status=400 if refused else 200)
    if brought:
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _file(request: Request, journey: uuid.UUID, do: str) -> HttpResponse:
    if do == "codebook":
        data, name = services.export_codebook(request.actor, journey, language_here()), "vises.qdc"
    else:
        data = services.export_project(request.actor, journey, str(_("Texts and themes")), language_here())
        name = "vises.qdpx"
    answer = HttpResponse(data, content_type="application/xml" if do == "codebook" else "application/zip")
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _said(form: ExchangeForm) -> str:
    """What is known of showing the words of new texts outside: "yes", "no" or "not-asked"."""
    data = form.cleaned_data
    return "yes" if set(data["consents"]) == set(USES) else "no" if data["refused"] else "not-asked"


def _bring(request: Request, journey: uuid.UUID, form: ExchangeForm) -> services.Brought:
    file, data = form.cleaned_data["file"], form.cleaned_data
    if file.size > LARGEST_FILE:
        raise Problem("texts.too-large", field="file", limit=LARGEST_FILE // MEGABYTE)
    content = file.read()
    if file.name.lower().endswith(".qdc"):
        return services.import_codebook(request.actor, journey, read_codebook(content), data["language"])
    project = read_project(content)
    if not data["line"]:
        raise Problem("coding.line", field="line")
    words = services.Words(
        uuid_of(data["line"]), data["kind"], data["language"], tuple(data["consents"]), tuple(data["refused"])
    )
    return services.import_project(request.actor, journey, project, words)
