"""Writing the easy-read variant: question by question, then shown to readers who say whether it is easy."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.queries.asking import Asking, asking_about
from vises.apps.collection.services.waves import wave_for
from vises.apps.instruments.queries.easy_read import EasyQuestion, EasyVariant, easy_variant
from vises.apps.instruments.rules import MOST_WORDS, long_sentences
from vises.apps.instruments.services import easy_read
from vises.kernel.clock import today
from vises.kernel.problems import NotFound
from vises.web.doors.collect import id_of
from vises.web.doors.drawings import drawn
from vises.web.doors.easy import art_of
from vises.web.doors.easy_forms import EasyForm, SendForm, ValidatedForm
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.xforms import Question


def about(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Every question with its easy words; who validated them."""
    row = wave_for(request.actor, wave)
    asked = asking_about(row)
    form = ValidatedForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        done = attempt(
            form,
            lambda: easy_read.validate_easy(request.actor, row.version_id, by=data["by"], on=data["on"]),
        )
        if done:
            messages.success(request, _("Kept. The page no longer says that readers have yet to validate it."))
            return redirect("door-easy", journey=journey, wave=wave)
    variant = easy_variant(row.version)
    questions = [_listed(number, question, variant, asked) for number, question in enumerate(asked.form.questions, 1)]
    context = {
        "page": queries.wave_page(request.actor, wave),
        "questions": questions,
        "variant": variant,
        "form": form,
        "written": sum(one["written"] for one in questions),
    }
    return journey_page(request, "doors/easy.html", journey, context, status=400 if form.errors else 200)


def _listed(number: int, question: Question, variant: EasyVariant, asked: Asking) -> dict[str, Any]:
    said = variant.of(question.name)
    languages = [code for code, _name in asked.languages]
    long = [count for code in languages for count in long_sentences(said.label(code))]
    language = asked.form.default_language
    return {
        "number": number,
        "asked": question.labels.get(language) or next(iter(question.labels.values()), question.name),
        "easy": said.label(language),
        "written": all(said.label(code) for code in languages),
        "long": max(long, default=0),
        "too_long": max(long, default=0) > MOST_WORDS,
        "drawing": drawn(said.drawings.get("", "")),
        "sounds": len(said.sounds),
    }


def one(request: Request, journey: uuid.UUID, wave: uuid.UUID, number: int) -> HttpResponse:
    """One question: its easy words in each language, drawings, a picture or a voice."""
    row = wave_for(request.actor, wave)
    asked = asking_about(row)
    if not 1 <= number <= len(asked.form.questions):
        raise NotFound()
    found = asked.form.questions[number - 1]
    said = easy_variant(row.version).of(found.name)
    if request.method == "POST" and request.POST.get("do") == "drop":
        easy_read.drop_easy_file(request.actor, id_of(request.POST.get("file", "")))
        return redirect("easy-question", journey=journey, wave=wave, number=number)
    writing = request.method == "POST" and request.POST.get("do") != "send"
    form = EasyForm(
        request.POST if writing else None,
        question=found,
        languages=asked.languages,
        initial=_initial(said, found, asked),
    )
    sending = SendForm(
        request.POST if not writing and request.method == "POST" else None,
        request.FILES or None,
        question=found,
        languages=asked.languages,
    )
    if writing and form.is_valid():
        kept = attempt(
            form,
            lambda: easy_read.write_easy(request.actor, row.version_id, found.name, form.words(), form.drawings()),
        )
        if kept is not None:
            messages.success(request, _("Saved."))
            following = number + 1 if number < len(asked.form.questions) and request.POST.get("do") == "next" else 0
            if following:
                return redirect("easy-question", journey=journey, wave=wave, number=following)
            return redirect("door-easy", journey=journey, wave=wave)
    elif request.method == "POST" and not writing and sending.is_valid():
        kept_file = attempt(sending, lambda: sending.send(request, row.version_id))
        if kept_file is not None:
            return redirect("easy-question", journey=journey, wave=wave, number=number)
    files = [(id_, choice, "picture") for choice, id_ in said.pictures.items()]
    files += [(id_, language, "sound") for language, id_ in said.sounds.items()]
    context = {
        "page": queries.wave_page(request.actor, wave),
        "number": number,
        "of": len(asked.form.questions),
        "asked": found.labels.get(asked.form.default_language) or found.name,
        "form": form,
        "sending": sending,
        "files": files,
        "art": art_of(said.drawings, said.pictures, None, row.token),
    }
    status = 400 if form.errors or sending.errors else 200
    return journey_page(request, "doors/easy_question.html", journey, context, status=status)


def _initial(said: EasyQuestion, question: Question, asked: Asking) -> dict[str, str]:
    found = {"drawing:": said.drawings.get("", "")}
    for code, _name in asked.languages:
        found |= {f"label:{code}": said.label(code), f"hint:{code}": said.hint(code)}
        for number, choice in enumerate(question.choices):
            found[f"choice:{code}:{number}"] = said.choices(code).get(choice.value, "")
            found[f"drawing:{number}"] = said.drawings.get(choice.value, "")
    return found
