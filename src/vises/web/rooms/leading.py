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
from vises.apps.journeys.queries.contributions import About, standing
from vises.apps.journeys.queries.room import Led, LiveView, Pulse
from vises.apps.journeys.rules.room import phases_of, saying
from vises.apps.journeys.services import contributions, positions
from vises.apps.journeys.services import question as questions
from vises.apps.journeys.services import room as services
from vises.apps.journeys.services.attachments import Sheet
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound
from vises.web.journeys.rings import Drawing, lay_out
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.questions.links import qr_code
from vises.web.questions.views import here, to_id
from vises.web.rooms.forms import CountForm, GoOnForm, HowForm, NoteForm, OpenForm, TypeInForm
from vises.web.rooms.together import PaperPortraitForm, PaperRingsForm, TakePortraitForm, TakeRingsForm
from vises.web.rooms.words import GO_BACK, GO_ON, LEADS, MANNERS, OPENS, SAID, SAYS, SUBJECTS, TITLES, TYPED
from vises.web.rooms.words import PHASES as PHASE_WORDS

KEPT = 60  # seconds that a drawn part is kept in memory: many screens ask for the same one


def words() -> dict[str, Any]:
    """The words of the room, for templates."""
    return {
        "phases": PHASE_WORDS,
        "says": SAYS,
        "titles": TITLES,
        "leads": LEADS,
        "subjects": SUBJECTS,
        "opens": OPENS,
        "typed": TYPED,
        "manners": MANNERS,
        "said": SAID,
    }


def rings_of(room: LiveView) -> Drawing[About] | None:
    """The rings as groups were placed in the room; None where it is about something else."""
    if room.subject != "rings":
        return None
    groups = room.together.groups
    return lay_out(groups, {group.id: [ring.id for ring in group.places] for group in groups})


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
    asked = request.GET.get("subject", "")
    start = {"session": request.GET.get("session", ""), "subject": asked if asked in SUBJECTS else "question"}
    form = OpenForm(request.POST or None, page=page, initial=start)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.open_room(
                request.actor,
                journey,
                uuid.UUID(data["session"]),
                manner=data["manner"],
                subject=data["subject"] or "question",
            ),
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
    if do in {"go", "close", "new-link", "undo", "note-gone", "said-gone"}:
        _acts(request, led)[do]()
        return redirect("room-lead", journey, live)
    forms = _forms(request, led.room, do)
    if do == "go-on":
        if after := _go_on(request, led, forms[do]):
            return redirect(f"{reverse('room-lead', args=[journey, after])}#content")  # not where the form stood
    elif do in forms and forms[do].is_valid() and attempt(forms[do], lambda: _keep(request, led, forms[do], do)):
        messages.success(request, _("Kept."))
        return redirect("room-lead", journey, live)
    order = phases_of(led.room.subject)
    place = order.index(led.room.phase)
    context = {
        "led": led,
        "room": led.room,
        "forms": forms,
        "words": words(),
        "rings": rings_of(led.room),
        "phases": phase_line(led.room),
        "after": order[place + 1] if place + 1 < len(order) else "",
        "before": order[place - 1] if place else "",
        "go_on": {phase: GO_ON.get(saying(led.room.subject, phase), "") for phase in order},
        "go_back": {phase: GO_BACK.get(saying(led.room.subject, phase), "") for phase in order},
        "tag": tag_of(led.room, "lead"),
        "address": _address(request, led.token),
        "open_form": do,
    }
    return journey_page(request, "rooms/room.html", journey, context, status=400 if do in forms else 200)


def _go_on(request: Request, led: Led, form: GoOnForm) -> uuid.UUID | None:
    """Open the room about the next subject, into which everybody goes on; None where the form says why not."""
    if not form.is_valid():
        return None
    data = form.cleaned_data
    made = attempt(
        form,
        lambda: services.go_on_with(request.actor, led.room.id, data["subject"], manner=data.get("manner", "")),
    )
    if made is None:
        return None
    messages.success(request, _("The room goes on. Whoever is in it comes along, with the same code."))
    return made.id


def phase_line(room: LiveView) -> list[tuple[Any, bool, bool]]:
    """The phases of a room in their order: name, whether it is passed, whether the room is there."""
    order = phases_of(room.subject)
    place = order.index(room.phase)
    names = [PHASE_WORDS[saying(room.subject, phase)] for phase in order]
    return [(name, number < place, number == place) for number, name in enumerate(names)]


def _acts(request: Request, led: Led) -> dict[str, Callable[[], object]]:
    actor, live, sent = request.actor, led.room.id, request.POST
    return {
        "go": lambda: services.go_to(actor, live, sent.get("to", ""), seen=sent.get("seen", "")),
        "close": lambda: services.close_room(actor, live),
        "new-link": lambda: services.new_link(actor, live),
        "said-gone": lambda: contributions.take_away(actor, live, to_id(sent.get("contribution", "")) or uuid.uuid4()),
        "note-gone": lambda: positions.take_note_away(actor, live, to_id(sent.get("position", "")) or uuid.uuid4()),
        "undo": lambda: questions.undo_merge(
            actor, to_id(sent.get("candidate", "")) or uuid.uuid4(), _("The merge was undone.")
        ),
    }


def _forms(request: Request, room: LiveView, do: str) -> dict[str, Any]:
    def data(name: str) -> Any:
        return request.POST if do == name else None

    files = request.FILES if do == "type-in" else None
    beside = CountForm(data("beside"), groups=room.groups, what="beside", language=here(), prefix="b")
    go_on = GoOnForm(data("go-on"), room=room, prefix="g")
    if room.subject != "question":
        kind = PaperPortraitForm if room.subject == "portrait" else PaperRingsForm
        typed = kind(data("type-in"), files, room=room, language=here(), prefix="t")
        return {"beside": beside, "type-in": typed, "go-on": go_on}
    return {
        "go-on": go_on,
        "type-in": TypeInForm(data("type-in"), files, room=room, language=here(), prefix="t"),
        "beside": beside,
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
    elif led.room.subject != "question":
        contributions.note_contributions(
            actor,
            live,
            form.pieces(),
            stakeholder_id=to_id(data["stakeholder"]),
            channel=data["channel"],
            language=data["language"],
            sent=data["sent"],
            photo=_photo(led.room, form),
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
            photo=_photo(led.room, form),
        )
    return True


def _photo(room: LiveView, form: Any) -> Sheet | None:
    sent = form.cleaned_data["photo"]
    if not sent:
        return None
    return Sheet(sent.name, sent.chunks(), _("Sheet of the session “%(session)s”") % {"session": room.session})


def take(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """Bring what was said into the portrait, or onto the map: read, changed where needed, kept by one act."""
    led = _led(request, journey, live)
    if led.room.subject == "question":
        raise NotFound()
    stands = standing(request.actor, live)
    sent = request.POST or None
    form: TakePortraitForm | TakeRingsForm
    if led.room.subject == "portrait":
        form = TakePortraitForm(sent, room=led.room, standing=stands)
    else:
        form = TakeRingsForm(sent, room=led.room, standing=stands, language=here())
    if form.is_bound and form.is_valid():
        if attempt(form, lambda: _take(request, led, form)):
            messages.success(request, _("Brought in. Whoever speaks for the enterprise confirms it here."))
            return redirect("portrait" if led.room.subject == "portrait" else "stakeholders", journey)
        form.renew()
    context = {"room": led.room, "form": form, "standing": stands, "words": words()}
    template = f"rooms/take_{led.room.subject}.html"
    return journey_page(request, template, journey, context, status=400 if form.is_bound else 200)


def _take(request: Request, led: Led, form: TakePortraitForm | TakeRingsForm) -> int:
    live, shown = led.room.id, form.ids()
    if isinstance(form, TakePortraitForm):
        language = form.cleaned_data["language"]
        return contributions.take_portrait(request.actor, live, form.texts(), language=language, shown=shown)
    return contributions.take_rings(request.actor, live, form.placed(), shown=shown)


def _address(request: Request, token: str) -> str:
    return request.build_absolute_uri(reverse("room-guest", args=[token])) if token else ""


def now(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """What changed on the page of whoever leads, or on the screen (`?for=screen`)."""
    kind = "screen" if request.GET.get("for") == "screen" else "lead"

    def draw() -> str:
        led = _led(request, journey, live)
        frame = journey_frame(request, journey)
        context = {"led": led, "room": led.room, "words": words(), "frame": frame, "rings": rings_of(led.room)}
        return render_to_string(f"rooms/{kind}_part.html", context, request)

    pulse = queries.pulse_led(request.actor, live)
    return part(request, pulse, kind, draw, alike=False)


def screen(request: Request, journey: uuid.UUID, live: uuid.UUID) -> HttpResponse:
    """The page for the wall: large, calm, with the way in."""
    led = _led(request, journey, live)
    if led.after:  # the screen on the wall goes on by itself
        return redirect("room-screen", journey, led.after)
    address = _address(request, led.token)
    context = {
        "led": led,
        "room": led.room,
        "words": words(),
        "frame": journey_frame(request, journey),
        "tag": tag_of(led.room, "screen"),
        "qr": qr_code(address, _("Way into the room, as a QR code")) if address else "",
        "typed_address": request.build_absolute_uri(reverse("room-code")).split("://", 1)[1],
        "rings": rings_of(led.room),
        "phases": phase_line(led.room),
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
            "title": TITLES[saying(led.room.subject, "propose")],
        }
        if request.GET.get("format") != "pdf":
            return render(request, "rooms/sheet.html", context)
        pdf = tagged_pdf(render_to_string("rooms/sheet_paper.html", context))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{led.room.enterprise} - {_('sheet')} {paper.upper()} ({language}).pdf"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
