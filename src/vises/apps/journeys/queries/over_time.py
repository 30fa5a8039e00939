"""Where a programme's enterprises stood, month by month, as their moves left it (`journeys.services.standing`)."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, Value, When

from vises.apps.access.actor import Actor
from vises.apps.access.services import allowed_within, fetch, verbs_in
from vises.apps.journeys.models import Journey
from vises.apps.journeys.queries.programme import KEPT, OUTSIDE, columns_of
from vises.apps.programmes.models import Programme, Standing
from vises.apps.programmes.rules import FEWEST
from vises.kernel.clock import today
from vises.kernel.locale import Texts

MOST_MONTHS = 60  # told one by one; what happened before them is in the first


@dataclass(frozen=True)
class Month:
    """How many stood where at the end of a month (today, for the last one); None where it would tell of one or two."""

    first: date
    counts: tuple[int, ...] | None


@dataclass(frozen=True)
class OverTime:
    """`codes` name the columns of each month's counts; `titles` those of them that are steps."""

    id: uuid.UUID
    names: Texts
    codes: tuple[str, ...]
    titles: dict[str, Texts]
    months: tuple[Month, ...]
    sees_counts_only: bool
    known_only: bool


Flow = tuple[date, str, str]  # the first of a month, from which column, to which


def over_time(actor: Actor, programme_id: uuid.UUID) -> OverTime:
    """A programme month by month; a fixed number of queries, whatever its size. Needs `programme.counts`.

    Whoever may see enterprises sees those open to her exactly; the coordinator also how many keep their step to
    themselves. Nobody else does (`known_only`): from month to month one or two could be told apart.
    Who sees counts only sees a month where nobody could be told apart in it, nor by comparing it with another.
    """
    programme = fetch(actor, "programme.counts", Programme.objects.select_related("methodology"), pk=programme_id)
    verbs = verbs_in(actor, programme.scope_id, "programme.view", "programme.edit")
    counts_only = "programme.view" not in verbs
    edits = "programme.edit" in verbs
    flows = _flows(actor, programme, counts_only=counts_only, knows_statuses=edits)
    titles = columns_of(programme.methodology.code, {column for flow in flows for column in flow[1:]})
    codes = tuple(titles) if counts_only or not any(KEPT in flow[1:] for flow in flows) else (*titles, KEPT)
    months = _standing(flows, codes, today(programme.zone))
    return OverTime(
        programme.id,
        programme.names,
        codes,
        titles,
        safe_months(months) if counts_only else months,
        counts_only,
        known_only=not counts_only and not edits,
    )


def _flows(actor: Actor, programme: Programme, *, counts_only: bool, knows_statuses: bool) -> Counter[Flow]:
    """How many went from column to column in each month. Known and unknown are counted apart, by the database."""

    def shown(column: str, known: bool) -> str:
        if known or counts_only or not column or (knows_statuses and column in OUTSIDE):
            return column
        return KEPT

    rows = Standing.objects.filter(programme=programme).annotate(known=_known(actor, programme, counts_only))
    if not counts_only and not knows_statuses:
        rows = rows.filter(known=True)
    flows: Counter[Flow] = Counter()
    counted = rows.order_by().values_list("first", "old", "new", "known").annotate(n=Count("programme"))
    for first, old, new, known, count in counted:  # counted by a column of the index: rows are not read
        flows[first, shown(old, known), shown(new, known)] += count
    return Counter({flow: count for flow, count in flows.items() if flow[1] != flow[2]})


def _known(actor: Actor, programme: Programme, counts_only: bool) -> Case | Value:
    if counts_only:
        return Value(False)
    condition = allowed_within(actor, "journey.view", "scope", programme.scope_id)
    # found once for the whole programme, not once a month
    known = Journey.objects.filter(condition, participation__programme=programme).values("participation")
    return Case(When(participation__in=known, then=Value(True)), default=Value(False))


def _standing(flows: Counter[Flow], codes: Sequence[str], day: date) -> tuple[Month, ...]:
    """How many stood in each column at the end of each month from the first move to today."""
    if not flows:
        return ()
    firsts = _months(min(flow[0] for flow in flows), day)
    standing: Counter[str] = Counter()
    found = []
    by_month: dict[date, list[tuple[str, str, int]]] = {}
    for (first, old, new), count in flows.items():
        by_month.setdefault(min(first, firsts[-1]), []).append((old, new, count))
    for first in firsts:
        for old, new, count in by_month.get(first, ()):
            if old:
                standing[old] -= count
            standing[new] += count
        found.append(Month(first, tuple(standing[code] for code in codes)))
    return tuple(found[-MOST_MONTHS:])


def _months(start: date, end: date) -> list[date]:
    first, found = start.replace(day=1), []
    while first <= end:
        found.append(first)
        first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return found or [start.replace(day=1)]


def safe_months(months: Sequence[Month]) -> tuple[Month, ...]:
    """The months that may be told to whoever sees counts only; the latest first, each beside all that are shown.

    In a month every count is nought or three and more; between two shown months each count is the same, or
    differs by three and more: so no one or two enterprises can be followed by subtracting.
    """
    shown: list[tuple[int, ...]] = []
    kept: dict[date, Month] = {}
    for month in reversed(months):
        counts = month.counts
        safe = counts is not None and all(n == 0 or n >= FEWEST for n in counts)
        if safe and counts is not None:
            safe = all(a == b or abs(a - b) >= FEWEST for other in shown for a, b in zip(counts, other, strict=True))
            if safe:
                shown.append(counts)
        kept[month.first] = month if safe else Month(month.first, None)
    return tuple(kept[month.first] for month in months)
