"""The addresses that an OpenRosa client asks: the list of forms, a form, and where submissions go."""

import functools
import uuid
from collections.abc import Callable
from io import BytesIO

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import gettext as _

from vises.api.openrosa.written import answered, files_listed, listed
from vises.apps.collection.queries import openrosa as queries
from vises.apps.collection.services import openrosa
from vises.apps.instruments.queries.media import media_file
from vises.kernel.clock import now
from vises.kernel.problems import NotFound, Problem
from vises.platform.files.parts import Readable, Unreadable, read_parts
from vises.platform.files.services import read
from vises.platform.health.keeping import RETRY_AFTER, cannot_keep
from vises.platform.problems import word

LARGEST_POST = 20 * 1024 * 1024
"""Bytes of one sending: clients divide what is larger over several."""
LARGEST_XML = 5_000_000
View = Callable[..., HttpResponse]


def speaking(view: View, method: str) -> View:
    """What every answer of this protocol has: its headers, and problems as XML rather than pages."""

    @functools.wraps(view)
    def spoken(request: HttpRequest, **words: object) -> HttpResponse:
        if request.method not in {method, "HEAD"}:
            response = _problem(405, "")
            response.headers["Allow"] = f"HEAD, {method}"
        else:
            response = _answer(view, request, words)
        response.headers["X-OpenRosa-Version"] = "1.0"
        response.headers["X-OpenRosa-Accept-Content-Length"] = str(LARGEST_POST)
        response.headers["Date"] = http_date(now().timestamp())
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return spoken


def _answer(view: View, request: HttpRequest, words: dict[str, object]) -> HttpResponse:
    try:
        return view(request, **words)
    except Problem as problem:
        return _problem(problem.status, word(problem))
    except (Unreadable, SuspiciousOperation):
        return _problem(400, word(Problem("collection.answer-unreadable")))
    except Exception as error:
        if not cannot_keep(error):
            raise
        response = _problem(503, "")
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response


def _problem(status: int, message: str) -> HttpResponse:
    return HttpResponse(answered(message, "submit_error"), status=status, content_type="text/xml; charset=utf-8")


def _address(name: str, **words: object) -> str:
    return f"{settings.BASE_ADDRESS}{reverse(name, kwargs=words)}"


def form_list(request: HttpRequest, token: str) -> HttpResponse:
    """The form of the round, or an empty list while it takes no answers."""
    form = queries.offered(token)
    entries = []
    if form is not None and request.GET.get("formID", form.id) == form.id:
        where = {"token": token, "version": form.version_id}
        manifest = _address("openrosa-manifest", **where) if form.media else ""
        entries.append((form, _address("openrosa-form", **where), manifest))
    return HttpResponse(listed(entries), content_type="text/xml; charset=utf-8")


def form(request: HttpRequest, token: str, version: uuid.UUID) -> HttpResponse:
    """The form itself, with the page in front on which people agree."""
    return HttpResponse(_offered(token, version).xml, content_type="text/xml; charset=utf-8")


def manifest(request: HttpRequest, token: str, version: uuid.UUID) -> HttpResponse:
    """The pictures, sounds and films of the form, with their hashes: a device fetches what it has not yet."""
    files = _offered(token, version).media
    told = [(file, _address("openrosa-media", token=token, version=version, file=file.id)) for file in files]
    return HttpResponse(files_listed(told), content_type="text/xml; charset=utf-8")


def media(request: HttpRequest, token: str, version: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """One of them."""
    stored = media_file(_offered(token, version).version_id, file)
    return HttpResponse(read(stored), content_type=stored.content_type)


def _offered(token: str, version: uuid.UUID) -> queries.OfferedForm:
    found = queries.offered(token)
    if found is None or found.version_id != version:
        raise NotFound()
    return found


def submission(request: HttpRequest, token: str) -> HttpResponse:
    """HEAD says where and how much; POST keeps an answer, synced when it says so."""
    wave = queries.wave_of_key(token)
    if request.method == "HEAD":
        response = HttpResponse(status=204)
        response.headers["Location"] = _address("openrosa-submission", token=token)
        return response
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length) > LARGEST_POST:  # refused before it is read
        raise _TooLarge("collection.answer-large", limit=LARGEST_POST // (1024 * 1024))
    sent = read_parts(_body(request, length), request.META.get("CONTENT_TYPE", ""), -1, largest=LARGEST_XML)
    if not sent.submission:
        raise Problem("collection.answer-missing")
    if len(sent.submission) > LARGEST_XML:
        raise _TooLarge("collection.answer-large", limit=LARGEST_XML // 1_000_000)
    told = openrosa.receive(wave, sent.submission, sent.files)
    message = answered(_told(told.receipt, told.quarantined), "submit_success")
    status = 201 if told.first else 202
    return HttpResponse(message, status=status, content_type="text/xml; charset=utf-8")


class _TooLarge(Problem):
    status = 413


def _body(request: HttpRequest, length: str) -> Readable:
    """What was sent; a body that comes in chunks says its length only when it is read."""
    if length or request.META.get("HTTP_TRANSFER_ENCODING", "").lower() != "chunked":
        return request
    body = request.META["wsgi.input"].read(LARGEST_POST + 1)
    if len(body) > LARGEST_POST:
        raise _TooLarge("collection.answer-large", limit=LARGEST_POST // (1024 * 1024))
    return BytesIO(body)


def _told(receipt: str, quarantined: bool) -> str:
    if quarantined:
        return _("Another answer came with the same id. The first counts; this one was put aside for its readers.")
    return _("The answer is kept. Receipt: %(receipt)s.") % {"receipt": receipt}
