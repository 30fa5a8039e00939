"""What several pages of a proposal show."""

import uuid
from typing import Any

from django.utils.translation import get_language

from vises.apps.learning.queries.changes import ProposalPage, proposal_page
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import NotFound
from vises.web.changes.words import AS_WHAT, STATES
from vises.web.layout.routes import Request


def language_here() -> str:
    return get_language() or "fr"


def asked_language(request: Request) -> str:
    """The language of the texts that are compared: the one asked for, else the reader's."""
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else language_here()


def read(request: Request, programme: uuid.UUID, proposal: uuid.UUID) -> ProposalPage:
    """The proposal of this address. Raises NotFound when it is of another programme."""
    page = proposal_page(request.actor, proposal)
    if page.programme_id != programme:
        raise NotFound()
    return page


def around(page: ProposalPage, **context: Any) -> dict[str, Any]:
    """The context that every page of a proposal has."""
    return {"page": page, "states": STATES, "as_what": AS_WHAT, **context}
