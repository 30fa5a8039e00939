"""What form of accompaniment went with what: pooled over federations, never one enterprise, never one federation.

It says what went together, not what caused what; and finishing is not called success.
"""

import statistics
import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Count, Sum

from vises.apps.access.actor import Actor
from vises.apps.findings.models import Improvement
from vises.apps.journeys.models import Deliverable, Journey, Session
from vises.apps.learning.models import NoteJoin
from vises.apps.learning.services.may import programme_for
from vises.kernel.locale import Texts

FEDERATIONS = 3  # fewer are not pooled
ENTERPRISES = 5  # fewer are not shown
FORMS = ((0, 2), (3, 5), (6, None))
ANSWERED = ((0, 0), (1, 2), (3, None))


@dataclass(frozen=True)
class Pooled:
    """Journeys accompanied in one way, from `low` to `high` of it. The rest is None where too few were pooled.

    `minutes` and `confirmed` are medians; `improving` counts journeys that decided to improve something.
    """

    low: int
    high: int | None
    enterprises: int | None
    minutes: int | None = None
    confirmed: int | None = None
    improving: int | None = None


@dataclass(frozen=True)
class Accompaniment:
    programme_id: uuid.UUID
    names: Texts
    by_sessions: tuple[Pooled, ...]
    by_answers: tuple[Pooled, ...]


@dataclass(frozen=True)
class _Journey:
    federation: uuid.UUID | None
    sessions: int
    minutes: int
    answers: int
    confirmed: int
    improves: bool


def accompaniment(actor: Actor, programme_id: uuid.UUID) -> Accompaniment:
    """In a fixed number of queries. Raises NotFound."""
    programme = programme_for(actor, programme_id)
    rows = Journey.objects.filter(participation__programme=programme)
    held = {
        journey: (count, minutes or 0)
        for journey, count, minutes in Session.objects.filter(journey__in=rows, held=True)
        .order_by()
        .values_list("journey")
        .annotate(n=Count("id"), spent=Sum("minutes_spent"))
    }
    answers = _count(
        NoteJoin.objects.filter(journey__in=rows, told_at__isnull=False).values_list("journey_id", flat=True)
    )
    confirmed = _count(
        Deliverable.objects.filter(journey__in=rows, state="confirmed").values_list("journey_id", flat=True)
    )
    improves = set(
        Improvement.objects.filter(question__decision__journey__in=rows, none_because="").values_list(
            "question__decision__journey", flat=True
        )
    )
    found = [
        _Journey(federation, *held.get(pk, (0, 0)), answers[pk], confirmed[pk], pk in improves)
        for pk, federation in rows.values_list("pk", "participation__federation")
    ]
    return Accompaniment(
        programme.id,
        programme.names,
        tuple(_pool(found, lambda row: row.sessions, low, high) for low, high in FORMS),
        tuple(_pool(found, lambda row: row.answers, low, high) for low, high in ANSWERED),
    )


def _count(ids: Iterable[uuid.UUID | None]) -> Counter[uuid.UUID | None]:
    return Counter(ids)


def _pool(rows: list[_Journey], of: Callable[[_Journey], int], low: int, high: int | None) -> Pooled:
    chosen = [row for row in rows if of(row) >= low and (high is None or of(row) <= high)]
    federations = {row.federation for row in chosen if row.federation is not None}
    if not chosen:
        return Pooled(low, high, 0)
    if len(chosen) < ENTERPRISES or len(federations) < FEDERATIONS:
        return Pooled(low, high, None)
    return Pooled(
        low,
        high,
        len(chosen),
        round(statistics.median(row.minutes for row in chosen)),
        round(statistics.median(row.confirmed for row in chosen)),
        sum(row.improves for row in chosen),
    )
