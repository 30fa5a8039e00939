"""What enterprises are counted by, from what is said of them already."""

from typing import Any

from django.db import migrations

from vises.apps.journeys.rules.standing import column_of

AT_ONCE = 500


def fill(apps: Any, _schema: Any) -> None:
    participation, counted = apps.get_model("programmes", "Participation"), apps.get_model("programmes", "Counted")
    journey = apps.get_model("journeys", "Journey")
    ids = list(participation.objects.order_by("pk").values_list("pk", flat=True))
    for begin in range(0, len(ids), AT_ONCE):
        some = ids[begin : begin + AT_ONCE]
        latest = {
            pk: (step, scope)
            for pk, step, scope in journey.objects.filter(participation__in=some)
            .order_by("cycle")
            .values_list("participation", "step", "scope")
        }
        made = []
        for row in participation.objects.filter(pk__in=some).select_related("enterprise__territory"):
            enterprise, (step, scope) = row.enterprise, latest.get(row.pk, ("", None))
            made.append(
                counted(
                    programme_id=row.programme_id,
                    participation_id=row.pk,
                    group=enterprise.group,
                    territory=enterprise.territory.code if enterprise.territory else "",
                    federation_id=row.federation_id,
                    language=enterprise.languages[0] if enterprise.languages else "",
                    column=column_of(row.status, step),
                    reason=row.reason_category,
                    scope_id=scope,
                )
            )
        counted.objects.bulk_create(made)


class Migration(migrations.Migration):
    dependencies = [
        ("journeys", "0011_practices_over_time"),
        ("programmes", "0006_what_enterprises_are_counted_by"),
    ]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
