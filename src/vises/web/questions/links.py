"""Asking a group without account: a link with its QR code and a sheet of paper; the page behind the link."""

import uuid

import segno
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from vises.apps.journeys.queries import question as queries
from vises.apps.journeys.services import question as services
from vises.apps.journeys.services.passes import group_link
from vises.kernel.locale import LANGUAGES
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request
from vises.web.questions.forms import GroupLinkForm, GuestForm
from vises.web.questions.views import here


def qr_code(address: str, title: str) -> SafeString:
    """An address as a QR code, drawn on the server; dark on light whatever the screen prefers."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True, svgclass="qr", title=title)
    return SafeString(drawn)


def groups(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Choose a group and a language; then the link (shown once), its QR code and a sheet to print."""
    room = queries.room(request.actor, journey)
    initial = {"stakeholder": request.GET.get("group", "")}
    form = GroupLinkForm(request.POST or None, room=room, language=here(), initial=initial)
    paper, address = "", ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        token = attempt(
            form,
            lambda: group_link(
                request.actor,
                "propose",
                uuid.UUID(data["stakeholder"]),
                language=data["language"],
                days=data["days"],
            ),
        )
        if token is not None:
            path = reverse("propose", args=[token])
            address = request.build_absolute_uri(f"{path}?lang={data['language']}")
            group = next(row for row in room.groups if str(row.id) == data["stakeholder"])
            with translation.override(data["language"]):
                paper = render_to_string(
                    "questions/paper.html",
                    {
                        "enterprise": journey_frame(request, journey).enterprise,
                        "group": group.names,
                        "address": address,
                        "days": data["days"],
                        "language": data["language"],
                        "qr": qr_code(address, translation.gettext("Link as a QR code")),
                    },
                )
    context = {"room": room, "form": form, "paper": paper, "address": address}
    failed = form.is_bound and not paper
    return journey_page(request, "questions/groups.html", journey, context, status=400 if failed else 200)


def _language(request: Request, given: str) -> str:
    """The language asked for in the address, else the one chosen before, else that of the link."""
    for language in (request.GET.get("lang", ""), request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")):
        if language in LANGUAGES:
            return language
    return given


def propose(request: Request, token: str) -> HttpResponse:
    """What a person of the group sees: what this is about, and room for three questions."""
    page = queries.proposing(token)
    language = _language(request, page.language)
    with translation.override(language):
        form = GuestForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            kept = attempt(
                form,
                lambda: services.propose_by_link(
                    token,
                    [data["text_1"], data["text_2"], data["text_3"]],
                    said_by=data["said_by"],
                    language=language,
                ),
            )
            if kept is not None:
                return redirect(f"{reverse('propose-thanks', args=[token])}?lang={language}")
        return render(
            request, "questions/propose.html", {"page": page, "form": form}, status=400 if form.is_bound else 200
        )


def thanks(request: Request, token: str) -> HttpResponse:
    """What happens with it now; and another question, if one comes to mind."""
    page = queries.proposing(token)
    with translation.override(_language(request, page.language)):
        return render(request, "questions/thanks.html", {"page": page, "token": token})
