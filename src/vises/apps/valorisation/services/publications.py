"""Publishing and withdrawing: by the enterprise alone. What is published is frozen, and can be taken back at once."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Max

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.findings.outside import tell
from vises.apps.journeys.services.deliverables import touch
from vises.apps.methodology.rules import canonical_hash
from vises.apps.valorisation.models import Publication, PublicationTask, Story
from vises.apps.valorisation.queries.content import claims_of, public_content
from vises.apps.valorisation.queries.pictures import picture_of
from vises.apps.valorisation.services.story import let_go, story_of
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGE_NAMES, pick
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def publish(actor: Actor, story_id: uuid.UUID) -> Publication:
    """Freeze the story and every thread at the public depth, at its permanent address. Needs `journey.publish`.

    The earlier publication is replaced. Raises Problem where a title, the how and why or a sentence is missing
    in a chosen language, where a sentence stands on nothing, and where nobody said who is on the picture.
    """
    story = story_of(actor, story_id, "journey.publish")
    _check(story)
    tell(story.journey_id)
    try:
        with transaction.atomic():
            Publication.objects.filter(story=story, state=Publication.State.PUBLIC).update(
                state=Publication.State.REPLACED, image=None
            )
            content = public_content(story)  # read where nobody else writes: an answer given meanwhile counts
            last = Publication.objects.filter(story=story).aggregate(last=Max("number"))["last"] or 0
            row = Publication.objects.create(
                story=story,
                number=last + 1,
                content=content,
                image=story.image if content["image"] else None,
                hash=canonical_hash(content),
                published_by_name=actor.name[:120],
            )
            PublicationTask.objects.filter(story=story, done_at=None).update(done_at=now())
            let_go(story.id)
            touch(actor, story.journey, "story")
            _record(actor, "story.published", story, number=row.number)
    except IntegrityError:
        raise Conflict("platform.changed-meanwhile") from None
    return row


def withdraw(actor: Actor, story_id: uuid.UUID) -> None:
    """Take the published story back at once; its address then says that it was withdrawn. Needs `journey.publish`."""
    story = story_of(actor, story_id, "journey.publish")
    with transaction.atomic():
        taken = Publication.objects.filter(story=story, state=Publication.State.PUBLIC).update(
            state=Publication.State.WITHDRAWN, withdrawn_at=now(), image=None
        )
        if not taken:
            raise Problem("valorisation.nothing-public")
        let_go(story.id)
        _record(actor, "story.withdrawn", story)


def settle_task(actor: Actor, task_id: uuid.UUID) -> None:
    """Somebody looked at what a story lost. Needs `journey.edit`."""
    rows = PublicationTask.objects.select_related("story__journey")
    task = rows.get(pk=task_id) if actor.kind == "system" else fetch(actor, "journey.edit", rows, pk=task_id)
    with transaction.atomic():
        PublicationTask.objects.filter(pk=task.pk, done_at=None).update(done_at=now())
        _record(actor, "story.task-settled", task.story)


def _check(story: Story) -> None:
    claims = claims_of(story)
    if not claims:
        raise Problem("valorisation.no-claim")
    for language in story.languages:
        name = LANGUAGE_NAMES[language]
        if not story.titles.get(language):
            raise Problem("valorisation.no-title", language=name)
        if not story.how_and_why.get(language):
            raise Problem("valorisation.no-how", language=name)
    picture = picture_of(story)
    if picture is not None and picture.state == "unsaid":
        raise Problem("valorisation.picture-unsaid")
    grounded = {
        claim.id
        for claim in claims
        if claim.finding is not None and claim.finding.state != "rejected" and claim.finding.evidence.exists()
    }
    for claim in claims:
        shown = pick(claim.texts, story.languages[0])[0][:80]
        if claim.id not in grounded:
            raise Problem("valorisation.claim-ground", claim=shown)
        for language in story.languages:
            if not claim.texts.get(language):
                raise Problem("valorisation.claim-language", claim=shown, language=LANGUAGE_NAMES[language])


def _record(actor: Actor, event: str, story: Story, **facts: int) -> None:
    record(actor.who, event, scope_id=story.journey.scope_id, object_kind="story", object_id=story.id, **facts)
