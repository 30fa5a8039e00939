"""An accompanist's notes: in a journey, and all that are hers alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import notebook as queries
from vises.apps.journeys.services import notebook as services
from vises.kernel.problems import NotFound
from vises.web.accompaniment.forms import NoteForm
from vises.web.journeys.views.mine import language_here
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def notebook(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Shared notes for the journey's people; for an accompanist also her own, and a form."""
    page = queries.notebook(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "take-away":
        services.take_away_note(request.actor, _uuid(request.POST.get("note", "")))
        messages.success(request, _("Taken away, for good."))
        return redirect("notebook", journey)
    wanted = request.POST.get("note", "") or request.GET.get("change", "")
    changing = page.note(wanted)
    if wanted and changing is None:
        raise NotFound()
    initial: dict[str, object] = {"read_by": "me", "language": language_here()}
    if changing is not None:
        read_by = "journey" if changing.shared else "me"
        initial = {"text": changing.text, "read_by": read_by, "language": changing.language, "number": changing.number}
    form = NoteForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        data, shared = form.cleaned_data, form.cleaned_data["read_by"] == "journey"

        def keep() -> object:
            if changing is None:
                return services.write_note(
                    request.actor, journey, data["text"], language=data["language"], shared=shared
                )
            return services.change_note(
                request.actor,
                changing.id,
                data["text"],
                language=data["language"],
                shared=shared,
                number=data["number"],
            )

        if attempt(form, keep) is not None:
            messages.success(
                request, _("Kept. The journey's people read it.") if shared else _("Kept. Only you read it.")
            )
            return redirect("notebook", journey)
    context = {"page": page, "form": form, "changing": changing}
    return journey_page(request, "accompaniment/notebook.html", journey, context, status=400 if form.is_bound else 200)


def own(request: Request) -> HttpResponse:
    """Everything that is hers alone, also in journeys she has left: to read again, and to take away."""
    if request.method == "POST":
        services.take_away_note(request.actor, _uuid(request.POST.get("note", "")))
        messages.success(request, _("Taken away, for good."))
        return redirect(reverse("own-notes"))
    return render(request, "accompaniment/own_notes.html", {"notes": queries.own_notes(request.actor)})


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
