"""Where enterprises stood month by month, from the moves that are there already."""

from collections import defaultdict
from typing import Any

from django.db import migrations

from vises.apps.journeys.rules.standing import standings

AT_ONCE = 500


def fill(apps: Any, _schema: Any) -> None:
    participation, standing = apps.get_model("programmes", "Participation"), apps.get_model("programmes", "Standing")
    status, step = apps.get_model("programmes", "StatusMove"), apps.get_model("journeys", "StepMove")
    rows = list(participation.objects.order_by("pk").values_list("pk", "programme"))
    for begin in range(0, len(rows), AT_ONCE):
        some = dict(rows[begin : begin + AT_ONCE])
        statuses, steps = defaultdict(list), defaultdict(list)
        for id_, *move in status.objects.filter(participation__in=some).values_list(
            "participation", "on", "created_at", "new"
        ):
            statuses[id_].append(tuple(move))
        for id_, *move in step.objects.filter(journey__participation__in=some).values_list(
            "journey__participation", "on", "created_at", "new"
        ):
            steps[id_].append(tuple(move))
        standing.objects.bulk_create(
            standing(programme_id=programme, participation_id=id_, first=first, old=old, new=new)
            for id_, programme in some.items()
            for first, old, new in standings(statuses[id_], steps[id_])
        )


class Migration(migrations.Migration):
    dependencies = [("journeys", "0008_rooms_around_the_table"), ("programmes", "0005_standings_month_by_month")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
