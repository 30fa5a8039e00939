"""Papers of a programme: a bilingual agenda, the six-monthly report."""

import uuid
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import report as reports
from vises.apps.programmes.queries.open_points import agenda as open_points
from vises.kernel.clock import today
from vises.kernel.locale import pick
from vises.platform.tables import Sheet, workbook
from vises.platform.wording.languages import in_each
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.programmes.forms.first_hour import PeriodForm, last_half_year
from vises.web.programmes.words import STATUSES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AGENDA_IN = ("fr", "nl")
SHOWN = 300  # enterprises on the page; the workbook has them all


def agenda(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What is open, in French and Dutch side by side, to print."""
    page = open_points(request.actor, programme, AGENDA_IN)
    chosen = next((row for row in page.sittings if str(row[0]) == request.GET.get("for")), None)
    context = {
        "page": page,
        "chosen": chosen,
        "programme_id": programme,
        "columns": AGENDA_IN,
        "titles": in_each(AGENDA_IN, lambda _l: _("Agenda of the programme")),
        "opening": in_each(AGENDA_IN, lambda _l: _("Who is there, and what was agreed last time")),
        "closing": in_each(AGENDA_IN, lambda _l: _("Who does what until next time")),
    }
    return render(request, "programmes/agenda.html", context)


def report(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Presence, days and deliverables of a period: a page to print, or a workbook."""
    since, until = last_half_year(today())
    asked = request.GET if {"since", "until"} & set(request.GET) else None
    form = PeriodForm(asked, initial={"since": since, "until": until})
    page = None
    if asked is None or form.is_valid():
        since, until = (form.cleaned_data["since"], form.cleaned_data["until"]) if asked else (since, until)
        page = attempt(form, lambda: reports.report(request.actor, programme, since, until))
    if page is not None and request.GET.get("format") == "xlsx":
        return _workbook(page)
    context = {"page": page, "form": form, "programme_id": programme, "statuses": STATUSES, "shown": SHOWN}
    return render(request, "programmes/report.html", context, status=400 if page is None else 200)


def _workbook(page: reports.Report) -> HttpResponse:
    language = get_language() or "fr"
    numbers = (
        _("Sessions"),
        _("People at sessions, added up"),
        _("Days of sessions"),
        _("Hours people gave"),
        _("Deliverables confirmed"),
        _("People at meetings"),
    )

    def row(figures: reports.Figures) -> list[int | float]:
        return [
            figures.sessions,
            figures.present,
            figures.days,
            figures.person_hours,
            figures.confirmed,
            figures.at_meetings,
        ]

    lines = [
        [
            line.enterprise,
            line.federation,
            str(STATUSES[line.status]),
            *row(line.figures),
            ", ".join(pick(titles, language)[0] for titles in line.deliverables),
        ]
        for line in page.lines
    ]
    headings = [_("Enterprise"), _("Federation"), _("Status"), *numbers, _("Which deliverables")]
    about: list[list[str | int | date | None]] = [
        [_("Programme"), pick(page.programme, language)[0]],
        [_("From"), page.since],
        [_("Until"), page.until],
        [_("Enterprises by name"), len(page.lines)],
        [_("Enterprises pooled, without their name"), page.unnamed - page.left_out],
        [_("Enterprises left out, too few to tell"), page.left_out],
        [_("Meetings of the programme"), page.meetings],
        [_("Hours that accompanists noted for themselves, pooled"), _hours(page.log_minutes)],
        [_("A day is seven hours of sessions."), None],
    ]
    data = workbook(
        [
            Sheet(_("Enterprises"), headings, lines),
            Sheet(_("Pooled"), [_("All together"), *numbers], [[_("All enterprises"), *row(page.pooled)]]),
            Sheet(_("About"), [_("What"), _("Value")], about),
        ]
    )
    response = HttpResponse(data, content_type=XLSX)
    name = f"report-{page.since:%Y-%m-%d}-{page.until:%Y-%m-%d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _hours(minutes: int | None) -> str | int:
    return _("too few to tell") if minutes is None else round(minutes / 60)
