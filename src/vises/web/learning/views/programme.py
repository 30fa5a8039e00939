"""What a programme learns, on one page; and the health of its loop."""

import uuid

from django.http import HttpResponse
from django.utils.translation import gettext as _

from vises.apps.learning.queries import alike as asked
from vises.apps.learning.queries import loop as queries
from vises.apps.learning.queries import pooled
from vises.platform.figures import render_summary
from vises.web.layout.routes import Request
from vises.web.learning.views.shown import language_here, page
from vises.web.learning.words import HELPED, UNSAID


def learning(request: Request, programme: uuid.UUID) -> HttpResponse:
    """The loop, what came back, what is asked, what was found."""
    return page(request, "learning", {"found": queries.learning_page(request.actor, programme)})


def health(request: Request, programme: uuid.UUID) -> HttpResponse:
    """How the loop does: never how enterprises or accompanists do."""
    names, stages, found = queries.health_page(request.actor, programme)
    voices = [(code, found.helped[code], HELPED.get(code, UNSAID)) for code in (*HELPED, "") if found.helped.get(code)]
    context = {"programme": programme, "names": names, "stages": stages, "health": found, "voices": voices}
    return page(request, "health", context)


def accompaniment(request: Request, programme: uuid.UUID) -> HttpResponse:
    """What form of accompaniment went with what, pooled over federations."""
    found = pooled.accompaniment(request.actor, programme)
    tables = (
        (_("By sessions held"), "by-sessions", found.by_sessions),
        (_("By notes answered"), "by-answers", found.by_answers),
    )
    return page(request, "accompaniment", {"found": found, "tables": tables})


def alike(request: Request, programme: uuid.UUID) -> HttpResponse:
    """Questions that several enterprises ask in the same words, their answers counted together."""
    found = asked.asked_alike(request.actor, programme)
    figures = [(one, render_summary(one.summary, language_here(), heading="")) for one in found.together]
    return page(request, "alike", {"found": found, "figures": figures, "fewest": asked.ENTERPRISES})
