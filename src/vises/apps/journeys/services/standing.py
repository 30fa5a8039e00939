"""Keeping up where enterprises stood month by month, in the transaction of the move that changes it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from vises.apps.journeys.models import StepMove
from vises.apps.journeys.rules.standing import Move, standings
from vises.apps.programmes.models import Participation, Standing, StatusMove


def stand(row: Participation) -> None:
    """One participation moved, or its journey did."""
    stand_anew([row])


def stand_anew(rows: Sequence[Participation]) -> None:
    """Work out anew where these stood, from all their moves; as many queries for many as for one."""
    statuses: defaultdict[uuid.UUID, list[Move]] = defaultdict(list)
    steps: defaultdict[uuid.UUID, list[Move]] = defaultdict(list)
    moved = StatusMove.objects.filter(participation__in=rows)
    for id_, on, at, new in moved.values_list("participation", "on", "created_at", "new"):
        statuses[id_].append((on, at, new))
    placed = StepMove.objects.filter(journey__participation__in=rows)
    for pk, on, at, new in placed.values_list("journey__participation", "on", "created_at", "new"):
        assert pk is not None
        steps[pk].append((on, at, new))
    Standing.objects.filter(participation__in=rows).delete()
    Standing.objects.bulk_create(
        Standing(programme_id=row.programme_id, participation=row, first=first, old=old, new=new)
        for row in rows
        for first, old, new in standings(statuses[row.pk], steps[row.pk])
    )
