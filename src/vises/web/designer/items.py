"""Adding a question, and one question or group with everything about it."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.instruments.queries.drafts import DraftView
from vises.apps.instruments.services import drafts as services
from vises.kernel.problems import NotFound
from vises.web.designer.forms import (
    AddForm,
    KindForm,
    LimitsForm,
    MoreForm,
    MoveForm,
    NameForm,
    RemarkForm,
    WordsForm,
    kinds_for,
)
from vises.web.designer.shown import Row, places_for, rows_of
from vises.web.designer.views import at, do, page, saw, settle, view_of
from vises.web.designer.words import CHIPS, said
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.xforms.design import Edit, Item


def add(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """One more question or group, after the one named in `?after=`, or the last."""
    view = view_of(request, journey, draft)
    shown = view.outline
    rows = shown.rows
    after = request.GET.get("after", rows[-1] if rows else "")
    if after and after not in rows:
        after = rows[-1] if rows else ""
    before = shown.item(after)
    form = AddForm(request.POST or None, in_grid=before is not None and before.in_grid)
    if request.method == "POST" and form.is_valid():
        edit = form.edit(after, shown.main)
        number = attempt(form, lambda: services.edit_draft(request.actor, view.id, [edit], saw=saw(request)))
        if number is not None:
            if request.POST.get("do") == "again":
                new = f"n{number}-end" if edit["kind"] in {"group", "repeat", "grid"} else f"n{number}"
                messages.success(request, _("It is in the list. Write the next one."))
                return redirect(f"{reverse('draft-add', args=[journey, draft])}?after={new}")
            return redirect(at(view, f"n{number}"))
    context = {"form": form, "after": after, "place": _place(view, after)}
    return page(request, "designer/add.html", view, context, status=400 if form.is_bound else 200)


def _place(view: DraftView, after: str) -> str:
    """Where a new question goes, in words."""
    shown = view.outline
    item = shown.item(after)
    ended = next((one for one in shown.items if after and one.end == after), None)
    if ended is not None:
        return _("After the group “%(name)s”.") % {"name": said(ended.labels, shown.main) or ended.name}
    if item is None:
        return _("At the beginning.") if shown.items else ""
    words = {"name": said(item.labels, shown.main) or item.name}
    return (_("First in the group “%(name)s”.") if item.is_group else _("After “%(name)s”.")) % words


def item(request: Request, journey: uuid.UUID, draft: uuid.UUID, item: str) -> HttpResponse:
    """One question or group: its words, answers, limits, place, and what was said about it."""
    view = view_of(request, journey, draft)
    row = next((one for one in rows_of(view) if one.item.id == item), None)
    if row is None:
        raise NotFound()
    act, _colon, rest = request.POST.get("do", "").partition(":")
    forms = _forms(request, view, row, act)
    if request.method == "POST":
        done = _act(request, view, row, forms, act, rest)
        if done is not None:
            return done
    context: dict[str, Any] = {
        "row": row,
        "item": row.item,
        "chip": CHIPS[row.item.kind],
        "forms": forms,
        "remarks": view.remarks_on(row.item.id),
        "shared": _shared(view, row.item),
        "open_form": act,
    }
    status = 400 if any(form.is_bound and form.errors for form in forms.values()) else 200
    return page(request, "designer/item.html", view, context, status=status)


def _forms(request: Request, view: DraftView, row: Row, act: str) -> dict[str, Form]:
    shown, item = view.outline, row.item

    def sent(*acts: str) -> Any:
        return request.POST if act in acts else None

    words = {0: _("after “%(name)s”"), 1: _("first in the group “%(name)s”"), 2: _("after the group “%(name)s”")}
    places = [
        (id_, words[how] % {"name": said(other.labels, shown.main) or other.name} if other else _("at the beginning"))
        for id_, how, other in places_for(view, item.id)
    ]
    found: dict[str, Form] = {"remark": RemarkForm(sent("remark"))}
    if item.kind != "other" or item.labels:
        found["words"] = WordsForm(sent("words", "choice"), item=item, language=shown.main)
    if kinds_for(item):
        found["kind"] = KindForm(sent("kind"), item=item, language=shown.main)
    if item.name:
        found["name"] = NameForm(sent("name"), item=item)
    if item.choices:
        found["more"] = MoreForm(sent("more"))
    if item.measure and item.limits is not None:
        found["limits"] = LimitsForm(sent("limits"), item=item, language=shown.main)
    if places:
        found["move"] = MoveForm(sent("move"), places=places)
    return found


def _act(
    request: Request, view: DraftView, row: Row, forms: dict[str, Form], act: str, rest: str
) -> HttpResponse | None:
    item = row.item
    here = reverse("draft-item", args=[view.journey_id, view.id, item.id])
    edits: dict[str, Callable[[Any], list[Edit]]] = {
        "words": lambda form: form.edits(),
        "more": lambda form: form.edits(item, view.outline.main),
        "limits": lambda form: form.edits(),
        "kind": lambda form: form.edits(),
        "name": lambda form: form.edits(),
        "move": lambda form: [{"op": "move", "row": item.id, "after": form.cleaned_data["after"].replace("first", "")}],
    }
    if act in edits and act in forms:
        form = forms[act]
        if form.is_valid() and _kept(request, view, form, edits[act](form)):
            messages.success(request, _("It is kept."))
            return redirect(at(view, item.id) if act in {"words", "move"} else f"{here}#{act}")
        return None
    if act == "choice":
        return _choice(request, view, item, forms["words"], rest, here) if "words" in forms else redirect(here)
    if act == "remove":
        gone = do(request, view, [{"op": "remove", "row": item.id}])
        if gone:
            messages.success(request, _("It is taken away. You can go back a step under the list."))
        return redirect(at(view) if gone else here)
    if act == "by-hand":
        do(request, view, [{"op": "limits", "row": item.id, "measure": item.measure, "least": "", "most": ""}])
        return redirect(f"{here}#limits")
    if act == "settle":
        settle(request, view, rest)
        return redirect(f"{here}#remarks")
    form = forms["remark"]
    if act == "remark" and form.is_valid():
        text = form.cleaned_data["text"]
        if attempt(form, lambda: services.remark(request.actor, view.id, text, row=item.id)) is not None:
            return redirect(f"{here}#remarks")
    return None if act == "remark" else redirect(here)


def _choice(request: Request, view: DraftView, item: Item, form: Any, rest: str, here: str) -> HttpResponse | None:
    """An answer goes up, down or away; what was typed on the same page is kept with it."""
    what, _colon, choice = rest.partition(":")
    step: dict[str, Edit] = {
        "up": {"op": "choice-move", "row": item.id, "choice": choice, "by": -1},
        "down": {"op": "choice-move", "row": item.id, "choice": choice, "by": 1},
        "away": {"op": "choice-remove", "row": item.id, "choice": choice},
    }
    if what not in step or not form.is_valid():
        return None if what in step else redirect(here)
    return redirect(f"{here}#answers") if _kept(request, view, form, [*form.edits(), step[what]]) else None


def _kept(request: Request, view: DraftView, form: Any, edits: list[Edit]) -> bool:
    """Whether the edits of a form were done; nothing to change counts as done."""
    if not edits:
        return True
    return attempt(form, lambda: services.edit_draft(request.actor, view.id, edits, saw=saw(request))) is not None


def _shared(view: DraftView, item: Item) -> list[str]:
    """Other questions with the same answers to choose from."""
    shown = view.outline
    others = [one for one in shown.items if item.list_name and one.list_name == item.list_name and one.id != item.id]
    return [said(one.labels, shown.main) or one.name for one in others]
