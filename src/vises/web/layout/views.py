"""The first page, the language switch, the demonstration's mails, the page of components."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from vises.apps.access.rules import Role
from vises.apps.accounts import services as accounts
from vises.kernel.locale import LANGUAGES
from vises.platform.mail.outbox import latest
from vises.web.layout.routes import Request

ENTERPRISE_SIDE = {Role.REFERENT, Role.MEMBER, Role.ACCOMPANIST}
PROGRAMME_SIDE = {Role.COORDINATOR, Role.FEDERATION, Role.RESEARCHER, Role.FUNDER, Role.PARTNER}


def home(request: Request) -> HttpResponse:
    """Whoever works here lands on her work; everybody else reads what this is."""
    roles = request.actor.roles()
    if roles & ENTERPRISE_SIDE:
        return redirect("journeys")
    if roles & PROGRAMME_SIDE:
        return redirect("programmes")
    if Role.ADMINISTRATOR in roles:
        return redirect("administration")
    return render(request, "layout/home.html")


def safe_next(request: Request, fallback: str = "/") -> str:
    """Where to go on to: only ever an address of this site."""
    target = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if allowed else fallback


def language(request: Request) -> HttpResponse:
    """Remember the language, for this browser and for the person."""
    code = request.POST.get("language", "")
    target = safe_next(request).replace("lang=", "was=")
    response = HttpResponseRedirect(target)
    if code in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 3600,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
        if request.actor.id is not None and request.actor.signed_in:
            accounts.choose_language(request.actor.id, code)
    return response


def language_page(request: Request) -> HttpResponse:
    """Nothing to read at this address: the switch is on every page."""
    return redirect("home")


def switch_language(request: Request) -> HttpResponse:
    return language(request) if request.method == "POST" else language_page(request)


def outbox(request: Request) -> HttpResponse:
    """The mails of the demonstration, newest first."""
    return render(request, "layout/outbox.html", {"mails": latest()})


def components(request: Request) -> HttpResponse:
    """Every part that pages are made of, on one page."""
    return render(request, "layout/components.html", {"home": reverse("home")})
