"""What a funder reads: the published story, and the quotes agreed for funders as they stand right now."""

import copy
from dataclasses import dataclass

from vises.apps.access.actor import Actor
from vises.apps.access.services import open_pass
from vises.apps.findings.queries.ground import quote_knot
from vises.apps.valorisation.models import Quote, Story
from vises.apps.valorisation.queries.consents import ORIGIN, states_of
from vises.apps.valorisation.queries.public import PublicStory, public_story
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class FunderStory:
    """The published story whose sentences also hold the quotes for funders (`funder` is true on those); `name` is whom
    the link was given to."""

    published: PublicStory
    name: str
    language: str
    quotes: int


def for_funder(token: str) -> tuple[Actor, Story, FunderStory]:
    """The page behind a funder's link. Nothing is kept in between: a no, a new wording or an end shows at once.

    Raises NotFound for a link that opens nothing (any more), and once the story is taken back.
    """
    opened, guest = open_pass(token, "funder")
    rows = Story.objects.filter(journey__scope_id=opened.scope_id).select_related("journey__scope")
    story = rows.filter(pk=opened.detail).first() if opened.detail else None
    if story is None:
        raise NotFound("access.link-ended")
    published = public_story(story.slug)
    if published.withdrawn_at is not None:
        raise NotFound("access.link-ended")
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
    page = PublicStory(
        published.slug,
        content,
        published.hash,
        published.number,
        published.published_at,
        published.revised_at,
        None,
    )
    return guest, story, FunderStory(page, opened.label, opened.language, shown)
