"""The question room: candidates with who proposed them, what to do with each, merging."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import question as queries
from vises.apps.journeys.queries.question import CandidateView, Room
from vises.apps.journeys.services import question as services
from vises.kernel.problems import NotFound
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.questions.forms import AsideForm, MergeForm, ProposeForm, RewordForm, WeighForm
from vises.web.questions.words import ANSWERS, CHANNELS, HINTS, MANNERS, SAID


def to_id(text: str) -> uuid.UUID | None:
    """An id from a form or a query; None when it is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def here() -> str:
    return get_language() or "fr"


def words() -> dict[str, dict[str, str]]:
    """The words of the room, for templates."""
    return {
        "channels": {code: str(text) for code, text in CHANNELS.items()},
        "manners": {code: str(text) for code, text in MANNERS.items()},
        "answers": {code: str(text) for code, text in ANSWERS.items()},
        "hints": {code: str(text) for code, text in HINTS.items()},
        "said": {code: str(text) for code, text in SAID.items()},
    }


def back(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Back to where one came from: the room around the table (`?live=`), else the question room."""
    live = to_id(request.GET.get("live", ""))
    return redirect("room-lead", journey, live) if live else redirect("question", journey)


def tally(row: CandidateView) -> list[tuple[str, int]]:
    """How the group answered the test: (answer, how many points), without what nobody chose."""
    answers = list(row.test.values())
    return [(code, answers.count(code)) for code in ANSWERS if code in answers]


def question(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The room: the question if there is one, the candidates, expectations beside, who was heard."""
    room = queries.room(request.actor, journey)
    form = ProposeForm(request.POST or None, room=room, language=here())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: services.propose(
                request.actor,
                journey,
                data["text"],
                language=data["language"],
                stakeholder_id=to_id(data["stakeholder"]),
                said_by=data["said_by"],
                channel=data["channel"],
                type=data["type"],
            ),
        )
        if row is not None:
            messages.success(request, _("The question is on the table."))
            return redirect("question", journey)
    context = {
        "room": room,
        "form": form,
        "words": words(),
        "candidates": [(row, tally(row)) for row in room.on_table],
        "points": len(room.test),
        "heard": [group for group in room.groups if group.heard],
        "unheard": [group for group in room.groups if not group.heard],
    }
    return journey_page(request, "questions/question.html", journey, context, status=400 if form.is_bound else 200)


def candidate(request: Request, journey: uuid.UUID, candidate: uuid.UUID) -> HttpResponse:
    """One candidate: the test, other words, setting aside or taking back."""
    room = queries.room(request.actor, journey)
    row = _find(room, candidate)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "take-back":
        services.take_back(request.actor, row.id)
        messages.success(request, _("The question is on the table again."))
        return back(request, journey)
    forms = _forms(request, room, row, do)
    if do in forms and forms[do].is_valid():
        done = attempt(forms[do], lambda: _acts(request, row, forms[do])[do]() or True)
        if done is not None:
            messages.success(request, _("Kept."))
            return back(request, journey)
        if do == "reword" and (standing := _standing(queries.room(request.actor, journey), candidate)) is not None:
            return _meanwhile(request, journey, standing, forms[do])
    context = {"row": row, "room": room, "forms": forms, "words": words(), "tally": tally(row), "open_form": do}
    return journey_page(request, "questions/candidate.html", journey, context, status=400 if do else 200)


def _standing(room: Room, candidate: uuid.UUID) -> CandidateView | None:
    """The words that took the place of this candidate, where somebody changed it."""
    rows: tuple[CandidateView, ...] = (*room.on_table, *room.set_aside, *((room.chosen,) if room.chosen else ()))
    for row in rows:
        waiting = list(row.merges)
        while waiting:
            piece = waiting.pop()
            if piece.id == candidate:
                return row
            waiting += piece.merges
    return None


def _meanwhile(request: Request, journey: uuid.UUID, standing: CandidateView, form: PageForm) -> HttpResponse:
    """Somebody wrote other words meanwhile: both are shown, nothing is overwritten."""
    context = {"standing": standing, "mine": form["text"].value(), "reason": form["reason"].value()}
    return journey_page(request, "questions/meanwhile.html", journey, context, status=409)


def _forms(request: Request, room: Room, row: CandidateView, do: str) -> dict[str, PageForm]:
    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "weigh": WeighForm(data("weigh"), prefix="t", room=room, candidate=row, language=here()),
        "reword": RewordForm(data("reword"), prefix="w", initial={"text": row.text}),
        "aside": AsideForm(data("aside"), prefix="a"),
    }


def _acts(request: Request, row: CandidateView, form: PageForm) -> dict[str, Callable[[], object]]:
    data = form.cleaned_data
    return {
        "weigh": lambda: services.weigh(request.actor, row.id, data),
        "reword": lambda: services.reword(request.actor, row.id, data["text"], data["reason"]),
        "aside": lambda: services.set_aside(request.actor, row.id, data["reason"]),
    }


def _find(room: Room, candidate: uuid.UUID) -> CandidateView:
    waiting: list[CandidateView] = [*room.on_table, *room.set_aside, *((room.chosen,) if room.chosen else ())]
    while waiting:
        row = waiting.pop()
        if row.id == candidate:
            return row
        waiting += row.merges
    raise NotFound()


def merge(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Candidates chosen in the room become one."""
    room = queries.room(request.actor, journey)
    asked = request.POST.getlist("candidates") if request.method == "POST" else request.GET.getlist("candidates")
    rows = [row for row in room.on_table if str(row.id) in asked]
    if len(rows) < 2:
        messages.warning(request, _("Choose two or more candidates that ask the same thing, then merge them."))
        return back(request, journey)
    form = MergeForm(request.POST or None, rows=rows)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        joined = attempt(
            form,
            lambda: services.merge(
                request.actor,
                [row.id for row in rows],
                data["text"],
                data["reason"],
                into=to_id(data["into"]),
                language=data["language"],
            ),
        )
        if joined is not None:
            messages.success(request, _("They are one now. Each keeps its own words below."))
            return back(request, journey)
    context = {"rows": rows, "form": form}
    return journey_page(request, "questions/merge.html", journey, context, status=400 if form.is_bound else 200)
