"""Sentences of the story that say a result, each on a finding; and the words quoted under them."""

import uuid

from django.db import transaction
from django.db.models import Max, Q

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.coding.models import Passage
from vises.apps.findings.models import Finding
from vises.apps.journeys.services.deliverables import touch
from vises.apps.valorisation.models import Claim, Quote, Story
from vises.apps.valorisation.services.consents import may_quote
from vises.apps.valorisation.services.story import story_of, written
from vises.kernel.locale import Texts
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


def add_claim(actor: Actor, story_id: uuid.UUID, *, texts: Texts, finding_id: uuid.UUID | None = None) -> Claim:
    """A sentence that says a result. It may wait for its finding; it is not published without one.

    Needs `journey.edit`. Raises Problem without words, for a finding of elsewhere or one that was rejected.
    """
    story = story_of(actor, story_id)
    words = written(texts)
    if not words:
        raise Problem("valorisation.claim", field="texts")
    last = Claim.objects.filter(story=story).aggregate(last=Max("order"))["last"] or 0
    with transaction.atomic():
        claim = Claim.objects.create(story=story, finding=_finding(story, finding_id), texts=words, order=last + 1)
        _touched(actor, "story.claim-added", story, claim.id)
    return claim


def change_claim(actor: Actor, claim_id: uuid.UUID, *, texts: Texts, finding_id: uuid.UUID | None = None) -> Claim:
    """Other words, or another finding. Needs `journey.edit`. Raises as `add_claim` does."""
    claim = _claim(actor, claim_id)
    words = written(texts)
    if not words:
        raise Problem("valorisation.claim", field="texts")
    claim.texts, claim.finding = words, _finding(claim.story, finding_id)
    with transaction.atomic():
        claim.save(update_fields=["texts", "finding"])
        _touched(actor, "story.claim-changed", claim.story, claim.id)
    return claim


def remove_claim(actor: Actor, claim_id: uuid.UUID) -> None:
    """Take a sentence out of the story; what is published keeps it until it is published anew."""
    claim = _claim(actor, claim_id)
    with transaction.atomic():
        _touched(actor, "story.claim-removed", claim.story, claim.id)
        claim.delete()


def add_quote(actor: Actor, claim_id: uuid.UUID, passage_id: uuid.UUID, *, translations: Texts | None = None) -> Quote:
    """Show a passage under a sentence. Needs `journey.edit`.

    Where its person was never asked whether her words may be published, it stays inside until she says yes to it
    (`services.consents`). Raises Problem when the passage is not evidence of the sentence's finding (itself, or by its
    theme), when its person said no, and where she was never asked for whoever may not read her words.
    """
    claim = _claim(actor, claim_id)
    scope = claim.story.journey.scope_id
    passage = Passage.objects.select_related("text").filter(pk=passage_id, text__scope_id=scope).first()
    if passage is None:
        raise Problem("valorisation.quote", field="passage")
    stands = (
        claim.finding is not None
        and claim.finding.evidence.filter(Q(passage=passage) | Q(code_id=passage.code_id)).exists()
    )
    if not stands:
        raise Problem("valorisation.quote-other", field="passage")
    may_quote(actor, passage.id, field="passage")
    with transaction.atomic():
        quote, _ = Quote.objects.update_or_create(
            claim=claim,
            passage=passage,
            defaults={"translations": written(translations), "order": claim.quotes.count() + 1},
        )
        _touched(actor, "story.quote-added", claim.story, claim.id)
    return quote


def remove_quote(actor: Actor, quote_id: uuid.UUID) -> None:
    """Take a quote out of the story. Needs `journey.edit`."""
    rows = Quote.objects.select_related("claim__story__journey")
    quote = rows.get(pk=quote_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=quote_id)
    with transaction.atomic():
        _touched(actor, "story.quote-removed", quote.claim.story, quote.claim_id)
        quote.delete()


def _claim(actor: Actor, claim_id: uuid.UUID) -> Claim:
    rows = Claim.objects.select_related("story__journey__methodology", "finding")
    return rows.get(pk=claim_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=claim_id)


def _finding(story: Story, finding_id: uuid.UUID | None) -> Finding | None:
    if finding_id is None:
        return None
    finding = Finding.objects.filter(pk=finding_id, question__decision__journey_id=story.journey_id).first()
    if finding is None:
        raise Problem("valorisation.finding", field="finding")
    if finding.state == Finding.State.REJECTED:
        raise Problem("valorisation.rejected", field="finding")
    return finding


def _touched(actor: Actor, event: str, story: Story, claim_id: uuid.UUID) -> None:
    touch(actor, story.journey, "story")
    record(actor.who, event, scope_id=story.journey.scope_id, object_kind="claim", object_id=claim_id)
