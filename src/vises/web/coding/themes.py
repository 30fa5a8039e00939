"""One theme: other words for it, another place; merged into another one, or divided."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vises.apps.coding import services
from vises.apps.coding.queries import codebook as queries
from vises.apps.coding.queries import history
from vises.apps.coding.queries import passages as passage_queries
from vises.apps.coding.queries.codebook import CodeRow
from vises.kernel.locale import LANGUAGES, pick
from vises.kernel.problems import Forbidden, NotFound, Problem
from vises.platform.problems import word
from vises.web.coding.forms import MergeForm, SplitForm, ThemeForm
from vises.web.coding.frame import language_here, uuid_of
from vises.web.coding.frame import page as framed
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request


def theme(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """Change a theme, merge it into another one, or remove one that nothing uses."""
    page, row = _row(request, journey, code)
    if row is None:
        return _gone(request, journey, code)
    if not page.may_code:  # the memo is for those who mark
        raise Forbidden()
    do = request.POST.get("do", "change") if request.method == "POST" else ""
    if do == "remove":
        return _remove(request, journey, code)
    form = ThemeForm(
        request.POST if do == "change" else None,
        codes=page.codes,
        languages=LANGUAGES,
        language=language_here(),
        code=row,
    )
    merging = MergeForm(request.POST if do == "merge" else None, codes=page.codes, language=language_here(), code=row)
    if do == "change" and form.is_valid() and attempt(form, lambda: _change(request, code, form)) is not None:
        messages.success(request, _("The theme is changed."))
        return _codebook(journey)
    if do == "merge" and merging.is_valid():
        into = merging.cleaned_data["into"]
        change = attempt(merging, lambda: services.merge(request.actor, code, uuid_of(into)))
        if change is not None:
            messages.success(request, _("The themes are one now. You can undo this under the codebook."))
            return _codebook(journey)
    seen, theirs = request.POST.get("seen", "") or row.version, None
    if do == "change" and seen != row.version:
        theirs, seen = row, row.version  # whoever has read this sends again, knowing what she replaces
    context = {
        "row": row,
        "form": form,
        "merging": merging,
        "reads": page.reads,
        "others": len(page.codes) > 1,
        "seen": seen,
        "theirs": theirs,
        "above": {one.id: one.names for one in page.codes},
    }
    return framed(request, "coding/theme.html", journey, context, status=400 if do else 200)


def split(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """Passages of a theme, to be ticked for a new one: for those who read them."""
    page, row = _row(request, journey, code)
    if row is None:
        return _gone(request, journey, code)
    if not page.may_code:
        raise Forbidden()
    rows = passage_queries.passages(request.actor, journey, code_id=code)
    form = SplitForm(request.POST if request.method == "POST" else None, rows=rows, languages=LANGUAGES)
    if request.method == "POST" and form.is_valid():
        taken = [uuid_of(one) for one in form.cleaned_data["passages"]]
        change = attempt(form, lambda: services.split(request.actor, code, form.texts("names"), taken))
        if change is not None:
            said = ngettext(
                "The new theme took %(n)d passage along. You can undo this under the codebook.",
                "The new theme took %(n)d passages along. You can undo this under the codebook.",
                change.places,
            )
            messages.success(request, said % {"n": change.places})
            return _codebook(journey)
    status = 400 if request.method == "POST" else 200
    context = {"row": row, "form": form, "rows": rows, "ticked": request.POST.getlist("passages")}
    return framed(request, "coding/split.html", journey, context, status=status)


def _row(request: Request, journey: uuid.UUID, code: uuid.UUID) -> tuple[queries.CodingPage, CodeRow | None]:
    page = queries.coding_page(request.actor, journey)
    return page, next((row for row in page.codes if row.id == code), None)


def _gone(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    """A theme that somebody else made one with another meanwhile."""
    went = history.went_into(request.actor, journey, code)
    if went is None:
        raise NotFound()
    theme = pick(went, language_here())[0]
    messages.error(request, _("Somebody made this theme one with “%(theme)s” meanwhile.") % {"theme": theme})
    return _codebook(journey)


def _change(request: Request, code: uuid.UUID, form: ThemeForm) -> uuid.UUID:
    return services.change_code(
        request.actor,
        code,
        names=form.texts("names"),
        definitions=form.texts("definitions"),
        examples=form.texts("examples"),
        memo=form.cleaned_data["memo"],
        parent_id=uuid_of(form.cleaned_data["parent"]) if form.cleaned_data["parent"] else None,
        seen=request.POST.get("seen", ""),
    ).id


def _remove(request: Request, journey: uuid.UUID, code: uuid.UUID) -> HttpResponse:
    try:
        services.remove_code(request.actor, code)
    except Problem as problem:
        if problem.status != 400:
            raise
        messages.error(request, word(problem))
        return redirect("theme", journey, code)
    messages.success(request, _("The theme is removed."))
    return redirect("coding", journey)


def _codebook(journey: uuid.UUID) -> HttpResponse:
    return redirect(f"{reverse('coding', args=[journey])}#codebook")
