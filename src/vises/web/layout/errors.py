"""Error pages: what happened, that nothing is lost, what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from vises.kernel.problems import Forbidden, NotFound, Problem
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
    return _page(
        request,
        500,
        _("Something went wrong on our side"),
        _("It has been noted. Go back and try again in a minute; if it stays so, tell your accompanist."),
    )
