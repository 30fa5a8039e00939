"""Reading words and answers one by one: for those whom the plan names, also where they see nothing else."""

import uuid
from collections.abc import Mapping
from typing import Any, BinaryIO

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from vises.apps.datasets import taken_out
from vises.apps.datasets import words as queries
from vises.apps.datasets.exports import answers_file
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word
from vises.web.layout.journey import journey_frame
from vises.web.layout.routes import Request
from vises.web.results.views import language_here
from vises.web.results.words import KINDS, USES

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "sav": "application/x-spss-sav",
}


def _page(request: Request, template: str, journey: uuid.UUID, context: Mapping[str, Any]) -> HttpResponse:
    """Within the journey's frame for who sees the journey; alone for a reader of words only."""
    try:
        around: dict[str, Any] = {"frame": journey_frame(request, journey), "around": "layout/journey.html"}
    except NotFound:
        around = {"frame": None, "around": "layout/base.html"}
    return render(request, template, {"journey_id": journey, "uses": USES, **around, **context})


def waves(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The rounds of answers that this person may read."""
    return _page(request, "results/reading.html", journey, {"waves": queries.readable(request.actor, journey)})


def words(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponseBase:
    """What people wrote under each open question; all answers as a file."""
    page = queries.words_said(request.actor, wave)
    if page.journey_id != journey:
        raise NotFound()
    if request.method == "POST":
        kind = request.POST.get("do", "")
        if taken_out.ask_file(request.actor, wave, kind, language_here()) is not None:
            return redirect(reverse("words", args=[journey, wave]) + "#out")
        return _sent(answers_file(request.actor, wave, kind, language_here()), kind)
    context = {"page": page, "files": taken_out.files_of(request.actor, wave), "kinds": KINDS}
    return _page(request, "results/words.html", journey, context)


def file(request: Request, journey: uuid.UUID, wave: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """A file of answers that was made meanwhile, for the one who asked for it."""
    try:
        made, kind = taken_out.hand_out(request.actor, wave, file)
    except (NotFound, Forbidden):
        raise
    except Problem as problem:
        messages.warning(request, word(problem))
        return redirect(reverse("words", args=[journey, wave]) + "#out")
    return _sent(made, kind)


def _sent(file: BinaryIO, kind: str) -> FileResponse:
    answer = FileResponse(file, content_type=TYPES[kind], as_attachment=True, filename=f"answers.{kind}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def one(request: Request, journey: uuid.UUID, wave: uuid.UUID, number: int) -> HttpResponse:
    """One answer, in the words of the questionnaire."""
    page = queries.one_answer(request.actor, wave, number, language_here())
    return _page(
        request,
        "results/one.html",
        journey,
        {
            "page": page,
            "wave": wave,
            "before": page.number - 1,
            "after": page.number + 1 if page.number < page.of else 0,
        },
    )
