"""The plan as a matrix, and one line of it with its readers."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import plan as queries
from vises.apps.journeys.queries.plan import Line, Plan
from vises.apps.journeys.services import plan as services
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.plans.forms import LineForm, ReaderForm
from vises.web.plans.words import READS_AS, UNITS, hours_asked, time_asked


def here() -> str:
    return get_language() or "fr"


def words() -> dict[str, dict[str, str]]:
    """The words of the plan, for templates."""
    return {
        "units": {code: str(text) for code, text in UNITS.items()},
        "reads_as": {code: str(text) for code, text in READS_AS.items()},
    }


def plan(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The matrix: what, how, from whom, by whom, when, how many, who reads; what it asks of people."""
    page = queries.plan(request.actor, journey)
    burden = page.burden
    context = {
        "plan": page,
        "words": words(),
        "respondent_time": time_asked(burden.respondent_minutes) if burden.respondent_minutes else "",
        "enterprise_time": hours_asked(burden.enterprise_hours) if burden.enterprise_hours else "",
        "untrusted": [line for line in page.lines if line.unit == "people" and not line.has_trusted],
    }
    return journey_page(request, "plans/plan.html", journey, context)


def new_line(request: Request, journey: uuid.UUID) -> HttpResponse:
    """A new line: the method cards are in the form."""
    page = queries.plan(request.actor, journey)
    chosen = {"method": request.GET.get("method", "")}  # whoever comes from the chooser has chosen
    form = LineForm(request.POST or None, plan=page, language=here(), initial=chosen)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: services.add_line(request.actor, journey, form.words()))
        if made is not None:
            messages.success(request, _("The line is in the plan. Now say who else reads the raw words."))
            return redirect(f"{reverse('plan-line', args=[journey, made.id])}#readers")
    context = {"plan": page, "form": form}
    return journey_page(request, "plans/new_line.html", journey, context, status=400 if form.is_bound else 200)


def line(request: Request, journey: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """One line: its words, who reads, taking it away."""
    page = queries.plan(request.actor, journey)
    row = line_of(page, line)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"carry", "drop", "remove-reader"}:
        return _simple(request, journey, row, do)
    forms: dict[str, Any] = {
        "change": LineForm(request.POST if do == "change" else None, plan=page, language=here(), line=row),
        "reader": ReaderForm(request.POST if do == "reader" else None, prefix="r", plan=page),
    }
    if do in forms and forms[do].is_valid():
        done = attempt(forms[do], lambda: _act(request, row, do, forms[do]) or True)
        if done is not None:
            messages.success(request, _("Kept."))
            return redirect("plan-line", journey, line)
    context = {"plan": page, "row": row, "forms": forms, "words": words(), "open_form": do}
    return journey_page(request, "plans/line.html", journey, context, status=400 if do else 200)


def _act(request: Request, row: Line, do: str, form: Any) -> object:
    data = form.cleaned_data
    if do == "change":
        return services.change_line(request.actor, row.id, form.words(), seen=data["seen"])
    user_id = uuid.UUID(data["user"]) if data["user"] else None
    return services.add_reader(request.actor, row.id, user_id=user_id, name=data["name"], as_what=data["as_what"])


def _simple(request: Request, journey: uuid.UUID, row: Line, do: str) -> HttpResponse:
    """What needs no form: carry to the present question, take a reader or the line away."""
    try:
        if do == "carry":
            services.carry_line(request.actor, row.id)
        elif do == "drop":
            services.drop_line(request.actor, row.id)
        else:
            services.remove_reader(request.actor, _reader(row, request.POST.get("reader", "")))
    except NotFound:
        raise
    except Problem as problem:
        messages.error(request, word(problem))
        return redirect("plan-line", journey, row.id)
    messages.success(request, _("Kept."))
    return redirect("plan", journey) if do == "drop" else redirect("plan-line", journey, row.id)


def _reader(row: Line, text: str) -> uuid.UUID:
    found = next((reader.id for reader in row.readers if str(reader.id) == text), None)
    if found is None:
        raise NotFound()
    return found


def line_of(page: Plan, line: uuid.UUID) -> Line:
    """A line of this plan. Raises NotFound."""
    row = page.line(line)
    if row is None:
        raise NotFound()
    return row
