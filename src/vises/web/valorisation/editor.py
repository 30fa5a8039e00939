"""The story in the making: its words, sentences, quotes, picture; preview; publication by the enterprise alone."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vises.apps.findings.queries.pages import quotable
from vises.apps.valorisation import services
from vises.apps.valorisation.queries import editor as queries
from vises.apps.valorisation.queries.consents import quote_lines, said_no
from vises.apps.valorisation.queries.pictures import picture as picture_with_people
from vises.apps.valorisation.queries.public import story_image, with_dates
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.kernel.problems import NotFound, Problem
from vises.platform.problems import word
from vises.web.findings.words import thread_words
from vises.web.layout.forms import attempt
from vises.web.layout.journey import journey_page
from vises.web.layout.routes import Request
from vises.web.valorisation.forms import ClaimForm, FunderForm, ImageForm, PeopleForm, StoryForm
from vises.web.valorisation.words import PERSON_STATES, PICTURE_STATES, STATES, TASKS


def _uuid(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound() from None


def _language() -> str:
    return get_language() or "fr"


def _findings(page: queries.StoryPage) -> list[tuple[str, str]]:
    return [
        (str(id_), f"{label}: {pick(statements, _language())[0]}"[:160]) for id_, label, statements in page.findings
    ]


def story(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The editor."""
    page = queries.story_page(request.actor, journey)
    do = request.POST.get("do", "") if request.method == "POST" else ""
    if do in {"remove-claim", "settle", "remove-image"}:
        return _small(request, journey, page, do)
    form = StoryForm(request.POST if do == "write" else None, page=page)
    claim_form = ClaimForm(
        request.POST if do == "add-claim" else None,
        prefix="c",
        languages=page.languages,
        findings=_findings(page),
    )
    image_form = ImageForm(
        request.POST if do == "image" else None,
        request.FILES if do == "image" else None,
        prefix="i",
        languages=page.languages,
        texts=page.image_alt,
    )
    here = reverse("story", args=[journey])
    if do == "write" and form.is_valid():
        kept = attempt(
            form,
            lambda: services.write_story(
                request.actor,
                journey,
                titles=form.texts("titles"),
                how_and_why=form.texts("how_and_why"),
                choices_and_limits=form.texts("choices_and_limits"),
                what_next=form.texts("what_next"),
                languages=form.cleaned_data["languages"],
                story_id=page.id,
                number=form.cleaned_data["number"] if page.id else None,
            ),
        )
        if kept is not None:
            messages.success(request, _("The story is kept. Nobody outside reads it until you publish."))
            return redirect(f"{here}#sentences")
    if do == "add-claim" and page.id and claim_form.is_valid():
        id_ = page.id
        made = attempt(
            claim_form,
            lambda: (
                services.add_claim(
                    request.actor,
                    id_,
                    texts=claim_form.texts("texts"),
                    finding_id=_uuid(claim_form.cleaned_data["finding"])
                    if claim_form.cleaned_data["finding"]
                    else None,
                ).id
            ),
        )
        if made is not None:
            messages.success(request, _("The sentence is in the story."))
            return redirect("claim", journey, made)
    if do == "image" and page.id and image_form.is_valid():
        id_, file = page.id, image_form.cleaned_data["image"]
        kept = attempt(
            image_form,
            lambda: services.set_image(request.actor, id_, file.chunks(), file.name, image_form.texts("image_alt")),
        )
        if kept is not None:
            messages.success(request, _("The picture is in the story. Say who can be recognised on it."))
            return redirect("picture-people", journey)
    return journey_page(
        request,
        "valorisation/story.html",
        journey,
        {
            "page": page,
            "form": form,
            "claim_form": claim_form,
            "image_form": image_form,
            "forced": with_dates(page.forced),
            "tasks": [(task, TASKS[task.code]) for task in page.tasks],
            "words": thread_words(),
            "picture_states": PICTURE_STATES,
        },
        status=400 if do else 200,
    )


def people(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Who can be recognised on the picture: nobody, or these people, each asked on a page of her own."""
    picture = picture_with_people(request.actor, journey)
    story_id = queries.story_page(request.actor, journey).id
    assert story_id is not None
    do = request.POST.get("do", "") if request.method == "POST" else ""
    form = PeopleForm(request.POST if do == "list" else None)
    if do == "nobody":
        try:
            services.say_nobody(request.actor, story_id)
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
            return redirect("picture-people", journey)
        messages.success(request, _("Kept, with your name and the day. The picture may be published."))
        return redirect("story", journey)
    if do == "list" and form.is_valid():
        names = form.cleaned_data["who"].splitlines()
        if attempt(form, lambda: services.list_people(request.actor, story_id, names)):
            messages.success(request, _("They are on the list. Now ask each of them."))
            return redirect("picture-people", journey)
    context = {"picture": picture, "form": form, "states": PICTURE_STATES, "person_states": PERSON_STATES}
    return journey_page(request, "valorisation/people.html", journey, context, status=400 if do else 200)


def _small(request: Request, journey: uuid.UUID, page: queries.StoryPage, do: str) -> HttpResponse:
    if do == "remove-image" and page.id:
        services.remove_image(request.actor, page.id)
        messages.success(request, _("The picture is out of the story."))
    elif do == "remove-claim":
        services.remove_claim(request.actor, _uuid(request.POST.get("claim", "")))
        messages.success(request, _("The sentence is out of the story."))
    elif do == "settle":
        services.settle_task(request.actor, _uuid(request.POST.get("task", "")))
        messages.success(request, _("Noted as seen."))
    return redirect("story", journey)


def claim(request: Request, journey: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """One sentence: its words, its finding, the quotes under it and those that are not available."""
    page = queries.story_page(request.actor, journey)
    sentence = next((one for one in page.sentences if one.knot["id"] == str(claim)), None)
    if sentence is None:
        raise NotFound()
    do = request.POST.get("do", "") if request.method == "POST" else ""
    here = reverse("claim", args=[journey, claim])
    if do in {"quote", "unquote"}:
        try:
            if do == "quote":
                services.add_quote(request.actor, claim, _uuid(request.POST.get("passage", "")))
            else:
                services.remove_quote(request.actor, _uuid(request.POST.get("quote", "")))
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
        return redirect(f"{here}#quotes")
    form = ClaimForm(
        request.POST if do == "change" else None,
        languages=page.languages,
        findings=_findings(page),
        texts=sentence.knot["texts"],
        finding=str(sentence.finding_id or ""),
    )
    if do == "change" and form.is_valid():
        kept = attempt(
            form,
            lambda: services.change_claim(
                request.actor,
                claim,
                texts=form.texts("texts"),
                finding_id=_uuid(form.cleaned_data["finding"]) if form.cleaned_data["finding"] else None,
            ),
        )
        if kept is not None:
            messages.success(request, _("The sentence is kept."))
            return redirect(here)
    rows = quotable(request.actor, sentence.finding_id) if sentence.finding_id else ()
    quotes = quote_lines(request.actor, claim)
    here_already = {quote.passage_id for quote in quotes}
    others = [row for row in rows if row.id not in here_already]
    no = said_no([row.id for row in others if row.askable])
    return journey_page(
        request,
        "valorisation/claim.html",
        journey,
        {
            "sentence": sentence,
            "quotes": quotes,
            "states": STATES,
            "form": form,
            "available": [row for row in others if row.public],
            "to_ask": [row for row in others if row.askable and row.id not in no],
            "not_available": [row for row in others if not row.public and (not row.askable or row.id in no)],
        },
        status=400 if do else 200,
    )


def preview(request: Request, journey: uuid.UUID) -> HttpResponse:
    """What anybody would read, before anybody reads it."""
    content = queries.preview(request.actor, journey)
    return journey_page(
        request,
        "valorisation/preview.html",
        journey,
        {
            "story": with_dates(content),
            "words": thread_words(),
            "language_names": LANGUAGE_NAMES,
            "image": reverse("story-picture", args=[journey]) if content["image"] else "",
        },
    )


def picture(request: Request, journey: uuid.UUID) -> HttpResponse:
    """The picture of the story in the making."""
    page = queries.story_page(request.actor, journey)
    body, kind = story_image(page.slug)
    return HttpResponse(body, content_type=kind, headers={"Cache-Control": "private, no-store"})


def publish(request: Request, journey: uuid.UUID) -> HttpResponse:
    """Publish, or take back: the enterprise's referent alone."""
    page = queries.story_page(request.actor, journey)
    if page.id is None:
        raise NotFound()
    do = request.POST.get("do", "")
    form = FunderForm(request.POST if do == "funder" else None, initial={"language": get_language()})
    funder_address = ""
    if do == "funder" and form.is_valid():
        token = attempt(form, lambda: services.funder_link(request.actor, journey, **form.cleaned_data))
        if token is not None:
            funder_address = request.build_absolute_uri(reverse("story-funder", args=[token]))
    elif request.method == "POST" and do != "funder":
        try:
            if request.POST.get("do") == "withdraw":
                services.withdraw(request.actor, page.id)
                messages.success(request, _("The story is taken back. Its address says so, and nothing else."))
            else:
                services.publish(request.actor, page.id)
                messages.success(request, _("The story is published: anybody may read it at its address."))
        except Problem as problem:
            if problem.status != 400:
                raise
            messages.error(request, word(problem))
        return redirect("publish", journey)
    address = request.build_absolute_uri(reverse("story-public", args=[page.slug]))
    context = {"page": page, "address": address, "funder_form": form, "funder_address": funder_address}
    context["picture_states"] = PICTURE_STATES
    failed = form.is_bound and not funder_address
    response = journey_page(request, "valorisation/publish.html", journey, context, status=400 if failed else 200)
    if funder_address:
        response.headers["Cache-Control"] = "no-store"
    return response


def thread_inside(request: Request, journey: uuid.UUID, claim: uuid.UUID) -> HttpResponse:
    """The whole thread of a sentence, for the people of the journey."""
    knot = queries.inside_thread(request.actor, journey, claim)
    return journey_page(
        request,
        "valorisation/thread_inside.html",
        journey,
        {"claim": with_dates(knot), "words": thread_words()},
    )
