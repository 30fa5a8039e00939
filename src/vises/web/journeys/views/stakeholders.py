"""The stakeholder map as rings and as a table; its groups; what they expect."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import stakeholders as queries
from vises.apps.journeys.queries.contributions import said_for_map
from vises.apps.journeys.queries.texts import code_of
from vises.apps.journeys.services import passes
from vises.apps.journeys.services import stakeholders as services
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.web.journeys.forms import ExpectationForm
from vises.web.journeys.forms_stakeholders import GroupForm
from vises.web.journeys.rings import draw
from vises.web.journeys.views.mine import language_here
from vises.web.journeys.words import CHANNELS, HEARD, KINDS
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def stakeholders(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The map at one step: drawn, and as a table."""
    page = queries.stakeholder_map(request.actor, journey)
    steps = {step.id: step for step in page.steps}
    shown = steps.get(request.GET.get("step", ""), steps.get(page.step, page.steps[0]))
    return journey_page(
        request,
        "journeys/stakeholders.html",
        journey,
        {
            "page": page,
            "shown": shown,
            "code": code_of(journey_frame(request, journey).methodology, "stakeholders"),
            "drawing": draw(page.groups, shown.id),
            "degrees": dict(page.degrees),
            "kinds": KINDS,
            "heard": HEARD,
            "said": said_for_map(request.actor, journey),
        },
    )


def group(request: Request, journey: uuid.UUID, group: uuid.UUID | None = None) -> HttpResponse:
    """A group, new or changed, with how far it takes part in each step."""
    page = queries.stakeholder_map(request.actor, journey)
    row = page.group(group) if group else None
    form = GroupForm(request.POST if request.method == "POST" else None, page=page, group=row, language=language_here())
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: _keep(request, journey, form, row.id if row else None))
        if kept is not None:
            messages.success(request, _("The group stands on the map."))
            return redirect("stakeholders", journey)
    return journey_page(
        request, "journeys/group.html", journey, {"form": form, "row": row}, status=400 if form.is_bound else 200
    )


def _keep(request: Request, journey: uuid.UUID, form: GroupForm, group: uuid.UUID | None) -> uuid.UUID:
    made = services.keep_group(request.actor, journey, group, degrees=form.degrees(), **form.values())
    return made.id


def new_group(request: Request, journey: uuid.UUID) -> HttpResponse:
    return group(request, journey)


def expectations(request: Request, journey: uuid.UUID) -> HttpResponse:
    """What groups expect, said before the question is chosen; on paper, spoken, or by a link of their own."""
    frame = journey_frame(request, journey)
    choices = queries.stakeholder_choices(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = ExpectationForm(
        request.POST if do == "say" else None,
        groups=[(str(id_), pick(names, language_here())[0]) for id_, names, _kind, _size in choices],
        channels={code: label for code, label in CHANNELS.items() if code != "link"},
        initial={"language": frame.language, "channel": "spoken"},
    )
    if do == "say" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.state_expectation(
                request.actor,
                journey,
                uuid.UUID(data["stakeholder"]),
                data["text"],
                language=data["language"],
                said_by=data["said_by"],
                channel=data["channel"],
            ),
        )
        if kept is not None:
            messages.success(request, _("Written down. It will stand beside the candidate questions."))
            return redirect("expectations", journey)
    link, link_group = "", {}
    if do == "link":
        chosen = next((row for row in choices if str(row[0]) == request.POST.get("group", "")), None)
        if chosen is None:
            raise NotFound()
        language = request.POST.get("language", frame.language)
        token = passes.group_link(request.actor, "expect", chosen[0], language=language)
        link = f"{settings.BASE_ADDRESS}{reverse('expect', args=[token])}?lang={language}"
        link_group = chosen[1]
    rows = queries.expectations(request.actor, journey)
    return journey_page(
        request,
        "journeys/expectations.html",
        journey,
        {
            "rows": rows,
            "silent": [names for id_, names, _kind, _size in choices if id_ not in {row.group_id for row in rows}],
            "code": code_of(frame.methodology, "expectations"),
            "form": form,
            "choices": choices,
            "channels": CHANNELS,
            "link": link,
            "link_group": link_group,
        },
        status=400 if do == "say" else 200,
    )
