"""The method's versions, its cards, the glossary and the library. Everybody may read them."""

import itertools
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from vises.apps.methodology import queries as methodology
from vises.apps.methodology.glossary import Term, search_terms
from vises.apps.methodology.library import search_entries
from vises.apps.methodology.rules import PREFIXES, Element, Version
from vises.apps.methodology.search import fold
from vises.kernel.locale import LANGUAGE_NAMES
from vises.web.layout.routes import Request
from vises.web.methodology.drawing import draw, hue_of
from vises.web.methodology.words import KINDS

LONGEST_SEARCH = 200  # characters


def methods(request: Request) -> HttpResponse:
    """The versions, what moved between them, and what nobody knows."""
    versions = methodology.versions()
    changelog = methodology.changelog()
    return render(
        request,
        "methodology/methods.html",
        {
            "versions": versions,
            "newest": versions[-1] if versions else None,
            "drawing": draw(versions, changelog.changes),
            "changelog": changelog,
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
        **_sections(
            version, ("dimensions", "lenses", "question_types", "question_test", "effects", "strengths", "involvement")
        ),
    }
    return render(request, "methodology/method_version.html", context)


def method_cards(request: Request, code: str) -> HttpResponse:
    """The method cards of a version."""
    return render(request, "methodology/method_cards.html", {"version": methodology.version(code)})


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
