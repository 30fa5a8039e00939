"""What form of accompaniment went with what: pooled over federations, never one enterprise, never one federation.

It says what went together, not what caused what; and finishing is not called success.
"""

import statistics
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Sum

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within
from vises.apps.findings.models import Improvement
from vises.apps.journeys.models import Deliverable, Journey, Session
from vises.apps.learning.models import NoteJoin
from vises.apps.learning.services.may import programme_for
from vises.apps.programmes.rules import FEWEST
from vises.kernel.locale import Texts

FEDERATIONS = 3  # fewer are not pooled
ENTERPRISES = 5  # fewer are not shown
FORMS = ((0, 2), (3, 5), (6, None))
ANSWERED = ((0, 0), (1, 2), (3, None))


@dataclass(frozen=True)
class Pooled:
    """Journeys accompanied in one way, from `low` to `high` of it. The rest is None where too few were pooled.

    `minutes` and `confirmed` are medians; `improving` counts journeys that decided to improve something, and is None
    in the whole table where one or two of a line did.
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
class Accompanied:
    """How one journey was accompanied, and what it has by now; never told alone."""

    federation: uuid.UUID | None
    sessions: int
    minutes: int
    answers: int
    confirmed: int
    improves: bool
    known: bool = False  # its space is open to whoever looks


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
    known = set(
        rows.filter(allowed_within(actor, "journey.view", "scope", programme.scope_id)).values_list("pk", flat=True)
    )
    found = [
        Accompanied(federation, *held.get(pk, (0, 0)), answers[pk], confirmed[pk], pk in improves, pk in known)
        for pk, federation in rows.values_list("pk", "participation__federation")
    ]
    return Accompaniment(
        programme.id,
        programme.names,
        pool(found, lambda row: row.sessions, FORMS),
        pool(found, lambda row: row.answers, ANSWERED),
    )


def _count(ids: Iterable[uuid.UUID | None]) -> Counter[uuid.UUID | None]:
    return Counter(ids)


def pool(
    rows: list[Accompanied], of: Callable[[Accompanied], int], bands: Sequence[tuple[int, int | None]]
) -> tuple[Pooled, ...]:
    """One line a band. What is not told must be enough together: else it is what the other table holds beyond this one.

    So where too few are left untold, the smallest of those that could be told is not told either.
    """
    pools = [[row for row in rows if of(row) >= low and (high is None or of(row) <= high)] for low, high in bands]
    told = sorted((pool for pool in pools if _enough(pool)), key=len)
    untold = [row for pool in pools if pool not in told for row in pool]
    while untold and told and not _enough(untold):
        untold += told.pop(0)
    # one or two that improve are not told, nor what would give them away by subtracting
    improving = not any(
        0 < sum(row.improves for row in rows) < FEWEST
        for pool in told
        for rows in (pool, [row for row in pool if not row.known])
    )
    return tuple(
        _line(low, high, pool, improving) if pool in told else Pooled(low, high, None if pool else 0)
        for (low, high), pool in zip(bands, pools, strict=True)
    )


def _enough(rows: list[Accompanied]) -> bool:
    federations = {row.federation for row in rows if row.federation is not None}
    kept = sum(not row.known for row in rows)  # one or two would be told by taking away those one knows
    return len(rows) >= ENTERPRISES and len(federations) >= FEDERATIONS and not 0 < kept < FEWEST


def _line(low: int, high: int | None, rows: list[Accompanied], improving: bool) -> Pooled:
    return Pooled(
        low,
        high,
        len(rows),
        round(statistics.median(row.minutes for row in rows)),
        round(statistics.median(row.confirmed for row in rows)),
        sum(row.improves for row in rows) if improving else None,
    )
