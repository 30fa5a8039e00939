"""When a question is asked, by clicking: which question, how its answer is looked at, with what."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from vises.apps.instruments.queries.drafts import DraftView
from vises.apps.instruments.services import drafts as services
from vises.kernel.problems import NotFound
from vises.web.designer.forms import LookForm, plain_value
from vises.web.designer.shown import rows_of
from vises.web.designer.views import do, page, saw, view_of
from vises.web.designer.words import hows_of, part_words, said
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.xforms.design import Edit, Item, Part


def condition(request: Request, journey: uuid.UUID, draft: uuid.UUID, item: str) -> HttpResponse:
    """The lines of a condition; `?ask=` names the question of the next one."""
    view = view_of(request, journey, draft)
    row = next((one for one in rows_of(view) if one.item.id == item), None)
    if row is None:
        raise NotFound()
    shown, own = view.outline, row.item
    may = [one for one in shown.before(own.id) if hows_of(one)]
    asked = next((one for one in may if one.name == request.GET.get("ask")), None)
    act, _colon, rest = request.POST.get("do", "").partition(":")
    form = LookForm(request.POST if act == "look" else None, asked=asked, language=shown.main) if asked else None
    here = reverse("draft-condition", args=[journey, draft, item])
    if request.method == "POST":
        if act == "look" and form is not None and asked is not None and form.is_valid():
            part = Part(asked.name, form.cleaned_data["how"], plain_value(form.cleaned_data["value"]))
            edit = _with(own, (*_parts(own), part))
            if attempt(form, lambda: services.edit_draft(request.actor, view.id, [edit], saw=saw(request))) is not None:
                return redirect(here)
        elif act != "look":
            _change(request, view, own, act, rest)
            return redirect(here)
    context = {
        "row": row,
        "item": own,
        "parts": [(number, part_words(shown, part)) for number, part in enumerate(_parts(own))],
        "may": [(one.name, said(one.labels, shown.main) or one.name) for one in may],
        "asked": asked,
        "asked_words": said(asked.labels, shown.main) if asked else "",
        "form": form,
    }
    return page(request, "designer/condition.html", view, context, status=400 if form and form.is_bound else 200)


def _parts(item: Item) -> tuple[Part, ...]:
    return item.condition.parts if item.condition else ()


def _with(item: Item, parts: tuple[Part, ...], every: bool | None = None) -> Edit:
    now = item.condition.every if item.condition else True
    lines = [[part.question, part.how, part.value] for part in parts]
    return {"op": "condition", "row": item.id, "every": now if every is None else every, "parts": lines}


def _change(request: Request, view: DraftView, item: Item, act: str, rest: str) -> None:
    parts = _parts(item)
    if act == "away" and rest.isdecimal() and int(rest) < len(parts):
        do(request, view, [_with(item, tuple(part for n, part in enumerate(parts) if n != int(rest)))])
    elif act in {"every", "any"}:
        do(request, view, [_with(item, parts, act == "every")])
    elif act == "always":
        do(request, view, [_with(item, ())])
