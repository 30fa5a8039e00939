from typing import Any

from django.db import migrations


def nothing_is_null(apps: Any, schema_editor: Any) -> None:
    apps.get_model("collection", "Answer").objects.filter(deprecates="").update(deprecates=None)


def nothing_is_empty(apps: Any, schema_editor: Any) -> None:
    apps.get_model("collection", "Answer").objects.filter(deprecates=None).update(deprecates="")


class Migration(migrations.Migration):

    dependencies = [
        ('collection', '0015_the_few_that_correct'),
    ]

    operations = [
        migrations.RunPython(nothing_is_null, nothing_is_empty, elidable=True),
    ]
