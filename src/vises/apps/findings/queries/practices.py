"""Practices that findings cite: what was said on a day, beside what was said of it before."""

import uuid
from collections.abc import Sequence

from vises.apps.findings.queries.depth import Knot
from vises.apps.journeys.models import Practice


def practices_of(cited: Sequence[Practice]) -> dict[uuid.UUID, Knot]:
    """Each cited aspect with its day, its words, and the words of the portrait before; one query."""
    if not cited:
        return {}
    journeys = {item.portrait.journey_id for item in cited}
    rows = Practice.objects.filter(portrait__journey__in=journeys).select_related("portrait").order_by("portrait__on")
    of_aspect: dict[tuple[uuid.UUID, str], list[Practice]] = {}
    for row in rows:
        of_aspect.setdefault((row.portrait.journey_id, row.aspect), []).append(row)
    found = {}
    for item in cited:
        earlier = [
            row
            for row in of_aspect[item.portrait.journey_id, item.aspect]
            if row.portrait.on < item.portrait.on and row.portrait.fixed_at is not None
        ]
        before = earlier[-1] if earlier else None
        found[item.id] = {
            "id": str(item.id),
            "portrait": str(item.portrait_id),
            "aspect": item.aspect,
            "on": item.portrait.on.isoformat(),
            "words": item.text,
            "language": item.portrait.language,
            "before_on": before.portrait.on.isoformat() if before else "",
            "before": before.text if before else "",
        }
    return found
