"""Who is in the journey, and links that are mailed from it."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.access.rules import Role
from vises.apps.accounts.people import Person
from vises.apps.journeys.queries import path as queries
from vises.apps.journeys.queries.reading import ROLES
from vises.apps.journeys.services import deliverables, passes
from vises.apps.journeys.services import people as services
from vises.kernel.ids import new_token
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.mail.services import send
from vises.platform.problems import word
from vises.web.accounts.invitations import welcome
from vises.web.journeys.forms import ChangeForm, InviteForm, MailForm
from vises.web.journeys.words import INVITED, OPENED, WAITS
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def people(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Who is in the journey and what each may see; letting people in and out."""
    frame = journey_frame(request, journey)
    page = queries.path(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "let-go":
        return _let_go(request, journey)
    form = InviteForm(request.POST if do == "invite" else None, initial={"language": frame.language, "role": "member"})
    if do == "invite" and form.is_valid():
        data = form.cleaned_data
        person = Person(data["email"], data["name"], data["language"])
        done = attempt(form, lambda: services.invite(request.actor, journey, person, Role(data["role"])))
        if done is not None:
            _let_in_mail(request, journey, *done)
            messages.success(request, _("A mail is on its way, and this person is in."))
            return redirect("people", journey)
    context = {"page": page, "form": form, "roles": ROLES, "opened": OPENED, "invited": INVITED}
    return journey_page(request, "journeys/people.html", journey, context, status=400 if do else 200)


def _let_in_mail(request: Request, journey: uuid.UUID, user: Any, made: bool) -> None:
    """Whoever has no password yet gets the link to choose one; whoever has one, the address of the journey."""
    if made:
        welcome((user,), request.actor.name)
        return
    send(
        user.email,
        "mails/let-in",
        user.language,
        key=f"let-in:{user.id}:{new_token()[:8]}",
        name=user.name,
        who=request.actor.name,
        enterprise=journey_frame(request, journey).enterprise,
        address=f"{settings.BASE_ADDRESS}{reverse('journeys')}",
    )


def _let_go(request: Request, journey: uuid.UUID) -> HttpResponse:
    try:
        user, role = uuid.UUID(request.POST.get("user", "")), Role(request.POST.get("role", ""))
    except ValueError:
        raise NotFound() from None
    try:
        services.let_go(request.actor, journey, user, role)
    except Problem as problem:
        if problem.status != 400:
            raise
        messages.error(request, word(problem))
    else:
        messages.success(request, _("This person is no longer in the journey."))
        if user == request.actor.id:
            return redirect("journeys")
    return redirect("people", journey)


def invite(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Mail a manager the link of her first hour."""
    frame = journey_frame(request, journey)
    known = _referent(request, journey)
    form = MailForm(request.POST if request.method == "POST" else None, initial=known or {"language": frame.language})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        token = attempt(
            form,
            lambda: passes.first_hour_link(request.actor, journey, name=data["name"], language=data["language"]),
        )
        if token is not None:
            _mail(request, "first-hour", "first-hour", token, data, enterprise=frame.enterprise)
            messages.success(request, _("The link is on its way. It works for thirty days."))
            return redirect("journey", journey)
    return journey_page(request, "journeys/invite.html", journey, {"form": form}, status=400 if form.is_bound else 200)


def _referent(request: Request, journey: uuid.UUID) -> dict[str, str]:
    found = next((row for row in queries.people(request.actor, journey) if row.role == "referent"), None)
    return {"name": found.name, "email": found.mail, "language": found.language} if found else {}


def _mail(request: Request, purpose: str, room: str, token: str, data: dict[str, str], **params: str) -> None:
    address = f"{settings.BASE_ADDRESS}{reverse(room, args=[token])}?lang={data['language']}"
    send(
        data["email"],
        f"mails/{purpose}",
        data["language"],
        key=f"{purpose}:{new_token()[:12]}",
        name=data["name"],
        who=request.actor.name,
        address=address,
        **params,
    )


def standing(request: Request, journey: uuid.UUID, deliverable: str) -> HttpResponse:
    """Where a deliverable stands: proposing it, mailing the link to confirm, confirming, asking for a change."""
    frame = journey_frame(request, journey)
    row = queries.standing(request.actor, journey, deliverable)
    if row is None:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    mail = MailForm(
        request.POST if do == "mail" else None,
        prefix="mail",
        initial=_referent(request, journey) or {"language": frame.language},
    )
    change = ChangeForm(request.POST if do == "change" else None, prefix="change")
    acts = {
        "propose": lambda: deliverables.propose(request.actor, journey, deliverable),
        "confirm": lambda: deliverables.confirm(request.actor, journey, deliverable),
        "mail": lambda: _ask(request, journey, row, mail.cleaned_data, frame.enterprise),
        "change": lambda: deliverables.ask_change(request.actor, journey, deliverable, change.cleaned_data["words"]),
    }
    said = {
        "propose": _("Proposed: it waits for the enterprise."),
        "confirm": _("Confirmed: that's us."),
        "mail": _("The link is on its way. One page, no password, thirty days."),
        "change": _("Noted. Whoever writes sees what should change."),
    }
    form = {"mail": mail, "change": change}.get(do, mail)
    if do in acts and (do in {"propose", "confirm"} or form.is_valid()):

        def act() -> bool:
            acts[do]()
            return True

        if do in {"propose", "confirm"}:
            acts[do]()
            done = True
        else:
            done = bool(attempt(form, act))
        if done:
            messages.success(request, said[do])
            back = reverse(row.room, args=[journey]) if do != "mail" else reverse("journey", args=[journey])
            return redirect(back)
    context = {"row": row, "mail": mail, "change": change, "waits": WAITS}
    return journey_page(request, "journeys/standing.html", journey, context, status=400 if do else 200)


def _ask(request: Request, journey: uuid.UUID, row: queries.Standing, data: dict[str, str], enterprise: str) -> None:
    deliverables.propose(request.actor, journey, row.code)
    token = passes.confirm_link(request.actor, journey, row.code, name=data["name"], language=data["language"])
    title = pick(row.titles, data["language"])[0]
    _mail(request, "confirm", "confirm", token, data, enterprise=enterprise, title=title)
