"""The register of indicators: what each number means, its values over time, which periods are missing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.analysis.over_time import Column, over_time
from vises.apps.collection.queries import indicators as queries
from vises.apps.collection.queries.indicators import IndicatorView
from vises.apps.collection.services import indicators
from vises.apps.journeys.queries.plan import plan
from vises.kernel.locale import pick
from vises.kernel.problems import NotFound
from vises.platform.files.services import read
from vises.web.collection.indicator_forms import FilesForm, IndicatorForm, ValuesForm
from vises.web.collection.indicator_words import FREQUENCIES, period_words
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.routes import Request


def register(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Every indicator of the journey, under the line of the plan that it belongs to."""
    lines = queries.register(request.actor, journey)
    context = {
        "lines": lines,
        "any": any(line.indicators for line in lines),
        "frequencies": FREQUENCIES,
        "last": {row.id: period_words(row.last.period) for line in lines for row in line.indicators if row.last},
    }
    return journey_page(request, "collection/indicators.html", journey, context)


def new(request: Request, journey: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Say what an indicator means before it has a value."""
    belongs, looks_at = queries.line_of_indicators(request.actor, line)
    if belongs != journey:
        raise NotFound()
    form = IndicatorForm(request.POST or None, languages=_languages(request, journey))
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: indicators.define(request.actor, line, form.meaning()))
        if made is not None:
            messages.success(request, _("It is in the register. Now its first values."))
            return redirect("indicator", journey=journey, indicator=made.id)
    context = {"form": form, "looks_at": looks_at, "view": None}
    return journey_page(
        request, "collection/indicator_form.html", journey, context, status=400 if form.is_bound else 200
    )


def change(request: Request, journey: uuid.UUID, indicator: uuid.UUID) -> HttpResponse:
    """Say better what it means."""
    view = _view(request, journey, indicator, may_write=True)
    form = IndicatorForm(request.POST or None, languages=_languages(request, journey), view=view)
    if request.method == "POST" and form.is_valid():
        done = attempt(form, lambda: indicators.change(request.actor, indicator, form.meaning()))
        if done is not None:
            messages.success(request, _("Saved."))
            return redirect("indicator", journey=journey, indicator=indicator)
    context = {"form": form, "looks_at": view.looks_at, "view": view}
    return journey_page(
        request, "collection/indicator_form.html", journey, context, status=400 if form.is_bound else 200
    )


def indicator(request: Request, journey: uuid.UUID, indicator: uuid.UUID) -> HttpResponse:
    """One indicator: its drawing with its table beside it; typing or pasting values; documents."""
    may_write = journey_frame(request, journey).may_edit
    do = request.POST.get("do", "") if request.method == "POST" else ""
    view = _view(request, journey, indicator, may_write=may_write)
    values = ValuesForm(request.POST if do == "values" else None, view=view)
    files = FilesForm(request.POST if do == "files" else None, request.FILES if do == "files" else None)
    what, _colon, which = do.partition(":")
    if what == "drop-value":
        indicators.drop_value(request.actor, indicator, which)
        messages.success(request, _("It is taken away."))
    elif what == "drop-file":
        indicators.drop_file(request.actor, indicator, _id(which))
        messages.success(request, _("It is taken away."))
    elif values.is_bound and values.is_valid():
        kept = attempt(values, lambda: indicators.write_values(request.actor, indicator, values.cleaned_data["values"]))
        if kept is not None:
            messages.success(request, _kept(kept))
    elif files.is_bound and files.is_valid():
        for file in files.cleaned_data["given"]:
            name, chunks = file.name or "", file.chunks()
            attempt(files, lambda: indicators.add_file(request.actor, indicator, name, chunks))  # noqa: B023
    if do and not values.errors and not files.errors:
        return redirect("indicator", journey=journey, indicator=indicator)
    context = {
        "view": view,
        "drawing": drawing(view, request.LANGUAGE_CODE),
        "points": [(point, period_words(point.period)) for point in reversed(view.points)],
        "missing": [period_words(period) for period in view.missing],
        "frequency": FREQUENCIES[view.frequency],
        "values": values,
        "files": files,
    }
    return journey_page(request, "collection/indicator.html", journey, context, status=400 if do else 200)


def file(request: Request, journey: uuid.UUID, indicator: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """A document behind the values, to keep on one's own machine."""
    stored = queries.indicator_file(request.actor, indicator, file)
    response = HttpResponse(read(stored), content_type=stored.content_type, headers={"Cache-Control": "no-store"})
    name = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._- ") else "_" for sign in stored.name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def drawing(view: IndicatorView, language: str) -> SafeString:
    """Its values over time as SVG; "" where none may be drawn."""
    columns = [Column(period_words(point.period, short=True), point.value, point.few) for point in view.points]
    texts = {
        "title": f"{pick(view.titles, language)[0]} ({view.unit})",
        "few": _("fewer than five people: not shown"),
        "missing": _("no value yet"),
    }
    return mark_safe(over_time(columns, language, texts))  # drawn by us, each word escaped


def _view(request: Request, journey: uuid.UUID, indicator: uuid.UUID, *, may_write: bool) -> IndicatorView:
    view = queries.indicator(request.actor, indicator, may_write=may_write)
    if view.journey_id != journey:
        raise NotFound()
    return view


def _languages(request: Request, journey: uuid.UUID) -> tuple[str, ...]:
    return plan(request.actor, journey).languages


def _kept(kept: Any) -> str:
    told = [ngettext("%(n)s value came.", "%(n)s values came.", kept.new) % {"n": kept.new}] if kept.new else []
    if kept.changed:
        told.append(ngettext("%(n)s changed.", "%(n)s changed.", kept.changed) % {"n": kept.changed})
    if kept.same and not told:
        told.append(_("These values were there already."))
    return " ".join(told)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None
