"""Files that a questionnaire names, on its page: which are there, which are missing, and giving them."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.instruments.queries import VersionView
from vises.apps.instruments.queries.media import WantedFile, shown_file, wanted_files
from vises.apps.instruments.services.media import add_form_file, drop_form_file
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.services import read
from vises.platform.problems import word
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.plans.forms import FilesForm


def beside(request: Request, view: VersionView, *, sending: bool) -> tuple[tuple[WantedFile, ...], FilesForm]:
    """The files that a wording names, and the form in which they are given. Those that can be kept are kept, and each
    of the others is told why not."""
    form = FilesForm(request.POST if sending else None, request.FILES if sending else None)
    if sending and form.is_valid():
        for file in form.cleaned_data["given"]:
            chunks = file.chunks()
            attempt(form, lambda: add_form_file(request.actor, view.row.id, file.name or "", chunks))  # noqa: B023
    return wanted_files(request.actor, view.row.id), form


def drop(request: Request, journey: uuid.UUID, version: uuid.UUID, file: str) -> HttpResponse:
    """Take one away."""
    try:
        with suppress(ValueError):
            drop_form_file(request.actor, uuid.UUID(file))
            messages.success(request, _("It is taken away."))
    except NotFound:
        raise
    except Problem as problem:
        messages.error(request, word(problem))
    return redirect("instrument", journey, version)


def shown(request: Request, journey: uuid.UUID, version: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A picture, a sound, a film, or a list to look at again."""
    stored = shown_file(request.actor, version, file)
    response = HttpResponse(read(stored), content_type=stored.content_type)
    if not stored.content_type.startswith(("image/", "audio/", "video/")):
        response.headers["Content-Disposition"] = "attachment"
    response.headers["Cache-Control"] = "private, max-age=600"
    return response
