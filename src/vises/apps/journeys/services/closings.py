"""The reflective moment at the end of a step, and what may follow from it in higher rooms."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from vises.apps.access.actor import Actor
from vises.apps.journeys.models import Closing
from vises.apps.journeys.services.may import journey_for
from vises.apps.methodology import queries as methodology
from vises.kernel.locale import LANGUAGES
from vises.kernel.problems import Problem
from vises.platform.audit.services import record


@dataclass(frozen=True)
class Closed:
    """A reflective moment that was just kept. `method` is what the method should learn; it may be empty."""

    id: uuid.UUID
    journey_id: uuid.UUID
    step: str
    surprised: str
    adjust: str
    method: str
    language: str


@dataclass(frozen=True)
class Offer:
    """What may be made of a reflective moment: words for a link, already in the reader's language, and its address."""

    label: str
    address: str


Callback = Callable[[Actor, Closed], None]
Offers = Callable[[Actor, uuid.UUID, Sequence[uuid.UUID]], Mapping[uuid.UUID, Offer]]
"""For a journey and some of its reflective moments whose `method` is written: what this actor may make of each."""

_callbacks: list[Callback] = []
_offers: list[Offers] = []


def on_closed(callback: Callback) -> None:
    """Hear of every reflective moment, inside the transaction that keeps it (`AppConfig.ready()` calls this)."""
    _callbacks.append(callback)


def register_offers(offers: Offers) -> None:
    """Offer to make something of "what the method should learn" (`AppConfig.ready()` calls this).

    It is asked once per page, with the ids of the moments shown there: keep it to a fixed number of queries.
    """
    _offers.append(offers)


def offers_for(actor: Actor, journey_id: uuid.UUID, closing_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Offer]:
    """What this actor may make of these reflective moments, by moment; the first room that offers something counts."""
    found: dict[uuid.UUID, Offer] = {}
    for offers in _offers if closing_ids else ():
        for closing_id, offer in offers(actor, journey_id, closing_ids).items():
            found.setdefault(closing_id, offer)
    return found


def close_step(
    actor: Actor,
    journey_id: uuid.UUID,
    step: str,
    *,
    surprised: str = "",
    adjust: str = "",
    method: str = "",
    language: str = "",
) -> Closing:
    """A reflective moment at the end of a step. Needs `journey.edit`. Raises Problem when nothing is said."""
    journey = journey_for(actor, "journey.edit", journey_id)
    if step not in {item.id for item in methodology.version(journey.methodology.code).steps}:
        raise Problem("journeys.step", field="step")
    if not (surprised.strip() or adjust.strip() or method.strip()):
        raise Problem("journeys.closing-empty", field="surprised")
    language = language or journey.language
    if language not in LANGUAGES:
        raise Problem("journeys.language", field="language")
    with transaction.atomic():
        row = Closing.objects.create(
            journey=journey,
            step=step,
            surprised=surprised.strip(),
            adjust=adjust.strip(),
            method=method.strip(),
            language=language,
        )
        record(actor.who, "journey.closing", scope_id=journey.scope_id, object_kind="closing", object_id=row.id)
        closed = Closed(row.id, journey.id, step, row.surprised, row.adjust, row.method, language)
        for callback in _callbacks:
            callback(actor, closed)
    return row
