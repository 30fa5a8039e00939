"""Leading a room: opening it, the page for whoever leads, the screen, the sheet to print."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import room as queries
from vises.apps.journeys.queries.room import Led, LiveView, Pulse
from vises.apps.journeys.rules.room import PHASES
from vises.apps.journeys.services import positions
from vises.apps.journeys.services import question as questions
from vises.apps.journeys.services import room as services
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.questions.links import qr_code
from vises.web.questions.views import here, to_id
from vises.web.rooms.forms import CountForm, HowForm, NoteForm, OpenForm, TypeInForm
from vises.web.rooms.words import GO_BACK, GO_ON, MANNERS, SAID, SAYS, TITLES, TYPED
from vises.web.rooms.words import PHASES as PHASE_WORDS

KEPT = 60  # seconds that a drawn part is kept in memory: many screens ask for the same one


def words() -> dict[str, Any]:
    """The words of the room, for templates."""
    return {
        "phases": PHASE_WORDS,
        "says": SAYS,
        "titles": TITLES,
        "typed": TYPED,
        "manners": MANNERS,
        "said": SAID,
    }


def tag_of(pulse: Pulse | LiveView, kind: str) -> str:
    """What tells a screen whether it shows the latest: the room, its changes, the language, the kind of screen."""
    return f'"{pulse.id.hex[:12]}-{pulse.changes}-{pulse.phase}-{here()}-{kind}"'


def part(request: Request, pulse: Pulse, kind: str, draw: Callable[[], str], *, alike: bool = True) -> HttpResponse:
    """The part of a page that changes, or 304 where the screen shows it already. `alike`: everybody sees the same."""
    tag = tag_of(pulse, kind)
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(cache.get_or_set(f"room-{tag}", draw, KEPT) if alike else draw())
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "no-store"
    return response


def rooms(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The rooms of the journey, and opening one for a session."""
    page = queries.rooms(request.actor, journey)
    form = OpenForm(request.POST or None, page=page, initial={"session": request.GET.get("session", "")})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.open_room(request.actor, journey, uuid.UUID(data["session"]), manner=data["manner"]),
        )
        if made is not None:
            return redirect("room-lead", journey, made.id)
    context = {"page": page, "form": form, "words": words()}
    return journey_page(request, "rooms/rooms.html", journey, context, status=400 if form.is_bound else 200)


def _led(request: Request, journey: uuid.UUID, live: uuid.UUID) -> Led:
    found = queries.led(request.actor, live)
    if found.room.journey_id != journey:
        raise NotFound()
    return found


def room(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """Lead the room: phases, who is there, what is on the table, what others said or wrote."""
    led = _led(request, journey, live)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"go", "close", "new-link", "undo", "note-gone"}:
        _acts(request, led)[do]()
        return redirect("room-lead", journey, live)
    forms = _forms(request, led.room, do)
    if do in forms and forms[do].is_valid() and attempt(forms[do], lambda: _keep(request, led, forms[do], do)):
        messages.success(request, _("Kept."))
        return redirect("room-lead", journey, live)
    place = PHASES.index(led.room.phase)
    context = {
        "led": led,
        "room": led.room,
        "forms": forms,
        "words": words(),
        "phases": [(phase, number < place, number == place) for number, phase in enumerate(PHASES)],
        "after": PHASES[place + 1] if place + 1 < len(PHASES) else "",
        "before": PHASES[place - 1] if place else "",
        "go_on": GO_ON,
        "go_back": GO_BACK,
        "tag": tag_of(led.room, "lead"),
        "address": _address(request, led.token),
        "open_form": do,
    }
    return journey_page(request, "rooms/room.html", journey, context, status=400 if do in forms else 200)


def _acts(request: Request, led: Led) -> dict[str, Callable[[], object]]:
    actor, live, sent = request.actor, led.room.id, request.POST
    return {
        "go": lambda: services.go_to(actor, live, sent.get("to", ""), seen=sent.get("seen", "")),
        "close": lambda: services.close_room(actor, live),
        "new-link": lambda: services.new_link(actor, live),
        "note-gone": lambda: positions.take_note_away(actor, live, to_id(sent.get("position", "")) or uuid.uuid4()),
        "undo": lambda: questions.undo_merge(
            actor, to_id(sent.get("candidate", "")) or uuid.uuid4(), _("The merge was undone.")
        ),
    }


def _forms(request: Request, room: LiveView, do: str) -> dict[str, Any]:
    def data(name: str) -> Any:
        return request.POST if do == name else None

    return {
        "type-in": TypeInForm(data("type-in"), room=room, language=here(), prefix="t"),
        "beside": CountForm(data("beside"), groups=room.groups, what="beside", language=here(), prefix="b"),
        "how": HowForm(data("how"), room=room, language=here(), prefix="h"),
        "note": NoteForm(data("note"), room=room, language=here(), prefix="n"),
    }


def _keep(request: Request, led: Led, form: Any, do: str) -> bool:
    actor, live, data = request.actor, led.room.id, form.cleaned_data
    if do == "beside":
        services.count_beside(actor, live, form.counts())
    elif do == "how":
        services.agree_how(actor, live, manner=data["manner"], quorum=form.counts())
    elif do == "note":
        positions.note_positions(
            actor,
            live,
            uuid.UUID(data["candidate"]),
            stakeholder_id=uuid.UUID(data["stakeholder"]),
            people=form.people(),
            language=data["language"],
            sent=data["sent"],
        )
    else:
        services.type_in(
            actor,
            live,
            data["texts"].splitlines(),
            stakeholder_id=to_id(data["stakeholder"]),
            channel=data["channel"],
            language=data["language"],
            sent=data["sent"],
        )
    return True


def _address(request: Request, token: str) -> str:
    return request.build_absolute_uri(reverse("room-guest", args=[token])) if token else ""


def now(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """What changed on the page of whoever leads, or on the screen (`?for=screen`)."""
    kind = "screen" if request.GET.get("for") == "screen" else "lead"

    def draw() -> str:
        led = _led(request, journey, live)
        context = {"led": led, "room": led.room, "words": words(), "frame": journey_frame(request, journey)}
        return render_to_string(f"rooms/{kind}_part.html", context, request)

    pulse = queries.pulse_led(request.actor, live)
    return part(request, pulse, kind, draw, alike=False)


def screen(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """The page for the wall: large, calm, with the way in."""
    led = _led(request, journey, live)
    address = _address(request, led.token)
    context = {
        "led": led,
        "room": led.room,
        "words": words(),
        "frame": journey_frame(request, journey),
        "tag": tag_of(led.room, "screen"),
        "qr": qr_code(address, _("Way into the room, as a QR code")) if address else "",
        "typed_address": request.build_absolute_uri(reverse("room-code")).split("://", 1)[1],
    }
    return render(request, "rooms/screen.html", context)


def sheet(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """A sheet of A4 or A3 for the table, in one language: the question, space to write, the way in. `?format=pdf`."""
    led = _led(request, journey, live)
    asked = request.GET.get("lang", "")
    language = asked if asked in LANGUAGES else here()
    paper = "a3" if request.GET.get("paper") == "a3" else "a4"
    address = _address(request, led.token)
    with translation.override(language):
        context = {
            "room": led.room,
            "code": led.code,
            "qr": qr_code(address, _("Way into the room, as a QR code")) if address else "",
            "typed_address": request.build_absolute_uri(reverse("room-code")).split("://", 1)[1],
            "paper": paper,
            "language": language,
            "frame": journey_frame(request, journey),
            "lines": range(8 if paper == "a3" else 12),
        }
        if request.GET.get("format") != "pdf":
            return render(request, "rooms/sheet.html", context)
        pdf = tagged_pdf(render_to_string("rooms/sheet_paper.html", context))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{led.room.enterprise} - {_('sheet')} {paper.upper()} ({language}).pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
