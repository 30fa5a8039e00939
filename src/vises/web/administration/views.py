"""What the administrator of an installation does; she sees no journey."""

import uuid
from collections.abc import Callable

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.journeys.services.welcome import welcome_alone
from vises.apps.network import services as network
from vises.apps.programmes import queries as programmes
from vises.apps.programmes.opening import open_programme
from vises.kernel.problems import NotFound
from vises.platform.jobs.services import failed
from vises.platform.mail.outbox import held, open_held
from vises.web.accounts.invitations import welcome
from vises.web.administration.forms import AloneForm, FederationForm, ProgrammeForm, TerritoryForm
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def administration(request: Request) -> HttpResponse:
    """Programmes, federations, territories, and jobs that gave up."""
    context = {
        "programmes": programmes.all_programmes(request.actor),
        "choices": programmes.choices(),
        "failed": failed(),
    }
    return render(request, "administration/administration.html", context)


def held_mails(request: Request) -> HttpResponse:
    """Mails that did not leave, where no mail server is set up: somebody has to hand them over."""
    if not settings.MAIL_STAYS:
        raise NotFound()
    return render(request, "administration/mails.html", {"mails": held()})


def held_mail(request: Request, mail: uuid.UUID) -> HttpResponse:
    """One of them, opened to be handed over: the trail keeps who saw its link, and the list says so."""
    if not settings.MAIL_STAYS:
        raise NotFound()
    if request.method != "POST":
        return redirect("held-mails")
    return render(request, "administration/mail.html", {"mail": open_held(mail, request.actor.who, request.actor.name)})


def _form_page(
    request: Request, form: forms.Form, title: str, lead: str, action: Callable[[], object], done: str
) -> HttpResponse:
    """A page with one form that returns to the administration when it is done."""
    if request.method == "POST" and form.is_valid() and attempt(form, action) is not None:
        messages.success(request, done)
        return redirect("administration")
    status = 400 if form.is_bound else 200
    return render(request, "administration/form.html", {"form": form, "title": title, "lead": lead}, status=status)


def new_programme(request: Request) -> HttpResponse:
    form = ProgrammeForm(request.POST or None)

    def make() -> object:
        coordinator = form.coordinator()
        found = open_programme(
            request.actor, form.names(), form.cleaned_data["methodology"], form.starts(), coordinator
        )
        welcome(found[1], request.actor.name)
        return found

    return _form_page(
        request,
        form,
        _("New programme"),
        _("Enterprises accompanied together on one version of the method. Its coordinator invites them."),
        make,
        _("The programme is there; its coordinator has a mail."),
    )


def new_federation(request: Request) -> HttpResponse:
    form = FederationForm(request.POST or None)

    def make() -> object:
        found = network.make_federation(
            request.actor, form.cleaned_data["name"], tuple(form.cleaned_data["languages"]), form.staff()
        )
        welcome(found[1], request.actor.name)
        return found

    return _form_page(
        request,
        form,
        _("New federation"),
        _("A federation accompanies enterprises. It sees those it accompanies, as far as they open their space."),
        make,
        _("The federation is there."),
    )


def new_territory(request: Request) -> HttpResponse:
    form = TerritoryForm(request.POST or None)

    def make() -> object:
        names = {code: form.cleaned_data[f"name_{code}"] for code in ("fr", "nl", "en")}
        return network.name_territory(request.actor, form.cleaned_data["code"], names)

    return _form_page(
        request,
        form,
        _("New territory"),
        _("A region as your programmes speak of it."),
        make,
        _("The territory is there."),
    )


def new_enterprise(request: Request) -> HttpResponse:
    form = AloneForm(request.POST or None)

    def make() -> object:
        found = welcome_alone(request.actor, form.new_enterprise(), form.cleaned_data["methodology"])
        welcome(found.invited, request.actor.name)
        return found

    return _form_page(
        request,
        form,
        _("An enterprise on its own"),
        _("Self-guided: without programme, and without accompanist unless you name one. Its referent owns the space."),
        make,
        _("The enterprise is there; its referent has a mail."),
    )
