"""Sessions of interpretation: prepare what is printed, write what groups understood, see what is validated."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.findings.queries import interpretation as queries
from vises.apps.findings.queries.paper import paper_choices
from vises.apps.findings.services import interpretation as services
from vises.web.findings.views import language_here
from vises.web.findings.words import STATES
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.meaning.forms import HeardForm, PaperForm


def interpretation(request: Request, journey: uuid.UUID, form: PaperForm | None = None) -> HttpResponse:
    """Before, during and after a session at which people read results together."""
    page = queries.interpretation_page(request.actor, journey)
    choices = paper_choices(request.actor, journey)
    context = {
        "page": page,
        "choices": choices,
        "any": bool(choices.findings or choices.rows or choices.questions),
        "form": form or PaperForm(choices=choices, language=language_here()),
        "states": STATES,
    }
    return journey_page(request, "meaning/interpretation.html", journey, context, status=400 if form else 200)


def heard(request: Request, journey: uuid.UUID, session: uuid.UUID, finding: uuid.UUID) -> HttpResponse:
    """What each group that was there understood of one finding, and where it disagrees."""
    page = queries.heard_page(request.actor, journey, session, finding)
    form = HeardForm(
        request.POST if request.method == "POST" else None,
        groups=page.groups,
        languages=page.languages,
        language=language_here(),
        seen=page.seen,
    )
    if form.is_bound and form.is_valid():
        kept = attempt(
            form,
            lambda: services.record_heard(
                request.actor, finding, session, form.heard(), seen=form.cleaned_data["seen"]
            ),
        )
        if kept is not None:
            messages.success(request, _("What was understood is kept with the finding."))
            if page.following and request.POST.get("then") == "next":
                return redirect("heard", journey, session, page.following)
            return redirect("finding", journey, finding)
        # Somebody may have written meanwhile: what was typed stays, and the next try counts.
        page = queries.heard_page(request.actor, journey, session, finding)
        form.data = request.POST.copy()
        form.data["seen"] = page.seen
    context = {"page": page, "form": form}
    return journey_page(request, "meaning/heard.html", journey, context, status=400 if form.is_bound else 200)
