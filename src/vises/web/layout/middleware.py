"""What happens around every request: the log line, the language, the actor, problems as pages."""

import logging
import time
import uuid
from collections.abc import Callable

from csp.constants import HEADER as CSP_HEADER
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.module_loading import import_string

from vises.apps.access.actor import ANONYMOUS, actor_for
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.web.layout.errors import problem_page

Next = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("vises.request")


class RequestLog:
    """One structured line per request: route name, status, time. No address, no person, no text."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        request.id = uuid.uuid4().hex[:12]  # type: ignore[attr-defined]
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or match.url_name not in {"health-live", "health-ready"}:
            log.info(
                "request",
                extra={
                    "request": request.id,  # type: ignore[attr-defined]
                    "method": request.method,
                    "route": match.view_name if match else "",
                    "status": response.status_code,
                    "ms": round(1000 * (time.perf_counter() - begun), 1),
                },
            )
        return response


class ContentPolicy(MiddlewareMixin):
    """The content security policy of the settings: written once, since no page of ours asks for an exception but a
    draft that is tried in a frame, which sets its own."""

    def __init__(self, get_response: Next) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault(CSP_HEADER, self.policy)
        return response


class Person:
    """Session, person and messages (`settings.PERSON_MIDDLEWARE`), around every page but those of respondents.

    Who answers, or holds a receipt, has neither account nor cookie: there no session is looked for, so that even the
    cookie of somebody who is signed in is not read, and an answer does not wait for what it does not use.
    """

    def __init__(self, get_response: Next) -> None:
        self.without = self.with_person = get_response
        for name in reversed(settings.PERSON_MIDDLEWARE):
            self.with_person = import_string(name)(self.with_person)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.PATHS_WITHOUT_PERSON):
            return self.without(request)
        return self.with_person(request)


class Language:
    """`?lang=`, else the cookie, else the person's own, else the browser's language."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = request.GET.get("lang", "")
        if language not in LANGUAGES:
            language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if language not in LANGUAGES:
            language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or language)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response


class Programs:
    """What programs ask for (`settings.PATHS_OF_PROGRAMS`) goes to its view at once: a key in the address is their
    only way in, and what surrounds pages (session, person, cookies, policies of browsers) is nothing to them."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(settings.PATHS_OF_PROGRAMS):
            return self.get_response(request)
        try:
            view, args, kwargs = request.resolver_match = resolve(request.path_info)
        except Resolver404:
            return self.get_response(request)
        with translation.override(translation.get_language_from_request(request)):
            response: HttpResponse = view(request, *args, **kwargs)
            return response


class ActorAndProblems:
    """Gives the request its actor; turns problems into pages that say what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        request.actor = actor_for(user) if user is not None and user.is_authenticated else ANONYMOUS  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.actor.signed_in:  # type: ignore[attr-defined]
            patch_cache_control(response, no_store=True, private=True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Problem):
            return problem_page(request, exception)
        return None
