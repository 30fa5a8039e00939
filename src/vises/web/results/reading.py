"""Reading words and answers one by one: for those whom the plan names, also where they see nothing else."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render

from vises.apps.datasets import words as queries
from vises.apps.datasets.exports import answers_file
from vises.kernel.problems import NotFound
from vises.web.layout.journey import journey_frame
from vises.web.layout.routes import Request
from vises.web.results.views import language_here
from vises.web.results.words import USES

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
        return _file(request, wave, request.POST.get("do", ""))
    return _page(request, "results/words.html", journey, {"page": page})


def _file(request: Request, wave: uuid.UUID, kind: str) -> FileResponse:
    file = answers_file(request.actor, wave, kind, language_here())
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
