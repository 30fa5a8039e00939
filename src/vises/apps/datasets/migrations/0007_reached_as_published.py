from django.db import migrations
from django.db.models import Sum


def reached_as_published(apps, schema_editor):
    """What was published before counted everybody who spoke, or whoever was said to be reached."""
    ToldReached, PlanLine = apps.get_model("datasets", "ToldReached"), apps.get_model("journeys", "PlanLine")
    lines = PlanLine.objects.exclude(unit="records").annotate(spoke=Sum("documents__people"))
    answered = set(
        apps.get_model("collection", "Wave").objects.filter(answers__state="kept").values_list("line_id", flat=True)
    )
    ToldReached.objects.bulk_create(
        ToldReached(line_id=line.id, people=line.spoke or (0 if line.id in answered else line.reached_said or 0))
        for line in lines
    )


class Migration(migrations.Migration):

    dependencies = [
        ("datasets", "0006_reached_as_told"),
        ("collection", "0013_what_was_said_no_to"),
    ]

    operations = [
        migrations.RunPython(reached_as_published, migrations.RunPython.noop),
    ]
