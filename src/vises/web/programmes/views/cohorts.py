"""Cohorts: made, said anew, filled."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.programmes import services
from vises.apps.programmes.queries import cohorts as queries
from vises.kernel.problems import NotFound
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.cohorts import CohortForm, MembersForm
from vises.web.programmes.words import STATUSES


def cohorts(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The cohorts of a programme; a form to make one."""
    page = queries.cohorts(request.actor, programme)
    form = CohortForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        made = attempt(form, lambda: services.add_cohort(request.actor, programme, **form.said()))
        if made is not None:
            messages.success(request, _("The cohort is there. Now say who is in it."))
            return redirect("cohort", programme, made.id)
    context = {"page": page, "form": form, "programme_id": programme}
    return render(request, "programmes/cohorts.html", context, status=400 if form.is_bound else 200)


def cohort(request: Request, programme: uuid.UUID, cohort: uuid.UUID) -> HttpResponse:
    """One cohort: who is in it, who could be; its name and months."""
    page = queries.cohorts(request.actor, programme)
    row = page.cohort(cohort)
    if row is None:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    elsewhere = [*page.without, *(member for one in page.cohorts if one.id != cohort for member in one.members)]
    said = CohortForm(request.POST if do == "say" else None, cohort=row)
    into = MembersForm(request.POST if do == "into" else None, members=elsewhere, prefix="into")
    out = MembersForm(request.POST if do == "out" else None, members=row.members, prefix="out")
    if said.is_bound and said.is_valid():
        kept = attempt(said, lambda: services.change_cohort(request.actor, cohort, **said.said()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return redirect("cohort", programme, cohort)
    for form, target in ((into, cohort), (out, None)):
        if form.is_bound and form.is_valid():
            chosen = [uuid.UUID(id_) for id_ in form.cleaned_data["members"]]
            moved = services.place_in_cohort(request.actor, programme, target, chosen)
            messages.success(
                request, ngettext("%(n)d enterprise moved.", "%(n)d enterprises moved.", moved) % {"n": moved}
            )
            return redirect("cohort", programme, cohort)
    context = {
        "page": page,
        "row": row,
        "said": said,
        "into": into,
        "out": out,
        "elsewhere": elsewhere,
        "programme_id": programme,
        "statuses": STATUSES,
    }
    return render(request, "programmes/cohort.html", context, status=400 if request.method == "POST" else 200)
