"""The hand-over file, and the hand-over itself."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.access.rules import Role
from vises.apps.accounts.people import Person
from vises.apps.journeys.queries import notebook as queries
from vises.apps.journeys.queries.contacts import people_of
from vises.apps.journeys.queries.path import path
from vises.apps.journeys.services import handover as services
from vises.kernel.clock import today
from vises.kernel.ids import new_token
from vises.kernel.problems import NotFound
from vises.platform.mail.services import send
from vises.web.accompaniment.dossier import as_markdown, as_zip, parts, safe_name
from vises.web.accompaniment.forms import HandOverForm
from vises.web.accounts.invitations import welcome
from vises.web.journeys.views.mine import language_here
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def handover(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Read it, print it, take it along; name who comes next; for the referent: say yes or no."""
    frame = journey_frame(request, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"agree", "decline"}:
        return _settle(request, journey, do == "agree")
    if do == "take-back":
        services.take_back(request.actor, _uuid(request.POST.get("hand_over", "")))
        messages.success(request, _("You stay. Nothing has changed."))
        return redirect("hand-over", journey)
    notes = queries.notebook(request.actor, journey)
    rows = queries.hand_overs(request.actor, journey)
    private = [row for row in notes.private if row.mine]
    form = HandOverForm(
        request.POST if do == "ask" else None,
        notes=[(str(row.id), _beginning(row)) for row in private],
        initial={"language": frame.language},
    )
    if do == "ask" and form.is_valid() and (asked := attempt(form, lambda: _ask(request, journey, form))) is not None:
        return asked
    handed = next((row for row in rows if row.state in {"asked", "done"}), None)
    found = parts(
        request.actor,
        frame,
        path(request.actor, journey),
        language_here(),
        shared=notes.shared,
        private=queries.chosen(notes, request.GET.getlist("note")),
        handed=handed,
    )
    if request.GET.get("format") in {"md", "zip"}:
        return _file(request, journey, as_markdown(frame.enterprise, found, today()), frame.enterprise)
    context = {
        "parts": found,
        "rows": rows,
        "asked": next((row for row in rows if row.state == "asked"), None),
        "form": form,
        "private": private,
        "chosen": request.GET.getlist("note"),
        "today": today(),
        "query": request.GET.urlencode(),
    }
    return journey_page(request, "accompaniment/handover.html", journey, context, status=400 if do else 200)


def _beginning(row: queries.NoteView) -> str:
    words = " ".join(row.text.split())
    return words if len(words) <= 90 else f"{words[:90]}…"


def _ask(request: Request, journey: uuid.UUID, form: HandOverForm) -> HttpResponse:
    data = form.cleaned_data
    made = services.hand_over(
        request.actor,
        journey,
        Person(data["email"], data["name"], data["language"]),
        words=data["words"],
        language=language_here(),
        note_ids=[uuid.UUID(id_) for id_ in data.get("notes", [])],
    )
    if made.state == "done":
        messages.success(request, _("Handed over. Thank you for the way you went together."))
        return redirect("accompaniment")
    frame = journey_frame(request, journey)
    for person in people_of(journey, Role.REFERENT):
        send(
            person.email,
            "mails/hand-over",
            person.language,
            key=f"hand-over:{made.id}:{person.id}",
            name=person.name,
            who=request.actor.name,
            next=data["name"],
            enterprise=frame.enterprise,
            address=settings.BASE_ADDRESS + reverse("hand-over", args=[journey]),
        )
    messages.success(request, _("Asked. When the enterprise agrees, the next one takes over; until then you stay."))
    return redirect("hand-over", journey)


def _settle(request: Request, journey: uuid.UUID, agreed: bool) -> HttpResponse:
    user, made = services.settle(request.actor, _uuid(request.POST.get("hand_over", "")), agreed)
    if user is not None and made:
        welcome((user,), request.actor.name)
    elif user is not None:
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
    messages.success(request, _("The next one takes over from today.") if agreed else _("Noted: nothing changes."))
    return redirect("journey", journey)


def _file(request: Request, journey: uuid.UUID, markdown: str, enterprise: str) -> HttpResponse:
    name = f"{safe_name(enterprise)}-{today():%Y-%m-%d}"
    if request.GET.get("format") == "zip":
        response = HttpResponse(as_zip(request.actor, journey, markdown), content_type="application/zip")
        name += ".zip"
    else:
        response = HttpResponse(markdown, content_type="text/markdown; charset=utf-8")
        name += ".md"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
