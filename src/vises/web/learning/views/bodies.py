"""What a body does: takes notes, codes, merges, answers and gives them back; agendas, minutes, questions."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.learning.queries import bodies as queries
from vises.apps.learning.queries.places import places_of_programme
from vises.apps.learning.services import outcomes, questions, sessions, treatment
from vises.apps.programmes.services import plan_body_session
from vises.kernel.locale import pick
from vises.kernel.problems import Forbidden, Problem
from vises.platform.problems import word
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.learning.forms.bodies import (
    BOTH,
    AdjustmentForm,
    AnswerForm,
    AskFieldForm,
    CodeForm,
    MinutesForm,
    PointForm,
)
from vises.web.learning.mails import bring_back
from vises.web.learning.views.shown import language_here, page, uuid_in
from vises.web.programmes.forms.bodies import SittingForm


def body(request: Request, body: uuid.UUID) -> HttpResponse:
    """A body's table: what waits, what it treats, its sessions and drafts."""
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "take":
        note = uuid_in(request.POST.get("note", ""))
        _try(request, lambda: treatment.take(request.actor, body, note), _("It is on your table."))
        return redirect("learning-treat", body, note)
    found = queries.body_page(request.actor, body)
    form = SittingForm(request.POST if do == "session" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        row = attempt(form, lambda: plan_body_session(request.actor, body, data["on"], place=data["place"]))
        if row is not None:
            messages.success(request, _("The session is planned. Draw its agenda from what is open."))
            return redirect("learning-sitting", row.id)
    return page(request, "body", {"found": found, "form": form}, status=400 if do else 200)


def treat(request: Request, body: uuid.UUID, note: uuid.UUID) -> HttpResponse:
    """One note on a body's table: its words with themes, what is like it, the answer, what else comes of it."""
    here = reverse("learning-treat", args=[body, note])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    plain: dict[str, tuple[Callable[[], object], str, str]] = {
        "take": (lambda: treatment.take(request.actor, body, note), _("It is on your table."), here),
        "give-away": (
            lambda: treatment.give_away(request.actor, note),
            _("It waits for another body."),
            reverse("learning-body", args=[body]),
        ),
        "merge": (
            lambda: treatment.merge(request.actor, note, uuid_in(request.POST.get("into", ""))),
            _("Merged: everybody who waits is told together."),
            reverse("learning-body", args=[body]),
        ),
        "uncode": (
            lambda: treatment.uncode_note(request.actor, note, uuid_in(request.POST.get("passage", ""))),
            _("The theme is taken away."),
            f"{here}#themes",
        ),
        "give-back": (lambda: _give_back(request, note), "", here),
    }
    if do in plain:
        act, said, then = plain[do]
        done = _try(request, act, said)
        return redirect(then if done else here)
    table = queries.table(request.actor, body, note, language_here())
    post = request.POST if request.method == "POST" else None
    answer = AnswerForm(post if do in {"keep", "answer"} else None, table=table)
    code = CodeForm(post if do == "code" else None, codes=table.codes, language=language_here())
    adjust = AdjustmentForm(post if do == "adjust" else None)
    if answer.is_bound and answer.is_valid() and attempt(answer, lambda: _answer(request, note, answer, do)):
        messages.success(request, _("The answer stands. Give it back.") if do == "answer" else _("Kept."))
        return redirect(here)
    if code.is_bound and code.is_valid() and attempt(code, lambda: _code(request, note, code)):
        messages.success(request, _("The theme is set."))
        return redirect(f"{here}#themes")
    if adjust.is_bound and adjust.is_valid() and attempt(adjust, lambda: _adjust(request, note, adjust)):
        messages.success(request, _("It stands on the path of that journey, and comes back at its day."))
        return redirect(f"{here}#outcomes")
    if do:  # somebody may have written meanwhile: what stands now is shown beside what was typed
        table = queries.table(request.actor, body, note, language_here())
    context = {"table": table, "answer": answer, "code": code, "adjust": adjust, "do": do}
    return page(request, "treat", context, status=400 if do else 200)


def _answer(request: Request, note: uuid.UUID, form: AnswerForm, do: str) -> bool:
    treatment.write_answer(
        request.actor,
        note,
        analyses=form.texts("analyses"),
        answers=form.texts("answers"),
        seen=request.POST.get("seen", ""),
        ready=do == "answer",
    )
    return True


def _code(request: Request, note: uuid.UUID, form: CodeForm) -> bool:
    data = form.cleaned_data
    treatment.code_note(request.actor, note, uuid_in(data["code"]), first=data["first"], last=data["last"])
    return True


def _adjust(request: Request, note: uuid.UUID, form: AdjustmentForm) -> bool:
    data = form.cleaned_data
    outcomes.suggest_adjustment(
        request.actor, note, whats=form.texts("whats"), owner=data["owner"], due_on=data["due_on"]
    )
    return True


def _give_back(request: Request, note: uuid.UUID) -> None:
    with transaction.atomic():
        row, letters = treatment.give_back(request.actor, note)
        name = pick(row.body.names, "fr")[0] if row.body else ""
        bring_back(row.id, letters, row.words, row.answers, name)
    said = ngettext(
        "Given back to %(n)d person, by mail and on the step where it was asked.",
        "Given back to %(n)d people, by mail and on the steps where it was asked.",
        len(letters),
    )
    messages.success(request, said % {"n": len(letters)})


def sitting(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """A session of a body: its agenda before, minutes and decisions after."""
    here = reverse("learning-sitting", args=[sitting])
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "draw":
        ids = [uuid_in(one) for one in request.POST.getlist("notes")]
        _try(request, lambda: sessions.put_on_agenda(request.actor, sitting, ids), _("On the agenda."))
        return redirect(here)
    if do == "off":
        item = uuid_in(request.POST.get("point", ""))
        _try(request, lambda: sessions.take_off(request.actor, sitting, item), _("Taken off the agenda."))
        return redirect(here)
    found = queries.session_page(request.actor, sitting)
    point = PointForm(request.POST if do == "point" else None)
    minutes = MinutesForm(request.POST if do == "minutes" else None, sitting=found, language=language_here())
    if point.is_bound and point.is_valid() and attempt(point, lambda: _point(request, sitting, point)):
        messages.success(request, _("On the agenda."))
        return redirect(here)
    if minutes.is_bound and minutes.is_valid() and attempt(minutes, lambda: _minutes(request, sitting, minutes)):
        messages.success(request, _("The minutes are kept. Answers still go back from the table of each note."))
        return redirect(here)
    if do:
        found = queries.session_page(request.actor, sitting)
    context = {"found": found, "point": point, "minutes": minutes, "do": do}
    return page(request, "sitting", context, status=400 if do else 200)


def _point(request: Request, sitting: uuid.UUID, form: PointForm) -> bool:
    sessions.add_point(request.actor, sitting, form.texts("titles"))
    return True


def _minutes(request: Request, sitting: uuid.UUID, form: MinutesForm) -> bool:
    sessions.write_minutes(
        request.actor,
        sitting,
        people=form.cleaned_data["people"],
        minutes=form.texts("minutes"),
        decisions=form.decisions(),
        seen=request.POST.get("seen", ""),
    )
    return True


def paper(request: Request, sitting: uuid.UUID) -> HttpResponse:
    """Agenda, or minutes once it was held, in two languages, to print."""
    found = queries.session_page(request.actor, sitting)
    return page(request, "paper", {"found": found, "both": BOTH})


def ask_field(request: Request, body: uuid.UUID) -> HttpResponse:
    """Ask everybody in the field."""
    found = queries.body_page(request.actor, body)
    if not found.may_treat:
        raise Forbidden()
    steps = [
        (place.step, pick(place.titles, language_here())[0])
        for place in places_of_programme(request.actor, found.programme_id)
        if not place.deliverable
    ]
    form = AskFieldForm(request.POST if request.method == "POST" else None, steps=steps)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        row = attempt(
            form,
            lambda: questions.ask_field(
                request.actor, body, texts=form.texts("texts"), ends_on=data["ends_on"], step=data["step"]
            ),
        )
        if row is not None:
            messages.success(request, _("Asked. It stands on the path of every journey until that day."))
            return redirect("learning-body", body)
    return page(request, "ask_field", {"found": found, "form": form}, status=400 if form.is_bound else 200)


def _try(request: Request, act: Callable[[], object], said: str) -> bool:
    """Do it; a problem of the situation is told on the page one comes back to."""
    try:
        act()
    except Problem as problem:
        if problem.status not in {400, 409}:
            raise
        messages.error(request, word(problem))
        return False
    if said:
        messages.success(request, said)
    return True
