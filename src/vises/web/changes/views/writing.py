"""What a proposal changes: written by those who prepare it, part by part; why; and on what it rests."""

import uuid
from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.learning.queries import changes as queries
from vises.apps.learning.services.changes import proposals, writing
from vises.apps.methodology.comparing import elements
from vises.apps.methodology.rules import element_of
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES, pick
from vises.kernel.problems import NotFound
from vises.web.changes.forms.proposals import (
    ChooserForm,
    ElementForm,
    EntryForm,
    GroundForm,
    MoveForm,
    RuleForm,
    TextForm,
)
from vises.web.changes.views.shown import around, language_here, read
from vises.web.layout.forms import attempt, write_again
from vises.web.layout.routes import Request
from vises.web.methodology.differences import difference_view, group_of, name_of
from vises.web.methodology.words import part_word

NEEDED = ("fr", "nl")


def _prepared(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> queries.ProposalPage:
    page = read(request, programme, proposal)
    if not page.may_prepare:
        raise NotFound()
    return page


def write(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> HttpResponse:
    """The desk of those who prepare it: what it rests on, what changed until now, what is missing, what to write."""
    page, language = _prepared(request, programme, proposal), language_here()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do == "drop":
        proposals.drop_ground(request.actor, proposal, _uuid(request.POST.get("ground", "")))
        return redirect("change-write", programme, proposal)
    add = ElementForm(request.POST if do == "add" else None, prefix="add")
    offered = queries.grounds_offered(request.actor, proposal)
    ground = GroundForm(request.POST if do == "ground" else None, offered=offered, language=language, prefix="ground")
    if add.is_bound and add.is_valid():
        data = add.cleaned_data
        key = attempt(add, lambda: writing.add_element(request.actor, proposal, data["group"], data["id"]))
        if key is not None:
            messages.success(request, _("Added. Now give it its words."))
            return redirect("change-element", programme, proposal, key)
    if ground.is_bound and ground.is_valid():
        kind, _colon, thing = ground.cleaned_data["ground"].partition(":")
        if attempt(ground, partial(proposals.add_ground, request.actor, proposal, kind, _uuid(thing))) is not None:
            messages.success(request, _("It rests on that too."))
            return redirect("change-write", programme, proposal)
    view = difference_view(page.base, page.draft, language)
    context = around(
        page,
        view=view,
        add=add,
        ground=ground if offered else None,
        elements=elements(page.draft, language),
        groups={line.key: group_of(line.key, page.draft) for line in elements(page.draft, language)},
        lacking=[
            (code, LANGUAGE_NAMES[code], code in NEEDED, queries.behind(page, code))
            for code in LANGUAGES
            if queries.behind(page, code)
        ],
        entries=[(line, name_of(page.draft, line.element, language)) for line in page.changes],
    )
    return render(request, "changes/write.html", context, status=400 if do else 200)


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def element(request: Request, programme: uuid.UUID, proposal: uuid.UUID, element: str) -> HttpResponse:
    """The texts of one part of the draft; it may be moved or taken out."""
    page, language = _prepared(request, programme, proposal), language_here()
    parts = queries.parts_of(page, element)
    steps = [(step.id, name_of(page.draft, step.id, language)) for step in page.draft.version.steps]
    deliverable = any(item.id == element for item in page.draft.version.deliverables())
    removable = (deliverable or "." in element) and page.writing
    do = request.POST.get("do", "") if request.method == "POST" else ""
    here = page.draft.version.step_of(element) if deliverable else None
    place = [item.id for item in here.deliverables].index(element) + 1 if here else 1
    form = MoveForm(
        request.POST if do == "move" else None,
        steps=steps,
        initial={"step": here.id if here else "", "place": place},
    )
    joining, joined = _chooser(request, page, element)
    if joined:
        messages.success(request, _("The chooser advises it now. Write what it lets one say, and what not."))
        return redirect("change-element", programme, proposal, element)
    ruling, made = _new_rule(request, page, element)
    if made:
        messages.success(request, _("Added. Now give it its sentence."))
        return redirect("change-text", programme, proposal, made)
    if do == "remove" and removable:
        writing.remove_element(request.actor, proposal, element)
        messages.success(request, _("Taken out of the draft."))
        return redirect("change-write", programme, proposal)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        writing.move_deliverable(request.actor, proposal, element, data["step"], data["place"])
        messages.success(request, _("Moved."))
        return redirect("change-element", programme, proposal, element)
    context = around(
        page,
        element=element,
        name=name_of(page.draft, element, language) or element,
        group=group_of(element, page.draft),
        parts=[(part, part_word(part.part), part.texts != part.before) for part in parts],
        form=form if deliverable and page.writing else None,
        removable=removable,
        joining=joining,
        ruling=ruling,
        advised=element.removeprefix("method.") in _advised(page),
        names=LANGUAGE_NAMES,
    )
    return render(request, "changes/element.html", context, status=400 if do else 200)


def _advised(page: queries.ProposalPage) -> list[str]:
    """The method cards that the draft's chooser advises."""
    chooser = page.draft.version.chooser
    return [item.id for item in chooser.cards] if chooser else []


def _chooser(request: Request, page: queries.ProposalPage, element: str) -> tuple[ChooserForm | None, bool]:
    """The form that lets the chooser advise a method card, where there is a chooser; whether that was done now."""
    card, advised = element.removeprefix("method."), _advised(page)
    if card == element or not advised or not page.writing:
        return None, False
    form = ChooserForm(
        request.POST if request.POST.get("do") == "chooser" else None,
        cards=[(id_, name_of(page.draft, f"method.{id_}", language_here())) for id_ in advised if id_ != card],
    )

    def join() -> bool:
        writing.join_chooser(request.actor, page.line.id, card, form.cleaned_data["like"])
        return True

    return form, bool(form.is_bound and form.is_valid() and attempt(form, join))


RULE = "chooser.rule."


def _new_rule(request: Request, page: queries.ProposalPage, element: str) -> tuple[RuleForm | None, str]:
    """The form of one more rule, on the page of the chooser; the key of its sentence when it was made now."""
    chooser = page.draft.version.chooser
    if element != "chooser" or chooser is None or not page.writing:
        return None, ""
    form = RuleForm(
        request.POST if request.POST.get("do") == "new-rule" else None, chooser=chooser, name=_said(page), new=True
    )

    def keep() -> str:
        data = form.cleaned_data
        return writing.write_rule(request.actor, page.line.id, data["id"], form.when, form.says, new=True)

    return form, (attempt(form, keep) or "") if form.is_bound and form.is_valid() else ""


def _said(page: queries.ProposalPage) -> Callable[[str], str]:
    language = language_here()
    return lambda key: pick(page.draft.texts_of(key), language)[0] or key


def _rule(request: Request, page: queries.ProposalPage, key: str) -> tuple[RuleForm | None, bool]:
    """What a rule of the chooser does, beside its sentence; whether it was kept now."""
    chooser = page.draft.version.chooser
    rule = next((one for one in chooser.rules if key == RULE + one.id), None) if chooser else None
    if rule is None or chooser is None or not page.writing:
        return None, False
    bound = request.POST if request.POST.get("do") == "rule" else None
    form = RuleForm(bound, chooser=chooser, name=_said(page), rule=rule)

    def keep() -> bool:
        writing.write_rule(request.actor, page.line.id, rule.id, form.when, form.says)
        return True

    return form, bool(form.is_bound and form.is_valid() and attempt(form, keep))


def text(request: Request, programme: uuid.UUID, proposal: uuid.UUID, key: str) -> HttpResponse:
    """One text of the draft, in every language."""
    page, element = _prepared(request, programme, proposal), element_of(key)
    part = next((part for part in queries.parts_of(page, element) if part.key == key), None)
    if part is None:
        raise NotFound()
    label, do = part_word(part.part), request.POST.get("do", "")
    ruling, ruled = _rule(request, page, key)
    if ruled:
        messages.success(request, _("Saved. No other rule says the opposite, and something fits for every answer."))
        return redirect("change-text", programme, proposal, key)
    if do == "drop-rule" and ruling is not None:
        writing.drop_rule(request.actor, proposal, key.removeprefix(RULE))
        messages.success(request, _("Taken out of the draft."))
        return redirect("change-element", programme, proposal, element)
    form = TextForm(request.POST if request.method == "POST" and not do else None, part=part, label=label)
    if form.is_bound and form.is_valid():

        def keep() -> bool:
            seen, holds = form.cleaned_data["seen"], form.holds()
            writing.write_text(request.actor, proposal, key, form.texts("text"), seen=seen, holds=holds)
            return True

        if attempt(form, keep):
            messages.success(request, _("Saved."))
            return redirect("change-element", programme, proposal, element)
        write_again(form, seen=part.seen)
    context = around(
        page,
        form=form,
        part=part,
        label=label,
        ruling=ruling,
        element=element,
        name=name_of(page.draft, element, language_here()) or element,
    )
    return render(request, "changes/text.html", context, status=400 if form.is_bound or do else 200)


def entry(request: Request, programme: uuid.UUID, proposal: uuid.UUID, entry: uuid.UUID | None = None) -> HttpResponse:
    """An entry of the list of changes: what, why, and on what it rests."""
    page, language = _prepared(request, programme, proposal), language_here()
    kept = next((line for line in page.changes if line.id == entry), None)
    if entry is not None and kept is None:
        raise NotFound()
    if entry is not None and request.POST.get("do") == "drop":
        writing.drop_change(request.actor, proposal, entry)
        return redirect("change-write", programme, proposal)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        elements=elements(page.draft, language),
        grounds=page.grounds,
        language=language,
        entry=kept,
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data

        def keep() -> bool:
            writing.tell_change(
                request.actor,
                proposal,
                kind=data["kind"],
                element=data["element"],
                what=form.texts("what"),
                why=form.texts("why"),
                grounds=[uuid.UUID(id_) for id_ in data.get("grounds", ())],
                change_id=entry,
            )
            return True

        if attempt(form, keep):
            messages.success(request, _("Saved."))
            return redirect("change-write", programme, proposal)
    context = around(page, form=form, entry=kept)
    return render(request, "changes/entry.html", context, status=400 if form.is_bound else 200)
