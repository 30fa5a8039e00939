"""How many were reached per plan line: the plan and the collection page ask this."""

import uuid
from collections.abc import Sequence

from django.db.models import Count, Sum

from vises.apps.collection.models import Answer, Document, RecordTable


def reached(line_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """People who answered and people who spoke, per line; for records, their rows. Three queries."""
    found: dict[uuid.UUID, int] = {}
    answers = Answer.objects.filter(wave__line__in=line_ids, state=Answer.State.KEPT)
    for line, count in answers.values_list("wave__line").annotate(n=Count("id")):
        found[line] = found.get(line, 0) + count
    for line, people in Document.objects.filter(line__in=line_ids).values_list("line").annotate(n=Sum("people")):
        found[line] = found.get(line, 0) + people
    for line, rows, unit in RecordTable.objects.filter(line__in=line_ids).values_list("line", "rows", "line__unit"):
        if unit == "records":
            found[line] = found.get(line, 0) + len(rows)
    return found
