"""What a story says, at the public depth: the page and every thread, as it is frozen when published."""

import uuid
from collections.abc import Sequence
from typing import Any

from vises.analysis.disclosure import OUTSIDE
from vises.apps.access.actor import Actor
from vises.apps.datasets.outside import reached_outside
from vises.apps.findings.models import Finding
from vises.apps.findings.queries.depth import Knot, at_depth
from vises.apps.findings.queries.ground import grounds, quote_knot, read_apart
from vises.apps.findings.queries.heard import validations
from vises.apps.journeys.models import Decision, Journey, PlanLine
from vises.apps.methodology import queries as methodology
from vises.apps.valorisation.models import Claim, Story
from vises.apps.valorisation.queries.consents import covers_quotes, states_of
from vises.apps.valorisation.queries.pictures import picture_of
from vises.apps.valorisation.rules import SHOWN, in_languages

FORM = 1
"""The form of the frozen content; a page reads the forms it knows."""


QUOTED = (
    "quotes__passage__text__origin__document__stakeholder",
    "quotes__passage__text__origin__answer__wave__line__from_whom",
    "quotes__passage__code",
)
"""What the words quoted under a claim need of where they come from."""


def threads(claims: Sequence[Claim], *, public: bool, actor: Actor | None = None) -> dict[uuid.UUID, Knot]:
    """The thread of each claim, from its sentence to the version of the method, at the depth asked for."""
    findings = {claim.finding_id: claim.finding for claim in claims if claim.finding_id and claim.finding}
    below = grounds(list(findings.values()), public=public, actor=actor)
    quotes = [quote for claim in claims for quote in claim.quotes.all() if quote.passage]
    covered = covers_quotes([quote.passage_id for quote in quotes if quote.passage_id])
    states = states_of(quotes, {claim.id: claim.texts for claim in claims})
    if actor is not None and not public:
        covered -= read_apart(actor, covered)
    knots = {}
    for claim in claims:
        shown = []
        for quote in quotes:
            if quote.claim_id != claim.id or quote.passage is None or quote.passage.id not in covered:
                continue
            if states[quote.id].state in SHOWN:
                knot = quote_knot(quote.passage, public=public) | {"translations": quote.translations}
                shown.append(knot | ({"name": states[quote.id].name} if states[quote.id].name else {}))
        knots[claim.id] = at_depth(
            "claim",
            {
                "id": str(claim.id),
                "texts": claim.texts,
                "quotes": shown,
                "thread": below.get(claim.finding_id) if claim.finding_id else None,
                "hidden": False,
                "recalculated_on": "",
            },
            public=public,
        )
    return knots


def claims_of(story: Story) -> list[Claim]:
    """The story's claims in order, with what their threads need."""
    return list(Claim.objects.filter(story=story).select_related("finding").prefetch_related(*QUOTED))


def public_content(story: Story) -> dict[str, Any]:
    """Everything anybody may read of this story, in its languages; its picture while everybody on it agrees.

    Pass the story with its journey and image selected.
    """
    claims = claims_of(story)
    knots = threads(claims, public=True)
    enterprise = story.journey.enterprise
    picture = picture_of(story)
    shown = picture if picture and picture.state == "public" else None
    content = {
        "form": FORM,
        "slug": story.slug,
        "languages": list(story.languages),
        "enterprise": enterprise.name,
        "sector": enterprise.sector,
        "territory": enterprise.territory.code if enterprise.territory else "",
        "territory_names": enterprise.territory.names if enterprise.territory else {},
        "group": enterprise.group,
        "is_sample": story.journey.is_sample,
        "titles": story.titles,
        "how_and_why": story.how_and_why,
        "choices_and_limits": story.choices_and_limits,
        "what_next": story.what_next,
        "choices": choices_and_limits(story.journey),
        "image": str(shown.id) if shown else "",
        "image_alt": shown.alt if shown else {},
        "image_names": shown.names() if shown else [],
        "claims": [knots[claim.id] for claim in claims],
    }
    kept: dict[str, Any] = in_languages(content, story.languages)
    return kept


def choices_and_limits(journey: Journey) -> Knot:
    """What every story of the journey says, whether its writer thought of it or not.

    Who was not heard and why, who was reached of how many meant, the limits the group wrote under its
    findings, at which session each was validated or why not, how many were contested or rejected, and which
    version of the method was followed.
    """
    decision = (
        Decision.objects.filter(journey=journey, replaced_at=None, question__isnull=False)
        .prefetch_related("not_heard")
        .order_by("-created_at")
        .first()
    )
    lines = list(PlanLine.objects.filter(journey=journey).prefetch_related("from_whom"))
    reached = reached_outside(lines)
    findings = list(
        Finding.objects.filter(question__decision__journey=journey)
        .select_related("validated_at")
        .prefetch_related("wordings", "validated_at__presences__stakeholder")
    )
    code = journey.methodology.code
    return {
        "not_heard": [group.names for group in decision.not_heard.all()] if decision else [],
        "not_heard_words": decision.not_heard_words if decision else "",
        "language": decision.language if decision else journey.language,
        "sampling": [_sampling(line, reached[line.id], code) for line in lines],
        "limits": [finding.limits for finding in findings if finding.limits],
        "validations": validations(finding for finding in findings if finding.state != Finding.State.REJECTED),
        "contested": sum(finding.state == Finding.State.CONTESTED for finding in findings),
        "rejected": sum(finding.state == Finding.State.REJECTED for finding in findings),
        "method": code,
    }


def _sampling(line: PlanLine, reached: int | None, code: str) -> Knot:
    few = line.unit == "people" and reached is not None and reached < OUTSIDE
    return {
        "looks_at": line.looks_at,
        "method_titles": methodology.texts_of(code, f"method.{line.method}.title"),
        "from_whom": [group.names for group in line.from_whom.all()],
        "target": line.target,
        "reached": None if few else reached,
        "few": few,
        "unit": line.unit,
    }
