"""What every page of learning knows: the words for notes, and where to go back to."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from vises.kernel.problems import NotFound
from vises.web.layout.routes import Request
from vises.web.learning import words

WORDS = {
    "kinds": words.KINDS,
    "states": words.STATES,
    "stage_words": words.STAGES,
    "as_what": words.AS_WHAT,
    "helped": words.HELPED,
    "owners": words.OWNERS,
    "outcomes": words.OUTCOMES,
}


def language_here() -> str:
    """The language of the screen."""
    return get_language() or "fr"


def page(request: Request, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """A page of learning."""
    return render(request, f"learning/{template}.html", {**WORDS, **context}, status=status)


def uuid_in(text: str) -> uuid.UUID:
    """An id from a form or an address. Raises NotFound for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def uuid_or_none(text: str) -> uuid.UUID | None:
    """An id, or None where nothing was said."""
    return uuid_in(text) if text else None


def back_to(request: Request, otherwise: str) -> str:
    """Where somebody came from, if that is a page of ours."""
    wanted = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None, require_https=request.is_secure())
    return wanted if wanted.startswith("/") and ours else otherwise
