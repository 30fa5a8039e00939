"""The installed page: a questionnaire that works without connection, for respondents and for those who ask others.

One page for all rounds (the shell) holds the words of the screen and one script; what a round asks comes as JSON and is
kept on the device, with what was filled in, until it could be sent. Nothing about the device goes along.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from csp.constants import HEADER as CSP_HEADER
from csp.constants import WASM_UNSAFE_EVAL
from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.asking import Asking, asking_about, spoken
from vises.apps.collection.services import offline as services
from vises.apps.collection.services.waves import refuse_closed
from vises.kernel.problems import Problem
from vises.platform.files.parts import Unreadable, read_parts
from vises.platform.health.keeping import RETRY_AFTER, cannot_keep
from vises.platform.problems import word
from vises.web.collection.answering import problem_page
from vises.web.collection.media import shown_beside
from vises.web.collection.ways import Art
from vises.web.doors.offline_words import all_words
from vises.web.layout.journey import journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request

LARGEST_POST = 20 * 1024 * 1024
LARGEST_XML = 5_000_000
SCRIPT = "doors/built/offline.js"
STYLES = ("layout/tokens.css", "layout/base.css", "collection/answer.css", "doors/offline.css")
LOADED = (*STYLES, "layout/icon.svg", SCRIPT)
"""What the shell loads; with the fonts, all that the service worker keeps."""

ENDED = {
    "collection.wave-ended",
    "collection.wave-not-open",
    "collection.link-used",
    "collection.link-ended",
    "access.link-ended",
}
"""Why nobody begins at an address any more."""


@dataclass(frozen=True)
class Kind:
    """A kind of address that leads to the page. `name`: of its route; `behind`: what one of them opens, open or not
    (raises NotFound); `asks`: somebody asks others there, and says how each person agreed."""

    name: str
    behind: Callable[[str], services.Behind]
    asks: bool = False


OWN = Kind("offline", services.behind_address)
INTERVIEWER = Kind("offline-for", services.behind_interviewer, asks=True)
GROUP = Kind("offline-group", services.behind_group)
PERSONAL = Kind("offline-invited", services.behind_link)


def built() -> bool:
    """Whether the script was built here (`make setup` does): without it the page leads to the one on the web."""
    return finders.find(SCRIPT) is not None


def _context() -> dict[str, Any]:
    return {"words": all_words(), "script": SCRIPT if built() else ""}


def about(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """How to put the questionnaire on a phone or tablet."""
    page = queries.wave_page(request.actor, wave)
    address = f"{settings.BASE_ADDRESS}{reverse('offline', kwargs={'token': page.token})}"
    context = {"page": page, "address": address, "qr": qr_drawing(address), "late": services.LATE_DAYS}
    return journey_page(request, "doors/offline_about.html", journey, context)


def shell(request: Request) -> HttpResponse:
    """The page itself. It is the same for every round and every address, so that a device keeps it once."""
    response = render(request, "doors/offline.html", _context())
    # the engine that evaluates questionnaires is partly WebAssembly: allowed here and nowhere else; eval is not.
    # Pictures and sounds are shown as the device kept them (blob:)
    kept = {"script-src": [WASM_UNSAFE_EVAL], "img-src": ["blob:"], "media-src": ["blob:"]}
    response.headers[CSP_HEADER] = build_policy(update=kept)
    response.headers["Cache-Control"] = "no-cache"
    return response


def page(kind: Kind) -> Callable[..., HttpResponse]:
    """The same, behind an address: a wrong one is told."""

    def shown(request: Request, token: str) -> HttpResponse:
        try:
            kind.behind(token)
        except Problem as problem:
            return problem_page(request, problem)
        return shell(request)

    return shown


def worker(request: Request) -> HttpResponse:
    """The service worker. Its text changes when anything that it keeps changes: then browsers fetch it all anew."""
    files = [static(name) for name in LOADED if name != SCRIPT or built()] + sorted(_fonts())
    shell_text = render(request, "doors/offline.html", _context()).content
    version = hashlib.sha256("\n".join(files).encode() + shell_text).hexdigest()[:16]
    context = {"version": version, "files": files, "shell": reverse("offline-shell")}
    response = render(request, "doors/offline_worker.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _fonts() -> Iterator[str]:
    for finder in finders.get_finders():
        for path, _storage in finder.list([]):
            if path.endswith(".woff2"):
                yield static(path)


def app(kind: Kind) -> Callable[..., HttpResponse]:
    """What a browser reads when somebody puts the page on the screen of her phone."""

    def told(request: Request, token: str) -> HttpResponse:
        asked = asking_about(kind.behind(token).wave)
        title = asked.title(request.LANGUAGE_CODE)
        words = {
            "name": f"{title} · {asked.enterprise}",
            "short_name": title[:24],
            "start_url": reverse(kind.name, kwargs={"token": token}),
            "scope": reverse("offline-shell"),
            "display": "standalone",
            "icons": [{"src": static("layout/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        }
        return JsonResponse(words, content_type="application/manifest+json")

    return told


def round_(kind: Kind) -> Callable[..., HttpResponse]:
    """GET: what the round asks. POST: an answer, kept and synced when this says so."""

    # no cookie is read: the address is the only key, and the answer carries its own id
    @csrf_exempt
    def said(request: Request, token: str) -> HttpResponse:
        return _spoken(request, kind, token)

    return said


def _spoken(request: Request, kind: Kind, token: str) -> HttpResponse:
    """The answer as JSON, also where something is wrong: `message` says it in the language asked for."""
    try:
        behind = kind.behind(token)
        response = _take(request, behind, kind.asks) if request.method == "POST" else _round(behind, kind.asks)
    except Problem as problem:
        if problem.code == "collection.answer-withdrawn":  # the reply was lost, and the person took it back meanwhile
            return JsonResponse({"state": "gone"}, status=410)
        response = _problem(problem, problem.status, "ended" if problem.code in ENDED else "refused")
    except (Unreadable, SuspiciousOperation):
        response = _problem(Problem("collection.answer-unreadable"), 400, "refused")
    except Exception as error:
        if not cannot_keep(error):
            raise
        response = JsonResponse({"state": "later"}, status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def _problem(problem: Problem, status: int, state: str) -> HttpResponse:
    return JsonResponse({"state": state, "code": problem.code, "message": word(problem)}, status=status)


def _round(behind: services.Behind, asks: bool) -> HttpResponse:
    refuse_closed(behind.wave)
    if behind.spent:
        raise Problem("collection.link-used")
    if behind.ended:
        raise Problem("collection.link-ended")
    return JsonResponse(_told(asking_about(behind.wave), spoken(behind.wave) if asks else {}))


def _told(asked: Asking, aloud: dict[str, str]) -> dict[str, Any]:
    wave, form = asked.wave, asked.form
    names = form.language_names
    return {
        "round": str(wave.id),
        "form": wave.version.xform,
        "enterprise": asked.enterprise,
        "titles": {code: asked.title(code) for code, _name in asked.languages},
        "introduction": asked.introduction,
        "question": asked.question,
        "readers": asked.readers,
        "minutes": asked.minutes,
        "uses": [use for use in asked.uses if use != "analysis"],
        "languages": [[code, name, names.get(code, "")] for code, name in asked.languages],
        "language": form.default_language,
        "told": wave.consent_number,
        "closes": wave.closes_on.isoformat() if wave.closes_on else "",
        "aloud": aloud,
        "beside": {code: _beside(shown) for code, shown in shown_beside(asked).items()},
    }


def _beside(shown: Mapping[str, Art]) -> dict[str, dict[str, Any]]:
    return {name: {what: given for what, given in asdict(art).items() if given} for name, art in shown.items()}


def _take(request: Request, behind: services.Behind, asks: bool) -> HttpResponse:
    length = request.META.get("CONTENT_LENGTH") or ""
    if not length.isdecimal() or int(length) > LARGEST_POST:
        return _problem(Problem("collection.answer-large", limit=LARGEST_POST // (1024 * 1024)), 413, "refused")
    sent = read_parts(request, request.META.get("CONTENT_TYPE", ""), int(length), largest=LARGEST_XML)
    if not sent.submission:
        raise Problem("collection.answer-missing")
    if len(sent.submission) > LARGEST_XML:
        return _problem(Problem("collection.answer-large", limit=LARGEST_XML // 1_000_000), 413, "refused")
    said = services.Said(
        consents=sent.fields.get("consent", ()),
        language=sent.first("language"),
        told=_number(sent.first("told")),
        mark=sent.first("mark"),
        how="self" if not asks else "witnessed" if sent.first("how") == "witnessed" else "oral",
    )
    told = services.receive(behind, sent.submission, sent.files, said)
    state = "aside" if told.quarantined else "kept" if told.first else "known"
    return JsonResponse({"state": state}, status=201 if told.first else 202)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0
