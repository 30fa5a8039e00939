"""The questionnaire through a personal link, and through the address of a group."""

import functools

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries.asking import asking_about
from vises.apps.collection.services import answers, invitations
from vises.kernel.problems import Problem
from vises.web.collection.answering import problem_page, responded
from vises.web.collection.ways import Visit, Way, through
from vises.web.doors.offline import built
from vises.web.layout.routes import Request


@csrf_exempt
def invited(request: Request, token: str) -> HttpResponse:
    """The questionnaire for one person, once. Opening it leaves no trace."""
    return responded(request, lambda: _met(request, token))


# as with the page on the web: the signed draft and the link are all that counts, no cookie is read


def _met(request: Request, token: str) -> Visit:
    found = invitations.met(token)
    refused = None
    try:
        found.refuse()
        if found.spent and request.method != "POST":  # whoever sends the same page again hears that it was kept
            raise Problem("collection.link-used")
    except Problem as problem:
        if request.method != "POST" or found.spent:
            raise
        refused = problem  # said on the page that she fills in: what she wrote stays before her
    way = Way("web", request.path, without=_without("offline-invited", token))
    accept = functools.partial(invitations.accept, token)
    return through(asking_about(found.wave), way, accept=accept, refused=refused)


@csrf_exempt
def group(request: Request, token: str) -> HttpResponse:
    """The questionnaire as a group has it: its answers are counted as the group's."""
    return responded(request, lambda: _met_group(request, token))


def _met_group(request: Request, token: str) -> Visit:
    wave, group_id = invitations.group_behind(token)
    way = Way("web", request.path, without=_without("offline-group", token))
    return through(asking_about(wave), way, accept=functools.partial(answers.accept, group=group_id))


def _without(name: str, token: str) -> str:
    return reverse(name, kwargs={"token": token}) if built() else ""


@csrf_exempt
def stop(request: Request, token: str) -> HttpResponse:
    """No more mails, from the link in each of them: asked once more, since mail programs open links by themselves."""
    try:
        enterprise = invitations.enterprise_behind(token)
    except Problem as problem:
        return problem_page(request, problem)
    stopped = request.method == "POST"
    if stopped:
        invitations.stop(token)
    return render(request, "doors/stop.html", {"enterprise": enterprise, "stopped": stopped})
