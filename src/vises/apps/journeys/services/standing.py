"""Keeping up where enterprises stand, now and month by month, in the transaction of what changes it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence

from django.db import transaction

from vises.apps.journeys.models import Journey, StepMove
from vises.apps.journeys.rules.standing import Move, column_of, standings
from vises.apps.network.models import Organisation
from vises.apps.programmes.models import Counted, Participation, Standing, StatusMove


def stand(row: Participation) -> None:
    """One participation moved, or its journey did."""
    stand_anew([row])


def said_anew(enterprise: Organisation) -> None:
    """An enterprise says something else of itself."""
    stand_anew(list(Participation.objects.filter(enterprise=enterprise)))


def stand_anew(rows: Sequence[Participation]) -> None:
    """Work out anew where these stand and stood; as many queries for many as for one.

    Two who change the same enterprise at once wait for each other here, and the second reads what the first wrote.
    """
    with transaction.atomic():
        held = Participation.objects.select_for_update(no_key=True).filter(pk__in=[row.pk for row in rows])
        list(held.order_by("pk").values_list("pk"))
        _month_by_month(rows)
        Counted.objects.filter(participation__in=rows).delete()
        Counted.objects.bulk_create(_counted(rows))


def _month_by_month(rows: Sequence[Participation]) -> None:
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


def _counted(rows: Sequence[Participation]) -> list[Counted]:
    """What these are counted by, read from where it is said."""
    latest: dict[uuid.UUID, tuple[str, uuid.UUID | None]] = {}
    journeys = Journey.objects.filter(participation__in=rows).order_by("cycle")
    for pk, at, own in journeys.values_list("participation", "step", "scope"):
        assert pk is not None
        latest[pk] = (at, own)
    found = []
    for row in Participation.objects.filter(pk__in=[row.pk for row in rows]).select_related("enterprise__territory"):
        enterprise, (step, scope) = row.enterprise, latest.get(row.pk, ("", None))
        found.append(
            Counted(
                programme_id=row.programme_id,
                participation=row,
                group=enterprise.group,
                territory=enterprise.territory.code if enterprise.territory else "",
                federation_id=row.federation_id,
                language=enterprise.languages[0] if enterprise.languages else "",
                column=column_of(row.status, step),
                reason=row.reason_category,
                scope_id=scope,
            )
        )
    return found


def miscounted() -> list[uuid.UUID]:
    """Participations whose count is not what is said where it is kept: none, unless something wrote past services."""
    kept = {row.participation_id: _said(row) for row in Counted.objects.all()}
    return [
        row.participation_id
        for row in _counted(list(Participation.objects.all()))
        if kept.get(row.participation_id) != _said(row)
    ]


def count_anew(participations: Sequence[uuid.UUID]) -> None:
    """Count these anew from what is said of them."""
    stand_anew(list(Participation.objects.filter(pk__in=participations)))


def _said(row: Counted) -> tuple[object, ...]:
    own = (row.programme_id, row.group, row.territory, row.federation_id, row.language)
    return (*own, row.column, row.reason, row.scope_id)
