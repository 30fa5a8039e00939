"""Partners of a programme, of two kinds, with dates and people."""

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.programmes import services
from vises.apps.programmes.queries import partners as queries
from vises.kernel.problems import NotFound
from vises.web.accounts.invitations import welcome
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.partners import InviteForm, PartnerForm, TimesForm
from vises.web.programmes.words import ORGANISATION_KINDS, PARTNER_KINDS, PARTNER_STATES


def partners(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The partners of a programme, operators first."""
    page = queries.partners(request.actor, programme)
    context = {
        "page": page,
        "programme_id": programme,
        "kinds": PARTNER_KINDS,
        "whats": ORGANISATION_KINDS,
        "states": PARTNER_STATES,
    }
    return render(request, "programmes/partners.html", context)


def new_partner(request: Request, programme: uuid.UUID) -> HttpResponse:
    """A partner joins the programme."""
    form = PartnerForm(
        request.POST if request.method == "POST" else None,
        organisations=queries.partner_choices(request.actor, programme),
    )
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: _join(request, form, programme))
        if made is not None:
            messages.success(request, _("The partner is there. Now let its people in."))
            return redirect("partner", programme, made)
    context = {"form": form, "programme_id": programme}
    return render(request, "programmes/new_partner.html", context, status=400 if form.is_bound else 200)


def _join(request: Request, form: PartnerForm, programme: uuid.UUID) -> uuid.UUID:
    data = form.cleaned_data
    if data["organisation"]:
        known = uuid.UUID(data["organisation"])
        return services.add_partner(request.actor, programme, known, **form.times()).id
    languages = tuple(data["languages"])
    made = services.new_partner(request.actor, programme, data["what"], data["name"], languages, **form.times())
    return made.id


def partner(request: Request, programme: uuid.UUID, partner: uuid.UUID) -> HttpResponse:
    """One partner: its kind and dates; its people are let in here."""
    row = next((one for one in queries.partners(request.actor, programme).rows if one.id == partner), None)
    if row is None:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    times = TimesForm(request.POST if do == "times" else None, initial=TimesForm.of(row))
    invite = InviteForm(request.POST if do == "invite" else None, prefix="invite")
    if times.is_bound and times.is_valid():
        said = times.times()
        if attempt(times, partial(services.change_partner, request.actor, partner, **said)) is not None:
            messages.success(request, _("Saved."))
            return redirect("partner", programme, partner)
    if invite.is_bound and invite.is_valid():
        found = attempt(invite, partial(services.invite_partner, request.actor, partner, invite.person()))
        if found is not None:
            user, made = found
            welcome((user,) if made else (), request.actor.name)
            messages.success(request, _("%(name)s is let in.") % {"name": user.name})
            return redirect("partner", programme, partner)
    context = {
        "row": row,
        "times": times,
        "invite": invite,
        "programme_id": programme,
        "kinds": PARTNER_KINDS,
        "whats": ORGANISATION_KINDS,
        "states": PARTNER_STATES,
    }
    return render(request, "programmes/partner.html", context, status=400 if request.method == "POST" else 200)
