"""The story as its writers see it: sentences with their ground, what is missing, what was never used."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.findings.models import Evidence, Finding, Improvement, Restitution
from vises.apps.findings.queries.depth import Knot
from vises.apps.findings.queries.pages import journey_seen, languages_of
from vises.apps.valorisation.models import Claim, Publication, Story
from vises.apps.valorisation.queries.content import QUOTED, choices_and_limits, claims_of, public_content, threads
from vises.apps.valorisation.queries.pictures import Picture, picture_of
from vises.apps.valorisation.rules import small_numbers
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound


@dataclass(frozen=True)
class Sentence:
    """A claim with its thread at the inside depth, and numbers in it that are too small to leave."""

    knot: Knot
    finding_id: uuid.UUID | None
    grounded: bool
    small: tuple[str, ...]
    quotes: tuple[tuple[uuid.UUID, str, str], ...]  # quote, words, language


@dataclass(frozen=True)
class Published:
    """What is at the permanent address."""

    number: int
    state: str
    on: datetime
    by: str
    revised_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Task:
    id: uuid.UUID
    code: str
    claim: Texts
    since: datetime


@dataclass(frozen=True)
class Unused:
    """Evidence no sentence stands on."""

    finding_id: uuid.UUID
    label: str
    side: str
    says: Texts


@dataclass(frozen=True)
class StoryPage:
    """Everything the editor shows. `id` is None before the first writing."""

    id: uuid.UUID | None
    number: int
    slug: str
    titles: Texts
    how_and_why: Texts
    choices_and_limits: Texts
    what_next: Texts
    languages: tuple[str, ...]
    image_alt: Texts
    picture: Picture | None
    sentences: tuple[Sentence, ...]
    findings: tuple[tuple[uuid.UUID, str, Texts], ...]
    unused: tuple[Unused, ...]
    forced: Knot
    published: Published | None
    tasks: tuple[Task, ...]
    has_restitution: bool
    has_improvement: bool
    possible_languages: tuple[str, ...]

    @property
    def public(self) -> bool:
        """Whether anybody may read it now."""
        return self.published is not None and self.published.state == Publication.State.PUBLIC


def story_page(actor: Actor, journey_id: uuid.UUID) -> StoryPage:
    """The journey's story (the first one), or an empty one. Needs `journey.view`."""
    journey = journey_seen(actor, journey_id)
    story = Story.objects.filter(journey=journey).select_related("image").order_by("created_at").first()
    findings = list(Finding.objects.filter(question__decision__journey=journey).exclude(state=Finding.State.REJECTED))
    claims = claims_of(story) if story else []
    knots = threads(claims, public=False, actor=actor)
    used = {claim.finding_id for claim in claims if claim.finding_id}
    unused = Evidence.objects.filter(finding__in=findings).exclude(finding_id__in=used).select_related("finding")
    last = story.publications.first() if story else None
    open_tasks = story.tasks.filter(done_at=None).select_related("claim") if story else ()
    return StoryPage(
        id=story.id if story else None,
        number=story.number if story else 0,
        slug=story.slug if story else "",
        titles=story.titles if story else {},
        how_and_why=story.how_and_why if story else {},
        choices_and_limits=story.choices_and_limits if story else {},
        what_next=story.what_next if story else {},
        languages=tuple(story.languages) if story else languages_of(journey),
        image_alt=story.image_alt if story else {},
        picture=picture_of(story) if story else None,
        sentences=tuple(_sentence(claim, knots[claim.id]) for claim in claims),
        findings=tuple((row.id, row.label, row.statements) for row in findings),
        unused=tuple(Unused(row.finding_id, row.finding.label, row.side, row.says) for row in unused),
        forced=choices_and_limits(journey),
        published=_published(last) if last else None,
        tasks=tuple(
            Task(task.id, task.code, task.claim.texts if task.claim else {}, task.created_at) for task in open_tasks
        ),
        has_restitution=Restitution.objects.filter(session__journey=journey).exists(),
        has_improvement=Improvement.objects.filter(question__decision__journey=journey).exists(),
        possible_languages=languages_of(journey),
    )


def _sentence(claim: Claim, knot: Knot) -> Sentence:
    thread = knot["thread"]
    return Sentence(
        knot,
        claim.finding_id,
        bool(thread and thread["evidence"]),
        small_numbers(claim.texts, OUTSIDE),
        tuple(
            (quote.id, quote.passage.text.body[quote.passage.start : quote.passage.end], quote.passage.text.language)
            for quote in claim.quotes.all()
            if quote.passage and any(shown["passage"] == str(quote.passage_id) for shown in knot["quotes"])
        ),
    )


def _published(row: Publication) -> Published:
    return Published(row.number, row.state, row.created_at, row.published_by_name, row.revised_at, row.withdrawn_at)


def preview(actor: Actor, journey_id: uuid.UUID) -> dict[str, Any]:
    """What would be published now, at the public depth. Needs `journey.view`. Raises NotFound without a story."""
    journey = journey_seen(actor, journey_id)
    story = (
        Story.objects.filter(journey=journey)
        .select_related("journey__enterprise__territory", "journey__methodology", "image")
        .order_by("created_at")
        .first()
    )
    if story is None:
        raise NotFound()
    return public_content(story)


def inside_thread(actor: Actor, journey_id: uuid.UUID, claim_id: uuid.UUID) -> Knot:
    """The whole thread of a claim. Needs `journey.view`; words only where the actor may read them."""
    rows = Claim.objects.filter(story__journey_id=journey_id).select_related("finding").prefetch_related(*QUOTED)
    claim = rows.get(pk=claim_id) if actor.kind == "system" else fetch(actor, "journey.view", rows, pk=claim_id)
    return threads([claim], public=False, actor=actor)[claim.id]
