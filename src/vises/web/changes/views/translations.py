"""Completing a lagging translation of a released version: the list, one translation, the texts of one element."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.learning.queries import changes as queries
from vises.apps.learning.services.changes import translations as services
from vises.apps.learning.services.changes.telling import news_read
from vises.apps.methodology.rules import SOURCE_LANGUAGE
from vises.kernel.locale import LANGUAGE_NAMES
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.changes.forms.translations import TranslateForm, WhyForm
from vises.web.changes.views.shown import language_here
from vises.web.changes.words import TRANSLATION_MOVED, TRANSLATION_NEXT, TRANSLATION_STATES, TRANSLATION_STEPS
from vises.web.layout.forms import attempt, write_again
from vises.web.layout.routes import Request
from vises.web.methodology.differences import group_of
from vises.web.methodology.words import part_word

WITH_WHY = ("writing", "set-aside")
WORDS = {"states": TRANSLATION_STATES, "names": LANGUAGE_NAMES, "source": SOURCE_LANGUAGE}


def translations(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What lags in a released version, what is being completed, and what was completed."""
    page, problem = queries.translations_page(request.actor, programme), ""
    if request.method == "POST":
        if not page.may_translate:
            raise NotFound()
        code, _colon, language = request.POST.get("begin", "").partition(":")
        try:
            begun = services.begin_translation(request.actor, programme, code, language)
        except Problem as error:
            problem = word(error)
        else:
            return redirect("translation", programme, begun.id)
    news_read(request.actor, reverse("translations", args=[programme]))
    context = {"page": page, "problem": problem, **WORDS}
    return render(request, "changes/translations.html", context, status=400 if problem else 200)


def _read(request: Request, programme: uuid.UUID, translation: uuid.UUID) -> queries.TranslationPage:
    page = queries.translation_page(request.actor, translation, language_here())
    if page.programme_id != programme:
        raise NotFound()
    return page


def translation(request: Request, programme: uuid.UUID, translation: uuid.UUID) -> HttpResponse:
    """One translation: how far it is, its texts beside their source, and its next steps."""
    page = _read(request, programme, translation)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    forms = {step: WhyForm(request.POST if do == step else None, prefix=step) for step in WITH_WHY}
    problem = ""
    if do:
        if do not in dict(page.next):
            raise NotFound()
        form = forms.get(do)
        if form is None:
            try:
                _go(request, programme, translation, do, "")
            except Problem as error:
                if error.status in {403, 404}:
                    raise
                problem = word(error)
        elif form.is_valid():
            attempt(form, lambda: _go(request, programme, translation, do, form.cleaned_data["why"]))
        if not problem and (form is None or not form.errors):
            messages.success(request, _("Done: %(state)s.") % {"state": TRANSLATION_STATES[do]})
            return redirect("translation", programme, translation)
        page = _read(request, programme, translation)
    context: dict[str, Any] = {
        "page": page,
        "problem": problem,
        "elements": [(one, group_of(one.key, page.edition), _parts(one)) for one in page.elements],
        "steps": _steps(page),
        "asides": [
            (step, TRANSLATION_STEPS[step], TRANSLATION_NEXT[step], forms[step])
            for step in WITH_WHY
            if dict(page.next).get(step) == ""
        ],
        "moved": TRANSLATION_MOVED,
        **WORDS,
    }
    return render(request, "changes/translation.html", context, status=400 if do else 200)


def _parts(element: queries.TranslatedElement) -> list[tuple[queries.TranslatedPart, str]]:
    return [(part, part_word(part.part)) for part in element.parts]


def _steps(page: queries.TranslationPage) -> list[tuple[str, str, str, str]]:
    """The steps forward: code, words, what follows, why not yet."""
    return [
        (step, str(TRANSLATION_STEPS[step]), str(TRANSLATION_NEXT[step]), word(Problem(why_not)) if why_not else "")
        for step, why_not in page.next
        if step not in WITH_WHY
    ]


def _go(request: Request, programme: uuid.UUID, translation: uuid.UUID, step: str, why: str) -> object:
    actor = request.actor
    if step == "reading":
        return services.ask_for_reading(actor, translation)
    if step == "read":
        return services.read_over(actor, translation)
    if step == "writing":
        return services.write_on(actor, translation, why)
    if step == "set-aside":
        return services.set_aside(actor, translation, why)
    return services.put_in_force(actor, translation, address=reverse("translations", args=[programme]))


def element(request: Request, programme: uuid.UUID, translation: uuid.UUID, element: str) -> HttpResponse:
    """The texts of one element beside their source, to be translated."""
    page = _read(request, programme, translation)
    if not page.writing:
        raise NotFound()
    found = queries.translated_element(page, element)
    labels = [label for _part, label in _parts(found)]
    form = TranslateForm(
        request.POST if request.method == "POST" else None,
        parts=found.parts,
        labels=labels,
        language=page.line.language,
    )
    if form.is_bound and form.is_valid():
        kept = attempt(form, lambda: services.write_texts(request.actor, translation, form.texts(), seen=form.seen()))
        if kept is not None:
            messages.success(request, _("Saved."))
            return _onward(request, programme, translation, element)
        page = _read(request, programme, translation)
        found = queries.translated_element(page, element)
    rows = [(part, form[f"text_{part.key}"], form[f"seen_{part.key}"], _meanwhile(form, part)) for part in found.parts]
    write_again(form, **{f"seen_{part.key}": str(part.number) for part in found.parts}) if form.is_bound else None
    context = {
        "page": page,
        "element": found,
        "group": group_of(found.key, page.edition),
        "form": form,
        "rows": rows,
        **WORDS,
    }
    return render(request, "changes/translate.html", context, status=400 if form.is_bound else 200)


def _meanwhile(form: TranslateForm, part: queries.TranslatedPart) -> str:
    """What somebody else wrote since the page was shown; "" where nobody did."""
    seen = str(form[f"seen_{part.key}"].value() or 0) if form.is_bound else str(part.number)
    return part.text if seen != str(part.number) else ""


def _onward(request: Request, programme: uuid.UUID, translation: uuid.UUID, element: str) -> HttpResponse:
    """To the next element that is not done, or back to the translation."""
    page = _read(request, programme, translation)
    left = [one.key for one in page.elements if not one.done and one.key != element]
    if left:
        return redirect("translation-element", programme, translation, left[0])
    return redirect("translation", programme, translation)
