"""The changes of a programme's method: the list, one proposal, a new one, its next step."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.learning.queries import changes as queries
from vises.apps.learning.services.changes import proposals as services
from vises.apps.learning.services.changes.telling import news_read
from vises.apps.methodology.rules import element_of, part_of
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.changes.forms.proposals import AboutForm, LaterForm, NewForm, StepForm
from vises.web.changes.views.shown import around, asked_language, language_here, read
from vises.web.changes.words import (
    AGAIN,
    AGAIN_IS,
    AMENDED,
    MOVED,
    NEXT,
    STANCES_TAKEN,
    STATES,
    STEPS,
)
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.layout.tags import day
from vises.web.methodology.differences import difference_view, name_of, words_view
from vises.web.methodology.words import part_word

ORDER = ("object", "reserve", "agree")  # what asks for an answer comes first


def changes(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What is open to one's word, what is answered, what is prepared, what is still closed, and what is over."""
    page = queries.changes_page(request.actor, programme)
    news_read(request.actor, reverse("changes", args=[programme]))
    return render(request, "changes/changes.html", {"page": page, "states": STATES})


def new(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Propose a change."""
    page = queries.changes_page(request.actor, programme)
    if not page.may_write:
        raise NotFound()
    found = queries.choices(request.actor, programme)
    form = NewForm(
        request.POST if request.method == "POST" else None,
        choices=found,
        language=language_here(),
        latest=day(found.latest),
        initial={"base": page.version},
    )
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        made = attempt(
            form,
            lambda: services.write_proposal(
                request.actor,
                programme,
                base_code=data["base"],
                code=data["code"],
                titles=form.texts("titles"),
                whys=form.texts("whys"),
                opens_on=data["opens_on"],
                body_id=uuid.UUID(data["body"]) if data["body"] else None,
                local=not data["universal"],
            ),
        )
        if made is not None:
            messages.success(request, _("The draft is there. Now write what changes."))
            return redirect("change-write", programme, made.id)
    context = {"form": form, "page": page}
    return render(request, "changes/new.html", context, status=400 if form.is_bound else 200)


def change(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> HttpResponse:
    """One proposal: why, what it changes word by word, what people said, how it came here."""
    page, language = read(request, programme, proposal), asked_language(request)
    view = difference_view(page.base, page.draft, language)
    counts = Counter(line.stance for line in page.positions)
    context = around(
        page,
        view=view,
        amend=page.line.state == "open",
        may_answer=page.may_prepare and page.line.state in {"open", "answering"},
        positions=sorted(page.positions, key=lambda line: (ORDER.index(line.stance), line.at)),
        counts=[(STANCES_TAKEN[stance], counts[stance]) for stance in ORDER if counts[stance]],
        stances=STANCES_TAKEN,
        amendments=[
            (
                line,
                name_of(page.draft, element_of(line.key), language),
                part_word(part_of(line.key)),
                words_view(line.was, line.text),
            )
            for line in page.amendments
        ],
        amended=AMENDED,
        remarks=[(line, name_of(page.draft, line.element, language)) for line in page.remarks],
        entries=[(line, name_of(page.draft, line.element, language)) for line in page.changes],
        moved=MOVED,
        steps=_steps(page),
    )
    return render(request, "changes/change.html", context)


def _steps(page: queries.ProposalPage) -> list[tuple[str, str, str]]:
    """The next steps, for whoever decides: code, words, why not yet."""
    return [(new, _step_words(page, new)[0], _why_not(page, why_not)) for new, why_not in sorted(page.next)]


def _step_words(page: queries.ProposalPage, step: str) -> tuple[str, str]:
    if step == "answering" and page.line.state == "accepted":
        return str(AGAIN), str(AGAIN_IS)
    return str(STEPS[step]), str(NEXT[step])


def _why_not(page: queries.ProposalPage, code: str) -> str:
    facts = page.facts
    if not code:
        return ""
    return word(Problem(code, objections=facts.objections_open, amendments=facts.amendments_open))


def about(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> HttpResponse:
    """Its number, titles and reasons; and while it is closed, the day on which it opens."""
    page = read(request, programme, proposal)
    if not page.may_prepare:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = AboutForm(
        request.POST if do == "about" else None,
        titles=page.line.titles,
        whys=page.whys,
        initial={"code": page.line.code},
    )
    later = LaterForm(request.POST if do == "later" else None, initial={"opens_on": page.line.opens_on}, prefix="later")
    if form.is_bound and form.is_valid():
        said = {"titles": form.texts("titles"), "whys": form.texts("whys")}
        code = form.cleaned_data["code"]
        if attempt(form, lambda: services.rewrite_proposal(request.actor, proposal, code=code, **said)) is not None:
            messages.success(request, _("Saved."))
            return redirect("change", programme, proposal)
    if later.is_bound and later.is_valid():
        data = later.cleaned_data
        moved = attempt(later, lambda: services.open_later(request.actor, proposal, data["opens_on"], data["why"]))
        if moved is not None:
            messages.success(request, _("Saved: it opens on %(day)s.") % {"day": day(moved.opens_on)})
            return redirect("change", programme, proposal)
    context = around(page, form=form, later=later if page.line.closed else None)
    return render(request, "changes/about.html", context, status=400 if do else 200)


def step(request: Request, programme: uuid.UUID, proposal: uuid.UUID, step: str) -> HttpResponse:
    """The next step of a proposal, for whoever decides."""
    page = read(request, programme, proposal)
    if not page.may_decide or step not in dict(page.next):
        raise NotFound()
    form = StepForm(request.POST if request.method == "POST" else None, step=step)
    if (
        form.is_bound
        and form.is_valid()
        and attempt(form, lambda: _go(request, programme, proposal, step, form)) is not None
    ):
        messages.success(request, _("Done: %(state)s.") % {"state": STATES[step]})
        return redirect("change", programme, proposal)
    title, said = _step_words(page, step)
    context = around(page, form=form, title=title, next_is=said, why_not=_why_not(page, dict(page.next)[step]))
    return render(request, "changes/step.html", context, status=400 if form.is_bound else 200)


def _go(request: Request, programme: uuid.UUID, proposal: uuid.UUID, step: str, form: StepForm) -> Any:
    actor, data = request.actor, form.cleaned_data
    address = reverse("changes", args=[programme])
    if step == "open":
        return services.open_consultation(actor, proposal, data["closes_on"], address=address)
    if step == "released":
        return services.release_proposal(actor, proposal, address=address)
    if step == "accepted":
        return services.accept_proposal(actor, proposal, data["why"])
    if step == "set-aside":
        return services.set_aside(actor, proposal, data["why"])
    page = queries.proposal_page(actor, proposal)
    act = services.take_up_again if page.line.state == "accepted" else services.close_consultation
    return act(actor, proposal, data["why"])
