"""What anybody may read: the library, a story, its threads, its picture, its PDF."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override

from vises.apps.valorisation import services
from vises.apps.valorisation.queries import public as queries
from vises.apps.valorisation.queries.funder import funder_image as funder_picture
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.kernel.problems import NotFound
from vises.web.findings.words import thread_words
from vises.web.layout.paper import tagged_pdf
from vises.web.layout.routes import Request
from vises.web.programmes.words import GROUPS
from vises.web.valorisation.forms import LibraryForm


def stories(request: Request) -> HttpResponse:
    """The library of published stories."""
    territories = [(code, pick(names, get_language() or "fr")[0]) for code, names in queries.territories()]
    form = LibraryForm(request.GET or None, territories=territories)
    narrowed = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.library(**narrowed)
    return render(
        request,
        "valorisation/stories.html",
        {
            "form": form,
            "rows": rows,
            "narrowed": any(narrowed.values()),
            "groups": GROUPS,
            "language_names": LANGUAGE_NAMES,
        },
    )


def _language(request: Request, story: queries.PublicStory) -> str:
    """The language asked for, else the reader's, else the story's first."""
    languages = story.content["languages"]
    for code in (request.GET.get("lang", ""), get_language() or ""):
        if code in languages:
            return code
    return str(languages[0])


def _context(story: queries.PublicStory, language: str) -> dict[str, Any]:
    return {
        "published": story,
        "story": queries.with_dates(story.content),
        "words": thread_words(),
        "groups": GROUPS,
        "language_names": LANGUAGE_NAMES,
        "shown_in": language,
        "image": reverse("story-image", args=[story.slug]) if story.content["image"] else "",
    }


def _withdrawn(request: Request, story: queries.PublicStory) -> HttpResponse:
    return render(request, "valorisation/withdrawn.html", {"published": story}, status=410)


def story_public(request: Request, slug: str) -> HttpResponse:
    """A published story in one of its languages; 410 once it was withdrawn."""
    story = queries.public_story(slug)
    if story.withdrawn_at:
        return _withdrawn(request, story)
    language = _language(request, story)
    with override(language):
        return render(request, "valorisation/public.html", _context(story, language))


def story_funder(request: Request, token: str) -> HttpResponse:
    """The story for one funder, with words that funders may read. Opening it is noted; nothing of it is kept."""
    page = services.read_by_funder(token)
    asked = request.GET.get("lang", "")
    languages = page.published.content["languages"]
    wanted = (asked, page.language, get_language() or "")
    language = next((code for code in wanted if code in languages), str(languages[0]))
    with override(language):
        context = _context(page.published, language) | {"funder": page}
        if page.picture:
            context["image"] = reverse("story-funder-picture", args=[token])
        response = render(request, "valorisation/public.html", context)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def funder_image(request: Request, token: str) -> HttpResponse:
    """The picture that is for funders only."""
    body, kind = funder_picture(token)
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": "private, no-store"})


def thread(request: Request, slug: str, claim: uuid.UUID) -> HttpResponse:
    """The thread of one published sentence, at the public depth."""
    story = queries.public_story(slug)
    if story.withdrawn_at:
        return _withdrawn(request, story)
    language = _language(request, story)
    with override(language):
        context = _context(story, language)
        found = [one for one in context["story"]["claims"] if one["id"] == str(claim) and not one["hidden"]]
        if not found:
            raise NotFound()
        return render(request, "valorisation/thread.html", {**context, "claim": found[0]})


def story_image(request: Request, slug: str) -> HttpResponse:
    """The picture of a published story."""
    body, kind = queries.public_image(slug)
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": "no-cache"})


def story_pdf(request: Request, slug: str, language: str) -> HttpResponse:
    """A published story on paper: a tagged PDF."""
    story = queries.public_story(slug)
    if story.withdrawn_at:
        return _withdrawn(request, story)
    if language not in story.content["languages"]:
        raise NotFound()
    address = request.build_absolute_uri(reverse("story-public", args=[slug]))
    with override(language):
        html = render_to_string(
            "valorisation/paper.html", {**_context(story, language), "address": address, "language": language}
        )
    image = queries.public_image(slug) if story.content["image"] else None
    return HttpResponse(
        tagged_pdf(html, image),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{slug}.{language}.pdf"'},
    )
