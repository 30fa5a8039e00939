"""On a guest's phone: the code, coming in, what the phase asks. No account; a signed cookie for this room alone."""

import uuid
from typing import Any

from allauth.core import ratelimit
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import room as queries
from vises.apps.journeys.queries.room import LiveView, Seat
from vises.apps.journeys.rules.room import TAKES_PROPOSALS
from vises.apps.journeys.services import contributions, positions
from vises.apps.journeys.services import room as services
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.routes import Request
from vises.web.questions.views import here, to_id
from vises.web.rooms.forms import CodeForm, GuestQuestionForm, JoinForm, SayForm, VoteForm
from vises.web.rooms.leading import part, tag_of, words
from vises.web.rooms.together import GuestPlaceForm, GuestViewForm

COOKIE, SALT = "vises-room", "vises.room"
DAY = 24 * 3600
WRITTEN = ("text", "expectation", "difficulty", "missing")  # fields of a phone in which one writes
TRIES, WAIT = "room_code", 15  # how often is in the settings; minutes that one waits then


def code(request: Request) -> HttpResponse:
    """Type the code that stands on the screen. Whoever guesses is soon told to wait."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        token = attempt(form, lambda: _token(request, form.cleaned_data["code"]))
        if token is not None:
            return redirect("room-guest", token)
    return render(request, "rooms/code.html", {"form": form}, status=400 if form.is_bound else 200)


def _token(request: Request, code: str) -> str:
    """The token behind a code. Raises Problem for a code that opens nothing, and after too many of them."""
    if not ratelimit.consume(request, action=TRIES, dry_run=True):
        raise Problem("platform.too-many", field="code", minutes=WAIT)
    try:
        return services.token_behind(code)
    except Problem:
        ratelimit.consume(request, action=TRIES)
        raise


def room(request: Request, token: str) -> HttpResponse:
    """Come in; then what the phase asks, and what is on the table."""
    room, seat = queries.entered(token, _guest_id(request))
    with translation.override(_language(request, room, seat)):
        if seat is None or request.GET.get("change") or request.POST.get("do") == "join":
            return _join(request, token, room, seat)
        return _take_part(request, token, room, seat)


def _guest_id(request: Request) -> uuid.UUID | None:
    return to_id(request.get_signed_cookie(COOKIE, "", salt=SALT) or "")


def _language(request: Request, room: LiveView, seat: Seat | None) -> str:
    """The guest's own, once she came in; before, what she asked for or her phone speaks."""
    if seat is not None and request.GET.get("lang", "") not in LANGUAGES:
        return seat.language
    return here()


def _join(request: Request, token: str, room: LiveView, seat: Seat | None) -> HttpResponse:
    start = {"stakeholder": str(seat.group_id), "language": seat.language} if seat else None
    bound = request.POST if request.POST.get("do") == "join" else None
    form = JoinForm(bound, room=room, language=here(), initial=start)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.join(
                token, uuid.UUID(data["stakeholder"]), data["language"], guest_id=seat.id if seat else None
            ),
        )
        if made is not None:
            place = reverse("room-guest", args=[token])
            response = redirect(place)
            response.set_signed_cookie(
                COOKIE,
                str(made),
                salt=SALT,
                max_age=30 * DAY,
                path=place,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
            return response
    context = {"room": room, "form": form, "token": token, "seat": seat}
    return render(request, "rooms/join.html", context, status=400 if form.is_bound else 200)


def _take_part(request: Request, token: str, room: LiveView, seat: Seat) -> HttpResponse:
    by_script = request.headers.get("Accept", "") == "application/json"
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do and request.POST.get("room", str(room.id)) != str(room.id):
        return _late(request, token, room, seat, by_script)
    form = _form(request, room, seat, do)
    if form is not None and form.is_bound:
        said = attempt(form, lambda: _send(token, seat, form)) if form.is_valid() else None
        if by_script and said is None:
            return _not_kept(form)
        if by_script:
            return JsonResponse({"said": said, "sent": str(uuid.uuid4())})
        if said is not None:
            return redirect(f"{reverse('room-guest', args=[token])}?kept={do}")
    failed = form is not None and form.is_bound
    context = _context(request, token, room, seat, form)
    return render(request, "rooms/guest.html", context, status=400 if failed else 200)


def _context(request: Request, token: str, room: LiveView, seat: Seat, form: PageForm | None) -> dict[str, Any]:
    return {
        "room": room,
        "seat": seat,
        "form": form,
        "token": token,
        "words": words(),
        "tag": tag_of(room, "phone"),
        "kept": request.GET.get("kept", ""),
        "weighs": isinstance(form, (SayForm, VoteForm)),
    }


def _late(request: Request, token: str, room: LiveView, seat: Seat, by_script: bool) -> HttpResponse:
    """Words sent after the room went on with another subject: given back, not laid where they do not belong."""
    says = _("The room has gone on with something else. Show your words to the person who leads the session.")
    if by_script:
        return JsonResponse({"errors": [says]}, status=400)
    written = [text for name in WRITTEN for text in request.POST.getlist(name) if text.strip()]
    context = _context(request, token, room, seat, _form(request, room, seat, ""))
    return render(request, "rooms/guest.html", context | {"late": written, "late_says": says}, status=409)


def _form(request: Request, room: LiveView, seat: Seat, do: str) -> PageForm | None:
    """What the phase asks; what was sent late is shown all the same, with its words."""
    if room.subject != "question":
        kind = GuestViewForm if room.subject == "portrait" else GuestPlaceForm
        return kind(request.POST if do == "propose" else None, room=room, language=seat.language)
    if do == "propose" or (not do and room.phase in TAKES_PROPOSALS):
        return GuestQuestionForm(request.POST if do else None)
    if do == "say" or (room.phase == "weigh" and room.on_table):
        weighs = VoteForm if room.manner == "vote" else SayForm
        return weighs(request.POST if do == "say" else None, room=room, seat=seat)
    return None


def _send(token: str, seat: Seat, form: PageForm) -> str:
    """Keep what a valid form says. Returns what the guest is told."""
    if isinstance(form, (SayForm, VoteForm)):
        positions.say(token, seat.id, form.answers())
        return _("What you said is kept. You can change it until the room goes on.")
    data = form.cleaned_data
    if isinstance(form, (GuestViewForm, GuestPlaceForm)):
        contributions.contribute(token, seat.id, form.pieces(), sent=data["sent"])
        return _("It is on the table, with the name of your group.")
    services.propose_in_room(token, seat.id, data["text"], sent=data["sent"])
    return _("Your question is on the table.")


def _not_kept(form: PageForm) -> HttpResponse:
    errors = [str(error) for found in form.errors.values() for error in found]
    return JsonResponse({"errors": errors}, status=400)


def now(request: Request, token: str) -> HttpResponse:
    """What changed on the table since this phone looked; 404 from the moment the room is closed."""
    pulse = queries.pulse(token)
    asked = request.GET.get("lang", "")
    with translation.override(asked if asked in LANGUAGES else here()):

        def draw() -> str:
            room, _seat = queries.entered(token, None)
            return render_to_string("rooms/phone_part.html", {"room": room, "words": words()}, request)

        return part(request, pulse, "phone", draw)
