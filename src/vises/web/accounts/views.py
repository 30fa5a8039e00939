"""One's account; the demonstration's one click per role."""

from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render

from vises.apps.accounts import queries, services
from vises.web.layout.routes import Request


def account(request: Request) -> HttpResponse:
    """Name, language, notices."""
    assert request.actor.id is not None  # the route admits signed-in people only
    return render(request, "accounts/account.html", {"notices": queries.notices(request.actor.id)})


def demonstration(request: Request) -> HttpResponse:
    """One click per role."""
    if request.method == "POST":
        user = services.sample_user(request.POST.get("role", ""))
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return redirect("home")
    return render(request, "accounts/demonstration.html", {"doors": queries.sample_doors()})
