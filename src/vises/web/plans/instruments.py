"""Instruments of the plan: the list, writing one, one wording as people will meet it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.instruments import queries, services
from vises.apps.instruments.queries import LineInstruments, VersionView
from vises.apps.instruments.queries import drafts as reading
from vises.apps.journeys.queries import plan as plans
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.plans import files
from vises.web.plans.forms import MarkForm, QuestionnaireForm, TextForm
from vises.web.plans.views import here, line_of
from vises.web.plans.words import ASKED, EXAMPLES, FILE_KINDS, GRID_EXAMPLES, KINDS, WRITE_KIND

LARGEST = 5_000_001  # bytes read of a workbook: one more than is accepted, so that the refusal can say so


def _words() -> dict[str, dict[str, str]]:
    return {
        "kinds": {code: str(text) for code, text in KINDS.items()},
        "write": {code: str(text) for code, text in WRITE_KIND.items()},
        "asked": {code: str(text) for code, text in ASKED.items()},
        "languages": LANGUAGE_NAMES,
    }


def instruments(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Every line of the plan with what it collects with."""
    lines = queries.instruments(request.actor, journey)
    context = {
        "lines": lines,
        "words": _words(),
        "any": any(line.instruments for line in lines),
        "drafts": reading.drafts(request.actor, journey),
    }
    return journey_page(request, "plans/instruments.html", journey, context)


def instrument(request: Request, journey: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """One wording: preview, missing translations, marks, the wordings before."""
    view = queries.version(request.actor, version, language=here())
    if view.journey_id != journey:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "drop":
        return _drop(request, journey, view)
    if do.startswith("drop-file:"):
        return files.drop(request, journey, version, do.partition(":")[2])
    wanted, sending = files.beside(request, view, sending=do == "files")
    if sending.is_bound and not sending.errors:
        messages.success(request, _("The files are kept. Look at the questionnaire as people will meet it."))
        return redirect("instrument", journey, version)
    form = MarkForm(request.POST if do == "mark" else None, view=view, language=here()) if view.questions else None
    if form is not None and form.is_bound and form.is_valid():
        data = form.cleaned_data
        marked = attempt(
            form,
            lambda: services.mark(
                request.actor,
                view.row.id,
                sensitive=data["sensitive"],
                grouping=data["grouping"],
                pairing=data["pairing"],
            ),
        )
        if marked is not None:
            messages.success(request, _("The marks are kept."))
            return redirect("instrument", journey, version)
    labels = {row.name: row.labels for row in view.questions}
    missing = [
        (LANGUAGE_NAMES.get(code, code), [(name, labels[name]) for name in names], len(names) == len(view.questions))
        for code, names in view.missing.items()
    ]
    context: dict[str, Any] = {"view": view, "form": form, "words": _words(), "missing": missing}
    context |= {"wanted": wanted, "sending": sending, "file_kinds": FILE_KINDS}
    return journey_page(request, "plans/instrument.html", journey, context, status=400 if do else 200)


def _drop(request: Request, journey: uuid.UUID, view: VersionView) -> HttpResponse:
    try:
        services.drop_instrument(request.actor, view.row.instrument_id)
    except NotFound:
        raise
    except Problem as problem:
        messages.error(request, word(problem))
        return redirect("instrument", journey, view.row.id)
    messages.success(request, _("It is taken away."))
    return redirect("instruments", journey)


def write(request: Request, journey: uuid.UUID, line: uuid.UUID, kind: str) -> HttpResponse:
    """Write an instrument of a line, or write it again (`?instrument=`)."""
    if kind not in KINDS:
        raise NotFound()
    plan = plans.plan(request.actor, journey)
    line_of(plan, line)
    row = queries.line_instruments(request.actor, line)
    before = _before(request, row, kind)
    form = _form(request, row, kind, before, plan.languages)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: _write(request, line, kind, form, before))
        if made is not None:
            messages.success(request, _("It is written. Read it aloud with somebody it is meant for."))
            return redirect("instrument", journey, made.id)
    context = {
        "line": row,
        "kind": kind,
        "form": form,
        "before": before,
        "words": _words(),
        "example": (EXAMPLES if kind == "questionnaire" else GRID_EXAMPLES).get(here(), ""),
    }
    return journey_page(request, "plans/write.html", journey, context, status=400 if form.is_bound else 200)


def _before(request: Request, row: LineInstruments, kind: str) -> VersionView | None:
    """The wording that is written again, if one is. Raises NotFound when it is not one of this line and kind."""
    asked = request.GET.get("instrument", "")
    if not asked:
        return None
    found = next((item for item in row.instruments if str(item.id) == asked and item.kind == kind), None)
    if found is None or found.latest is None:
        raise NotFound()
    return queries.version(request.actor, found.latest.id, language=here())


def _form(
    request: Request, row: LineInstruments, kind: str, before: VersionView | None, languages: tuple[str, ...]
) -> Any:
    data = request.POST if request.method == "POST" else None
    if kind == "questionnaire":
        typed = before.text if before and before.row.source == "plain-list" else ""
        return QuestionnaireForm(
            data,
            request.FILES if data is not None else None,
            languages=languages,
            before=before,
            initial={"plain_list": typed},
        )
    language = before.row.languages[0] if before and before.row.languages else languages[0]
    text = before.text if before else ""
    if not before and kind == "guide":
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGE_NAMES else language
        text = queries.starter_guide(row.method, language)
    return TextForm(data, kind=kind, languages=languages, before=before, initial={"text": text, "language": language})


def _write(request: Request, line: uuid.UUID, kind: str, form: Any, before: VersionView | None) -> Any:
    data = form.cleaned_data
    common = {
        "titles": form.texts("titles"),
        "why": data.get("why", ""),
        "instrument_id": before.row.instrument_id if before else None,
        "another": before is None,
        "was": data["was"],
    }
    if kind == "questionnaire":
        file = data["xlsform"]
        return services.write_questionnaire(
            request.actor,
            line,
            plain_list=data["plain_list"] if not _unchanged(file, data["plain_list"], before) else None,
            xlsform=(file.read(LARGEST), file.name) if file else None,
            **common,
        )
    act = services.write_guide if kind == "guide" else services.write_grid
    return act(request.actor, line, text=data["text"], language=data["language"], **common)


def _unchanged(file: Any, typed: str, before: VersionView | None) -> bool:
    """With a workbook chosen, the list that was already there does not count as a second source."""
    return bool(file) and before is not None and typed.split() == before.text.split()
