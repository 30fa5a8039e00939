"""The kit of a restitution: what is brought back to whom, in what shape; one page that prints."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.findings.queries.kit import kit as kit_page
from vises.apps.findings.services.returns import plan_return
from vises.kernel.problems import NotFound
from vises.web.findings.views import language_here
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.meaning.forms import ReturnForm
from vises.web.meaning.words import SHAPES


def kit(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Every group with what it gets back; groups that get nothing yet stay in sight."""
    page = kit_page(request.actor, journey)
    return journey_page(request, "meaning/kit.html", journey, {"page": page, "shapes": SHAPES})


def back(request: Request, journey: uuid.UUID, group: uuid.UUID) -> HttpResponse:
    """What one group gets back."""
    page = kit_page(request.actor, journey)
    row = next((one for one in page.groups if one.id == group), None)
    if row is None:
        raise NotFound()
    form = ReturnForm(
        request.POST if request.method == "POST" else None,
        group=row,
        findings=page.findings,
        language=language_here(),
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: (
                plan_return(
                    request.actor,
                    journey,
                    group,
                    shapes=data["shapes"],
                    findings=[uuid.UUID(one) for one in data.get("findings", ())],
                    note=data["note"],
                    seen=data["seen"],
                )
                or True
            ),
        )
        if kept is not None:
            messages.success(request, _("Kept."))
            return redirect(f"{reverse('kit', args=[journey])}#g-{group}")
        # Somebody may have written meanwhile: what was typed stays, and the next try counts.
        form.data = request.POST.copy()
        form.data["seen"] = next(one.seen for one in kit_page(request.actor, journey).groups if one.id == group)
    context = {"group": row, "form": form}
    return journey_page(request, "meaning/back.html", journey, context, status=400 if form.is_bound else 200)
