"""Writing a note, from the step where one is stuck; the same question asked before; changing one's own."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.learning.queries.asked import asked_before
from vises.apps.learning.queries.loop import asked_one
from vises.apps.learning.queries.notes import NoteLine, OwnNote, own_note_page
from vises.apps.learning.queries.places import Place, place_in_journey, programme_of_journey
from vises.apps.learning.services import joins, notes, sharing
from vises.apps.learning.services.closings import words_of
from vises.kernel.locale import Texts
from vises.web.layout.forms import attempt, typed
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request
from vises.web.learning.forms.notes import NoteForm
from vises.web.learning.mails import ask_enterprise
from vises.web.learning.views.shown import WORDS, language_here, page, uuid_in, uuid_or_none


@dataclass(frozen=True)
class _From:
    """Where a note is written from."""

    journey_id: uuid.UUID | None
    programme_id: uuid.UUID
    place: Place | None
    replies_to: uuid.UUID | None
    closing: uuid.UUID | None
    question: Texts


def ask(request: Request, journey: uuid.UUID) -> HttpResponse:
    """From a journey: `at` says which step or deliverable one comes from."""
    frame = journey_frame(request, journey)
    programme = programme_of_journey(request.actor, journey)
    at = request.GET.get("at", "")
    replies = uuid_or_none(request.GET.get("replies", ""))
    closing = uuid_or_none(request.GET.get("closing", ""))
    initial = {"language": language_here(), "kind": "question"}
    if closing is not None:
        text, language, step = words_of(request.actor, journey, closing)
        initial |= {"text": text, "language": language or language_here(), "kind": "idea"}
        at = at or step
    come = _From(
        journey,
        programme,
        place_in_journey(frame.methodology, at),
        replies,
        closing,
        asked_one(request.actor, programme, replies),
    )
    # whoever speaks for the enterprise need not be asked by mail
    form = NoteForm(request.POST if request.method == "POST" else None, concerns=not frame.may_confirm, initial=initial)
    done, context, status = _write(request, form, come)
    return done or journey_page(
        request, "learning/ask.html", journey, {**context, "around": "layout/journey.html"}, status=status
    )


def ask_here(request: Request, programme: uuid.UUID) -> HttpResponse:
    """From the programme, without a journey."""
    replies = uuid_or_none(request.GET.get("replies", ""))
    come = _From(None, programme, None, replies, None, asked_one(request.actor, programme, replies))
    form = NoteForm(
        request.POST if request.method == "POST" else None,
        concerns=False,
        initial={"language": language_here(), "kind": "question"},
    )
    done, context, status = _write(request, form, come)
    return done or page(request, "ask", {**context, "around": "layout/base.html"}, status=status)


def _write(request: Request, form: NoteForm, come: _From) -> tuple[HttpResponse | None, dict[str, Any], int]:
    near: tuple[NoteLine, ...] = ()
    status = 200
    if "join" in request.POST:
        return _join(request, come), {}, 200
    if form.is_bound and form.is_valid():
        up = request.POST.get("do") == "send"
        data = form.cleaned_data
        if up:
            near = asked_before(request.actor, come.programme_id, data["text"], data["language"])
            near = () if {str(line.id) for line in near} <= set(request.POST.get("seen", "").split()) else near
        if not near:
            note = attempt(form, lambda: _keep(request, form, come, up))
            if note is not None:
                return redirect("learning-note", note), {}, 302
    if form.is_bound and not near:
        status = 400
    seen = " ".join(str(line.id) for line in near) or request.POST.get("seen", "")[:400]
    return None, {**WORDS, "form": form, "near": near, "come": come, "seen": seen}, status


def _keep(request: Request, form: NoteForm, come: _From, up: bool) -> uuid.UUID:
    data = form.cleaned_data
    place = come.place
    with transaction.atomic():
        note = notes.write_note(
            request.actor,
            kind=data["kind"],
            text=data["text"],
            language=data["language"],
            journey_id=come.journey_id,
            programme_id=come.programme_id,
            step=place.step if place and not place.deliverable else "",
            deliverable=place.deliverable if place else "",
            replies_to=come.replies_to,
            closing=come.closing,
        )
        if up:
            _send_up(request, note.id, data.get("recognisable", False))
        else:
            messages.success(request, _("Kept. Nobody but you reads it."))
    return note.id


def _send_up(request: Request, note_id: uuid.UUID, recognisable: bool) -> None:
    note, letters = sharing.share(request.actor, note_id, recognisable=recognisable)
    if letters:
        enterprise = note.journey.enterprise.name if note.journey else ""
        ask_enterprise(note.id, letters, request.actor.name, enterprise)
        messages.success(request, _("The enterprise is asked first. Once it agrees, the note goes up by itself."))
    else:
        messages.success(request, _("It is up. A body takes it on, and you are told what becomes of it."))


def _join(request: Request, come: _From) -> HttpResponse:
    row = joins.join(
        request.actor,
        uuid_in(request.POST["join"]),
        journey_id=come.journey_id,
        deliverable=come.place.deliverable if come.place else "",
        own_words=typed(request.POST, "text", 4_000),
    )
    messages.success(
        request,
        _("There is an answer already. Does it help you?")
        if row.told_at
        else _("You wait together now. You are told what becomes of it."),
    )
    return redirect("learning-note", row.note_id)


def asked(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The same question asked before, as a piece of a page: a script shows it while one writes."""
    near = asked_before(
        request.actor, programme, request.GET.get("text", "")[:2_000], request.GET.get("language", "fr")
    )
    return render(request, "learning/near.html", {**WORDS, "near": near})


def own(request: Request, note: uuid.UUID) -> HttpResponse:
    """A note of one's own that is still private, or waits for the enterprise: change it, send it, delete it."""
    row = own_note_page(request.actor, note)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "take-back":
        notes.take_back(request.actor, note)
        messages.success(request, _("It is yours alone again."))
        return redirect("learning-note", note)
    if do == "forget":
        notes.forget_note(request.actor, note)
        messages.success(request, _("The note is deleted."))
        return redirect("learning-mine")
    form = NoteForm(
        request.POST if do in {"keep", "send"} else None,
        concerns=row.concerns,
        initial={"kind": row.kind, "text": row.text, "language": row.language},
    )
    if form.is_bound and form.is_valid() and attempt(form, lambda: _change(request, form, row, do == "send")):
        return redirect("learning-note", note)
    return page(request, "own", {"row": row, "form": form}, status=400 if do else 200)


def _change(request: Request, form: NoteForm, row: OwnNote, up: bool) -> bool:
    data = form.cleaned_data
    with transaction.atomic():
        notes.change_note(request.actor, row.id, kind=data["kind"], text=data["text"], language=data["language"])
        if up:
            _send_up(request, row.id, data.get("recognisable", False))
        else:
            messages.success(request, _("Kept. Nobody but you reads it."))
    return True
