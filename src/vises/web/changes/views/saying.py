"""What everybody says of a proposal, and what they are answered."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from vises.apps.learning.services.changes import saying as services
from vises.apps.methodology.comparing import elements
from vises.apps.methodology.rules import element_of, expected_keys, part_of
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import NotFound
from vises.web.changes.forms.saying import AmendmentForm, AnswerForm, PositionForm, RemarkForm, SettleForm
from vises.web.changes.views.shown import around, asked_language, language_here, read
from vises.web.changes.words import STANCES_TAKEN
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.methodology.differences import difference_view, name_of, words_view
from vises.web.methodology.words import part_word


def say(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> HttpResponse:
    """Take a position; or write a remark."""
    page, language = read(request, programme, proposal), language_here()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    mine = page.mine
    form = PositionForm(
        request.POST if do == "position" else None,
        initial={
            "stance": mine.stance if mine else "",
            "reason": mine.reason if mine else "",
            "language": mine.language if mine else language,
        },
    )
    changed = {element.key for element in difference_view(page.base, page.draft, language).elements}
    about = [line for line in elements(page.draft, language) if line.key in changed]
    remark = RemarkForm(
        request.POST if do == "remark" else None, elements=about, initial={"language": language}, prefix="remark"
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: services.take_position(
                request.actor, proposal, data["stance"], data["reason"], language=data["language"]
            ),
        )
        if kept is not None:
            messages.success(request, _("Thank you. All read it; you may change it as long as it is not decided."))
            return redirect("change", programme, proposal)
    if remark.is_bound and remark.is_valid():
        data = remark.cleaned_data
        said = attempt(
            remark,
            lambda: services.remark(
                request.actor, proposal, data["text"], language=data["language"], element=data["element"]
            ),
        )
        if said is not None:
            messages.success(request, _("Thank you. Your remark stands under the proposal."))
            return redirect("change", programme, proposal)
    context = around(page, form=form, remark=remark if page.line.state == "open" else None)
    return render(request, "changes/say.html", context, status=400 if do else 200)


def amend(request: Request, programme: uuid.UUID, proposal: uuid.UUID, key: str) -> HttpResponse:
    """Another wording of one text, in one language."""
    page, language = read(request, programme, proposal), asked_language(request)
    if key not in set(expected_keys(page.draft.version)):
        raise NotFound()
    now = page.draft.texts.get(language, {}).get(key, "")
    form = AmendmentForm(request.POST if request.method == "POST" else None, initial={"text": now})
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        said = attempt(
            form,
            lambda: services.amend(request.actor, proposal, key, data["text"], language=language, why=data["why"]),
        )
        if said is not None:
            messages.success(request, _("Thank you. Those who prepare it take it in, or say why not."))
            return redirect("change", programme, proposal)
    element = element_of(key)
    context = around(
        page,
        form=form,
        now=now,
        name=name_of(page.draft, element, language_here()) or element,
        part=part_word(part_of(key)),
        in_=language,
        names=LANGUAGE_NAMES,
    )
    return render(request, "changes/amend.html", context, status=400 if form.is_bound else 200)


def answer(request: Request, programme: uuid.UUID, proposal: uuid.UUID, position: uuid.UUID) -> HttpResponse:
    """Answer a reserve or an objection."""
    page = read(request, programme, proposal)
    line = next((line for line in page.positions if line.id == position), None)
    if line is None or not page.may_prepare:
        raise NotFound()
    form = AnswerForm(request.POST if request.method == "POST" else None, answers=line.answers)
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.answer_position(request.actor, position, form.texts("answers")))
        if kept is not None:
            messages.success(request, _("Answered, for all to read."))
            return redirect("change", programme, proposal)
    context = around(page, form=form, line=line, stances=STANCES_TAKEN)
    return render(request, "changes/answer.html", context, status=400 if form.is_bound else 200)


def settle(request: Request, programme: uuid.UUID, proposal: uuid.UUID, amendment: uuid.UUID) -> HttpResponse:
    """Take an amendment in, or leave it with a word."""
    page = read(request, programme, proposal)
    line = next((line for line in page.amendments if line.id == amendment), None)
    if line is None or not page.may_prepare:
        raise NotFound()
    form = SettleForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        taken, said = request.POST.get("do") == "take", form.cleaned_data["answer"]
        kept = attempt(form, lambda: services.settle_amendment(request.actor, amendment, taken=taken, answer=said))
        if kept is not None:
            messages.success(request, _("Taken in. See whether the other languages follow.") if taken else _("Left."))
            return redirect("change", programme, proposal)
    element = element_of(line.key)
    context = around(
        page,
        form=form,
        line=line,
        name=name_of(page.draft, element, language_here()) or element,
        part=part_word(part_of(line.key)),
        runs=words_view(line.was, line.text),
        names=LANGUAGE_NAMES,
        same=page.draft.texts.get(line.language, {}).get(line.key, "") == line.was,
    )
    return render(request, "changes/settle.html", context, status=400 if form.is_bound else 200)
