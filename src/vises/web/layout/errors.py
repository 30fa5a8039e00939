"""Error pages: what happened, that nothing is lost, what to do."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.health.keeping import RETRY_AFTER, cannot_keep
from vises.platform.problems import word


def _page(request: HttpRequest, status: int, title: str, message: str) -> HttpResponse:
    return render(request, "errors/problem.html", {"title": title, "message": message}, status=status)


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page for a problem that no form caught."""
    if isinstance(problem, NotFound):
        title = _("Nothing to see here")
    elif isinstance(problem, Forbidden):
        title = _("This is not open to you")
    else:
        title = _("This could not be done")
    return _page(request, problem.status, title, word(problem))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(
        request,
        400,
        _("This could not be read"),
        _("What was sent is too large or not complete. Go back, your text is still there, and try again."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(
        request,
        403,
        _("This form is too old"),
        _("Go back, reload the page, and send it again."),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem_page(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours (500), or a machine that cannot keep anything now (503: sending again is safe)."""
    if cannot_keep(sys.exc_info()[1]):
        return _later(request)
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It has been noted. Go back and try again in a minute; if it stays so, tell your accompanist."),
    )


def _later(request: HttpRequest) -> HttpResponse:
    title = _("Nothing can be kept just now")
    message = _("What was kept before is safe. Wait a minute and send this page again: nothing is counted twice.")
    try:
        response = _page(request, 503, title, message)
    except Exception:  # the frame of the page may need the database that is away
        response = HttpResponse(f"{title}. {message}", status=503, content_type="text/plain; charset=utf-8")
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response
