"""Reading notes: the list, one note with its way, one's own; and the pages behind mailed links."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.accounts.services import notify
from vises.apps.learning.queries import notes as queries
from vises.apps.learning.queries.agreement import Asked, asked_behind, asked_of, told_behind
from vises.apps.learning.queries.home import home as home_of
from vises.apps.learning.rules.states import UP
from vises.apps.learning.services import joins, sharing
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.learning.forms.notes import AgreementForm, ListForm
from vises.web.learning.views.asking import own
from vises.web.learning.views.shown import WORDS, back_to, language_here, page
from vises.web.learning.words import SHARING, STATES, STEPS, UNSAID


def home(request: Request) -> HttpResponse:
    """Where one learns: the programmes, the bodies, what came back. One programme alone opens at once."""
    found = home_of(request.actor)
    if len(found.programmes) == 1 and not found.bodies:
        return redirect("learning", found.programmes[0][0])
    return page(request, "home", {"found": found})


def notes(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What the field raised, narrowed by where it stands, what it is, where it was written."""
    asked = request.GET
    number = int(asked["page"]) if asked.get("page", "").isdecimal() and len(asked["page"]) < 7 else 1
    found = queries.notes_page(
        request.actor,
        programme,
        state=asked.get("state", ""),
        kind=asked.get("kind", ""),
        step=asked.get("step", ""),
        stuck=bool(asked.get("stuck")),
        number=number,
    )
    form = ListForm(
        asked or None,
        states=[(code, STATES[code]) for code in UP],
        steps=[(id_, pick(titles, language_here())[0]) for id_, titles in found.steps],
    )
    kept = asked.copy()
    kept.pop("page", None)
    return page(request, "notes", {"found": found, "form": form, "kept": kept.urlencode()})


def note(request: Request, note: uuid.UUID) -> HttpResponse:
    """One note: its author's page while it is private; for others its words, its way and its answer."""
    try:
        found = queries.note_page(request.actor, note)
    except NotFound:
        return own(request, note)
    if request.method == "POST":
        return _do(request, found)
    return page(request, "note", {"found": found, "steps": STEPS, "sharing": SHARING})


def _do(request: Request, found: queries.NotePage) -> HttpResponse:
    id_ = found.line.id
    if "helped" in request.POST:
        joins.say_helped(request.actor, id_, request.POST["helped"])
        messages.success(request, _("Thank you. Whoever answered sees it."))
        return redirect(back_to(request, reverse("learning-note", args=[id_])))
    do = request.POST.get("do", "")
    if do == "take-back":
        return own(request, id_)
    if do == "leave":
        joins.leave(request.actor, id_)
        messages.success(request, _("You no longer wait for it."))
        return redirect("learning-note", id_)
    row = joins.join(request.actor, id_)
    messages.success(
        request,
        _("There is an answer already. Does it help you?")
        if row.told_at
        else _("You wait together now. You are told what becomes of it."),
    )
    return redirect("learning-note", row.note_id)


def mine(request: Request) -> HttpResponse:
    """What one wrote and what one waits for; what came back first."""
    return page(request, "mine", {"found": queries.mine(request.actor), "sharing": SHARING, "unsaid": UNSAID})


def agreement(request: Request, token: str) -> HttpResponse:
    """Behind the link mailed to a referent: yes, in other words, or leave us out. No password."""
    return _agree(request, asked_behind(token), "journeys/guest.html")


def agreement_inside(request: Request, note: uuid.UUID) -> HttpResponse:
    """The same for a referent who signed in."""
    return _agree(request, asked_of(request.actor, note), "layout/base.html")


def _agree(request: Request, asked: Asked, around: str) -> HttpResponse:
    form = AgreementForm(request.POST if request.method == "POST" else None, initial={"words": asked.text})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data

        def act() -> bool:
            with transaction.atomic():
                sharing.answer_asked(
                    asked.actor, asked.note_id, data["say"], words=data["words"], may_name=data["may_name"]
                )
                if asked.author_id is not None:
                    notify(asked.author_id, "note-said", reverse("learning-note", args=[asked.note_id]))
            return True

        if attempt(form, act):
            return page(request, "agreed", {"asked": asked, "say": data["say"], "around": around})
    context = {"asked": asked, "form": form, "around": around}
    return page(request, "agreement", context, status=400 if form.is_bound else 200)


def told(request: Request, token: str) -> HttpResponse:
    """Behind the link that brings an answer back: the answer, and whether it helped, in one click."""
    if request.method == "POST":
        joins.say_helped_by_link(token, request.POST.get("helped", ""))
        return redirect("learning-told", token)
    return render(request, "learning/told.html", {**WORDS, "found": told_behind(token)})
