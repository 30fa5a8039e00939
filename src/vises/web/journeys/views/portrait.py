"""The portrait: seven views and two lenses, each written by itself."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from vises.apps.journeys.queries import portrait as queries
from vises.apps.journeys.queries.contributions import said_for_portrait
from vises.apps.journeys.services.words import write_words
from vises.kernel.locale import pick
from vises.web.journeys.views.mine import language_here
from vises.web.journeys.views.words import keep, not_saved, saved, wants_json, words_form
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request


def portrait(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The whole portrait on one page, to read."""
    context = {
        "page": queries.portrait(request.actor, journey),
        "said": said_for_portrait(request.actor, journey),
    }
    return journey_page(request, "journeys/portrait.html", journey, context)


def heading(request: Request, journey: uuid.UUID, heading: str) -> HttpResponse:
    """One view: its words, source and language; its earlier wordings; what one already has of it."""
    page = queries.portrait(request.actor, journey)
    row = page.heading(heading)
    form = words_form(
        request,
        heading,
        row.written,
        page.language,
        label=str(_("In your own words")),
        hint=pick(row.hints, language_here())[0],
        with_source=True,
    )
    if form.is_bound and form.is_valid():
        kept = keep(
            form,
            row.written,
            lambda text, language, source, number: (
                write_words(
                    request.actor, journey, page.code, heading, text, language=language, source=source, number=number
                ).number
            ),
        )
        if kept is not None:
            if wants_json(request):
                return saved(kept)
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('portrait', args=[journey])}#{heading}")
    if form.is_bound and wants_json(request):
        return not_saved(form)
    order = [item.id for item in page.headings]
    after = order[order.index(heading) + 1 :]
    return journey_page(
        request,
        "journeys/heading.html",
        journey,
        {
            "page": page,
            "row": row,
            "form": form,
            "after": page.heading(after[0]) if after else None,
        },
        status=400 if form.is_bound else 200,
    )
