from typing import Any

from django.db import migrations, models

PUBLISHING = ("quote", "public")


def who_took_back_said_no(apps: Any, schema_editor: Any) -> None:
    """Until now it was not kept which conversation agreed to fewer uses, only on which line. Nobody of such a line
    is asked again for what is missing: rather one asked too few than one pestered."""
    lines = apps.get_model("collection", "Withdrawal").objects.filter(what="uses").values_list("line_id", flat=True)
    for row in apps.get_model("collection", "Document").objects.filter(line_id__in=set(lines)).only("consents"):
        row.refused = [use for use in PUBLISHING if use not in row.consents]
        row.save(update_fields=["refused"])


class Migration(migrations.Migration):

    dependencies = [
        ('collection', '0012_indicators'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='refused',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(who_took_back_said_no, migrations.RunPython.noop, elidable=True),
    ]
