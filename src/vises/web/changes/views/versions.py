"""Which version of the method a journey is on, what another one would mean, and a programme's journeys in counts."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import versions as queries
from vises.apps.journeys.services import versions as services
from vises.apps.programmes.services import begin_on
from vises.web.changes.forms.versions import BeginForm, MoveForm
from vises.web.changes.words_versions import KINDS, STATES, changed, decision_words, item_lines, title
from vises.web.layout.forms import attempt, write_again
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def version(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The version a journey is on, what is proposed, the others, and how it moved before."""
    page = queries.version_page(request.actor, journey)
    return journey_page(request, "changes/version.html", journey, {"page": page, "states": STATES})


def preview(request: Request, journey: uuid.UUID, code: str) -> HttpResponse:
    """What a version would mean for this journey; the referent moves it, the accompanist proposes it."""
    frame = journey_frame(request, journey)
    page = queries.preview_page(request.actor, journey, code)
    form = MoveForm(request.POST if request.method == "POST" else None, initial={"seen": page.preview.fingerprint})
    if form.is_bound and form.is_valid() and _decide(request, journey, code, form):
        return redirect("journey-version", journey)
    if form.is_bound:  # what is on the screen now is what the next press of a button is about
        write_again(form, seen=page.preview.fingerprint)
    language = get_language() or "fr"
    context = {
        "page": page,
        "form": form,
        "decisions": [decision_words(one, page.old, page.new, language) for one in page.preview.decisions],
        "kept": item_lines(page.preview.kept, page.old, page.new, language),
        "changed": [(label, item_lines(items, page.old, page.new, language)) for label, items in changed(page.preview)],
        "elements": [title(page.new, key, language) for key in page.preview.new_elements],
        "may_move": frame.may_confirm and not frame.ended,
        "may_propose": frame.may_place and not frame.may_confirm and not frame.ended,
    }
    status = 400 if form.is_bound else 200
    return journey_page(request, "changes/preview.html", journey, context, status=status)


def _decide(request: Request, journey: uuid.UUID, code: str, form: MoveForm) -> bool:
    """Do what the pressed button says; False with the form's errors when it could not be done."""
    do, data = request.POST.get("do", ""), form.cleaned_data
    address = reverse("journey-preview", args=[journey, code])
    if do == "move":
        done = attempt(
            form,
            lambda: services.move_to_version(request.actor, journey, code, seen=data["seen"], why=data["why"]),
        )
        said = _("The journey is on version %(code)s. You can take this back.") % {"code": code}
    elif do == "propose":
        done = attempt(
            form,
            lambda: services.propose_version(
                request.actor, journey, code, seen=data["seen"], why=data["why"], address=address
            ),
        )
        said = _("Proposed. The journey stays as it is until the referent says yes.")
    elif do == "stay":
        done = attempt(form, lambda: services.decline_version(request.actor, journey, data["why"]))
        said = _("The journey stays on its version.")
    elif do == "withdraw":
        done = attempt(form, lambda: services.withdraw_version(request.actor, journey))
        said = _("Your proposal is taken back.")
    else:
        return False
    if done is None:
        return False
    messages.success(request, said)
    return True


def programme_versions(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What a version would mean for the running journeys of a programme; on which one new journeys begin."""
    page = queries.programme_previews(request.actor, programme, request.GET.get("to", "")[:20])
    form = BeginForm(
        request.POST if request.method == "POST" else None,
        versions=[code for code, _titles in page.choices],
        initial={"version": page.begins_on},
    )
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data["version"]
        if attempt(form, lambda: begin_on(request.actor, programme, wanted)) is not None:
            messages.success(request, _("New journeys begin on version %(code)s. Nobody was moved.") % {"code": wanted})
            return redirect("programme-versions", programme)
    language = get_language() or "fr"
    named = [line for line in page.lines if line.id is not None]
    context = {
        "page": page,
        "form": form,
        "by_decision": [(KINDS[kind], count) for kind, count in page.by_decision],
        "by_element": [(title(page.code, about, language), count) for about, count in page.by_element],
        "named": named,
        "unnamed": len(page.lines) - len(named),
        "proposed": sum(line.waiting for line in page.lines),
    }
    return render(request, "changes/programme_versions.html", context, status=400 if form.is_bound else 200)
