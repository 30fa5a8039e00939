"""What comes of a treatment beside its answer: an adjustment of the journey it came from; it comes back."""

import uuid
from datetime import date

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.access.services import fetch
from vises.apps.journeys.models import Journey
from vises.apps.learning.models import Outcome
from vises.apps.learning.services.may import note_treated
from vises.kernel.clock import today
from vises.kernel.locale import Texts
from vises.kernel.problems import NotFound, Problem
from vises.platform.audit.services import record

OWNERS = ("accompanist", "enterprise", "coordination")


def suggest_adjustment(actor: Actor, note_id: uuid.UUID, *, whats: Texts, owner: str, due_on: date) -> Outcome:
    """What the journey the note came from may adjust, who sees to it, and when it comes back. Needs
    `learning.treat`; the body need not know which journey that is.
    """
    note = note_treated(actor, note_id)
    words = {language: text.strip() for language, text in whats.items() if text.strip()}
    if note.journey_id is None:
        raise Problem("learning.no-journey")
    if not words:
        raise Problem("learning.what", field="whats_fr")
    if owner not in OWNERS:
        raise Problem("learning.owner", field="owner")
    if due_on < today(note.programme.zone):
        raise Problem("learning.due", field="due_on")
    with transaction.atomic():
        row = Outcome.objects.create(
            note=note,
            kind="adjustment",
            whats=words,
            journey_id=note.journey_id,
            owner=owner,
            due_on=due_on,
            by_name=actor.name,
        )
        record(
            actor.who,
            "note.adjustment",
            scope_id=note.programme.scope_id,
            object_kind="note",
            object_id=note.id,
        )
    return row


def adjusted(actor: Actor, outcome_id: uuid.UUID, how_it_went: str) -> Outcome:
    """How an adjustment went; it comes back no more. Needs `journey.edit` on the journey."""
    row = Outcome.objects.filter(pk=outcome_id, kind="adjustment").first()
    if row is None or row.journey_id is None:
        raise NotFound()
    journey = fetch(actor, "journey.edit", Journey.objects.all(), pk=row.journey_id)
    if not how_it_went.strip():
        raise Problem("learning.how-it-went", field="how_it_went")
    with transaction.atomic():
        row.how_it_went, row.done_on = how_it_went.strip(), today()
        row.save(update_fields=["how_it_went", "done_on"])
        record(actor.who, "note.adjusted", scope_id=journey.scope_id, object_kind="outcome", object_id=row.id)
    return row
