"""Deciding on the question, and the record of the decision as one page."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import positions
from vises.apps.journeys.queries import question as queries
from vises.apps.journeys.queries.positions import Drawn
from vises.apps.journeys.queries.question import Room
from vises.apps.journeys.services import question as services
from vises.apps.journeys.services.positions import decide_in_room
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.questions.forms import DecideForm
from vises.web.questions.views import here, to_id, words


def decide(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Which question, why, how, at which session; who was not heard; reservations."""
    room = queries.room(request.actor, journey)
    chosen, drawn = to_id(request.GET.get("candidate", "")), _drawn(request, journey)
    form = DecideForm(request.POST or None, room=room, language=here(), chosen=chosen, drawn=drawn)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _decide(request, journey, room, form, drawn))
        if made is not None:
            messages.success(request, _("The question is chosen. Next: how will you answer it?"))
            return redirect("decision", journey)
    context = {
        "room": room,
        "form": form,
        "texts": [form[name] for name in form.fields if name.startswith("text_")],
        "reservations": form.places(),
        "asides": [form[name] for _row, name in form.asides],
        "drawn": drawn,
        "objections": _objections(drawn, chosen),
    }
    return journey_page(request, "questions/decide.html", journey, context, status=400 if form.is_bound else 200)


def _drawn(request: Request, journey: uuid.UUID) -> Drawn | None:
    """The room around the table in which this is decided (`?live=`), if it is."""
    live = to_id(request.GET.get("live", ""))
    drawn = positions.drawn_from(request.actor, live) if live else None
    if drawn is not None and drawn.journey_id != journey:
        raise NotFound()
    return drawn


def _objections(drawn: Drawn | None, chosen: uuid.UUID | None) -> int:
    """How many people object to what is about to be chosen."""
    row = drawn.weighing.of(chosen) if drawn and chosen else None
    return row.all.objection if row else 0


def _decide(request: Request, journey: uuid.UUID, room: Room, form: DecideForm, drawn: Drawn | None) -> object:
    data = form.cleaned_data
    row = room.candidate(to_id(data["candidate"]))
    texts: Texts = form.texts("text")
    if not texts and row is not None:
        texts = {row.language: row.text}
    said: dict[str, Any] = {
        "candidate_id": uuid.UUID(data["candidate"]),
        "texts": texts,
        "reasons": data["reasons"],
        "language": data["language"],
        "not_heard": [uuid.UUID(group) for group in data["not_heard"]],
        "not_heard_words": data["not_heard_words"],
        "reservations": form.reservations(),
        "decided_on": data["decided_on"],
        "aside": form.set_aside(),
        "seen": data["seen"],
    }
    if drawn is not None:
        return decide_in_room(request.actor, drawn.id, **said)
    return services.decide(request.actor, journey, session_id=uuid.UUID(data["session"]), manner=data["manner"], **said)


def decision(request: Request, journey: uuid.UUID, decision: uuid.UUID | None = None) -> HttpResponse:
    """Alternatives, positions, outcome on one page that prints; an earlier decision by its id."""
    room = queries.room(request.actor, journey)
    every = [*((room.question,) if room.question else ()), *room.earlier]
    if decision is None:
        shown = room.question
        if shown is None:
            return redirect("question", journey)
    else:
        shown = next((item for item in every if item.decision.id == decision), None)
        if shown is None:
            raise NotFound()
    alternatives = [row for row in (*room.set_aside, *room.on_table) if row.id != shown.candidate_id]
    source = room.candidate(shown.candidate_id)
    context = {
        "room": room,
        "question": shown,
        "decision": shown.decision,
        "alternatives": alternatives,
        "source": source,
        "earlier": [item for item in every if item.id != shown.id],
        "words": words(),
        "weighing": positions.behind_decision(request.actor, shown.decision.id),
    }
    return journey_page(request, "questions/decision.html", journey, context)
