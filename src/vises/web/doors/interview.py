"""Filling in for somebody else: links for those who ask, and what they read aloud before the first question."""

import uuid

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.asking import asking_behind, spoken
from vises.apps.collection.queries.links import open_links
from vises.apps.collection.services import interviewers
from vises.web.collection.answering import responded
from vises.web.collection.ways import Visit, Way, through
from vises.web.doors.collect import id_of
from vises.web.doors.offline import built
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request


class InterviewerForm(PageForm):
    """Who asks."""

    name = forms.CharField(
        label=gettext_lazy("Who asks?"),
        max_length=200,
        help_text=gettext_lazy(
            "Your own name, or that of somebody you ask to do it: so that you know which link to end."
        ),
    )


def links(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Links with which people ask others; a new one, shown once."""
    page = queries.wave_page(request.actor, wave)
    making = request.method == "POST" and "end" not in request.POST
    if request.method == "POST" and not making:
        interviewers.end(request.actor, wave, id_of(request.POST["end"]))
        messages.success(request, _("This link opens nothing any more."))
        return redirect("door-interview", journey=journey, wave=wave)
    form = InterviewerForm(request.POST if making else None, initial={"name": request.actor.name})
    context: dict[str, object] = {"page": page, "form": form}
    if making and form.is_valid():
        name = form.cleaned_data["name"]
        token = attempt(
            form,
            lambda: interviewers.invite(request.actor, wave, name=name, language=request.LANGUAGE_CODE[:2]),
        )
        if token is not None:
            address = f"{settings.BASE_ADDRESS}{reverse('interview', kwargs={'token': token})}"
            context |= {"address": address, "qr": qr_drawing(address), "form": InterviewerForm()}
            if built():
                without = f"{settings.BASE_ADDRESS}{reverse('offline-for', kwargs={'token': token})}"
                context |= {"without": without, "without_qr": qr_drawing(without)}
    context["links"] = open_links(request.actor, wave, interviewers.PURPOSE)
    return journey_page(request, "doors/interview.html", journey, context, status=400 if form.errors else 200)


@csrf_exempt
def interview(request: Request, token: str) -> HttpResponse:
    """The questionnaire for somebody else: read aloud, agreed to aloud, then filled in."""
    return responded(request, lambda: _met(request, token))


# as with the page on the web: nothing but the signed draft and the link, no cookie is read


def _met(request: Request, token: str) -> Visit:
    asked = asking_behind(token, interviewers.PURPOSE)
    way = Way(
        "interviewer",
        request.path,
        first="doors/interview_first.html",
        sheet="doors/interview.css",
        again=request.path,
        asks_how=True,
    )
    return through(asked, way, spoken=spoken(asked.wave))
