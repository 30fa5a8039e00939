"""A draft's history, publishing it, and questionnaires as XLSForm files."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.instruments import queries
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.queries.drafts import DraftView
from vises.apps.instruments.services import drafts as services
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.platform.wording.forms import word_problems
from vises.web.designer.forms import PublishForm
from vises.web.designer.shown import rows_of
from vises.web.designer.views import here, page, saw, view_of
from vises.web.designer.words import edit_words, language_name
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.xforms import FormProblem
from vises.xforms.plain_words import slug

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def history(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """Every step of a draft, the latest first: who did what, and what was set aside."""
    view, rows = reading.draft_and_history(request.actor, draft)
    if view.journey_id != journey:
        raise NotFound()
    return page(request, "designer/history.html", view, {"steps": [(row, edit_words(row)) for row in rows]})


def publish(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """What to look at before people see it, then making it a version."""
    view = view_of(request, journey, draft)
    form = PublishForm(request.POST or None, view=view)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.publish_draft(
                request.actor, view.id, saw=saw(request), why=data.get("why", ""), over=data.get("over", False)
            ),
        )
        if made is not None:
            messages.success(request, _("It is published. Read it aloud with somebody it is meant for."))
            return redirect("instrument", journey, made.id)
    rows = rows_of(view)
    context = {
        "form": form,
        "rows": rows,
        "broken": broken(view),
        "asked": len(view.outline.questions),
        "missing": [row for row in rows if row.missing or row.stale],
        "later": [row for row in rows if row.later],
        "few": [row for row in rows if row.item.list_name and len(row.item.choices) < 2 and row.item.kind != "other"],
        "open_remarks": [remark for remark in view.remarks if not remark.settled],
        "spoken": [language_name(code) for code in view.outline.languages if code != "und"],
    }
    return page(request, "designer/publish.html", view, context, status=400 if form.is_bound else 200)


def broken(view: DraftView) -> list[str]:
    """What keeps a draft from being used, with sheet, row and remedy, in the reader's language."""
    if not view.outline.items:
        return []
    try:
        view.xform()
    except FormProblem as problem:
        return list(word_problems(problem, here()))
    return []


def draft_workbook(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """The draft as an XLSForm file."""
    view = view_of(request, journey, draft)
    return _file(view.workbook(), pick(view.titles, here())[0])


def workbook(request: Request, journey: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """A wording as an XLSForm file."""
    shown = queries.version(request.actor, version, language=here())
    data = reading.workbook_of(request.actor, version) if shown.row.kind == "questionnaire" else None
    if shown.journey_id != journey or data is None:
        raise NotFound()
    return _file(data, f"{pick(shown.row.titles, here())[0]} v{shown.row.number}")


def _file(data: bytes, title: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{slug(title, 8, 60) or "questionnaire"}.xlsx"'
    return response
