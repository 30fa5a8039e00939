"""What a funder reads: the published story, and the quotes agreed for funders as they stand right now."""

import copy
from dataclasses import dataclass
from typing import Any

from vises.apps.access.actor import Actor
from vises.apps.access.models import GuestPass
from vises.apps.access.services import open_pass
from vises.apps.findings.queries.ground import quote_knot
from vises.apps.valorisation.models import Quote, Story
from vises.apps.valorisation.queries.consents import ORIGIN, states_of
from vises.apps.valorisation.queries.pictures import FOR_FUNDERS, Picture, image_bytes, picture_of
from vises.apps.valorisation.queries.public import PublicStory, public_story
from vises.apps.valorisation.rules import in_languages
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class FunderStory:
    """The published story whose sentences also hold the quotes for funders (`funder` is true on those); `name` is whom
    the link was given to. `picture`: its picture is for funders only, and stands behind the same link."""

    published: PublicStory
    name: str
    language: str
    quotes: int
    picture: bool


def for_funder(token: str) -> tuple[Actor, Story, FunderStory]:
    """The page behind a funder's link. Nothing is kept in between: a no, a new wording or an end shows at once.

    Raises NotFound for a link that opens nothing (any more), and once the story is taken back.
    """
    opened, guest, story, published = _behind(token)
    content = copy.deepcopy(published.content)
    told = {claim["id"]: claim for claim in content["claims"] if not claim["hidden"]}
    quotes = list(
        Quote.objects.filter(claim__story=story, claim_id__in=list(told), passage__isnull=False)
        .select_related(*ORIGIN, "passage__text")
        .prefetch_related("passage__text__origin__answer__wave__line__from_whom")
        .order_by("order", "created_at")
    )
    states = states_of(quotes, {quote.claim_id: quote.claim.texts for quote in quotes})
    shown = 0
    for quote in quotes:
        if quote.passage is None or states[quote.id].state != "funder":
            continue
        sentence = told[str(quote.claim_id)]["texts"]  # as published: she agreed to her words under this one
        if any(quote.claim.texts.get(code) != text for code, text in sentence.items()):
            continue
        knot = quote_knot(quote.passage, public=True) | {"translations": quote.translations, "funder": True}
        told[str(quote.claim_id)]["quotes"].append(knot)
        shown += 1
    picture = None if content["image"] else _picture(story, content)
    if picture is not None:
        content["image"], content["image_alt"] = str(picture.id), in_languages(picture.alt, content["languages"])
        content["image_names"] = picture.names()
    page = PublicStory(
        published.slug,
        content,
        published.hash,
        published.number,
        published.published_at,
        published.revised_at,
        None,
    )
    return guest, story, FunderStory(page, opened.label, opened.language, shown, picture is not None)


def funder_image(token: str) -> tuple[bytes, str]:
    """The picture behind a funder's link, where it is for funders only, and its content type. Raises NotFound."""
    _opened, _guest, story, published = _behind(token)
    picture = _picture(story, published.content)
    return image_bytes(picture.id if picture else None)


def _behind(token: str) -> tuple[GuestPass, Actor, Story, PublicStory]:
    opened, guest = open_pass(token, "funder")
    rows = Story.objects.filter(journey__scope_id=opened.scope_id).select_related("journey__scope", "image")
    story = rows.filter(pk=opened.detail).first() if opened.detail else None
    if story is None:
        raise NotFound("access.link-ended")
    published = public_story(story.slug)
    if published.withdrawn_at is not None:
        raise NotFound("access.link-ended")
    return opened, guest, story, published


def _picture(story: Story, content: dict[str, Any]) -> Picture | None:
    """The story's picture while everybody on it agrees that funders see it, on the page that they were shown."""
    picture = picture_of(story)
    if picture is None or picture.state not in FOR_FUNDERS or not picture.people:
        return None
    written = {"titles": story.titles, "how_and_why": story.how_and_why}
    same = all(in_languages(texts, content["languages"]) == content[key] for key, texts in written.items())
    return picture if same else None
