"""The enterprise's own words: written under a heading, every earlier wording kept."""

import uuid

from django.db import IntegrityError, transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Journey, OwnWords, Revision
from vises.apps.journeys.services.deliverables import touch, writes_on_behalf
from vises.apps.journeys.services.may import journey_for, who_id
from vises.kernel.clock import now
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Conflict, Problem
from vises.platform.audit.services import record


def write_words(
    actor: Actor,
    journey_id: uuid.UUID,
    deliverable: str,
    heading: str,
    text: str,
    *,
    language: str = "",
    source: str = "",
    number: int | None = None,
) -> OwnWords:
    """Write a text under a heading of a deliverable. Needs `journey.edit`.

    `number` is the revision that the writer had before her eyes: when somebody wrote meanwhile, Conflict
    is raised and nothing is overwritten. The earlier wording is kept.
    """
    journey = journey_for(actor, "journey.edit", journey_id)
    return keep_words(actor, journey, deliverable, heading, text, language=language, source=source, number=number)


def keep_words(
    actor: Actor,
    journey: Journey,
    deliverable: str,
    heading: str,
    text: str,
    *,
    language: str = "",
    source: str = "",
    number: int | None = None,
) -> OwnWords:
    """As `write_words`, for services that have checked access by themselves (a guest with a pass)."""
    language = language or journey.language
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    on_behalf = actor.kind != "guest" and writes_on_behalf(actor, journey)
    with transaction.atomic():
        row = OwnWords.objects.filter(journey=journey, deliverable=deliverable, heading=heading).first()
        if row is None:
            row = _first(actor, journey, deliverable, heading, text.strip(), language, source, on_behalf)
        elif (row.text, row.language, row.source) != (text.strip(), language, source.strip()):
            _again(actor, row, text.strip(), language, source.strip(), on_behalf, number)
        else:
            return row
        touch(actor, journey, deliverable)
        record(actor.who, "journey.words", scope_id=journey.scope_id, object_kind="words", object_id=row.id)
    return row


def _first(
    actor: Actor,
    journey: Journey,
    deliverable: str,
    heading: str,
    text: str,
    language: str,
    source: str,
    on_behalf: bool,
) -> OwnWords:
    try:
        with transaction.atomic():
            return OwnWords.objects.create(
                journey=journey,
                deliverable=deliverable,
                heading=heading,
                text=text,
                language=language,
                source=source.strip(),
                written_by_id=who_id(actor),
                on_behalf=on_behalf,
                changed_at=now(),
            )
    except IntegrityError as error:
        raise Conflict("platform.changed-meanwhile") from error


def _again(
    actor: Actor, row: OwnWords, text: str, language: str, source: str, on_behalf: bool, number: int | None
) -> None:
    seen = row.number if number is None else number
    changed = OwnWords.objects.filter(pk=row.pk, number=seen).update(
        text=text,
        language=language,
        source=source,
        number=seen + 1,
        written_by_id=who_id(actor),
        on_behalf=on_behalf,
        changed_at=now(),
    )
    if not changed:
        raise Conflict("platform.changed-meanwhile")
    Revision.objects.create(
        words=row,
        number=row.number,
        text=row.text,
        language=row.language,
        written_by_name=row.written_by.name if row.written_by else "",
        on_behalf=row.on_behalf,
    )
    row.refresh_from_db()
