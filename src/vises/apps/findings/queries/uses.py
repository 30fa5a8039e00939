"""What of the method's lists findings refer to: asked before a journey moves to another version."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from vises.apps.findings.models import Finding
from vises.apps.journeys.rules.migration import Use


def strengths_and_effects(journey_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, Counter[Use]]:
    """By journey, how many findings have a strength, and an effect; one query."""
    found: dict[uuid.UUID, Counter[Use]] = defaultdict(Counter)
    rows = Finding.objects.filter(question__decision__journey__in=list(journey_ids))
    for journey, strength, effects in rows.values_list("question__decision__journey_id", "strength", "effects"):
        if strength:
            found[journey]["strengths", strength] += 1
        found[journey].update(("effects", effect) for effect in effects)
    return found
