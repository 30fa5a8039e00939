"""A draft: beginning one, its list of questions, going back a step."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.instruments import queries
from vises.apps.instruments.queries import drafts as reading
from vises.apps.instruments.queries.drafts import DraftView
from vises.apps.instruments.services import drafts as services
from vises.apps.journeys.queries import plan as plans
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word
from vises.web.designer.forms import BeginForm, RemarkForm
from vises.web.designer.shown import rows_of
from vises.web.designer.words import edit_words, language_name
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.xforms.design import Edit


def here() -> str:
    """The language of the screen."""
    return get_language() or "fr"


def view_of(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> DraftView:
    """The draft, if it is one of this journey."""
    view = reading.draft(request.actor, draft)
    if view.journey_id != journey:
        raise NotFound()
    return view


def saw(request: Request) -> int:
    """The number of the last edit that the page showed which is sent now."""
    text = request.POST.get("saw", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def do(request: Request, view: DraftView, edits: Sequence[Edit]) -> bool:
    """Do edits that no form of fields asks for; whether they were done. What stopped them is said on the next page."""
    try:
        services.edit_draft(request.actor, view.id, edits, saw=saw(request))
    except (NotFound, Forbidden):
        raise
    except Problem as problem:
        messages.error(request, word(problem))
        return False
    return True


def page(
    request: Request, template: str, view: DraftView, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of a draft, in the frame of its journey."""
    around = {"view": view, "main": view.outline.main, "main_name": language_name(view.outline.main)}
    return journey_page(request, template, view.journey_id, {**around, **context}, status=status)


def at(view: DraftView, row: str = "") -> str:
    """The address of the list, at a row."""
    return reverse("draft", args=[view.journey_id, view.id]) + (f"#i-{row}" if row else "")


def begin(request: Request, journey: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Begin a questionnaire: title and main language."""
    plan = plans.plan(request.actor, journey)
    found = next((one for one in plan.lines if one.id == line), None)
    if found is None:
        raise NotFound()
    form = BeginForm(request.POST or None, languages=plan.languages)
    if request.method == "POST" and form.is_valid():
        made = attempt(
            form,
            lambda: services.begin_draft(
                request.actor, line, titles=form.texts("titles"), language=form.cleaned_data["language"]
            ),
        )
        if made is not None:
            return redirect("draft-add", journey, made.id)
    context = {"form": form, "line": queries.line_instruments(request.actor, line)}
    return journey_page(request, "designer/begin.html", journey, context, status=400 if form.is_bound else 200)


def from_version(request: Request, journey: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Change a wording question by question: its open draft, or a new one."""
    shown = queries.version(request.actor, version, language=here())
    if shown.journey_id != journey or shown.row.kind != "questionnaire":
        raise NotFound()
    if request.method != "POST":
        return redirect("instrument", journey, version)
    try:
        draft = services.draft_of(request.actor, version)
    except (NotFound, Forbidden):
        raise
    except Problem as problem:
        messages.error(request, word(problem))
        return redirect("instrument", journey, version)
    return redirect("draft", journey, draft.id)


def draft(request: Request, journey: uuid.UUID, draft: uuid.UUID) -> HttpResponse:
    """The list of questions: moving, going back a step, remarks on the whole."""
    view = view_of(request, journey, draft)
    form = RemarkForm(request.POST if request.POST.get("do") == "remark" else None)
    if request.method == "POST":
        done = _act(request, view, form)
        if done is not None:
            return done
    context = {
        "rows": rows_of(view),
        "last": view.outline.rows[-1] if view.outline.rows else "",
        "undo": edit_words(view.undo) if view.undo else "",
        "redo": edit_words(view.redo) if view.redo else "",
        "form": form,
        "remarks": view.remarks_on(""),
        "open_remarks": sum(1 for remark in view.remarks if not remark.settled),
        "spoken": [language_name(code) for code in view.outline.languages if code != "und"],
    }
    return page(request, "designer/draft.html", view, context, status=400 if form.is_bound else 200)


def _act(request: Request, view: DraftView, form: RemarkForm) -> HttpResponse | None:
    act, _colon, rest = request.POST.get("do", "").partition(":")
    if act in {"undo", "redo"}:
        do(request, view, [{"op": act}])
        return redirect(at(view) + "#steps")
    if act in {"up", "down"} and view.outline.item(rest):
        after = view.outline.up(rest) if act == "up" else view.outline.down(rest)
        if after is not None:
            do(request, view, [{"op": "move", "row": rest, "after": after}])
        return redirect(at(view, rest))
    if act == "settle":
        settle(request, view, rest)
        return redirect(at(view) + "#remarks")
    if act == "drop":
        services.drop_draft(request.actor, view.id)
        messages.success(request, _("The draft is thrown away."))
        return redirect("instruments", view.journey_id)
    if act == "remark" and form.is_valid():
        if attempt(form, lambda: services.remark(request.actor, view.id, form.cleaned_data["text"])) is not None:
            return redirect(at(view) + "#remarks")
        return None
    return None if act == "remark" else redirect(at(view))


def settle(request: Request, view: DraftView, remark: str) -> None:
    """Say that a remark was dealt with."""
    try:
        id_ = uuid.UUID(remark)
    except ValueError:
        raise NotFound() from None
    services.settle_remark(request.actor, view.id, id_)
