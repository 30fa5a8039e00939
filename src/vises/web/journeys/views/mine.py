"""My journeys: where each is, what waits for whom; placing, resting, starting."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.datasets.words import with_rounds
from vises.apps.journeys.queries import mine as queries
from vises.apps.journeys.queries.entrusted import entrusted
from vises.apps.journeys.services import moves
from vises.apps.journeys.services.start import start_own
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import pick
from vises.web.journeys.forms import PlaceForm, StartForm
from vises.web.journeys.words import WAITS
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def language_here() -> str:
    return get_language() or "fr"


def journeys(request: Request) -> HttpResponse:
    """Every journey of this person; each may be placed at its step right here."""
    page = queries.mine(request.actor)
    placed = request.POST.get("journey", "") if request.method == "POST" else ""
    rows = []
    for line in page.going:
        bound = placed == str(line.id)
        form = place_form(request, line.steps, line.step.id, prefix=str(line.id), bound=bound)
        rows.append((line, form, bound))
        if bound and form.is_valid() and place(request, line.id, form):
            messages.success(request, _("%(name)s is placed.") % {"name": line.enterprise})
            return redirect("journeys")
    context = {"page": page, "rows": rows, "waits": WAITS, "entrusted": entrusted(request.actor)}
    context["rounds"] = with_rounds(request.actor) if context["entrusted"] else frozenset()
    return render(request, "journeys/journeys.html", context, status=400 if placed else 200)


def place_form(
    request: Request, steps: tuple[queries.StepChoice, ...], here: str, *, prefix: str, bound: bool
) -> PlaceForm:
    """The form that places a journey; it remembers where the journey was when it was shown."""
    return PlaceForm(
        request.POST if bound else None,
        prefix=prefix,
        steps=[(step.id, pick(step.titles, language_here())[0]) for step in steps],
        initial={"step": here, "was": here},
    )


def place(request: Request, journey: uuid.UUID, form: PlaceForm) -> bool:
    """Place a journey as the form says; False with the form's errors when it could not be done."""
    data = form.cleaned_data

    def act() -> bool:
        moves.place(request.actor, journey, data["step"], reason=data["reason"], was=data["was"])
        return True

    return bool(attempt(form, act))


def start(request: Request) -> HttpResponse:
    """Begin a journey of one's own, without a programme."""
    page = queries.mine(request.actor)
    versions = [
        (version.code, pick(methodology.texts_of(version.code, "version.title"), language_here())[0])
        for version in reversed(methodology.versions())
    ]
    form = StartForm(
        request.POST if request.method == "POST" else None,
        enterprises=[(str(id_), name) for id_, name in page.may_start],
        versions=versions,
        initial={"language": language_here()},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: start_own(
                request.actor,
                uuid.UUID(data["enterprise"]),
                methodology_code=data["methodology"],
                language=data["language"],
            ),
        )
        if made is not None:
            messages.success(request, _("Your journey has begun."))
            return redirect("journey", made.id)
    context = {"form": form, "page": page}
    return render(request, "journeys/start.html", context, status=400 if form.is_bound else 200)
