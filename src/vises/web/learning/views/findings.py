"""Findings across notes, lessons at a step, and what meetings harvest."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.learning.queries import findings as queries
from vises.apps.learning.queries.beside import adjusting
from vises.apps.learning.queries.meetings import harvest_page
from vises.apps.learning.queries.places import Place
from vises.apps.learning.services import findings as services
from vises.apps.learning.services import lessons
from vises.apps.learning.services.harvest import harvest as keep_harvest
from vises.apps.learning.services.outcomes import adjusted
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.learning.forms.findings import FindingForm, HarvestForm, LessonForm
from vises.web.learning.forms.notes import AdjustedForm
from vises.web.learning.views.shown import back_to, language_here, page, uuid_in, uuid_or_none
from vises.web.learning.words import STANDINGS


def findings(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What was found across notes; and that drafts exist."""
    return page(request, "findings", {"found": queries.findings_page(request.actor, programme)})


def finding(request: Request, macro: uuid.UUID) -> HttpResponse:
    """One finding with its notes, for and against."""
    return page(request, "finding", {"found": queries.finding_page(request.actor, macro)})


def new_finding(request: Request, body: uuid.UUID) -> HttpResponse:
    """Write a finding; `note` in the address is ticked already."""
    asked = uuid_or_none(request.GET.get("note", ""))
    material = queries.material(request.actor, body, (asked,) if asked else ())
    initial = {"supports": [str(asked)]} if asked else {}
    return _write_finding(request, material, None, initial)


def change_finding(request: Request, macro: uuid.UUID) -> HttpResponse:
    """Write a finding anew."""
    row = queries.finding_page(request.actor, macro)
    if not row.may_edit or row.body_id is None:
        raise NotFound()
    ids = tuple(line.id for line in (*row.supports, *row.againsts))
    material = queries.material(request.actor, row.body_id, ids)
    initial = {
        "supports": [str(line.id) for line in row.supports],
        "againsts": [str(line.id) for line in row.againsts],
        "looked_for": row.looked_for,
        "opens_on": row.opens_on,
        "themes": list(row.theme_ids),
    }
    return _write_finding(request, material, row, initial)


def _write_finding(
    request: Request, material: queries.Material, row: queries.FindingPage | None, initial: Mapping[str, object]
) -> HttpResponse:
    form = FindingForm(
        request.POST if request.method == "POST" else None,
        material=material,
        language=language_here(),
        row=row,
        initial=initial,
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.write_finding(
                request.actor,
                material.body_id,
                statements=form.texts("statements"),
                conditions=form.texts("conditions"),
                supports=form.ids("supports"),
                againsts=form.ids("againsts"),
                looked_for=data["looked_for"],
                themes=data["themes"],
                opens_on=data["opens_on"],
                finding_id=row.id if row else None,
            ),
        )
        if kept is not None:
            messages.success(request, _("The finding is kept. It opens by itself on its day."))
            return redirect("learning-finding", kept.id)
    context = {"material": material, "form": form, "row": row}
    return page(request, "write_finding", context, status=400 if form.is_bound else 200)


def all_lessons(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Every lesson, with where it is shown and how it ages."""
    found = queries.lessons_page(request.actor, programme)
    return page(request, "lessons", {"found": found, "standings": STANDINGS})


def lesson(request: Request, lesson: uuid.UUID) -> HttpResponse:
    """One lesson with its cases; whether it was useful here."""
    here = reverse("learning-lesson", args=[lesson])
    if request.method == "POST":
        if request.POST.get("do") in {"put-away", "take-out"}:
            lessons.put_away(request.actor, lesson, request.POST["do"] == "put-away")
            messages.success(request, _("Done."))
        else:
            lessons.say_useful(request.actor, lesson, request.POST.get("useful") == "yes")
            messages.success(request, _("Thank you. Lessons age by what you say."))
        return redirect(back_to(request, here))
    found = queries.lesson_page(request.actor, lesson)
    return page(request, "lesson", {"found": found, "standings": STANDINGS})


def new_lesson(request: Request, body: uuid.UUID) -> HttpResponse:
    """Write a lesson; `note` in the address is ticked already."""
    asked = uuid_or_none(request.GET.get("note", ""))
    material = queries.material(request.actor, body, (asked,) if asked else ())
    form = LessonForm(
        request.POST if request.method == "POST" else None,
        material=material,
        language=language_here(),
        initial={"supports": [str(asked)]} if asked else {},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: lessons.write_lesson(
                request.actor,
                body,
                statements=form.texts("statements"),
                conditions=form.texts("conditions"),
                place=data["place"],
                supports=form.ids("supports"),
                againsts=form.ids("againsts"),
                finding_id=uuid_or_none(data["finding"]),
            ),
        )
        if kept is not None:
            messages.success(request, _("The lesson is shown at its step from now on."))
            return redirect("learning-lesson", kept.id)
    context = {"material": material, "form": form}
    return page(request, "write_lesson", context, status=400 if form.is_bound else 200)


def harvest(request: Request, meeting: uuid.UUID) -> HttpResponse:
    """What the workshops of a meeting harvested; one more thing said."""
    found = harvest_page(request.actor, meeting)
    chosen = request.POST.get("workshop", "")
    forms = {
        workshop.id: HarvestForm(
            request.POST if str(workshop.id) == chosen else None,
            places=found.places,
            language=language_here(),
            initial={"language": language_here(), "kind": "experience", "workshop": workshop.id},
            auto_id=f"id_{workshop.id.hex[:6]}_%s",
        )
        for workshop in found.workshops
        if found.may_write
    }
    form = forms.get(uuid_in(chosen)) if request.method == "POST" else None
    if request.method == "POST" and form is None:
        raise NotFound()
    if form is not None and form.is_valid():
        data = form.cleaned_data
        place = next((one for one in found.places if one.code == data["place"]), Place("", "", {}, ""))
        kept = attempt(
            form,
            lambda: keep_harvest(
                request.actor,
                uuid_in(chosen),
                kind=data["kind"],
                text=data["text"],
                language=data["language"],
                step="" if place.deliverable else place.step,
                deliverable=place.deliverable,
            ),
        )
        if kept is not None:
            messages.success(request, _("It is up, and waits for a body."))
            return redirect(f"{reverse('learning-harvest', args=[meeting])}#w{chosen}")
    rows = [(workshop, forms.get(workshop.id)) for workshop in found.workshops]
    context = {"found": found, "rows": rows}
    return page(request, "harvest", context, status=400 if request.method == "POST" else 200)


def adjustment(request: Request, journey: uuid.UUID, outcome: uuid.UUID) -> HttpResponse:
    """How an adjustment that a body suggested went."""
    row = adjusting(request.actor, journey, outcome)
    if row is None:
        raise NotFound()
    form = AdjustedForm(request.POST if request.method == "POST" else None)
    if (
        form.is_bound
        and form.is_valid()
        and attempt(form, lambda: adjusted(request.actor, outcome, form.cleaned_data["how_it_went"])) is not None
    ):
        messages.success(request, _("Noted. The body that suggested it reads it."))
        return redirect("journey", journey)
    context = {"row": row, "form": form}
    return journey_page(request, "learning/adjustment.html", journey, context, status=400 if form.is_bound else 200)
