"""The method's versions, its cards, the glossary and the library: everybody may read them. Adopting a version."""

import itertools
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.access.rules import Role
from vises.apps.learning.queries.changes import changing
from vises.apps.methodology import comparing
from vises.apps.methodology import queries as methodology
from vises.apps.methodology.glossary import Term, search_terms
from vises.apps.methodology.library import search_entries
from vises.apps.methodology.packages import write_package
from vises.apps.methodology.rules import PREFIXES, Element, Version
from vises.apps.methodology.search import fold
from vises.apps.methodology.services.releases import adopt
from vises.kernel.locale import LANGUAGE_NAMES, LANGUAGES
from vises.web.layout.forms import attempt
from vises.web.layout.routes import Request
from vises.web.methodology.differences import difference_view
from vises.web.methodology.drawing import draw, hue_of
from vises.web.methodology.forms import AdoptForm
from vises.web.methodology.words import KINDS

LONGEST_SEARCH = 200  # characters


def methods(request: Request) -> HttpResponse:
    """The versions, what moved between them, what nobody knows, and the local overlays."""
    versions = methodology.versions()
    cores = tuple(version for version in versions if not version.core)
    codes = {version.code for version in cores}
    changelog = methodology.changelog()
    changes = tuple(change for change in changelog.changes if change.to_code in codes)
    return render(
        request,
        "methodology/methods.html",
        {
            "versions": cores,
            "newest": cores[-1] if cores else None,
            "overlays": comparing.overlays(),
            "drawing": draw(cores, changes),
            "changes": changes,
            "changelog": changelog,
            "changing": changing(request.actor),
            "may_adopt": Role.ADMINISTRATOR in request.actor.roles(),
        },
    )


@dataclass(frozen=True)
class Section:
    """A list of elements of one kind, with the start of their text keys."""

    name: str
    prefix: str
    elements: tuple[Element, ...]


def _sections(version: Version, names: tuple[str, ...]) -> dict[str, Section]:
    return {name: Section(name, PREFIXES[name], getattr(version, name)) for name in names}


def method_version(request: Request, code: str) -> HttpResponse:
    """One version, whole: steps, deliverables, and the lists that its rooms use."""
    version = methodology.version(code)
    context: dict[str, Any] = {
        "version": version,
        "steps": [(step, hue_of(step.id)) for step in version.steps],
        "states": methodology.translation_states(code),
        "languages_by_name": LANGUAGE_NAMES,
        "local": comparing.local(version),
        "changes": methodology.changes_of(code),
        "before": _before(version),
        "fingerprint": comparing.fingerprint(code),
        "completions": methodology.completions(code),
        **_sections(
            version, ("dimensions", "lenses", "question_types", "question_test", "effects", "strengths", "involvement")
        ),
    }
    return render(request, "methodology/method_version.html", context)


def _before(version: Version) -> str:
    """The version that one is compared with first: its core, else the core released before it; "" for the first."""
    cores = [known.code for known in methodology.versions() if not known.core]
    if version.core:
        return version.core
    return cores[cores.index(version.code) - 1] if cores.index(version.code) else ""


def method_cards(request: Request, code: str) -> HttpResponse:
    """The method cards of a version."""
    version = methodology.version(code)
    return render(request, "methodology/method_cards.html", {"version": version, "local": comparing.local(version)})


def differences(request: Request, code: str) -> HttpResponse:
    """What differs from another version to this one: its structure, and its texts word by word, in a language."""
    version = methodology.version(code)
    others = [known for known in methodology.versions() if known.code != code]
    asked = request.GET.get("from", "")
    old = asked if asked in {known.code for known in others} else _before(version) or others[0].code if others else code
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else get_language() or "fr"
    found = comparing.released_difference(old, code, language)
    view = difference_view(comparing.released_edition(old), comparing.released_edition(code), language, found)
    context = {
        "version": version,
        "old": old,
        "others": others,
        "view": view,
        "state": methodology.translation_states(code).get(language, ""),
        "completions": [one for one in methodology.completions(code) if one.language == language],
        "changes": [change for change in methodology.changes_of(code) if change.from_code == old],
    }
    return render(request, "methodology/differences.html", context)


def files(request: Request, code: str) -> HttpResponse:
    """A released version as a package of files, for another installation."""
    response = HttpResponse(write_package(comparing.package_of(code)), content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"vises-method-{code}.zip") or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def adopting(request: Request) -> HttpResponse:
    """Take in a version that another installation made, from its package of files."""
    form = AdoptForm(request.POST, request.FILES) if request.method == "POST" else AdoptForm()
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        kept = attempt(form, lambda: adopt(request.actor, data["file"].read(), fingerprint=data["fingerprint"]))
        if kept is not None:
            said = _("Version %(code)s is here. Nobody was moved to it.") % {"code": kept.code}
            if methodology.completions(kept.code):
                said += " " + _("So is what completed its translations.")
            messages.success(request, said)
            return redirect("method-version", kept.code)
    return render(request, "methodology/adopting.html", {"form": form}, status=400 if form.is_bound else 200)


@dataclass(frozen=True)
class Row:
    """A term as the glossary lists it, in the reader's language."""

    term: Term
    word: str
    variants: tuple[str, ...]
    elsewhere: tuple[tuple[str, str], ...]
    own: bool


def _row(term: Term, language: str) -> Row:
    words = term.words[language]
    elsewhere = tuple((code, ", ".join(found)) for code, found in term.words.items() if code != language)
    return Row(term, words[0], words[1:], elsewhere, term.origin_in(language) == "proposed")


def glossary(request: Request) -> HttpResponse:
    """The words, in the reader's alphabetical order; a search looks through all languages."""
    language = get_language() or "fr"
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    rows = [_row(term, language) for term in search_terms(methodology.glossary(), asked, language)]
    letters = [
        (letter, list(found)) for letter, found in itertools.groupby(rows, key=lambda row: fold(row.word)[:1].upper())
    ]
    return render(request, "methodology/glossary.html", {"letters": letters, "count": len(rows), "asked": asked})


def library(request: Request) -> HttpResponse:
    """Theories, practices, tools and texts, each with where it comes from."""
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    entries = search_entries(methodology.library().entries, asked, kind)
    shelves = [(code, label, [entry for entry in entries if entry.kind == code]) for code, label in KINDS.items()]
    return render(
        request,
        "methodology/library.html",
        {
            "shelves": [shelf for shelf in shelves if shelf[2]],
            "count": len(entries),
            "asked": asked,
            "kind": kind,
            "kinds": KINDS,
        },
    )
