"""The engagement note, and what the enterprise already has."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from vises.apps.access.rules import Role
from vises.apps.journeys.queries import engagement as queries
from vises.apps.journeys.queries.portrait import portrait
from vises.apps.journeys.queries.reading import NOTE_HEADINGS
from vises.apps.journeys.queries.texts import Written
from vises.apps.journeys.services import attachments, engagement
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.web.journeys.forms import FileForm, FrameForm, OpenForm, WordsForm
from vises.web.journeys.views.mine import language_here
from vises.web.journeys.views.words import keep, not_saved, saved, wants_json, words_form
from vises.web.journeys.words import NOTE_HINTS, OPENED
from vises.web.layout.forms import PageForm, attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def note(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The engagement note: a form per heading; figures and openings each by themselves."""
    frame = journey_frame(request, journey)
    page = queries.note(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    rows = []
    for heading, row in page.texts:
        form = words_form(
            request,
            heading,
            row,
            page.language,
            label=str(NOTE_HEADINGS[heading]),
            hint=str(NOTE_HINTS[heading]),
            with_source=False,
        )
        rows.append({"id": heading, "title": NOTE_HEADINGS[heading], "written": row, "form": form})
        if do == heading and (answer := _write(request, journey, heading, form, row)):
            return answer
    forms = _figures(request, page, do)
    if do in forms and forms[do].is_valid() and attempt(forms[do], _acts(request, journey, forms)[do]):
        messages.success(request, _("Saved. You may change this any day."))
        return redirect(f"{reverse('engagement', args=[journey])}#{do}")
    context = {
        "page": page,
        "rows": rows,
        "forms": forms,
        "change": (do or request.GET.get("change", "")) if frame.may_edit else "",
        "opened": OPENED,
    }
    return journey_page(request, "journeys/engagement.html", journey, context, status=400 if do else 200)


def _write(
    request: Request, journey: uuid.UUID, heading: str, form: WordsForm, row: Written | None
) -> HttpResponse | None:
    def write(text: str, language: str, source: str, number: int | None) -> int:
        return engagement.write_note(request.actor, journey, heading, text, language=language, number=number)

    kept = keep(form, row, write) if form.is_valid() else None
    if wants_json(request):
        return not_saved(form) if kept is None else saved(kept)
    if kept is None:
        return None
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('engagement', args=[journey])}#{heading}")


def _figures(request: Request, page: queries.Note, do: str) -> dict[str, PageForm]:
    return {
        "frame": FrameForm(
            request.POST if do == "frame" else None,
            prefix="frame",
            initial={
                "half_days": page.half_days,
                "hours_agreed": page.hours_agreed,
                "ends_on": page.ends_on,
                "number": page.number,
            },
        ),
        "open": OpenForm(
            request.POST if do == "open" else None, prefix="open", initial={"roles": sorted(page.opened_to)}
        ),
    }


def _acts(request: Request, journey: uuid.UUID, forms: dict[str, PageForm]) -> dict[str, Callable[[], bool]]:
    def frame() -> bool:
        data = forms["frame"].cleaned_data
        engagement.write_frame(
            request.actor,
            journey,
            half_days=data["half_days"],
            hours_agreed=data["hours_agreed"],
            ends_on=data["ends_on"],
            number=data["number"],
        )
        return True

    def open_it() -> bool:
        engagement.open_to(request.actor, journey, {Role(role) for role in forms["open"].cleaned_data["roles"]})
        return True

    return {"frame": frame, "open": open_it}


def existing(request: Request, journey: uuid.UUID) -> HttpResponse:
    """What the enterprise already has: list, and a form to add."""
    frame = journey_frame(request, journey)
    drawn = portrait(request.actor, journey)
    titles = {f"{drawn.code}/{row.id}": pick(row.titles, language_here())[0] for row in drawn.headings}
    if request.method == "POST" and request.POST.get("do") == "detach":
        attachments.detach(request.actor, _uuid(request.POST.get("file", "")))
        messages.success(request, _("The file is taken away for good."))
        return redirect("existing", journey)
    form = FileForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        headings=list(titles.items()),
        initial={"heading": request.GET.get("heading", "")},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        deliverable, _slash, heading = data["heading"].partition("/")
        kept = attempt(
            form,
            lambda: attachments.attach(
                request.actor,
                journey,
                data["file"].name,
                data["file"].chunks(),
                note=data["note"],
                deliverable=deliverable,
                heading=heading,
            ),
        )
        if kept is not None:
            messages.success(request, _("The file is kept, inside this journey."))
            return redirect("existing", journey)
    context = {
        "files": queries.existing(request.actor, journey),
        "form": form,
        "titles": {key.partition("/")[2]: title for key, title in titles.items()},
        "may_edit": frame.may_edit,
    }
    return journey_page(request, "journeys/existing.html", journey, context, status=400 if form.is_bound else 200)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def download(request: Request, journey: uuid.UUID, attachment: uuid.UUID) -> HttpResponse:
    """A file, given out as a file: never shown as a page of ours."""
    found = queries.download(request.actor, journey, attachment)
    response = HttpResponse(found.content, content_type=found.content_type)
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
