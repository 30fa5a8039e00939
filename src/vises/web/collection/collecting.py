"""Collecting: what the plan asks for, what came, rounds of answers, conversations, records."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.collection.queries import collecting as queries
from vises.apps.collection.services import answers, documents, waves
from vises.apps.instruments import queries as instruments
from vises.texts.archives import LARGEST_FILE
from vises.texts.reading import read
from vises.texts.talk import Talk
from vises.web.collection.forms import DocumentForm, NewWaveForm, RecordsForm, WaveForm
from vises.web.collection.words import DOCUMENT_KINDS, MOMENTS, UNFIT, UNITS
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_frame, journey_page
from vises.web.layout.qr import qr_drawing
from vises.web.layout.routes import Request

NUMBERS = ("group_size", "invited", "opens_on", "closes_on", "moment")


def collection(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Line by line of the plan: target and reached, and what to collect next."""
    lines = [
        {
            "line": line,
            "unit": str(UNITS.get(line.unit, line.unit)),
            "kinds": {row.id: str(DOCUMENT_KINDS.get(row.kind, row.kind)) for row in line.documents},
            "most": max(line.target or 0, line.reached) or 1,
        }
        for line in queries.collection(request.actor, journey)
    ]
    return journey_page(request, "collection/collection.html", journey, {"lines": lines})


def new_wave(request: Request, journey: uuid.UUID, version: uuid.UUID) -> HttpResponse:
    """Open a round of answers on a version of a questionnaire."""
    shown = instruments.version(request.actor, version)
    titles = {f"title_{code}": text for code, text in shown.form_titles.items()}
    form = NewWaveForm(request.POST or None, initial=titles)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        wave = attempt(
            form,
            lambda: waves.open_wave(
                request.actor,
                version,
                titles=form.texts("title"),
                introduction=form.texts("introduction"),
                uses=["analysis", *data["uses"]],
                group_size=data["group_size"],
                invited=data["invited"],
                opens_on=data["opens_on"],
                closes_on=data["closes_on"],
                moment=data["moment"],
            ),
        )
        if wave is not None:
            messages.success(request, _("The round is open. Print the poster or send the address."))
            return redirect("wave", journey=journey, wave=wave.id)
    context = {"form": form, "shown": shown}
    return journey_page(request, "collection/new_wave.html", journey, context, status=400 if form.is_bound else 200)


def wave(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """One round: its address and QR code, how many answered, what to look at."""
    if request.method == "POST":
        action = request.POST.get("do", "")
        if action == "close":
            waves.close_wave(request.actor, wave)
        elif action == "open":
            waves.reopen_wave(request.actor, wave)
        return redirect("wave", journey=journey, wave=wave)
    page = queries.wave_page(request.actor, wave)
    unfit = [(label, str(UNFIT.get(code, code)), count) for label, code, count in page.unfit]
    context = {"page": page, "address": _address(page.token), "qr": qr_drawing(_address(page.token)), "unfit": unfit}
    context["moment"] = MOMENTS.get(page.moment, "")
    return journey_page(request, "collection/wave.html", journey, context)


def change_wave(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """Title, welcome, dates and numbers of a round."""
    page = queries.wave_page(request.actor, wave)
    initial = {f"title_{code}": text for code, text in page.titles.items()}
    initial |= {f"introduction_{code}": text for code, text in page.introduction.items()}
    numbers = {name: getattr(page, name) for name in NUMBERS}
    form = WaveForm(request.POST or None, initial=initial | numbers)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        changed = attempt(
            form,
            lambda: waves.change_wave(
                request.actor,
                wave,
                titles=form.texts("title"),
                introduction=form.texts("introduction"),
                **{name: data[name] for name in NUMBERS},
            ),
        )
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("wave", journey=journey, wave=wave)
    context = {"form": form, "page": page}
    return journey_page(request, "collection/change_wave.html", journey, context, status=400 if form.is_bound else 200)


def poster(request: Request, journey: uuid.UUID, wave: uuid.UUID) -> HttpResponse:
    """A page to print and hang: what we ask, the QR code, the address."""
    page = queries.wave_page(request.actor, wave)
    context = {
        "page": page,
        "frame": journey_frame(request, journey),
        "address": _address(page.token),
        "qr": qr_drawing(_address(page.token)),
    }
    return render(request, "collection/poster.html", context)


def _address(token: str) -> str:
    return f"{settings.BASE_ADDRESS}{reverse('answer', kwargs={'token': token})}"


def new_document(request: Request, journey: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Type or paste an interview, a focus group, a life story; from a file, it is shown before it is kept."""
    _journey, looks_at, method, groups = queries.line_choices(request.actor, line)
    known = {"interview", "focus-group", "life-story", "observation"}
    initial = {"kind": method if method in known else "interview", "language": journey_frame(request, journey).language}
    form = DocumentForm(request.POST or None, request.FILES or None, initial=initial, groups=groups)
    talk = None
    if request.FILES and (talk := _look(form)) is not None:
        lists = {name: request.POST.getlist(name) for name in ("consents", "refused")}
        written = request.POST.dict() | lists | {"text": talk.written()}
        form = DocumentForm(initial=written, groups=groups)
    elif request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        kept = attempt(
            form,
            lambda: documents.add_document(
                request.actor,
                line,
                kind=data["kind"],
                title=data["title"],
                text=data["text"],
                language=data["language"],
                stakeholder_id=uuid.UUID(data["stakeholder"]) if data["stakeholder"] else None,
                people=data["people"],
                on=data["on"],
                consents=["analysis", *data["consents"]],
                refused=data["refused"],
            ),
        )
        if kept is not None:
            told = {"receipt": kept.receipt, "title": kept.document.title}
            return journey_page(request, "collection/document_kept.html", journey, told)
    context = {"form": form, "looks_at": looks_at, "talk": talk}
    return journey_page(request, "collection/new_document.html", journey, context, status=400 if form.is_bound else 200)


def _look(form: DocumentForm) -> Talk | None:
    """The conversation in the file that came with the form; None, with an error on it, where it cannot be read."""
    sent = form.files.get("file")
    form.is_valid()
    if sent is None or form.has_error("file"):
        return None
    return attempt(form, lambda: read(sent.read(LARGEST_FILE + 1), sent.name or ""))


def document(request: Request, journey: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """A conversation, for its readers."""
    page = queries.document_page(request.actor, document)
    context = {"page": page, "kind": str(DOCUMENT_KINDS.get(page.kind, page.kind))}
    return render(request, "collection/document.html", context)


def new_records(request: Request, journey: uuid.UUID, line: uuid.UUID) -> HttpResponse:
    """Existing records, or a counting grid, as a small table."""
    _journey, looks_at, _method, _groups = queries.line_choices(request.actor, line)
    form = RecordsForm(request.POST or None)
    language = journey_frame(request, journey).language
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data

        def keep() -> object:
            columns, rows = documents.read_pasted(data["table"])
            return documents.add_records(
                request.actor,
                line,
                titles={language: data["title"]},
                source=data["source"],
                columns=columns,
                rows=rows,
                note=data["note"],
            )

        if attempt(form, keep) is not None:
            messages.success(request, _("The table is kept, with its source."))
            return redirect("collection", journey=journey)
    context = {"form": form, "looks_at": looks_at}
    return journey_page(request, "collection/new_records.html", journey, context, status=400 if form.is_bound else 200)


def aside(request: Request, journey: uuid.UUID, aside: uuid.UUID) -> HttpResponse:
    """Two answers with one id, side by side; a reader says which counts."""
    page = queries.aside(request.actor, aside)
    if request.method == "POST":
        answers.settle(request.actor, aside, use_second=request.POST.get("use") == "second")
        messages.success(request, _("Settled."))
        return redirect("reading", journey=journey)
    return render(request, "collection/aside.html", {"page": page})
