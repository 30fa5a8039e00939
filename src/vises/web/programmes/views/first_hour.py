"""A coordinator's first hour: paste partners and enterprises, place each at its step."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from vises.apps.journeys.queries.pasted import preview_enterprises
from vises.apps.journeys.queries.placing import placing, to_place
from vises.apps.journeys.services.pasted import take_in_enterprises
from vises.apps.journeys.services.recruiting import place_at_start
from vises.apps.programmes.previews import Preview
from vises.apps.programmes.services.pasted import preview_partners, take_in_partners
from vises.kernel.locale import pick
from vises.platform.problems import word
from vises.web.accounts.invitations import welcome
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.first_hour import PasteForm, PlaceForm
from vises.web.programmes.words import GROUPS, ORGANISATION_KINDS, PARTNER_KINDS, PASTED, STATUSES


def first_hour(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Where a coordinator begins: what is there, and what comes next."""
    page = to_place(request.actor, programme)
    return render(request, "programmes/first_hour.html", {"page": page, "programme_id": programme})


def paste(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Lines of a spreadsheet: first shown as they are understood, then written."""
    asked = {"what": request.GET.get("what", "enterprises")}
    form = PasteForm(request.POST if request.method == "POST" else None, initial=asked)
    preview: Preview | None = None
    if form.is_bound and form.is_valid():
        if request.POST.get("do") == "write":
            if attempt(form, lambda: _write(request, form, programme)) is not None:
                following = "to-place" if form.cleaned_data["what"] == "enterprises" else "partners"
                return redirect(following, programme)
        else:
            preview = attempt(form, lambda: _preview(request, form, programme))
    context = {
        "form": form,
        "preview": preview,
        "lines": shown(preview) if preview else [],
        "pasted": PASTED,
        "programme_id": programme,
    }
    status = 400 if form.is_bound and preview is None else 200
    return render(request, "programmes/paste.html", context, status=status)


def _preview(request: Request, form: PasteForm, programme: uuid.UUID) -> Preview:
    data, language = form.cleaned_data, get_language() or "fr"
    if data["what"] == "partners":
        return preview_partners(request.actor, programme, data["text"], language=language)
    status = data["status"] or "planned"
    return preview_enterprises(request.actor, programme, data["text"], language=language, status=status)


def _write(request: Request, form: PasteForm, programme: uuid.UUID) -> int:
    data, language = form.cleaned_data, get_language() or "fr"
    if data["what"] == "partners":
        partners = take_in_partners(request.actor, programme, data["text"], language=language)
        made, there, invited = len(partners.made), partners.there, partners.invited
        if partners.not_invited:
            names = ", ".join(partners.not_invited)
            messages.warning(
                request,
                _("Nobody of these was let in, because they also take part elsewhere: %(names)s.") % {"names": names},
            )
    else:
        taken = take_in_enterprises(
            request.actor, programme, data["text"], language=language, status=data["status"] or "planned"
        )
        made, there, invited = len(taken.made), taken.there, taken.invited
    welcome(invited, request.actor.name)
    words = ngettext("%(n)d line is taken in", "%(n)d lines are taken in", made) % {"n": made}
    if there:
        words += ngettext(", %(n)d was there already", ", %(n)d were there already", there) % {"n": there}
    messages.success(request, f"{words}.")
    return made


def shown(preview: Preview) -> list[dict[str, object]]:
    """The lines of a preview in words."""
    values = {
        "group": {code: str(text) for code, text in GROUPS.items()},
        "kind": {code: str(text) for code, text in PARTNER_KINDS.items()},
        "what": {code: str(text) for code, text in ORGANISATION_KINDS.items()},
    }
    return [
        {
            "number": line.number,
            "name": line.name,
            "state": line.state,
            "said": [(PASTED[field], values.get(field, {}).get(value, value)) for field, value in line.said],
            "troubles": [word(problem) for problem in line.troubles],
        }
        for line in preview.lines
    ]


def places(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Enterprises whose journey nobody has written in yet: each can be placed where it stands."""
    page = to_place(request.actor, programme)
    return render(request, "programmes/to_place.html", {"page": page, "programme_id": programme, "statuses": STATUSES})


def place(request: Request, programme: uuid.UUID, participation: uuid.UUID) -> HttpResponse:
    """Place one enterprise at its step, with the documents that exist."""
    page = placing(request.actor, participation)
    language = get_language() or "fr"
    steps = {code: pick(titles, language)[0] for code, titles in page.steps.items()}
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        steps=steps,
        initial={"step": page.step},
    )
    if form.is_bound and form.is_valid():
        documents = [(file.name or "", file.chunks()) for file in form.cleaned_data["documents"]]
        data = form.cleaned_data
        placed = attempt(
            form,
            lambda: place_at_start(request.actor, participation, data["step"], documents, note=data["note"]),
        )
        if placed is not None:
            messages.success(request, _("%(name)s is placed.") % {"name": page.enterprise})
            return redirect("to-place", programme)
    context = {"page": page, "form": form, "programme_id": programme}
    return render(request, "programmes/place.html", context, status=400 if form.is_bound else 200)
